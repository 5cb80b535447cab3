"""What one turn changes, as a set of writes."""

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any
from zlib import crc32

from adapters.keys import LookupKey, PersonKey
from adapters.store.asking import call_of, case_of, desk_of
from adapters.store.codec.state import write_state
from adapters.store.codec.turn import write_turn
from adapters.store.database import Writes
from adapters.store.erasing_statements import DESTROY
from adapters.store.moments import written
from adapters.store.sending import Part, sent, timed
from core.case.norway import today
from core.conversation.input import Origin
from core.conversation.turn import Changes, Count, NewCode, invite_of, promise_to

SHARDS = 64
SENT_AWAY = ("replied", "closed", "given_back")  # what a draft was written for


def writes_of(changes: Changes, key: PersonKey, wrapped: bytes, lookup: LookupKey) -> Writes:
    """The writes in their order, and their parameters. `wrapped` is the key of a person who begins.

    What is locked is locked in the same order by everybody: person, conversation, address, turn, code, case, slots,
    call, lanes, messages, timers, counts. Whoever is erased gets nothing more.
    """
    parameters = _turn(changes, key, lookup)
    shape = [*_conversation(changes), *_binding(changes)]
    if changes.begins and not changes.joins:
        parameters |= {"created": parameters["at"], "key_number": key.number, "wrapped": wrapped}
    if changes.erases:
        shape += ("last_turn", *DESTROY)
        parameters |= {"leaving": parameters["address"] if changes.unbinds else b"", "case_reason": "asked_for"}
        parameters["made"] = written(changes.turn.at)
    else:
        shape.append("turn")
        for names, more in _beside(changes, key, lookup):
            shape += names
            parameters |= more
    if changes.counts:
        name, counted = counting(changes.counts)
        shape.append(name)
        parameters |= counted
        parameters["shard"] = shard_of(changes.turn.conversation)
    assert len(set(shape)) == len(shape), "a set writes each row once"
    return Writes(tuple(shape), parameters)


def hash_of(code: str, origin: Origin, lookup: LookupKey) -> bytes:
    """Where a code is found that was given from there. What an address was invited by, only that address can give."""
    invites = invite_of(origin.account, origin.sender), promise_to(origin.account, origin.sender)
    return lookup.invite(code) if code in invites else lookup.code(code)


def counting(counts: Iterable[Count]) -> tuple[str, dict[str, Any]]:
    """The write that counts these, each kind once and in order, and what it takes for them."""
    kinds: dict[tuple[str, str], int] = {}
    for count in counts:
        kind = count.question, count.outcome
        kinds[kind] = kinds.get(kind, 0) + 1
    parameters: dict[str, Any] = {}
    for n, kind in enumerate(sorted(kinds)):
        parameters[f"question_{n}"], parameters[f"outcome_{n}"] = kind
        parameters[f"n_{n}"] = kinds[kind]
    return f"count_{len(kinds)}", parameters


def shard_of(conversation: str) -> int:
    """Where a conversation counts: always in the same place, and seldom in another's."""
    return crc32(conversation.encode()) % SHARDS


def _conversation(changes: Changes) -> tuple[str, ...]:
    if changes.joins:
        return "keep", "begin"  # the person is locked, whether kept for longer or not: nobody joins who is being erased
    if changes.begins:
        return "person", "key", "begin"
    if changes.erases:
        return "erase_person", "erase_this", "erase_others"
    return ("keep", "go_on") if changes.kept_until else ("go_on",)


def _binding(changes: Changes) -> tuple[str, ...]:
    if changes.unbinds:
        return ("unbind",) if changes.bound else ()
    if changes.binds:
        return "address", "rebind" if changes.bound else "bind"
    return ()


def _beside(changes: Changes, key: PersonKey, lookup: LookupKey) -> Iterator[Part]:
    """What most turns do without, in the order of locks."""
    asks = changes.case or changes.call or changes.desk or changes.ends
    if not (changes.code or changes.uses or asks or changes.timers or _sends(changes)):
        return
    yield (), {"made": written(changes.turn.at)}
    if changes.uses:
        yield ("use_code",), {"used_hash": hash_of(changes.uses, changes.origin, lookup)}
    if changes.code:
        yield _code(changes.code, changes.turn.conversation, key, lookup)
    if changes.case:
        yield case_of(changes.case)
    if changes.ends:
        yield ("end_case",), {"ends": changes.ends}
    if changes.desk:
        assert not changes.case or changes.case.case != changes.desk.was.id, "a turn changes a case once"
        yield desk_of(changes.desk, key)
        if changes.desk.event.kind in SENT_AWAY:
            yield ("drop_draft",), {}
    if changes.call:
        yield call_of(changes, changes.call, key)
    if _sends(changes):
        yield sent(changes, key, lookup)
    if changes.timers:
        yield timed(changes)


def _sends(changes: Changes) -> bool:
    return bool(changes.messages or changes.followed or changes.supersedes or changes.consent)


def _turn(changes: Changes, key: PersonKey, lookup: LookupKey) -> dict[str, Any]:
    """What most writes take."""
    turn, origin, state = changes.turn, changes.origin, changes.state
    conversation, id = turn.conversation, f"{turn.conversation}.{turn.version}"
    plain, private = write_state(state)
    day = today(turn.at).isoformat()
    hidden = {name for answers in (state.answers, state.aside) for name, held in answers.items() if held.private}
    written = write_turn(turn, hidden)
    return {
        "person": changes.person,
        "conversation": conversation,
        "journey": changes.journey,
        "release": changes.release,
        "seen": turn.version - 1,
        "version": turn.version,
        "last_event": changes.last_event,
        "channel": (state.talk.lead or turn.account).partition(":")[0],
        "language": state.language,
        "county": changes.county,
        "result": changes.result,
        "state": key.seal(plain, conversation, "state"),
        "private": key.seal(private, conversation, "private") if private else None,
        "kept_until": changes.kept_until.isoformat() if changes.kept_until else day,
        "account": origin.account,
        "address": lookup.address(origin.account, origin.sender),
        "address_value": None,
        "bound": changes.bound,
        "input_hash": lookup.input(origin.account, origin.sender, origin.id),
        "body_hash": lookup.body(origin.body),
        "actor": turn.actor,
        "at": turn.at.astimezone(UTC).isoformat(),
        "outcome": turn.outcome.value,
        "input": key.seal(written.input, id, "input"),
        "events": key.seal(written.events, id, "events"),
        "prompts": key.seal(written.prompts, id, "prompts"),
        "turn_private": key.seal(written.private, id, "private") if written.private else None,
        "today": day,
        "day": day,
        "owner": changes.owner or None,
    }


def _code(code: NewCode, conversation: str, key: PersonKey, lookup: LookupKey) -> Part:
    """A code. Those that are used once have their own write, since one may take the place of another."""
    if code.kind == "invite":
        hashed = lookup.invite(code.value)
    else:
        hashed = lookup.code(key.code(conversation, code.number, code.kind))
    name = {"return": "code", "move": "code_once", "invite": "invite"}[code.kind]
    return (name,), {
        "code_hash": hashed,
        "code_number": code.number,
        "kind": code.kind,
        "expires": written(code.expires) if code.expires else None,
    }
