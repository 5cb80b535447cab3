"""The result in lines of text."""

from collections.abc import Callable, Iterator

from core.needs.wording import Explained
from core.needs.words import Words


def as_text(explained: Explained, words: Words, heading: Callable[[str], str]) -> str:
    """All that the result says, in its order."""
    return "\n".join(_lines(explained, words, heading))


def _lines(explained: Explained, words: Words, heading: Callable[[str], str]) -> Iterator[str]:
    yield ""
    yield heading(explained.title)
    yield explained.text
    yield from explained.notes
    yield from _part(heading(words("terminal_why")), _first(explained), *(one.text for one in explained.reasons))
    yield from (f"  {one.text}" for one in (*explained.other_way, *explained.open))
    yield f"  {explained.sure}"
    if explained.may_change:
        yield f"  {explained.may_change}"
    yield from _part(heading(words("terminal_today")), explained.today)
    if explained.needs:
        yield ""
        yield heading(words("terminal_needs"))
    for need in explained.needs:
        reasons = " ".join(one.text for one in need.reasons)
        yield "  " + " ".join(part for part in (f"{need.title}, {need.level_word}.", reasons, need.help) if part)
    if explained.talk:
        yield f"  {explained.talk}"
    if explained.pathways:
        yield ""
        yield heading(words("terminal_ways"))
    for place, way in enumerate(explained.pathways, start=1):
        offer = "" if way.offer == "suggest" else f" ({words(f'terminal_offer_{way.offer}')})"
        yield f" {place:2}  {way.title}{offer}"
        yield f"     {' '.join(part for part in (way.summary, way.why) if part)}"
        yield f"     {words('terminal_first_step', step=way.first_step)}"
    yield ""
    for part in (explained.not_used, explained.nothing_applied, explained.who_decides):
        if part:
            yield part


def _first(explained: Explained) -> str:
    return explained.rests_on_not_sure


def _part(title: str, *parts: str) -> Iterator[str]:
    said = [part for part in parts if part]
    if said:
        yield ""
        yield title
        yield from (f"  {part}" for part in said)
