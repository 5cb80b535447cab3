"""Ways forward, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from core.journey.answer import Answers
from core.journey.condition import Condition
from core.text import Source, Text


class Place(Enum):
    """Where a pathway stands in the list: what cannot wait, what is theirs by situation, by need, and for anyone."""

    TODAY = "today"
    OWN = "own"
    NEED = "need"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and who takes it."""

    who: str
    text: Text


@dataclass(frozen=True, slots=True)
class Override:
    """What a county does otherwise; it replaces whole keys."""

    provider: str | None = None
    text: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pathway:
    """One way forward. `offer` is `suggest`, or `needs_human` when a person must check that it fits."""

    key: str
    number: int
    place: Place
    condition: Condition | None
    offer: str
    provider: str
    title: Text
    summary: Text
    first_step: Text
    who_does: str
    source: Source
    steps: tuple[Step, ...] = ()
    offline_step: Text | None = None
    cost: Text | None = None
    bring: Text | None = None
    after: Text | None = None
    duration: Text | None = None
    decides: Text | None = None
    legal_basis: Text | None = None
    order: float = 0
    needs: tuple[str, ...] = ()  # needs beside which it is also listed
    own_when: Condition | None = None  # when it is listed among their own
    first_when: Condition | None = None  # when it is listed before all others
    counties: Mapping[str, Override] = field(default_factory=dict)

    def says(self, name: str, county: str) -> Text | None:
        """One of its texts by its name, as the county says it; None when it has no such text."""
        override = self.counties.get(county)
        own: Text | None = getattr(self, name)
        return override.text.get(name, own) if override else own

    def provider_in(self, county: str) -> str:
        """Who provides it in the county."""
        override = self.counties.get(county)
        return (override.provider if override else None) or self.provider


def county_of(answers: Answers) -> str:
    """The county that was answered; empty when none was."""
    county = answers.get("county")
    return county if isinstance(county, str) else ""
