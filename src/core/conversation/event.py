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
)
