"""What happened to the plan."""

from dataclasses import dataclass


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


PlanEvent = ItemProposed | ItemAnswered | ItemChanged | ItemMarked | ReminderChosen | ItemReminded
