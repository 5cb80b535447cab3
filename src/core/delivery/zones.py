"""What clocks show where a number is from: night is told by that, and a call that is promised there is said in both."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from core.case.norway import OSLO

# Countries whose numbers we call and write to, and whose clocks show another time than Norway's.
ZONES = {
    "+298": "Atlantic/Faroe",
    "+299": "America/Nuuk",
    "+354": "Atlantic/Reykjavik",
    "+358": "Europe/Helsinki",
}


def zone_of(number: str) -> tzinfo:
    """The time zone of a number in E.164, and Norway's for whatever else is sent to."""
    return ZoneInfo(ZONES[number[:4]]) if number[:4] in ZONES else OSLO


def clock_there(number: str, moment: datetime) -> str:
    """What clocks show then where a number is from, as in *10.00*; empty when it is what they show in Norway."""
    there = moment.astimezone(zone_of(number))
    return "" if there.utcoffset() == moment.astimezone(OSLO).utcoffset() else f"{there:%H.%M}"
