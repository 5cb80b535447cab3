"""Send one message that was taken: its words, made once; its parts, one after another; what follows from the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from core.conversation.input import Contacted, Input, Origin
from core.conversation.turn import Overtaken, Turn
from core.delivery.channel import Channel, Part, Refusal, Refused, Sent, Shown
from core.delivery.message import Claimed, State
from core.delivery.queue import Result
from core.delivery.sending import (
    ERASED,
    LEASE_OVER,
    LONGEST_PART,
    NOTHING_TO_SAY,
    Sending,
    accepted,
    broken,
    frozen,
    is_doubtful,
    not_told,
    part_id,
    quiet_until,
    refused,
    thawed,
)
from core.errors import DomainError, NotFound, Unavailable
from core.ports.delivery import Outbox
from core.ports.machine import Chance, Clock
from core.use_cases.round import Receives

NOT_TAKEN = Refused(Refusal.UNAVAILABLE)  # a look-up says that it surely was not


class Words(Protocol):
    """Turns in words."""

    async def __call__(self, turn: Turn, channel: Channel) -> Sequence[Shown]:
        """What the turn shows, as that channel says it."""
        ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: its result, what the channel answered last, if it was asked, and an error of ours to be looked at.

    Without a result nothing is written: somebody else has taken the message since.
    """

    result: Result | None
    answer: Sent | None = None
    error: Exception | None = None


class _Ended(Exception):
    """There is nothing to send, for that reason."""

    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state, self.reason = state, reason


async def deliver(
    claimed: Claimed,
    until: datetime,
    *,
    channel: Channel,
    outbox: Outbox,
    words: Words,
    receives: Receives,
    clock: Clock,
    chance: Chance,
) -> Attempt:
    """Send it, and say what became of it. `until` is the end of the lease: nothing is sent that may outlast it.

    Raises Unavailable when the store is away; no message ever raises anything else.
    """
    lot = int.from_bytes(chance.seed()[-4:], "big") / 2**32
    sending = Sending(claimed, channel.capabilities, clock.now(), lot, is_doubtful(claimed))
    try:
        if not sending.doubtful and (quiet := quiet_until(sending)):
            return Attempt(quiet)
        parts = await _parts(claimed, channel, outbox, words)
        attempt = await _sent(sending, parts, until, channel, clock)
        if isinstance(attempt.answer, Refused) and attempt.answer.refusal is Refusal.OPTED_OUT:
            await _blocked(claimed, receives)
    except _Ended as ended:
        return Attempt(sending.ends(ended.state, ended.reason))
    except Overtaken:
        return Attempt(None)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - one message never stops others; whoever asked logs it
        return Attempt(broken(replace(sending, now=clock.now()), type(error).__name__), error=error)
    return attempt


async def _parts(claimed: Claimed, channel: Channel, outbox: Outbox, words: Words) -> list[Part]:
    """Its frozen parts; made and frozen when it is taken for the first time."""
    if claimed.parts:
        return [thawed(kept) for kept in claimed.parts]
    try:
        turn = await outbox.turn_of(claimed)
        parts = list(channel.render(await words(turn, channel)))
    except NotFound:
        raise _Ended(State.DISCARDED, ERASED) from None
    if not parts:
        raise _Ended(State.FAILED, NOTHING_TO_SAY)
    await outbox.freeze(claimed, [frozen(part) for part in parts])
    return parts


async def _sent(sending: Sending, parts: Sequence[Part], until: datetime, channel: Channel, clock: Clock) -> Attempt:
    """The parts from the first one that is not accepted yet."""
    claimed, answer = sending.claimed, None
    for index in range(claimed.sent, len(parts)):
        sending = replace(sending, now=clock.now())
        if sending.now + LONGEST_PART > until:
            return Attempt(sending.waits(sending.now, LEASE_OVER), answer)
        key = part_id(claimed.id, index)
        answer = await _known(sending, key, channel)
        if not answer and sending.doubtful and not sending.capabilities.repeats_safely:
            return Attempt(not_told(replace(sending, now=clock.now())))
        if not answer or answer == NOT_TAKEN:
            sending = replace(sending, doubtful=sending.doubtful and sending.capabilities.repeats_safely)
            answer = await channel.send(parts[index], claimed.to, key)
        sending = replace(sending, now=clock.now())
        if isinstance(answer, Refused):
            return Attempt(refused(sending, answer), answer)
        sending = replace(sending, ids=(*sending.ids, answer.id))
    return Attempt(accepted(sending, parts), answer)


async def _known(sending: Sending, key: str, channel: Channel) -> Sent | None:
    """What became of a part that may have been sent before. That nobody knows is no answer."""
    if not sending.doubtful or not sending.capabilities.looks_up:
        return None
    answer = await channel.look_up(sending.claimed.to, key)
    if isinstance(answer, Refused) and answer.refusal is Refusal.UNKNOWN_OUTCOME:
        return None
    return NOT_TAKEN if isinstance(answer, Refused) and answer.refusal is Refusal.UNAVAILABLE else answer


async def _blocked(claimed: Claimed, receives: Receives) -> None:
    """The provider knows of a STOP that we have not seen: the same as if we had."""
    origin = Origin(claimed.account, claimed.to, f"{claimed.id}.{claimed.attempt}")
    try:
        await receives(Input(origin, Contacted("blocked")))
    except Unavailable:
        raise
    except DomainError:
        pass  # nobody is known there any more
