"""Days and times as pages write them: in words, since there is room."""

from datetime import date, datetime

from channels.pages.words import day_in_words
from core.case.norway import today
from core.when import WEEKDAYS, clock


def day_told(day: date, language: str) -> str:
    """As in *onsdag 25. november*, *Wednesday 25 November*."""
    without_year = day_in_words(day, language).rpartition(" ")[0]
    return f"{WEEKDAYS[language][day.weekday()]} {without_year}"


def moment_told(moment: datetime, language: str) -> str:
    """As in *onsdag 25. november kl. 15.00*, *Wednesday 25 November at 15.00*."""
    word = "at" if language == "en" else "kl."
    return f"{day_told(today(moment), language)} {word} {clock(moment)}"
