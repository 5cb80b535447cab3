"""How long there is left to what was promised, as it is said: in opening hours, and to whom it is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.case.case import Case
from core.case.hours import OpeningHours

SOON = timedelta(hours=1)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
Standing = Literal["late", "soon", "later", "citizen", "rests", "closed"]


@dataclass(frozen=True, slots=True)
class Left:
    """How a case stands to its promise. Hours and minutes are opening time: left, or passed when it is late."""

    standing: Standing
    by: datetime
    hours: int = 0
    minutes: int = 0


def left_of(case: Case, hours: OpeningHours, now: datetime) -> Left:
    """How it stands now. A clock that stands still, while the citizen is waited for, shows no time."""
    if not case.is_open:
        return Left("closed", case.promised_by)
    if case.turn == "citizen":
        return Left("citizen", case.promised_by)
    if case.waits_until and case.waits_until > now:
        return Left("rests", case.waits_until)
    left = hours.between(now, case.promised_by)
    late = case.promised_by <= now
    whole = abs(left)
    standing: Standing = "late" if late else "soon" if whole < SOON else "later"
    return Left(standing, case.promised_by, whole // HOUR, whole % HOUR // MINUTE)
