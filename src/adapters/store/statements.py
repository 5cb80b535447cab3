"""Everything that is written, each statement once, for both databases.

A *write* changes one table. What it names in `:parameters` comes from one mapping for the whole set, so the same name
means the same thing in all of them. A write that must hit tells how many rows, and what was overtaken when it does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Delete,
    Insert,
    Table,
    Update,
    and_,
    bindparam,
    case,
    delete,
    literal_column,
    null,
    or_,
    select,
    update,
)

from adapters.store.tables import (
    COUNTED,
    REVISIONS,
    address,
    attempt,
    binding,
    code,
    conversation,
    counting,
    erasure,
    lookup_key,
    person,
    person_key,
    release,
    turn,
)

MakeInsert = Callable[[Table], Any]  # each dialect has an insert of its own, for what happens on conflict


@dataclass(frozen=True, slots=True)
class Write:
    """A statement that changes one table. `rows`: how many it must hit, or None when any number will do."""

    clause: Insert | Update | Delete
    what: str
    rows: int | None = 1


def writes(insert: MakeInsert) -> dict[str, Write]:
    """The writes by name."""
    return {**_turn(insert), **_address(insert), **_erasing(insert), **_rest(insert)}


def counts(insert: MakeInsert, how_many: int, each: bool = False) -> Write:
    """Count several things. What differs between them has numbered parameters; with `each`, everything does."""
    own = {*COUNTED, "shard", "n"} if each else {"question", "outcome", "n"}
    rows: list[dict[str, Any]] = [
        {name: bindparam(f"{name}_{n}" if name in own else name) for name in (*COUNTED, "shard", "n")}
        for n in range(how_many)
    ]
    made = insert(counting).values(rows)
    more = {"n": counting.c.n + made.excluded.n}
    return Write(made.on_conflict_do_update(index_elements=[*COUNTED, "shard"], set_=more), "counting", how_many)


def attempts(insert: MakeInsert, how_many: int) -> Write:
    """Count a try for several sources, none of which has used up what is allowed, or for none of them."""
    rows: list[dict[str, Any]] = [
        {
            "space": bindparam("space"),
            "source": bindparam(f"source_{n}"),
            "n": bindparam("one"),
            "until": bindparam("until"),
            "before": bindparam("moment"),
        }
        for n in range(how_many)
    ]
    made = insert(attempt).values(rows)
    over = attempt.c.until <= bindparam("moment")
    counted = made.on_conflict_do_update(
        index_elements=["space", "source"],
        set_={
            "n": case((over, made.excluded.n), else_=attempt.c.n + made.excluded.n),
            "until": made.excluded.until,
            "before": case((over, made.excluded.before), else_=attempt.c.until),
        },
        where=or_(over, attempt.c.n < bindparam("allowed")),
    )
    return Write(counted, "attempt", how_many)


def _turn(insert: MakeInsert) -> dict[str, Write]:
    changing = ("version", "last_event", "channel", "language", "county", "result", "state", "private")
    this = and_(conversation.c.id == bindparam("conversation"), conversation.c.version == bindparam("seen"))
    kept_until = bindparam("kept_until", type_=person.c.kept_until.type)
    return {
        "person": Write(insert(person).values(_named(person, "created", "kept_until", id="person")), "person"),
        "key": Write(insert(person_key).values(_named(person_key, "person", "wrapped", number="key_number")), "person"),
        "begin": Write(
            insert(conversation).values(
                _named(conversation, "person", "journey", "release", *changing, id="conversation")
            ),
            "conversation",
        ),
        "go_on": Write(update(conversation).where(this).values(_named(conversation, *changing)), "conversation"),
        "turn": Write(
            insert(turn).values(
                _named(
                    turn,
                    "conversation",
                    "version",
                    "account",
                    "input_hash",
                    "body_hash",
                    "actor",
                    "at",
                    "outcome",
                    "input",
                    "events",
                    "prompts",
                    private="turn_private",
                )
            ),
            "input",
        ),
        "keep": Write(  # never for less long than was promised, even when another conversation is faster
            update(person)
            .where(person.c.id == bindparam("person"), person.c.erased.is_(None))
            .values(kept_until=case((person.c.kept_until < kept_until, kept_until), else_=person.c.kept_until)),
            "conversation",
        ),
        "code": Write(
            insert(code).values(
                _named(code, "conversation", "kind", "expires", hash="code_hash", number="code_number")
            ),
            "code",
        ),
    }


def _address(insert: MakeInsert) -> dict[str, Write]:
    here = and_(binding.c.address == bindparam("address"), binding.c.conversation == bindparam("bound"))
    to = _named(binding, "person", "conversation", since="at")
    forgotten = select(person.c.id).where(person.c.kept_until < bindparam("today"))
    return {
        "address": Write(
            insert(address)
            .values(_named(address, "account", id="address", value="address_value"))
            .on_conflict_do_nothing(),
            "address",
            None,
        ),
        "bind": Write(  # to nowhere yet, or to what is no longer kept
            insert(binding)
            .values(address=bindparam("address"), **to)
            .on_conflict_do_update(index_elements=["address"], set_=to, where=binding.c.person.in_(forgotten)),
            "address",
        ),
        "rebind": Write(update(binding).where(here).values(to), "address"),
        "unbind": Write(delete(binding).where(here), "address"),
    }


def _erasing(insert: MakeInsert) -> dict[str, Write]:
    """Destroy what reads a person's data, and all of it that stands in columns; keep that these inputs were handled."""
    theirs = select(conversation.c.id).where(conversation.c.person == bindparam("person"))
    bound = select(binding.c.address).where(binding.c.person == bindparam("person"))
    gone = {"version": literal_column("0"), "state": null(), "private": null(), "county": literal_column("''")}
    this = conversation.c.id == bindparam("conversation")
    tombstone = ("body_hash", "actor", "at", "outcome", "input", "events", "prompts", "private")
    return {
        "erase_this": Write(
            update(conversation).where(this, conversation.c.version == bindparam("seen")).values(gone), "conversation"
        ),
        "erase_others": Write(
            update(conversation).where(conversation.c.person == bindparam("person"), ~this).values(gone),
            "conversation",
            None,
        ),
        "erase_all": Write(
            update(conversation).where(conversation.c.person == bindparam("person")).values(gone), "conversation", None
        ),
        "last_turn": Write(
            insert(turn).values(_named(turn, "conversation", "version", "account", "input_hash")), "input"
        ),
        "erase_turns": Write(
            update(turn)
            .where(turn.c.conversation.in_(theirs), turn.c.events.is_not(None))
            .values({name: null() for name in tombstone}),
            "turn",
            None,
        ),
        "erase_keys": Write(delete(person_key).where(person_key.c.person == bindparam("person")), "person", None),
        "erase_codes": Write(delete(code).where(code.c.conversation.in_(theirs)), "code", None),
        "erase_addresses": Write(  # with the one that was just let go, if any
            delete(address).where(or_(address.c.id == bindparam("leaving"), address.c.id.in_(bound))), "address", None
        ),
        "erase_person": Write(
            update(person)
            .where(person.c.id == bindparam("person"), person.c.erased.is_(None))
            .values(erased=bindparam("today")),
            "person",
        ),
        "erase_expired": Write(
            update(person)
            .where(
                person.c.id == bindparam("person"),
                person.c.erased.is_(None),
                person.c.kept_until < bindparam("before"),
            )
            .values(erased=bindparam("today")),
            "person",
        ),
        "ledger": Write(
            insert(erasure).values(person=bindparam("person"), at=bindparam("at")).on_conflict_do_nothing(),
            "person",
            None,
        ),
    }


def _rest(insert: MakeInsert) -> dict[str, Write]:
    this = and_(attempt.c.space == bindparam("space"), attempt.c.source == bindparam("source"))
    bound = select(binding.c.address).where(binding.c.address == address.c.id).exists()
    return {
        "release": Write(
            insert(release).values(_named(release, "id", "format", "body", "created")).on_conflict_do_nothing(),
            "release",
            None,
        ),
        "lookup_key": Write(
            insert(lookup_key).values(_named(lookup_key, "number", "wrapped")).on_conflict_do_nothing(), "key", None
        ),
        "take_back": Write(
            update(attempt)
            .where(this, attempt.c.n > literal_column("0"))
            .values(n=attempt.c.n - literal_column("1"), until=attempt.c.before),
            "attempt",
            None,
        ),
        "cap": Write(
            update(attempt).where(this, attempt.c.until > bindparam("until")).values(until=bindparam("until")),
            "attempt",
            None,
        ),
        "same_revision": Write(  # changes nothing, but must be written
            update(REVISIONS).values(version_num=REVISIONS.c.version_num), "revision", None
        ),
        "forget_attempts": Write(delete(attempt).where(attempt.c.until <= bindparam("moment")), "attempt", None),
        "forget_addresses": Write(  # that lead nowhere, and of which nothing else is known
            delete(address).where(
                address.c.value.is_(None), address.c.consent.is_(None), address.c.opted_out.is_(None), ~bound
            ),
            "address",
            None,
        ),
    }


def _named(table: Table, *same: str, **other: str) -> dict[str, Any]:
    """Columns and the parameters they get: those of the same name, and those of another."""
    return {
        **{name: bindparam(name, type_=table.c[name].type) for name in same},
        **{name: bindparam(parameter, type_=table.c[name].type) for name, parameter in other.items()},
    }
