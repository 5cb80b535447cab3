"""National identity numbers, which are taken out of a text before anything is stored."""

import re
import unicodedata

DIGITS = 11
MASK = "*" * DIGITS
FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)  # weights of the two control sums, the control digit itself last
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Eleven digits, with at most one space, point or hyphen between any two, and no further digit on either side.
RUN = re.compile(r"(?<!\d)\d(?:[ \u00a0\u202f\u2009.\-\u2010\u2011\u2013]?\d){10}(?!\d)")


def mask(text: str) -> tuple[str, int]:
    """The text with every identity number replaced by stars, and how many there were."""
    parts: list[str] = []
    done = at = count = 0
    while found := RUN.search(text, at):
        if is_identity_number("".join(str(unicodedata.digit(one)) for one in found[0] if one.isdigit())):
            parts += [text[done : found.start()], MASK]
            done = at = found.end()
            count += 1
        else:
            at = found.start() + 1
    return "".join([*parts, text[done:]]), count


def is_identity_number(digits: str) -> bool:
    """Whether eleven digits are a birth number, D-number or test number: a possible day, and both control digits.

    D-numbers have 40 added to the day; numbers from health services and for tests 20, 40, 60 or 80 to the month.
    Numbers given out from 2032 may have a remainder up to 3 in the first control sum.
    """
    day, month = int(digits[:2]), int(digits[2:4])
    possible = 1 <= day % 40 <= 31 and day <= 71 and 1 <= month % 20 <= 12
    return possible and _remainder(digits, FIRST) <= 3 and _remainder(digits, SECOND) == 0


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
