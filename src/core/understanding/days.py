"""Reading a day, day first as in Norway: `3.4.2027`, `3. april`, `03/04/27`, `2027-04-03`; *i dag* if it is given."""

import re
from datetime import date, timedelta

from core.understanding.choices import read_not_sure
from core.understanding.expected import Expected
from core.understanding.number_words import ORDINAL, one_word
from core.understanding.said import Said
from core.understanding.spelling import bare, nearest
from core.understanding.understood import Understood, answer, not_sure, reask

NAMES = (
    "januar january jan", "februar february feb", "mars march mar", "april apr", "mai may", "juni june jun",
    "juli july jul", "august aug", "september sept sep", "oktober october okt oct", "november nov",
    "desember december des dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(NAMES, start=1) for name in names.split()}
NEAR = {
    "i dag": 0, "idag": 0, "today": 0, "i gar": -1, "igar": -1, "yesterday": -1, "i forgars": -2, "iforgars": -2,
    "i morgen": 1, "imorgen": 1, "i morgon": 1, "imorgon": 1, "tomorrow": 1, "i overmorgen": 2, "i overmorgon": 2,
}  # fmt: skip
WEEKDAYS = re.compile(
    r"^(?:pa )?(?:mandag|tirsdag|tysdag|onsdag|torsdag|fredag|lordag|laurdag|sondag|sundag"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\s+"
)
DAY_FIRST = re.compile(r"(\d{1,2})\s?[./ -]\s?(\d{1,2})(?:\s?[./ -]\s?(\d{4}|\d{2}))?", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", re.ASCII)
RUN = re.compile(r"\d{6}|\d{8}", re.ASCII)
NAMED = re.compile(r"(?:(\d{1,2})|([a-z]+))(?:\.|st|nd|rd|th)?\s*(?:of )?([a-z]{3,})\.?,?\s*(\d{4}|\d{2})?", re.ASCII)
MONTH_FIRST = re.compile(r"([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})?", re.ASCII)
NEXT_CENTURY = 69  # 69 is 1969, 68 is 2068, as computers commonly read it


def read_day(said: Said, expected: Expected, today: date | None) -> Understood | None:
    """The day as YYYY-MM-DD, or why it is asked again; none when the message names no day."""
    unsure = read_not_sure(said)
    if unsure:
        return unsure
    if said.core in ("9", "ni", "nine"):
        return not_sure(said.core)
    near = next((NEAR[words] for words in (said.whole, f"i {said.core}", said.core) if words in NEAR), None)
    if near is not None:
        return _within((today + timedelta(days=near)).isoformat(), said, expected) if today else reask("write_date")
    core = WEEKDAYS.sub("", _core(said))
    found = _parts(core)
    if not found:
        return reask("write_date") if any(letter.isdigit() for letter in core) else None
    days = {day for year, month, number in found if (day := _day(year, month, number, today))}
    if not days and all(year is None for year, _, _ in found) and today is None:
        return reask("write_year")
    if len(days) > 1:
        return reask("did_you_mean", *sorted(days))
    return _within(days.pop(), said, expected) if days else reask("no_such_day")


def _core(said: Said) -> str:
    """The answer with the marks between its parts, which a day needs."""
    words = (bare(word.casefold()) for word in said.words[said.first : said.end])
    return " ".join(words).strip(" .,!?\"'()")


def _parts(core: str) -> list[tuple[int | None, int, int]]:
    """Year, month and day as written; more than one when eight digits can be read from both ends."""
    if found := YEAR_FIRST.fullmatch(core):
        return [(int(found[1]), int(found[2]), int(found[3]))]
    if RUN.fullmatch(core):
        day_first = (_year(core[4:]), int(core[2:4]), int(core[:2]))
        if len(core) == 8 and core[:2] in ("19", "20"):
            return [day_first, (int(core[:4]), int(core[4:6]), int(core[6:]))]
        return [day_first]
    if found := DAY_FIRST.fullmatch(core):
        return [(_year(found[3]), int(found[2]), int(found[1]))]
    if (found := NAMED.fullmatch(core)) and (month := _month(found[3])):
        number = int(found[1]) if found[1] else ORDINAL.get(found[2]) or one_word(found[2])
        return [(_year(found[4]), month, number)] if number else []
    if (found := MONTH_FIRST.fullmatch(core)) and (month := _month(found[1])):
        return [(_year(found[3]), month, int(found[2]))]
    return []


def _month(name: str) -> int | None:
    """The month of that name, also with one slip when only one month fits."""
    if name in MONTHS:
        return MONTHS[name]
    near = {MONTHS[one] for one in nearest(name, MONTHS)}
    return near.pop() if len(near) == 1 else None


def _year(written: str | None) -> int | None:
    if not written:
        return None
    if len(written) == 4:
        return int(written)
    return int(written) + (2000 if int(written) < NEXT_CENTURY else 1900)


def _day(year: int | None, month: int, number: int, today: date | None) -> str | None:
    year = year if year is not None or today is None else today.year
    try:
        return date(year, month, number).isoformat() if year is not None else None
    except ValueError:
        return None


def _within(day: str, said: Said, expected: Expected) -> Understood:
    low, high = expected.at_least, expected.at_most
    if (isinstance(low, str) and day < low) or (isinstance(high, str) and day > high):
        return reask("out_of_range")
    return answer(day, said.part(said.first, said.end))
