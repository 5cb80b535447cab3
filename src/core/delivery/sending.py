"""What follows from each answer of a channel, and how a message is kept between tries."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.delivery.channel import Capabilities, Option, Part, Refusal, Refused
from core.delivery.message import KINDS, Claimed, State
from core.delivery.queue import Result
from core.delivery.quiet import next_loud
from core.delivery.retry import EVENTS, MESSAGES, next_try
from core.delivery.segments import length_of
from core.delivery.zones import zone_of

EVENTS_ACCOUNT = "chat:events"  # whose addresses are endpoints of front-ends, each on its own
# A part may take a channel half a minute, so a lease of a minute ends only when its holder is gone or stuck.
LEASE = timedelta(seconds=60)
LONGEST_PART = timedelta(seconds=35)  # the half minute, and what stands around it
# A provider that did not answer in time mostly has it, and delivers it or tells us within a minute.
UNKNOWN_WAITS = timedelta(seconds=60)
# The parts of a long text are joined on the phone; what is sent at their heels may be shown before them.
LONG_WAITS = timedelta(seconds=3)
OUR_TRIES = 5  # after so many attempts, an error of our own is the end

UNKNOWN = Refusal.UNKNOWN_OUTCOME.value
REPEATED = "repeated"  # the mark of a message that is sent again though it may have arrived
DOUBTS = (UNKNOWN, REPEATED)  # why a message waits that may have arrived all the same
NOTHING_TO_SAY = "nothing_to_say"
QUIET = "quiet_hours"
LEASE_OVER = "lease_over"
ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Sending:
    """A message under way. `doubtful`: parts that are not known to be accepted may have been sent all the same.

    `chance` is its own, from 0 to 1; `ids` are those of the parts that were accepted this time.
    """

    claimed: Claimed
    capabilities: Capabilities
    now: datetime
    chance: float
    doubtful: bool
    ids: tuple[str, ...] = ()

    @property
    def sent(self) -> int:
        """How many parts are accepted."""
        return self.claimed.sent + len(self.ids)

    @property
    def marked(self) -> bool:
        """Whether it is sent again though it may have arrived."""
        return self.claimed.reason == REPEATED

    @property
    def use_before(self) -> datetime:
        """When it is of no use any more."""
        return self.claimed.made + KINDS[self.claimed.kind].use

    def ends(self, state: State, reason: str = "", lane_waits: datetime | None = None) -> Result:
        """What became of it."""
        return Result(self.claimed, state, reason, self.ids, self.sent, lane_waits=lane_waits)

    def waits(self, again: datetime | None, reason: str) -> Result:
        """It is tried again, unless that is never or too late. What nobody knows stays unknown through every wait."""
        if self.doubtful and self.marked:
            return self.ends(State.UNKNOWN, REPEATED)
        if again is None or again >= self.use_before:
            return self.ends(State.UNKNOWN, UNKNOWN) if self.doubtful else self.ends(State.EXPIRED, reason)
        kept = UNKNOWN if self.doubtful else REPEATED if self.marked else reason
        return Result(self.claimed, State.WAITING, kept, self.ids, self.sent, again)


def part_id(message: str, index: int) -> str:
    """Our id of a part: goes along with it, and comes back in receipts."""
    return f"{message}.{index}"


def frozen(part: Part) -> str:
    """A part as it is kept."""
    options = [[option.key, option.title, option.digit] for option in part.options]
    data = b64encode(part.data).decode()
    return json.dumps({"text": part.text, "options": options, "data": data}, ensure_ascii=False)


def thawed(kept: str) -> Part:
    """The part again."""
    read = json.loads(kept)
    return Part(read["text"], tuple(Option(*option) for option in read["options"]), b64decode(read["data"]))


def quiet_until(sending: Sending) -> Result | None:
    """In quiet hours, for what nobody asked for: it waits for the morning."""
    if KINDS[sending.claimed.kind].asked_for or not sending.capabilities.quiet_hours:
        return None
    loud = next_loud(sending.now, zone_of(sending.claimed.to))
    return sending.waits(loud, QUIET) if loud > sending.now else None


def is_doubtful(claimed: Claimed) -> bool:
    """Whether it may have been sent already. What was never put into words was not."""
    return bool(claimed.parts) and (claimed.unclear or claimed.reason == UNKNOWN)


def accepted(sending: Sending, parts: Sequence[Part]) -> Result:
    """All its parts are accepted. What comes after a long text waits a little."""
    long = sending.capabilities.unit == "gsm" and (len(parts) > 1 or length_of(parts[0].text).segments > 1)
    lane_waits = sending.now + LONG_WAITS if long else None
    return sending.ends(State.ACCEPTED, REPEATED if sending.marked else "", lane_waits)


def refused(sending: Sending, refusal: Refused) -> Result:
    """What follows from each refusal."""
    reason = refusal.refusal.value
    match refusal.refusal:
        case Refusal.INVALID_RECIPIENT | Refusal.WINDOW_CLOSED | Refusal.CONTENT_REJECTED:
            return sending.ends(State.FAILED, reason)
        case Refusal.OPTED_OUT:
            return sending.ends(State.STOPPED, reason)
        case Refusal.THROTTLED | Refusal.UNAVAILABLE | Refusal.MISCONFIGURED:
            return sending.waits(_next_try(sending, refusal.retry_after), reason)
        case Refusal.UNKNOWN_OUTCOME:
            return _unknown(sending, refusal)


def not_told(sending: Sending) -> Result:
    """It may have been sent before, and the channel cannot tell.

    Whoever waits behind it has waited long enough, for a lease or a try. The mark is written before the repeat: if we
    die in the middle of that, there is no third.
    """
    if _may_repeat(sending) and sending.now < sending.use_before:
        return replace(sending, doubtful=False).waits(sending.now, REPEATED)
    return sending.ends(State.UNKNOWN, REPEATED if sending.marked else UNKNOWN)


def broken(sending: Sending, error: str) -> Result:
    """An error of our own: tried again, and set aside when it does not help. `error` is its class."""
    if sending.claimed.attempt < OUR_TRIES:
        return sending.waits(_next_try(sending), error)
    return sending.ends(State.UNKNOWN if sending.doubtful else State.FAILED, error)


def _unknown(sending: Sending, refusal: Refused) -> Result:
    """The channel asks, or repeats without harm; else what may be repeated is, once; else we say that nobody knows."""
    can = sending.capabilities
    if can.repeats_safely or (can.looks_up and not sending.marked):
        return replace(sending, doubtful=True).waits(_next_try(sending, refusal.retry_after), UNKNOWN)
    later = sending.now + UNKNOWN_WAITS
    if _may_repeat(sending) and later < sending.use_before:
        return replace(sending, doubtful=False).waits(later, REPEATED)
    return sending.ends(State.UNKNOWN, REPEATED if sending.marked else UNKNOWN, later)


def _next_try(sending: Sending, retry_after: float | None = None) -> datetime | None:
    backoff = EVENTS if sending.claimed.account == EVENTS_ACCOUNT else MESSAGES
    return next_try(
        sending.claimed.attempt,
        sending.chance,
        sending.now,
        sending.use_before,
        backoff=backoff,
        retry_after=retry_after,
    )


def _may_repeat(sending: Sending) -> bool:
    return KINDS[sending.claimed.kind].may_repeat and not sending.marked
