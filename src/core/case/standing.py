"""How it stands with a citizen's matter, told as it is: who has it, whose turn it is, and by when they are answered."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Of an open case: the promise as it stands, whose turn it is, and who has it, as the citizen reads their name."""

    promised_by: datetime
    turn: str = "office"  # office | citizen
    name: str = ""  # empty while nobody has it
    waits_until: datetime | None = None  # it rests till then


def kind_of(standing: Standing, now: datetime) -> str:
    """One of: queued | held | yours | rests | late. Each has a text, which names `name`, `by` and `until`."""
    if standing.name and standing.turn == "citizen":
        return "yours"
    if standing.name and standing.waits_until and standing.waits_until > now:
        return "rests"
    if standing.promised_by <= now:
        return "late"
    return "held" if standing.name else "queued"


def promise_after(standing: Standing | None, anew: datetime) -> datetime:
    """What holds once the citizen has said more: the earlier promise, unless the next word was theirs."""
    if standing is None or standing.turn == "citizen" or standing.waits_until:
        return anew
    return min(standing.promised_by, anew)
