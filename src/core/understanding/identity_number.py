"""National identity numbers and numbers of bank cards, which are taken out of a text before anything is stored."""

import re
import unicodedata

DIGITS = 11
MASK = "*" * DIGITS
MINUSES = "\u2212\u207b\u208b\u02d7"  # signs that look like hyphens and are none
FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)  # weights of the two control sums, the control digit itself last
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Eleven digits with no further one on either side, as `_plain` has them: one sign at most between any two of them, and
# between the day and the rest whatever people put there. What cannot be seen counts for nothing anywhere.
UNSEEN = "\0"
CLOSE, APART = rf"{UNSEEN}*(?:[ ./_-]{UNSEEN}*)?", rf"{UNSEEN}*(?:[ .,:;/\\|_()\[\]-]{UNSEEN}*){{0,5}}"
DAY, REST = rf"\d(?:{CLOSE}\d){{5}}", rf"\d(?:{CLOSE}\d){{4}}"
RUN = re.compile(rf"(?<!\d){DAY}{APART}{REST}(?!\d){UNSEEN}*")

# Of a card: 13 to 19 digits, in one or as cards have them, in fours or as 4, 6 and 5.
BETWEEN = "[ \u00a0\u202f\u2009\\-\u2010\u2011]"
FOURS, AMERICAN = rf"(?:{BETWEEN}\d{{4}}){{2,3}}{BETWEEN}\d{{1,4}}", rf"{BETWEEN}\d{{6}}{BETWEEN}\d{{5}}"
CARD = re.compile(rf"(?<!\d)\d{{4}}(?:\d{{9,15}}|{FOURS}|{AMERICAN})(?!\d)")
SHORTEST = 13  # digits of a card
ISSUERS = frozenset("234569")  # what numbers of cards begin with


def mask(text: str) -> tuple[str, int]:
    """The text with every identity number and number of a card replaced by stars, and how many there were."""
    clean, count = _without_identity(text)
    if len(clean) < SHORTEST or not CARD.search(clean):
        return clean, count
    cards = [found[0] for found in CARD.finditer(clean) if is_card(_digits(found[0]))]
    for card in cards:
        clean = clean.replace(card, "*" * len(card))
    return clean, count + len(cards)


def _without_identity(text: str) -> tuple[str, int]:
    parts: list[str] = []
    done = at = count = 0
    plain = _plain(text) if sum(map(str.isdigit, text)) >= DIGITS else ""
    while found := RUN.search(plain, at):
        if is_identity_number(_digits(found[0])):
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


def is_card(digits: str) -> bool:
    """Whether so many digits may be the number of a bank card: it begins as one, and its control digit is right."""
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    total = sum(int(digit) for digit in digits[-1::-2]) + sum(two // 10 + two % 10 for two in doubled)
    return digits[0] in ISSUERS and total % 10 == 0


def _plain(text: str) -> str:
    """The text sign for sign, with one digit for each of its value, one space, one hyphen, and one for all unseen."""
    return text if text.isascii() and text.isprintable() else "".join(map(_plain_sign, text))


def _plain_sign(sign: str) -> str:
    if sign.isdigit():
        return str(unicodedata.digit(sign))
    match unicodedata.category(sign):
        case "Pd":
            return "-"
        case "Cf" | "Mn" | "Me":  # between letters without a space, joined to a digit, or around it
            return UNSEEN
    return " " if sign.isspace() else "-" if sign in MINUSES else sign


def _digits(found: str) -> str:
    return "".join(str(unicodedata.digit(one)) for one in found if one.isdigit())


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
