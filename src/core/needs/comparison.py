"""Two pictures side by side."""

from dataclasses import dataclass
from datetime import date

from core.needs.picture import Picture
from core.needs.wording import Explained, explain
from core.release import Release


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, before and after, and why it is so after."""

    name: str
    before: str
    after: str
    because: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs: the suggestion, the needs, and the ways forward."""

    same: bool
    before: str
    after: str
    because: str
    needs: tuple[Line, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]


def compare(release: Release, before: Picture, after: Picture, language: str, day: date) -> Comparison:
    """Say what would be different."""
    old, new = explain(release, before, language, day), explain(release, after, language, day)
    needs, ways = _needs(old, new), ({p.key: p.title for p in old.pathways}, {p.key: p.title for p in new.pathways})
    added = tuple(title for key, title in ways[1].items() if key not in ways[0])
    gone = tuple(title for key, title in ways[0].items() if key not in ways[1])
    return Comparison(
        same=before.help is after.help and not needs and not added and not gone,
        before=old.title,
        after=new.title,
        because=" ".join(reason.text for reason in new.reasons[:1]),
        needs=needs,
        added=added,
        gone=gone,
    )


def _needs(old: Explained, new: Explained) -> tuple[Line, ...]:
    before, after = {need.key: need for need in old.needs}, {need.key: need for need in new.needs}
    lines = []
    for key in dict.fromkeys([*before, *after]):
        was, will = before.get(key), after.get(key)
        if (was.level if was else 0) != (will.level if will else 0):
            named = will or was
            because = will.reasons[0].text if will and will.reasons else ""
            lines.append(
                Line(
                    named.title if named else "",
                    was.level_word if was else "",
                    will.level_word if will else "",
                    because,
                )
            )
    return tuple(lines)
