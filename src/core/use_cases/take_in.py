"""Take in what a provider tells us: handled at once, else kept and handled later, in order for each address."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from hashlib import blake2b

from core.case.office import OFFICE, Office
from core.conversation.input import AskForPerson, Contacted, Input, Origin, Say
from core.delivery.channel import Contact, Inbound, Receipt
from core.delivery.queue import Waiting
from core.delivery.retry import INPUTS, next_try
from core.errors import Invalid, Unavailable
from core.ports.delivery import Inbox, Outbox
from core.ports.machine import Chance, Clock
from core.understanding.identity_number import mask
from core.use_cases.receive import Behind, Busy
from core.use_cases.round import Receives, Round

AT_ONCE = 50  # a turn takes milliseconds, so all of them are handled well within the lease
LEASE = timedelta(seconds=30)
TRIES = 5  # then it is set aside
ANOTHER = "AnotherContent"  # why an input is set aside whose id was handled with another content
EVER = timedelta(days=36500)  # what somebody said is never too old to be handled


class Taken(Enum):
    """What became of it. Whatever it is, it is safe with us: the provider is told that all is well."""

    HANDLED = "handled"
    KEPT = "kept"  # handled later
    ANOTHER = "another"  # another content came before under the same id, and stands: kept for staff to look at
    OURS = "ours"  # it says that it comes from a number of ours: nothing is done, or we would write to ourselves
    UNKNOWN_PART = "unknown_part"  # a receipt that is kept, of a part that is not known, or not yet


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of it, and an error of ours to be looked at."""

    taken: Taken
    error: Exception | None = None


async def take_in(
    inbound: Inbound, *, receives: Receives, inbox: Inbox, outbox: Outbox, office: Office = OFFICE
) -> TakenIn:
    """Take in one thing. `receives` handles an input in order: it raises Behind when earlier ones wait.

    Raises Unavailable when the store is away, and nothing else: then, and only then, the provider must come again.
    """
    match inbound:
        case Contact(sender=sender) | Input(origin=Origin(sender=sender)) if sender in office.own_numbers:
            return TakenIn(Taken.OURS)
        case Receipt():
            known = await outbox.received(inbound)
            return TakenIn(Taken.HANDLED if known else Taken.UNKNOWN_PART)
        case Contact(account, sender, id, kind):
            return await _handle(Input(Origin(account, sender, id), Contacted(kind)), receives, inbox)
        case Input():
            # The body tells repeats apart, so it is the same whether the input is handled now or later.
            origin = replace(inbound.origin, body=mask(inbound.origin.body)[0])
            return await _handle(replace(inbound, origin=origin), receives, inbox)


async def work_inbox(*, inbox: Inbox, receives: Receives, clock: Clock, chance: Chance) -> Round:
    """One round of what was kept. `receives` does not ask whether earlier ones wait: these are the earliest.

    Raises Unavailable when the store is away.
    """
    failures = []
    found = await inbox.claim(AT_ONCE, LEASE)
    for waiting in found:
        try:
            await receives(waiting.input)
        except Busy:
            await inbox.failed(waiting, Busy.__name__, _later(waiting, clock.now(), chance))
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one never stops others; whoever asked logs it
            if not _is_another(error):
                failures.append(error)
            await _failed(waiting, error, inbox, receives, clock.now(), chance)
        else:
            await inbox.done(waiting)
    return Round(len(found), tuple(failures))


async def _handle(input: Input, receives: Receives, inbox: Inbox) -> TakenIn:
    try:
        await receives(input)
    except (Behind, Busy) as waits:
        await inbox.keep(_masked(input), type(waits).__name__)
        return TakenIn(Taken.KEPT)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it was, what they said is kept; whoever asked logs it
        if _is_another(error):
            await inbox.keep(_under_its_own_id(_masked(input)), ANOTHER, aside=True)
            return TakenIn(Taken.ANOTHER)
        await inbox.keep(_masked(input), type(error).__name__)
        return TakenIn(Taken.KEPT, error)
    return TakenIn(Taken.HANDLED)


async def _failed(
    waiting: Waiting, error: Exception, inbox: Inbox, receives: Receives, now: datetime, chance: Chance
) -> None:
    """Later again; or set aside, with a person who looks at it, and the citizen told that one does."""
    if _is_another(error):
        await inbox.failed(waiting, ANOTHER, None)  # its id was handled with another content, which stands
    elif waiting.attempt < TRIES:
        await inbox.failed(waiting, type(error).__name__, _later(waiting, now, chance))
    else:
        await _ask_for_person(waiting, receives)
        await inbox.failed(waiting, type(error).__name__, None)


async def _ask_for_person(waiting: Waiting, receives: Receives) -> None:
    origin = waiting.input.origin
    asks = Origin(origin.account, origin.sender, f"{origin.id}.set_aside")
    try:
        await receives(Input(asks, AskForPerson(reason="set_aside")))
    except Unavailable:
        raise
    except Exception:  # noqa: BLE001, S110 - nobody we know, or broken for that too: it is set aside, where staff sees it
        pass


def _later(waiting: Waiting, now: datetime, chance: Chance) -> datetime:
    lot = int.from_bytes(chance.seed()[-4:], "big") / 2**32
    again = next_try(waiting.attempt, lot, now, now + EVER, backoff=INPUTS)
    assert again, "a gap is shorter than a century"
    return again


def _under_its_own_id(input: Input) -> Input:
    """The input by what it says too: its id is another's. The same content again is the same input."""
    origin = input.origin
    told = blake2b(origin.body.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return replace(input, origin=replace(origin, id=f"{origin.id}.{told}"))


def _is_another(error: Exception) -> bool:
    return isinstance(error, Invalid) and tuple(error.faults) == ("other_content_before",)


def _masked(input: Input) -> Input:
    """The input as it may lie here: identity numbers never do."""
    return replace(input, act=replace(input.act, text=mask(input.act.text)[0])) if isinstance(input.act, Say) else input
