"""What a reader sees as one letter, though it may be written with several."""

import unicodedata

JOINER = "\u200d"


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
