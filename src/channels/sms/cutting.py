"""A text too long for one message, as several: cut between sentences, and numbered."""

import re
from collections.abc import Iterator

from core.delivery.graphemes import whole_before
from core.delivery.segments import ONE, length_of

BLANK = " \n"
LINE = re.compile(r" *\n")
SENTENCE = re.compile(r"[.!?…][\"'»”)\]]*(?P<gap> +)(?=(?P<next>\S))")
GAP = re.compile(r"[ \n]+")


def cut(text: str, segments: int) -> list[str]:
    """The text as it is when it fits; else as messages of so many segments at most, each with its number: `(1/2) …`.

    Cut at the end of a line or sentence, else between words. Only a word that fills a message by itself is cut, and
    then never through a letter. Nothing is left out but the space at a cut.
    """
    text = text.strip(BLANK)
    if not text or _fits(text, segments):
        return [text] if text else []
    digits = 1
    while True:
        parts = list(_parts(text, segments, before=len(_number("9" * digits, "9" * digits))))
        if len(parts) < 10**digits:
            return [_number(n, len(parts)) + part for n, part in enumerate(parts, start=1)]
        digits += 1


def _number(n: int | str, of: int | str) -> str:
    return f"({n}/{of}) "


def _fits(text: str, segments: int) -> bool:
    return length_of(text).segments <= segments


def _parts(rest: str, segments: int, before: int) -> Iterator[str]:
    while rest:
        at = _most(rest, segments, before)
        if at < len(rest):
            at = _place(rest, at)
        yield rest[:at].rstrip(BLANK)
        rest = rest[at:].lstrip(BLANK)


def _most(text: str, segments: int, before: int) -> int:
    """How many letters fit behind a number of so many. A longer text never takes fewer segments."""
    number = "9" * before
    low, high = 1, min(len(text), segments * ONE["gsm"])
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(number + text[:middle], segments):
            low = middle
        else:
            high = middle - 1
    return low


def _place(text: str, most: int) -> int:
    """The best place to cut at or before one."""
    ends = [match.start() for match in LINE.finditer(text, 0, most + 1)]
    ends += [
        match.start("gap")
        for match in SENTENCE.finditer(text, 0, most + 2)
        if not match["next"].islower() and not match["next"].isdigit()  # `kl. 10`, `f.eks. her` and `24. mai` go on
    ]
    for places in (ends, [match.start() for match in GAP.finditer(text, 0, most + 1)]):
        if fitting := [place for place in places if 0 < place <= most]:
            return max(fitting)
    return next((at for at in range(most, 0, -1) if whole_before(text, at)), most)
