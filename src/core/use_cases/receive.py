"""Answer one input, once, however often it is delivered."""

from dataclasses import replace

from core.case.office import OFFICE, Office
from core.conversation.decide import basis_of, decide
from core.conversation.input import Begin, Input
from core.conversation.ringing import heard_at
from core.conversation.strangers import asks
from core.conversation.turn import AlreadyAnswered, Changes, Known, Overtaken, Turn
from core.conversation.withdrawing import begun_anew
from core.errors import DomainError, Invalid, TooMany, Unavailable
from core.ports.conversations import Conversations
from core.ports.machine import Chance, Clock, Releases, Tries
from core.use_cases.leading import load

TRIES = 8
STRANGER = "stranger"  # the space in which texts to numbers that never wrote are counted
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
    tries: Tries | None = None,
) -> Turn:
    """Load, decide, commit; again when overtaken. A repeated input gets the turn it got the first time.

    With `tries`, texts to numbers that never wrote are counted: one that had its share today gets none.
    Raises Invalid when the same id came before with other content, and whatever `decide` refuses; with `in_order`,
    Behind when earlier inputs of the address wait.
    """
    basis, seed, changes, asked = None, chance.seed(), None, ""
    input = heard_at(input, office)
    for tried in range(TRIES):
        try:
            loaded = await load(input, conversations, clock.now())
            if in_order and loaded.waiting:
                raise Behind
            basis = basis or basis_of(input, loaded)
            if isinstance(loaded, Known) and loaded.release in releases.current.withdrawn:
                loaded = replace(loaded, withdrawn=True)
                input = replace(input, act=begun_anew(loaded, input.act))
            begun = isinstance(loaded, Known) and not isinstance(input.act, Begin)
            release = await releases.get(loaded.release) if begun else releases.current  # type: ignore[union-attr]
            changes = decide(release, loaded, input, basis, now=clock.now(), chance=seed, office=office)
            if tries and asks(changes) not in ("", asked):
                asked = asks(changes)
                if not await _may_write(tries, asked, clock):
                    office = replace(office, asked=office.asked | {asked})
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


async def _may_write(tries: Tries, asked: str, clock: Clock) -> bool:
    """Whether the number that is asked may get one more text today, whoever wants it to."""
    try:
        await tries.attempt(STRANGER, (asked.rpartition(" ")[2],), clock.now())
    except TooMany:
        return False
    return True


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
