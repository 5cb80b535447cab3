"""What is done to the plan, by either side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProposeItem:
    """Put something into the plan. With a pathway the title may be empty: the pathway says it, or its step.

    Of all that is done to the plan: whoever speaks from the desk is the counsellor, and `name` is theirs as citizens
    read it; it is empty for citizens. `why` is a need or a pathway, `by` a day as ISO.
    """

    title: str = ""
    why: str = ""
    pathway: str = ""
    step: int = 0
    who: str = "citizen"  # citizen | office | provider
    by: str = ""
    name: str = ""
    private: bool = False  # not to be named where others may read along; what rests on a private answer never is


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """Say yes or no to an item that waits for one, as it was read: accepted | declined."""

    item: str
    revision: int
    answer: str
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """Have some of an item otherwise, as it was read. None leaves a field as it is."""

    item: str
    revision: int
    title: str | None = None
    who: str | None = None
    by: str | None = None
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class MarkItem:
    """Say how far an item, as it was read, has come, or take it up again: doing | done | stopped | reopened."""

    item: str
    revision: int
    mark: str
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RemindOfItem:
    """Have an SMS the day before an item is due, or none."""

    item: str
    remind: bool


PlanAct = ProposeItem | AnswerItem | ChangeItem | MarkItem | RemindOfItem
