"""Rows as our values."""

from datetime import date, datetime

from adapters.keys import PersonKey
from adapters.store.codec.state import read_state
from adapters.store.codec.turn import WrittenTurn, read_turn
from adapters.store.database import Row
from core.conversation.state import State
from core.conversation.turn import Known, Outcome, Turn


def known(row: Row, key: PersonKey, bound: str) -> Known:
    """The conversation in a row of `KNOWN` columns."""
    person, conversation, journey, release, version, last_event, result, state, private, kept_until, *_ = row
    return Known(
        conversation=conversation,
        person=person,
        journey=journey,
        release=release,
        version=version,
        last_event=last_event,
        state=opened_state(conversation, state, private, key),
        kept_until=date.fromisoformat(kept_until),
        result=result,
        bound=bound,
        key=key,
    )


def opened_state(conversation: str, state: bytes, private: bytes | None, key: PersonKey) -> State:
    """The state of a conversation from its sealed columns."""
    return read_state(
        key.open(state, conversation, "state"), key.open(private, conversation, "private") if private else None
    )


def turn(row: Row, key: PersonKey) -> Turn:
    """The turn in a row of `ANSWERED` columns."""
    conversation, version, journey, release, account, actor, at, outcome, input, events, prompts, private = row
    sealed = WrittenTurn(input, events, prompts, private)
    act, happened, shown, language = read_turn(opened_turn(conversation, version, sealed, key))
    return Turn(
        conversation=conversation,
        version=version,
        journey=journey,
        release=release,
        language=language,
        actor=actor,
        account=account,
        at=datetime.fromisoformat(at),
        act=act,
        events=happened,
        prompts=shown,
        outcome=Outcome(outcome),
    )


def opened_turn(conversation: str, version: int, sealed: WrittenTurn, key: PersonKey) -> WrittenTurn:
    """The parts of a turn from their sealed columns."""
    id = f"{conversation}.{version}"
    return WrittenTurn(
        key.open(sealed.input, id, "input"),
        key.open(sealed.events, id, "events"),
        key.open(sealed.prompts, id, "prompts"),
        key.open(sealed.private, id, "private") if sealed.private else None,
    )
