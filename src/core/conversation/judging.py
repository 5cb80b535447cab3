"""What a counsellor makes of the picture and decides, and what the citizen says against it: turns that both see."""

from collections.abc import Sequence
from datetime import date

from core.case.decision import Decision, faults_of
from core.case.norway import today
from core.conversation.desk_act import ChangePicture, RecordDecision
from core.conversation.desk_event import CaseOpened, Complained, DecisionMade, PictureChanged
from core.conversation.input import Complain
from core.conversation.moment import Draft, Moment, Notice, iso
from core.conversation.turn import CaseChange, Outcome, Turn
from core.errors import Invalid, NotFound
from core.needs.rule import Help

REASONS = ("talked", "new_information", "misunderstood_question", "changed_since", "citizen_disagrees")
LONGEST = 5000  # letters
LEVELS = tuple(help.value for help in Help)
BY_COUNSELLOR = {"actor": "counsellor"}


def change_picture(moment: Moment, act: ChangePicture) -> Draft:
    """Another level of help than the one suggested, with the reason. The suggestion itself stays as it was drawn."""
    if not moment.state.concluded:
        raise NotFound("no picture was drawn")
    if act.level not in LEVELS or act.reason not in REASONS:
        raise Invalid("choose_one")
    event = PictureChanged(act.level, act.reason, _written(act.words), act.name)
    notice = Notice("picture_changed", (("name", act.name),))
    return Draft((event,), (notice,), Outcome.ACCEPTED, kind="counsellor", then=BY_COUNSELLOR)


def record_decision(moment: Moment, act: RecordDecision) -> Draft:
    """What was decided, with what it rests on, and how to complain. Lasting groups name their second reader.

    That the two are not the same is known by their ids, where it is recorded: colleagues may have one name.
    """
    decision = decision_in(act)
    if faults := faults_of(decision, today(moment.now)):
        raise Invalid(*faults.values())
    if decision.is_lasting and not act.second:
        raise Invalid("second_reader")
    event = DecisionMade(
        moment.identifier(b"decision"), act.group, act.goal, act.grounds.strip(), act.sources, act.decided_on,
        act.seen, act.name, act.second,
    )  # fmt: skip
    notice = Notice("decision_made", (("name", act.name),))
    return Draft((event,), (notice,), Outcome.ACCEPTED, kind="counsellor", then=BY_COUNSELLOR)


def complain(moment: Moment, act: Complain) -> Draft:
    """A complaint is a matter of its own: it opens its own case, and its receipt has the day that it came."""
    id = moment.identifier(b"complaint")
    by = moment.office.answers_by(moment.now)
    change = CaseChange(id, True, f"complaint:{id}", "complaint", False, by, unit=moment.office.unit)
    events = (Complained(id, act.decision, _written(act.words)), CaseOpened(id, "complaint", iso(by)))
    notice = Notice("complaint_received", (("on", today(moment.now).isoformat()), ("by", iso(by))))
    return Draft(events, (notice,), Outcome.QUEUED, kind="notice", then={"case": change})


def decision_in(act: RecordDecision) -> Decision:
    """The decision that an act records."""
    try:
        day = date.fromisoformat(act.decided_on)
    except ValueError as error:
        raise Invalid("write_day") from error
    return Decision(act.group, act.goal, act.grounds, act.sources, day, act.seen)


def newest_change(turns: Sequence[Turn]) -> PictureChanged | None:
    """What a counsellor made of the newest picture; none when it stands as it was drawn."""
    for turn in reversed(turns):
        for event in turn.events:
            if isinstance(event, PictureChanged):
                return event
        if any(prompt.kind == "result" for prompt in turn.prompts):
            return None
    return None


def decisions(turns: Sequence[Turn]) -> tuple[DecisionMade, ...]:
    """All that was decided, newest first."""
    return tuple(event for turn in reversed(turns) for event in turn.events if isinstance(event, DecisionMade))


def _written(words: str) -> str:
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise Invalid("write_less" if words else "write_text")
    return words
