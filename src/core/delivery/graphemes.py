"""What a reader sees as one letter, though it may be written with several, and texts cut without cutting any."""

import re
import unicodedata

JOINER = "\u200d"
GAP = re.compile(r"\s+")


def cut(text: str, most: int) -> tuple[str, ...]:
    """The text in pieces of so many letters at most, for channels that count letters: nothing when it is blank.

    Cut between words. Only a word that fills a piece by itself is cut, and then never through a letter that a reader
    sees as one, unless that is longer than a piece. Nothing is left out but the space at a cut.
    """
    pieces, rest = [], text.strip()
    while len(rest) > most:
        gaps = [gap.start() for gap in GAP.finditer(rest, 0, most + 1)]
        at = gaps[-1] if gaps else next((at for at in range(most, 0, -1) if whole_before(rest, at)), most)
        pieces.append(rest[:at])
        rest = rest[at:].lstrip()
    return (*pieces, rest) if rest else tuple(pieces)


def whole_before(text: str, at: int) -> bool:
    """Whether a text may be cut at a place without cutting through a letter, an emoji or a flag."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if JOINER in (before, after) or _belongs_to_the_one_before(after):
        return False
    return not (_is_flag_half(before) and _is_flag_half(after) and _flag_halves_before(text, at) % 2)


def _belongs_to_the_one_before(letter: str) -> bool:
    skin_tone = "\U0001f3fb" <= letter <= "\U0001f3ff"
    tag = "\U000e0020" <= letter <= "\U000e007f"  # the flags of Scotland and Wales end in these
    return skin_tone or tag or unicodedata.category(letter).startswith("M")


def _is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flag_halves_before(text: str, at: int) -> int:
    halves = 0
    while halves < at and _is_flag_half(text[at - 1 - halves]):
        halves += 1
    return halves
