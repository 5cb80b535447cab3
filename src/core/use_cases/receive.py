"""Answer one input, once, however often it is delivered."""

from dataclasses import replace

from core.case.office import OFFICE, Office
from core.conversation.decide import basis_of, decide
from core.conversation.input import Begin, Input
from core.conversation.ringing import heard_at
from core.conversation.turn import AlreadyAnswered, Changes, Known, Overtaken, Turn
from core.errors import DomainError, Invalid, Unavailable
from core.ports import Chance, Clock, Conversations, Releases, Tries
from core.use_cases.leading import load

TRIES = 8
FIRST_PAUSE = 0.002  # seconds at most; each pause may be twice as long as the one before


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
            loaded = await load(input, conversations, clock.now())
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
            office = _learnt(office, overtaken.what, changes)
            await clock.pause(FIRST_PAUSE * 2**tried * seed[tried] / 255)
            continue
        return changes.turn
    raise Busy("too busy; nothing was written")


def _learnt(office: Office, what: str, changes: Changes | None) -> Office:
    """The office, with what a failed guard tells: a slot that others took, an invite that is another's."""
    if what == "slot" and changes and changes.call:
        return replace(office, full=office.full | {changes.call.takes})
    if what == "invite" and changes and changes.code:
        return replace(office, asked=office.asked | {changes.code.value})
    return office


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
