"""A release: everything the service says and decides by, compiled once, never changed after.

A conversation keeps the release it began with. The id is the hash of its content, so two processes with the same files
speak of the same release.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.errors import NotFound
from core.journey.journey import Journey
from core.needs.rule import Rules
from core.pathway.pathway import Pathway
from core.pathway.provider import Provider
from core.text import Particular, Text
from core.understanding.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class UrgentClass:
    """One kind of help that cannot wait, with its numbers."""

    key: str
    title: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Urgent:
    """Help today: static, and shown also when everything else is down."""

    intro: Text
    classes: tuple[UrgentClass, ...]
    also: tuple[Text, ...]


@dataclass(frozen=True)
class Release:
    """Journeys, rules, pathways, providers and texts that belong together."""

    id: str
    journeys: Mapping[str, Journey]
    rules: Mapping[str, Rules]
    pathways: tuple[Pathway, ...]
    providers: Mapping[str, Provider]
    texts: Mapping[str, Text]
    urgent: Urgent
    particulars: Mapping[str, Particular]
    vocabulary: Vocabulary | None = None  # how free text is read; None where no channel takes any
    withdrawn: frozenset[str] = frozenset()  # older releases that no conversation may go on with

    def journey(self, key: str) -> Journey:
        """The journey with that key; NotFound when there is none."""
        try:
            return self.journeys[key]
        except KeyError as error:
            raise NotFound(f"no journey {key!r}") from error

    def pathway(self, key: str) -> Pathway:
        """The pathway with that key; NotFound when there is none."""
        for pathway in self.pathways:
            if pathway.key == key:
                return pathway
        raise NotFound(f"no pathway {key!r}")

    def say(self, key: str, day: date, language: str, **filled: object) -> str:
        """A text by its key, as it may be said that day, with its gaps filled."""
        said = self.texts[key].on(day, language)
        return said.format(**filled) if filled else said
