"""Days and moments in words, in Norwegian time, short enough for an SMS."""

from datetime import date, datetime, timedelta

from core.case.norway import OSLO

WEEKDAYS = {
    "nb": ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
    "nn": ["måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
FAR = timedelta(days=180)  # a day further off is said with its year


def day_and_clock(moment: datetime, language: str, today: date) -> str:
    """As in *onsdag 25.11 kl. 15.00*, *Wednesday 25 Nov at 15.00*."""
    word = "at" if language == "en" else "kl."
    return f"{day(moment.astimezone(OSLO).date(), language, today)} {word} {clock(moment)}"


def day(day: date, language: str, today: date) -> str:
    """As in *onsdag 25.11*; with the year when it is far off."""
    weekday = WEEKDAYS[language][day.weekday()]
    far = abs(day - today) > FAR
    if language == "en":
        year = f" {day.year}" if far else ""
        return f"{weekday} {day.day} {MONTHS[day.month - 1]}{year}"
    year = f".{day.year}" if far else ""
    return f"{weekday} {day.day}.{day.month}{year}"


def clock(moment: datetime) -> str:
    """As in *09.00*, what Norwegian clocks show then."""
    return f"{moment.astimezone(OSLO):%H.%M}"
