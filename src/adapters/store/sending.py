"""What one turn sends, and when it is due to speak again, as writes and their parameters."""

from typing import Any

from adapters.keys import LookupKey, PersonKey
from adapters.store.moments import milliseconds
from core.conversation.changes import kind_of_events
from core.conversation.turn import Changes
from core.delivery.message import KINDS, Message

Part = tuple[tuple[str, ...], dict[str, Any]]  # the names of some writes in their order, and what they take


def sent(changes: Changes, key: PersonKey, lookup: LookupKey) -> Part:
    """Consent, what is superseded, messages, and events for those who follow.

    All lanes come before all messages, as with those who send; and what is superseded before what is new.
    """
    messages = {lookup.address(message.account, message.to): message for message in changes.messages}
    assert len(messages) == len(changes.messages), "a turn sends one message to an address at most"
    lanes = sorted(messages)
    own = lookup.address(changes.origin.account, changes.origin.sender)
    suffixes = [f"consent_{n}" if changes.consent and lane == own else str(n) for n, lane in enumerate(lanes)]
    parameters = _parameters(changes)
    for n, lane in enumerate(lanes):
        parameters |= _message(changes, key, lane, messages[lane], n) | {f"own_{n}": lane == own}
    follows = changes.followed and changes.turn.visible > 0
    names = (
        *(("consent",) if changes.consent and own not in messages else ()),
        *(f"lane_{suffix}" for suffix in suffixes),
        *(("event_lanes",) if follows else ()),
        *(("supersede",) if changes.supersedes and not changes.begins else ()),
        *(f"message_{suffix}" for suffix in suffixes),
        *(("events",) if follows else ()),
    )
    return names, parameters


def timed(changes: Changes) -> Part:
    """Timers that are set, or taken away."""
    timers = changes.timers
    assert len({timer.kind for timer in timers}) == len(timers), "a turn sets each timer once"
    parameters: dict[str, Any] = {}
    for n, timer in enumerate(timers):
        parameters[f"timer_{n}"] = timer.kind
        parameters[f"timer_revision_{n}"] = timer.revision
        parameters[f"timer_due_{n}"] = milliseconds(timer.due) if timer.due else None
    return tuple(f"timer_{n}" if timer.due else f"no_timer_{n}" for n, timer in enumerate(timers)), parameters


def _parameters(changes: Changes) -> dict[str, Any]:
    turn, kind = changes.turn, kind_of_events(changes)
    return {
        "turn_id": f"{turn.conversation}.{turn.version}.",
        "stopped": turn.at.isoformat() if changes.consent == "stopped" else None,
        "now": milliseconds(turn.at),
        "messages": len(changes.messages),
        "event_kind": kind,
        "events_before": milliseconds(turn.at + KINDS[kind].use),
    }


def _message(changes: Changes, key: PersonKey, lane: bytes, message: Message, n: int) -> dict[str, Any]:
    turn, begins = changes.turn, message.not_before or changes.turn.at
    id = f"{turn.conversation}.{turn.version}.{n}"
    return {
        f"lane_{n}": lane,
        f"lane_account_{n}": message.account,
        f"due_{n}": milliseconds(begins),
        f"message_{n}": id,
        f"kind_{n}": message.kind,
        f"to_{n}": key.seal(message.to.encode(), id, "to"),
        f"use_before_{n}": milliseconds(begins + KINDS[message.kind].use),
        f"not_before_{n}": milliseconds(message.not_before) if message.not_before else None,
    }
