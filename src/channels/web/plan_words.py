"""The plan as pages write it: days in words, and why something was refused."""

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus

from channels.pages.words import day_in_words
from channels.web.refusals import Refusal
from channels.web.visit import Visit
from core.case.norway import today
from core.conversation.answering import LONGEST_WORDS
from core.errors import DomainError, Invalid
from core.plan.checking import LONGEST_TITLE
from core.plan.shown import ItemShown

FIELDS = {
    "write_text": "title",
    "plan_full": "title",
    "choose_one": "who-citizen",
    "write_date": "by",
    "day_out_of_range": "by",
    "no_sms_number": "remind-sms",
    "reminder_too_late": "remind-sms",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An item, and the days that belong to it, in words."""

    shown: ItemShown
    by: str
    last_day: str
    before: str  # the day that was agreed, when another is suggested


def row_of(visit: Visit, shown: ItemShown) -> Row:
    """A row of the page."""
    item = shown.item
    return Row(
        shown,
        day_of(visit, item.by),
        moment_day(visit, datetime.fromisoformat(item.last_at)),
        day_of(visit, item.before.by) if item.before and item.before.by != item.by else "",
    )


def day_of(visit: Visit, day: str) -> str:
    """A day in words, without the year when it is this one; empty for none."""
    if not day:
        return ""
    found = date.fromisoformat(day)
    said = day_in_words(found, visit.language)
    return said.rpartition(" ")[0] if found.year == visit.day.year else said


def moment_day(visit: Visit, moment: datetime) -> str:
    """The day of a moment, likewise."""
    return day_of(visit, today(moment).isoformat())


def refusal_in(visit: Visit, error: DomainError) -> Refusal:
    """Why it was refused, at the field that it is about; the error again when no field is."""
    if not isinstance(error, Invalid):
        raise error
    key = error.faults[0]
    long = key == "write_less"
    in_words = long and len(visit.form.one("words")) > LONGEST_WORDS
    field = ("words" if in_words else "title") if long else FIELDS.get(key, "main")
    named = "error_write_title" if key == "write_text" and field == "title" else f"error_{key}"
    most = LONGEST_WORDS if in_words else LONGEST_TITLE
    return Refusal(visit.say(named, most=most), field, HTTPStatus.UNPROCESSABLE_ENTITY)
