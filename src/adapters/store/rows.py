"""Rows as our values."""

from datetime import date, datetime

from adapters.keys import PersonKey
from adapters.store.codec.state import read_state
from adapters.store.codec.turn import WrittenTurn, read_turn
from adapters.store.database import Row
from core.case.standing import Standing
from core.conversation.state import State
from core.conversation.turn import Known, Outcome, Turn, Unknown

# A loaded row: the turn that answered the input, by conversation and version; where the address leads; whether it is
# stopped, and how many inputs wait from it; the kind of code; what is known, its key last but two; and what is beside.
BOUND, STOPPED, WAITING, BY, KNOWN = 2, 3, 4, 5, 6
PERSON, WRAPPED = KNOWN, KNOWN + 11


def unknown(row: Row) -> Unknown:
    """What is known of an address that leads nowhere."""
    return Unknown(stopped=row[STOPPED] is not None, waiting=row[WAITING] or 0)


def known(row: Row, key: PersonKey) -> Known:
    """The conversation in a loaded row."""
    (
        _, _, bound, stopped, waiting, by, person, conversation, journey, release, version, last_event, result, state,
        private, kept_until, _, _, owner, case, closed_case, followed,
    ) = row  # fmt: skip
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
        bound=bound or "",
        key=key,
        by=by or "",
        case=(case or "").partition("|")[0],
        standing=_standing(case) if case else None,
        closed_case=closed_case or "",
        stopped=stopped is not None,
        waiting=waiting or 0,
        owner=owner or "",
        followed=bool(followed),
    )


def _standing(written: str) -> Standing:
    """How the open case stands, from one column; a name comes last and may hold any sign."""
    _, promised, turn, waits, name = written.split("|", 4)
    until = datetime.fromisoformat(waits) if waits else None
    return Standing(datetime.fromisoformat(promised), turn, name, until)


def opened_state(conversation: str, state: bytes, private: bytes | None, key: PersonKey) -> State:
    """The state of a conversation from its sealed columns."""
    return read_state(
        key.open(state, conversation, "state"), key.open(private, conversation, "private") if private else None
    )


def turn(row: Row, key: PersonKey) -> Turn:
    """The turn in a row of `ANSWERED` columns."""
    conversation, version, journey, release, account, actor, at, outcome, *sealed_and_last = row
    *sealed, last_event = sealed_and_last
    act, happened, shown, language = read_turn(opened_turn(conversation, version, WrittenTurn(*sealed), key))
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
        last_event=last_event or 0,
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
