"""Texts in their languages, and the particulars that they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True)
class Particular:
    """A number, hour, section or amount that texts name by key; it stands in one place, with source and dates."""

    key: str
    value: Mapping[str, str]
    source: str
    checked_on: date
    recheck_by: date
    confirmed: bool
    urgent: bool = False
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it may be shown: confirmed, and not overdue for checking."""
        return self.confirmed and day <= self.recheck_by


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in every language, released together."""

    languages: Mapping[str, str]
    particulars: tuple[Particular, ...] = ()
    otherwise: Mapping[str, str] | None = None

    def on(self, day: date, language: str) -> str:
        """Say it as it may be said that day: without a particular that is open or overdue.

        A text whose particular no longer holds, and that has nothing to say without it, says nothing.
        """
        if not self.particulars:
            return self.languages[language]
        if all(particular.holds_on(day) for particular in self.particulars):
            said = self.languages[language]
            for particular in self.particulars:
                said = said.replace(f"{{particular.{particular.key}}}", particular.value[language])
            return said
        return self.otherwise[language] if self.otherwise else ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule or figure comes from, when it was checked, and from when to when it holds."""

    name: str
    checked_on: date
    url: str = ""
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies within its validity; both days belong to it."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
