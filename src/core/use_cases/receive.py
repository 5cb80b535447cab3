"""Answer one input, once, however often it is delivered."""

from contextlib import suppress
from dataclasses import replace

from core.case.office import OFFICE, Office
from core.conversation.decide import basis_of, decide
from core.conversation.input import Begin, Contacted, Fire, Input, Origin, Redeem, Say, TakeUp, Undelivered
from core.conversation.moment import is_sent_to
from core.conversation.ringing import heard_at
from core.conversation.turn import AlreadyAnswered, Known, Loaded, Overtaken, Turn, invite_of
from core.errors import DomainError, Invalid, NotFound, TooMany, Unavailable
from core.ports import Chance, Clock, Conversations, Releases, Tries

TRIES = 8
INVITED_FOR = 24 * 60 * 60  # seconds at most, that somebody else's invite to the same number stands
FIRST_PAUSE = 0.002  # seconds at most; each pause may be twice as long as the one before
YES = frozenset(("ja", "jo", "yes", "ja takk", "yes please"))  # what takes up an invite
OF_A_CALL = frozenset(
    ("ring", "klar", "endre", "endre tid", "avbestill", "call", "ready", "change", "drop", "1", "2", "3", "4", "5")
)  # what a number may say of the call that it was promised
NAMED = ("timer", "desk", "chat")  # accounts whose sender is the conversation, once it has begun


class Behind(DomainError):
    """Earlier inputs of the same address are not handled yet: this one waits behind them."""


class Busy(Unavailable):
    """Others were faster eight times. Nothing was written."""


async def receive(
    input: Input,
    *,
    conversations: Conversations,
    releases: Releases,
    clock: Clock,
    chance: Chance,
    office: Office = OFFICE,
    in_order: bool = False,
) -> Turn:
    """Load, decide, commit; again when overtaken. A repeated input gets the turn it got the first time.

    Raises Invalid when the same id came before with other content, and whatever `decide` refuses; with `in_order`,
    Behind when earlier inputs of the address wait.
    """
    basis, seed, changes = None, chance.seed(), None
    input = heard_at(input, office)
    for tried in range(TRIES):
        try:
            loaded = await _load(input, conversations)
            if in_order and loaded.waiting:
                raise Behind
            basis = basis or basis_of(input, loaded)
            begun = isinstance(loaded, Known) and not isinstance(input.act, Begin)
            release = await releases.get(loaded.release) if begun else releases.current  # type: ignore[union-attr]
            changes = decide(release, loaded, input, basis, now=clock.now(), chance=seed, office=office)
            await conversations.commit(changes)
        except AlreadyAnswered as earlier:
            if not earlier.same:
                raise Invalid("other_content_before") from None
            return earlier.turn
        except Overtaken as overtaken:
            if overtaken.what == "invite":
                raise TooMany(INVITED_FOR) from None
            if overtaken.what == "slot" and changes and changes.call:
                office = replace(office, full=office.full | {changes.call.takes})
            await clock.pause(FIRST_PAUSE * 2**tried * seed[tried] / 255)
            continue
        return changes.turn
    raise Busy("too busy; nothing was written")


async def come_back(
    input: Input,
    sources: tuple[str, ...],
    *,
    tries: Tries,
    conversations: Conversations,
    releases: Releases,
    clock: Clock,
    chance: Chance,
    office: Office = OFFICE,
) -> Turn:
    """Redeem a code. Tries are counted before they are made, for each source: the browser, the network."""
    await tries.attempt("return", sources, clock.now())
    turn = await receive(
        input, conversations=conversations, releases=releases, clock=clock, chance=chance, office=office
    )
    await tries.succeeded("return", sources, clock.now())
    return turn


async def _load_words(origin: Origin, text: str, conversations: Conversations) -> Loaded:
    """Where the address leads. A yes may be for an invite, and a word about a call for the one that promised it.

    Whatever else somebody says who was invited is theirs: nobody who types a number on a page shall read it.
    """
    loaded = await conversations.load(origin)
    word = text.strip(" .!").casefold()
    if word not in YES | OF_A_CALL or (isinstance(loaded, Known) and not (word in YES and _waits_for_nothing(loaded))):
        return loaded
    with suppress(NotFound):
        invited = await conversations.load(origin, invite_of(origin.account, origin.sender))
        if isinstance(invited, Known) and (word in YES or _promised(invited, origin)):
            return invited
    return loaded


def _waits_for_nothing(known: Known) -> bool:
    """Whether nothing is asked of the address in a conversation of its own, so that a yes is no answer there."""
    state, menu = known.state, known.state.talk.menu
    return state.open is None and (menu is None or (menu.key == "welcome" and not state.answers))


def _promised(known: Known, origin: Origin) -> bool:
    call = known.state.talk.call
    return call is not None and call.number == origin.sender


async def _load_called(origin: Origin, conversations: Conversations) -> Loaded:
    """Where the address leads; from one that is unknown, the conversation that promised to call it."""
    loaded = await conversations.load(origin)
    if isinstance(loaded, Known):
        return loaded
    with suppress(NotFound):
        invited = await conversations.load(origin, invite_of(origin.account, origin.sender))
        if isinstance(invited, Known) and _promised(invited, origin):
            return invited
    return loaded


async def _load(input: Input, conversations: Conversations) -> Loaded:
    """What the input is about: where its address leads, its code, the invite to its address, or the conversation."""
    origin = input.origin
    match input.act:
        case Redeem(code):
            return await conversations.load(origin, code)
        case TakeUp():
            return await conversations.load(origin, invite_of(origin.account, origin.sender))
        case Fire() | Undelivered():
            return await conversations.load(origin, conversation=origin.sender)
        case Begin():
            return await conversations.load(origin)
        case _ if origin.account in NAMED:
            return await conversations.load(origin, conversation=origin.sender)
        case Say(text) if is_sent_to(origin.account):
            return await _load_words(origin, text, conversations)
        case Contacted("called") if is_sent_to(origin.account):
            return await _load_called(origin, conversations)
        case _:
            return await conversations.load(origin)
