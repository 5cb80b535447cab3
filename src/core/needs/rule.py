"""Rules: conditions that give a suggestion or a need, each with dates, source and reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from core.journey.condition import Condition
from core.text import Source, Text


class Help(Enum):
    """How much help is suggested. A suggestion: the decision under Nav-loven § 14 a is a counsellor's."""

    GOOD_PROSPECTS = "good_prospects"
    NEEDS_GUIDANCE = "needs_guidance"
    NEEDS_MORE_HELP = "needs_more_help"


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as it stood from one day to another. `when` is absent in the last rule, which always holds."""

    when: Condition | None
    source: Source

    @property
    def name(self) -> str:
        """The day it began, or `start`."""
        return self.source.valid_from.isoformat() if self.source.valid_from else "start"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the suggested help; the first that holds gives the suggestion."""

    key: str
    gives: Help
    reason: Text
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version | None:
        """The version in force that day."""
        return next((version for version in self.versions if version.source.holds_on(day)), None)


@dataclass(frozen=True, slots=True)
class Level:
    """How strongly a need is felt: 1 some, 2 clear. Level 3, today, is only ever the citizen's own word."""

    level: int
    when: Condition


@dataclass(frozen=True, slots=True)
class Need:
    """One dimension of the needs picture."""

    key: str
    title: Text
    effect: Text
    levels: tuple[Level, ...]  # highest first
    source: Source
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a suggestion says."""

    help: Help
    title: Text
    text: Text
    narrow: Text


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one journey."""

    suggested_help: tuple[Rule, ...]
    needs: tuple[Need, ...]
    results: Mapping[Help, Result]
