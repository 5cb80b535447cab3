"""What happened, as a small closed list. The state is these, folded."""

from dataclasses import dataclass

from core.journey.answer import Answer
from core.needs.picture import Picture

FORMAT = 1  # of stored events; a new shape gets a new number, and old ones are still read


@dataclass(frozen=True, slots=True)
class Started:
    """A conversation began."""

    journey: str
    release: str
    language: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question was put, showing that revision of its answer."""

    question: str
    revision: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A question got an answer, or another one."""

    question: str
    value: Answer
    revision: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """Answers no longer on the path: kept, without effect."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """Answers that came back with their branch."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflicted:
    """An answer came for an older revision and differs: nothing was changed, and both are shown."""

    question: str
    given: Answer
    revision: int  # the revision that stands
    private: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The conversation goes on in this language."""

    language: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """A needs picture was drawn, and frozen."""

    picture: Picture
    note: str = ""


@dataclass(frozen=True, slots=True)
class Viewed:
    """The citizen said what they think of the suggestion."""

    view: str
    words: str


@dataclass(frozen=True, slots=True)
class CodeIssued:
    """A code to come back with was made; the number is kept here, its hash in its own table."""

    number: int
    kind: str  # return | move


@dataclass(frozen=True, slots=True)
class Moved:
    """The conversation went on from another channel or device."""

    account: str


@dataclass(frozen=True, slots=True)
class Reached:
    """An address of theirs is known. `proven`: something came from there."""

    account: str
    value: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody wrote from an address, for the first time that day."""

    account: str
    value: str
    day: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody has an address any more, says its operator."""

    account: str
    value: str


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """A helper or guardian did this turn, for the citizen. `by`: the address they said so from, as a hash."""

    by: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A menu was put before the question that stands, or when none does. `data`: what it is about."""

    menu: str
    choices: tuple[str, ...]
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something was chosen from a menu."""

    menu: str
    choice: str


@dataclass(frozen=True, slots=True)
class GroupChosen:
    """A heading was chosen: its options are asked next, and nothing is answered yet."""

    question: str
    group: str


@dataclass(frozen=True, slots=True)
class Missed:
    """What was said could not be read, or came too late to be an answer.

    `at`: when, where more may be on its way. `about`: the question that it was said to, when no prompt tells.
    """

    reason: str
    at: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What was said by message changed nothing, and was answered. `at`: when, or `enough` from the last answer on."""

    at: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Words beside an answer, or meant for a person. `about`: the question, or nothing."""

    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The citizen takes a pause, or goes on."""

    paused: bool


@dataclass(frozen=True, slots=True)
class SpeakerChanged:
    """Who speaks now: service | counsellor | nobody. `case`: the counsellor's, when it is not the citizen's own matter.

    A receiver's end of a referral is such a case, and so is a complaint: what the citizen answers goes there.
    """

    speaker: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """An address stopped messages of ours, or started them again."""

    account: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """An address was asked whether it goes on from here."""

    account: str
    value: str


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A matter for a person was opened, or got another reason."""

    case: str
    reason: str  # wish | plan | misunderstood | emergency | undelivered | missed_call | wrote_after_stop | set_aside
    promised: str  # the moment, in UTC


@dataclass(frozen=True, slots=True)
class PictureChanged:
    """A counsellor sees another level of help; the reason's key, and their words, which the citizen reads."""

    level: str
    reason: str
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A counsellor's decision under Nav-loven § 14 a. `seen`: the version of the conversation that it rests on."""

    id: str
    group: str
    goal: str
    grounds: str
    sources: tuple[str, ...]
    decided_on: str
    seen: int
    name: str
    second: str = ""  # who read it too, where two must


@dataclass(frozen=True, slots=True)
class Complained:
    """A complaint was received, on the day of its turn. `case`: the matter that it opened."""

    case: str
    decision: str
    words: str


@dataclass(frozen=True, slots=True)
class ReferralAsked:
    """The citizen was asked whether their matter may go to another unit, with these fields, for that, until then."""

    referral: str
    unit: str
    unit_name: str
    fields: tuple[str, ...]
    purpose: str
    until: str
    name: str
    sender: str = ""  # the unit that they who asked belong to, as the citizen reads its name


@dataclass(frozen=True, slots=True)
class ReferralAnswered:
    """They said yes or no."""

    referral: str
    yes: bool


@dataclass(frozen=True, slots=True)
class ReferralSent:
    """It was sent: the receiver has this case."""

    referral: str
    case: str


@dataclass(frozen=True, slots=True)
class ReferralTaken:
    """The receiver has taken it."""

    referral: str
    name: str


@dataclass(frozen=True, slots=True)
class ReferralEnded:
    """It was taken back by the citizen, or returned by the receiver: withdrawn | returned."""

    referral: str
    how: str
    words: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class CallBooked:
    """A call is promised, or promised for another time. `slot` is empty for as soon as possible."""

    call: str
    slot: str
    due: str  # when it begins, in UTC
    number: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """It was tried or dropped: reached | wrong_number | dropped | no_answer, with `next_due` unless it was the last."""

    call: str
    outcome: str
    attempt: int = 0
    next_due: str = ""


@dataclass(frozen=True, slots=True)
class Reminded:
    """The one reminder was sent, or is not to be."""


@dataclass(frozen=True, slots=True)
class ItemProposed:
    """Something was put into the plan. `waits_for`: the side that is to say yes, when one is.

    Of all that happens to the plan: `actor` is citizen or counsellor, `name` the counsellor's as citizens read it, `at`
    the moment, in UTC.
    """

    item: str
    title: str
    why: str
    pathway: str
    step: int
    who: str
    by: str
    waits_for: str
    private: bool
    actor: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class ItemAnswered:
    """Who was asked has said yes or no to an item: accepted | declined."""

    item: str
    answer: str
    reason: str
    actor: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """Some of an item is another: the names of the fields, what was and what is. `waits_for`: who is to say yes."""

    item: str
    changed: tuple[str, ...]  # title, who, by
    was: tuple[str, ...]
    now: tuple[str, ...]
    reason: str
    waits_for: str
    actor: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class ItemMarked:
    """An item is under way, at its end, or taken up again: doing | done | stopped | reopened."""

    item: str
    mark: str
    reason: str
    actor: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class ReminderChosen:
    """The citizen wants a reminder of an item, or none."""

    item: str
    remind: bool


@dataclass(frozen=True, slots=True)
class ItemReminded:
    """A reminder of these items was sent."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """The citizen finished on this device."""

    erased: bool


Event = (
    Started
    | Asked
    | Answered
    | SetAside
    | Returned
    | Conflicted
    | LanguageChosen
    | Concluded
    | Viewed
    | CodeIssued
    | Moved
    | Left
    | Reached
    | Heard
    | SpokenFor
    | Gone
    | Offered
    | Chosen
    | GroupChosen
    | Missed
    | Unchanged
    | Noted
    | Paused
    | SpeakerChanged
    | ConsentChanged
    | Invited
    | CaseOpened
    | PictureChanged
    | DecisionMade
    | Complained
    | ReferralAsked
    | ReferralAnswered
    | ReferralSent
    | ReferralTaken
    | ReferralEnded
    | CallBooked
    | CallEnded
    | Reminded
    | ItemProposed
    | ItemAnswered
    | ItemChanged
    | ItemMarked
    | ReminderChosen
    | ItemReminded
)
