"""A member of staff does something with a case; what the citizen hears of it is a turn of the same commit."""

from dataclasses import dataclass, replace

from core.case.act import Assign, CaseAct, HandOver, Offer
from core.case.acting import Hand, act_on
from core.case.case import Case, CaseWrite, NeedsReferral, NewerWords, Taken
from core.case.norway import today
from core.case.office import OFFICE, Office
from core.case.referral import in_force, referral_of
from core.conversation.decide import decide
from core.conversation.desk_act import CloseCase, CounsellorSays
from core.conversation.input import Act, Input, Origin
from core.conversation.talk import Referred
from core.conversation.turn import AlreadyAnswered, Known, Overtaken, Turn
from core.errors import NotFound
from core.ports.cases import Cases
from core.ports.conversations import Conversations
from core.ports.machine import Chance, Clock, Releases
from core.staff.rights import Operation, demand, may
from core.staff.staff import Staff
from core.use_cases.receive import FIRST_PAUSE, TRIES, Busy

# The sender's own: a receiver judges nothing, and sends nothing on.
NOT_RECEIVED: tuple[Operation, ...] = ("change_picture", "record_decision", "approve_picture", "refer")


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what with which case; `operation` is what the matrix of rights calls it.

    `seen`: the case's version on their page, where nothing may have happened since; 0 where that does not matter.
    """

    staff: Staff
    case: str
    operation: Operation
    act: CaseAct
    seen: int = 0


async def handle_case(step: Step, *, cases: Cases, clock: Clock, office: Office = OFFICE) -> Case:
    """Do what the citizen does not hear of. NotFound, or a Conflict that says who was faster."""
    for _ in range(TRIES):
        write = _write(step, await _theirs(step, cases), clock, office)
        try:
            await cases.write(write)
        except Overtaken:
            continue  # it is another case now: what may be done with it is decided again
        return write.becomes
    raise Busy("too busy; nothing was written")


async def serve_citizen(
    step: Step,
    id: str,
    said: Act,
    *,
    cases: Cases,
    conversations: Conversations,
    releases: Releases,
    clock: Clock,
    chance: Chance,
    office: Office = OFFICE,
) -> Turn:
    """Do something that the citizen sees. The same `id` again gives the same turn, and nothing happens twice."""
    seed = chance.seed()
    for tried in range(TRIES):
        found = await _theirs(step, cases)
        origin = Origin("desk", found.conversation, id)
        try:
            loaded = await conversations.load(origin, conversation=found.conversation)
            assert isinstance(loaded, Known), "what is loaded by its id is known"
            _agreed(found, loaded, clock)
            write = _write(step, found, clock, office)
            release = await releases.get(loaded.release)
            given = Input(origin, _from(found, said))
            changes = decide(release, loaded, given, None, now=clock.now(), chance=seed, office=office)
            await conversations.commit(replace(changes, desk=write))
        except AlreadyAnswered as earlier:
            return earlier.turn
        except Overtaken:
            await clock.pause(FIRST_PAUSE * 2**tried * seed[tried] / 255)
            continue
        return changes.turn
    raise Busy("too busy; nothing was written")


def _write(step: Step, found: Case, clock: Clock, office: Office) -> CaseWrite:
    if step.seen and step.seen != found.version:
        raise NewerWords("something happened since")
    return act_on(found, step.act, Hand(step.staff.id, step.staff.unit), clock.now(), office)


async def _theirs(step: Step, cases: Cases) -> Case:
    """The case, if they may do that with it. That a colleague of their unit has it is told; all else is not there."""
    staff, found = step.staff, await cases.case(step.case)
    try:
        demand(staff, step.operation, holder=found.owner, unit=found.unit, shielded=found.shielded)
    except NotFound:
        offered = found.offered_to == staff.id and step.operation == "claim"
        if offered and may(staff, "claim", unit=staff.unit, shielded=found.shielded):
            return found
        if may(staff, step.operation, holder=staff.id, unit=found.unit, shielded=found.shielded) and (
            found.unit == staff.unit
        ):
            raise Taken(found.owner) from None
        raise
    if referral_of(found.topic) and step.operation in NOT_RECEIVED:
        raise NotFound("that is for whoever sent it")
    await _stays_among_its_kind(step.act, found, cases)
    return found


async def _stays_among_its_kind(act: CaseAct, found: Case, cases: Cases) -> None:
    """A case goes, with all that is in it, to units of its own kind alone. Others get a referral, with consent.

    What was referred goes nowhere else: the citizen said yes to one receiver.
    """
    match act:
        case HandOver(unit):
            goes_to = unit
        case Offer(to) | Assign(to):
            goes_to = await cases.works_in(to)
        case _:
            return
    if goes_to == found.unit:
        return
    kind = await cases.kind_of(goes_to)
    if not kind or referral_of(found.topic) or kind != await cases.kind_of(found.unit):
        raise NeedsReferral("that unit is of another kind")


def _from(found: Case, said: Act) -> Act:
    """What is said, with the case that it is said from, when that is not the citizen's own matter."""
    if found.is_beside and isinstance(said, CounsellorSays | CloseCase):
        return replace(said, case=found.id)
    return said


def _agreed(found: Case, known: Known, clock: Clock) -> None:
    """A receiver goes on only while the citizen's consent counts."""
    id = referral_of(found.topic)
    referral = known.state.talk.referrals.get(id)
    if id and (referral is None or not in_force(Referred(*referral), today(clock.now()))):
        raise NotFound("no such case")
