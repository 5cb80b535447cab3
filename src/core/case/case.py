"""A case: a matter that a person must look at, who has it, whose turn it is, and by when they are answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import Conflict

REOPENED_WITHIN = timedelta(days=14)  # after it was closed, words of the citizen open it again; later they open another
ACUTE, ORDINARY = 0, 1  # ranks of the queue
OUTCOMES = ("answered", "plan_made", "handed_on", "solved_alone", "no_contact", "not_for_us")
RETURNED, CONSENT_OVER = "returned", "consent_over"  # how the receiver's end of a referral may end beside those


@dataclass(frozen=True, slots=True)
class Case:
    """As it stands. At most one is open for a person and a topic.

    It has an owner, or stands in the queue of its unit. `turn` says who is waited for: office or citizen. What is
    promised is a moment, stored when it changes: it is never counted anew when it is shown.
    """

    id: str
    person: str
    conversation: str
    topic: str
    urgent: bool
    status: str  # open | closed
    opened: datetime
    promised_by: datetime
    channel: str
    language: str
    county: str
    unit: str
    version: int  # and the number of its last event
    owner: str = ""
    turn: str = "office"
    interpreter: str = ""
    waits_until: datetime | None = None  # it rests till then, by a counsellor's word
    offered_to: str = ""  # the counsellor who was asked to take it over, and has not answered
    handed_from: str = ""  # the counsellor who handed it over to a unit that may still return it
    handed_unit: str = ""  # the unit that they belong to
    last_inbound: datetime | None = None  # when the citizen last said something that a person is to read
    first_reply: datetime | None = None
    closed: datetime | None = None
    outcome: str = ""
    shielded: bool = False  # of a person whom only few may see

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to look at it."""
        return self.status == "open"

    @property
    def is_beside(self) -> bool:
        """Whether it is another than the citizen's own matter: a complaint, or the receiver's end of a referral."""
        return ":" in self.topic

    @property
    def rank(self) -> int:
        """Where it stands in the queue, before the time that is left."""
        return ACUTE if self.urgent else ORDINARY


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened to a case, for the desk's eyes. `words` are sealed where they are kept.

    `kind`: opened | added | wrote | claimed | put_back | taken_over | assigned | offered | handed_over | accepted |
    returned | sent_back | noted | replied | given_back | rests | waits | closed | reopened | lapsed | …
    """

    n: int
    kind: str
    actor: str  # the id of a member of staff, citizen, or service
    at: datetime
    reason: str = ""  # a key, never anybody's words
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseWrite:
    """A change of a case. It counts only while the case is as `was` says: version, owner and status."""

    was: Case
    becomes: Case
    event: CaseEvent


class Taken(Conflict):
    """Somebody else has the case."""

    def __init__(self, owner: str) -> None:
        super().__init__("the case is somebody else's")
        self.owner = owner


class NotYours(Conflict):
    """Only the holder of a case does that: claim it, or take it over with a reason."""

    def __init__(self, owner: str) -> None:
        super().__init__("only the holder of the case does that")
        self.owner = owner


class IsClosed(Conflict):
    """The case is closed. It can be opened again."""


class NeedsReferral(Conflict):
    """It would go to a unit of another kind, which may see nothing before the citizen has said what goes along."""


class NewerWords(Conflict):
    """Something was said since the page was made. It can be sent all the same, once it is read."""


class NeedsReason(Conflict):
    """It is not theirs: they say why they look, and the citizen can read it."""
