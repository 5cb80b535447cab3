"""Texts with their languages, particulars, and sources."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from adapters.content.fault import instead
from adapters.content.part import Part
from core.text import LANGUAGES, Particular, Source, Text

GAP = re.compile(r"\{([^{}]*)\}")
BRACE = re.compile(r"[{}]")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
COMPULSORY = ("nb", "nn")
SOURCE_KEYS = ("source", "source_url", "checked_on", "valid_from", "valid_to", "note")
EPOCH = date(1970, 1, 1)  # stands in for a day that could not be read; the fault is noted


@dataclass(frozen=True, slots=True)
class Named:
    """A text that names a particular, for checking against a day."""

    part: Part
    particular: Particular
    has_otherwise: bool


@dataclass(frozen=True, slots=True)
class Texts:
    """Reads texts: which languages they need, and which particulars they may name."""

    languages: tuple[str, ...]
    particulars: Mapping[str, Particular]
    named: list[Named] = field(default_factory=list)

    def read(self, part: Part, gaps: tuple[str, ...] | None = (), *, confirmed: bool = False) -> Text:
        """A text. `gaps` are the names it may leave in braces, any when None; `confirmed`: none is open."""
        if part.absent:
            return Text(dict.fromkeys(LANGUAGES, ""))
        if not isinstance(part.tree, dict):
            part.fault("a text has its languages side by side: {nb: …, nn: …, en: …}")
            return Text(dict.fromkeys(LANGUAGES, ""))
        part.only(*LANGUAGES, "otherwise")
        words = self._words(part)
        otherwise = part.get("otherwise")
        instead_of = self._otherwise(otherwise, gaps) if otherwise else None
        found = self._gaps(part, words, gaps)
        named = self._particulars(part, found, otherwise is not None, confirmed)
        if otherwise and not any(name.startswith("particular.") for name in found):
            otherwise.fault("`otherwise` is for a text that names a particular, and this one names none")
        return Text(words, named, instead_of)

    def maybe(self, part: Part | None, gaps: tuple[str, ...] | None = ()) -> Text | None:
        """A text, when there is one."""
        return self.read(part, gaps) if part else None

    def same(self, part: Part) -> Text:
        """One scalar that is said alike in every language, such as a phone number."""
        words = {language: part.scalar() for language in LANGUAGES}
        named = self._particulars(part, self._gaps(part, words, ()), False, False)
        return Text(words, named)

    def _words(self, part: Part) -> dict[str, str]:
        words: dict[str, str] = {}
        for language in LANGUAGES:
            said = part.get(language)
            if said:
                words[language] = said.scalar()
            elif language in COMPULSORY:
                other = COMPULSORY[1 - COMPULSORY.index(language)]
                part.fault(f"text has no `{language}`; write it beside `{other}`, they are released together")
            elif language in self.languages:
                part.fault(f"text has no `{language}`; write it, or take `{language}` out of the journey's languages")
        return words

    def _otherwise(self, part: Part, gaps: tuple[str, ...] | None) -> dict[str, str]:
        part.only(*LANGUAGES)
        words = self._words(part)
        if any(name.startswith("particular.") for name in self._gaps(part, words, gaps)):
            part.fault("`otherwise` is said when a particular does not hold, so it must name none")
        return words

    def _gaps(self, part: Part, words: Mapping[str, str], gaps: tuple[str, ...] | None) -> set[str]:
        by_language = {language: set(GAP.findall(said)) for language, said in words.items()}
        every = set[str]().union(*by_language.values())
        for language, said in words.items():
            where = part.below(language) if isinstance(part.tree, dict) else part
            if BRACE.search(GAP.sub("", said)):
                where.fault("a brace stands alone; gaps are written {name}")
            for name in sorted(every - by_language[language]):
                where.fault(f"`{{{name}}}` is missing here, but stands in another language")
            for name in sorted(by_language[language]):
                if name.startswith("particular."):
                    continue
                if gaps is not None and name not in gaps:
                    where.fault(f"nobody fills `{{{name}}}` here{instead(name, gaps)}")
                elif not NAME.fullmatch(name):
                    where.fault(f"`{{{name}}}` is no name of a gap")
        return every

    def _particulars(self, part: Part, gaps: set[str], otherwise: bool, confirmed: bool) -> tuple[Particular, ...]:
        found: list[Particular] = []
        for name in sorted(gaps):
            if not name.startswith("particular."):
                continue
            key = name.removeprefix("particular.")
            particular = self.particulars.get(key)
            if particular is None:
                part.fault(f"there is no particular `{key}`{instead(key, self.particulars)}")
                continue
            found.append(particular)
            self.named.append(Named(part, particular, otherwise))
            if not particular.confirmed and confirmed:
                part.fault(f"particular `{key}` is open, and only confirmed ones may stand here")
            elif not particular.confirmed and not otherwise:
                part.fault(f"particular `{key}` is open; write `otherwise`: what to say without it")
        return tuple(found)


def read_particulars(part: Part, languages: tuple[str, ...]) -> dict[str, Particular]:
    """The particulars by key."""
    return {key: _particular(key, entry, languages) for key, entry in part.entries().items()}


def _particular(key: str, part: Part, languages: tuple[str, ...]) -> Particular:
    part.only("value", "source", "checked_on", "recheck_by", "status", "urgent", "note")
    value = part.need("value")
    if isinstance(value.tree, dict):
        value.only(*LANGUAGES)
        values = dict(Texts(languages, {}).read(value).languages)
    else:
        values = dict.fromkeys(LANGUAGES, value.scalar())
    checked_on, recheck_by = part.need("checked_on").day(), part.need("recheck_by").day()
    if checked_on and recheck_by and recheck_by <= checked_on:
        part.below("recheck_by").fault("`recheck_by` must come after `checked_on`")
    note, urgent = part.get("note"), part.get("urgent")
    return Particular(
        key=key,
        value=values,
        source=part.need("source").scalar(),
        checked_on=checked_on or EPOCH,
        recheck_by=recheck_by or EPOCH,
        confirmed=part.need("status").one_of(("ok", "open"), "there is no status") == "ok",
        urgent=urgent.flag() if urgent else False,
        note=note.scalar() if note else "",
    )


def read_source(part: Part) -> Source:
    """The source and dates that stand in a mapping, beside other keys."""
    url, note = part.get("source_url"), part.get("note")
    valid_from, valid_to = part.get("valid_from"), part.get("valid_to")
    first, last = valid_from.day() if valid_from else None, valid_to.day() if valid_to else None
    if first and last and last < first and valid_to:
        valid_to.fault(f"`valid_to` comes before `valid_from` {first}")
    return Source(
        name=part.need("source").scalar(),
        checked_on=part.need("checked_on").day() or EPOCH,
        url=url.scalar() if url else "",
        note=note.scalar() if note else "",
        valid_from=first,
        valid_to=last,
    )
