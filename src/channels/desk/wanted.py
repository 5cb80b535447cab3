"""What somebody wants to see of a queue, as it stands in an address: a link to it shows anybody the same view."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from core.case.desk import VIEWS, Place, Wanted
from core.text import LANGUAGES

CHANNELS = ("web", "chat", "sms", "phone")
FILTERS = ("topic", "channel", "form", "county", "interpreter")  # as they are named in an address
FIRST = "free"  # the view of an address that names none
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.ASCII)
PLACE = re.compile(r"([01])\.([0-9]{1,17})\.([A-Za-z0-9]{1,64})", re.ASCII)
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
FINEST = timedelta(microseconds=1)


def wanted_in(asked: Mapping[str, str]) -> Wanted:
    """The view that an address asks for. What cannot be meant is left out: an old link still shows something."""
    view = asked.get("view", FIRST)
    return Wanted(
        view=view if view in VIEWS else FIRST,
        topic=_key(asked.get("topic", "")),
        channel=_one_of(asked.get("channel", ""), CHANNELS),
        language=_one_of(asked.get("form", ""), LANGUAGES),
        county=_key(asked.get("county", "")),
        interpreter=asked.get("interpreter", "") == "yes",
        after=_place(asked.get("after", "")),
    )


def wanted_by(query: str) -> Wanted:
    """The same, of the part of an address that somebody sent or kept."""
    return wanted_in(dict(parse_qsl(query, max_num_fields=20)) if len(query) < 500 else {})


def query_of(wanted: Wanted) -> str:
    """The part of the address that asks for it: the same for the same."""
    asked = {
        "view": wanted.view if wanted.view != FIRST else "",
        "topic": wanted.topic,
        "channel": wanted.channel,
        "form": wanted.language,
        "county": wanted.county,
        "interpreter": "yes" if wanted.interpreter else "",
        "after": _written(wanted.after) if wanted.after else "",
    }
    return urlencode({name: value for name, value in asked.items() if value})


def address_of(wanted: Wanted) -> str:
    """Where it is shown."""
    query = query_of(wanted)
    return f"/desk?{query}" if query else "/desk"


def whole(wanted: Wanted) -> Wanted:
    """The same from its first page."""
    return replace(wanted, after=None)


def is_filtered(wanted: Wanted) -> bool:
    """Whether anything but the view is asked for."""
    return replace(wanted, after=None) != Wanted(wanted.view)


def _written(place: Place) -> str:
    return f"{place.rank}.{(place.promised_by - BEGIN) // FINEST}.{place.case}"


def _place(written: str) -> Place | None:
    found = PLACE.fullmatch(written)
    if not found:
        return None
    rank, moment, case = found.groups()
    try:
        return Place(int(rank), BEGIN + int(moment) * FINEST, case)
    except OverflowError:
        return None


def _key(written: str) -> str:
    return written if KEY.fullmatch(written) else ""


def _one_of(written: str, known: tuple[str, ...]) -> str:
    return written if written in known else ""
