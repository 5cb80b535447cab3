"""Everything that is written, each statement once, for both databases.

A *write* changes one table. What it names in `:parameters` comes from one mapping for the whole set, so the same name
means the same thing in all of them. A write that must hit tells how many rows, and what was overtaken when it does not.
"""

from typing import Any

from sqlalchemy import and_, bindparam, case, delete, literal_column, null, or_, select, update

from adapters.store.case_statements import calls, cases
from adapters.store.erasing_statements import erasing
from adapters.store.sending_statements import lane_of, message_of, no_timer_of, sending, timer_of
from adapters.store.tables import (
    COUNTED,
    REVISIONS,
    address,
    attempt,
    binding,
    code,
    conversation,
    counting,
    lane,
    lookup_key,
    message,
    person,
    person_key,
    receipt,
    release,
    turn,
    waiting_input,
)
from adapters.store.writing import AnyWrite, MakeInsert, Write, named


def writes(insert: MakeInsert) -> dict[str, AnyWrite]:
    """The writes by name."""
    return {
        **_turn(insert),
        **_codes(insert),
        **_address(insert),
        **cases(insert),
        **calls(insert),
        **sending(insert),
        **erasing(insert),
        **_rest(insert),
    }


def numbered(name: str, insert: MakeInsert) -> AnyWrite | None:
    """The write whose name says how many rows it has, or which of several it is; None when it is no such name."""
    kind, _, n = name.rpartition("_")
    match kind:
        case "attempt":
            return attempts(insert, int(n))
        case "count" | "count_each":
            return counts(insert, int(n), each=kind == "count_each")
        case "lane" | "lane_consent":
            return lane_of(insert, int(n), consent=kind == "lane_consent")
        case "message" | "message_consent":
            return message_of(insert, int(n), consent=kind == "message_consent")
        case "timer":
            return timer_of(insert, int(n))
        case "no_timer":
            return no_timer_of(int(n))
        case _:
            return None


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


def _turn(insert: MakeInsert) -> dict[str, AnyWrite]:
    changing = ("version", "last_event", "channel", "language", "county", "result", "state", "private")
    this = and_(conversation.c.id == bindparam("conversation"), conversation.c.version == bindparam("seen"))
    kept_until = bindparam("kept_until", type_=person.c.kept_until.type)
    return {
        "person": Write(insert(person).values(named(person, "created", "kept_until", id="person")), "person"),
        "key": Write(insert(person_key).values(named(person_key, "person", "wrapped", number="key_number")), "person"),
        "begin": Write(
            insert(conversation).values(
                named(conversation, "person", "journey", "release", "owner", *changing, id="conversation")
            ),
            "conversation",
        ),
        "go_on": Write(update(conversation).where(this).values(named(conversation, *changing)), "conversation"),
        "turn": Write(
            insert(turn).values(
                named(
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
                    "last_event",
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
    }


def _codes(insert: MakeInsert) -> dict[str, AnyWrite]:
    """Codes that are used once take the place of one that is over, or of the same person's."""
    made = insert(code).values(named(code, "conversation", "kind", "expires", hash="code_hash", number="code_number"))
    free = or_(
        code.c.used.is_not(None),
        code.c.expires <= bindparam("made"),
        code.c.conversation.in_(select(conversation.c.id).where(conversation.c.person == bindparam("person"))),
    )
    more = {name: made.excluded[name] for name in ("conversation", "number", "kind", "expires")} | {"used": null()}
    once = made.on_conflict_do_update(index_elements=["hash"], set_=more, where=free)
    return {
        "code": Write(made, "code"),
        "code_once": Write(once, "code"),
        "invite": Write(once, "invite"),
        "use_code": Write(
            update(code)
            .where(code.c.hash == bindparam("used_hash"), code.c.used.is_(None), code.c.expires > bindparam("made"))
            .values(used=bindparam("made")),
            "code",
        ),
    }


def _address(insert: MakeInsert) -> dict[str, AnyWrite]:
    here = and_(binding.c.address == bindparam("address"), binding.c.conversation == bindparam("bound"))
    to = named(binding, "person", "conversation", since="at")
    forgotten = select(person.c.id).where(person.c.kept_until < bindparam("today"))
    return {
        "address": Write(
            insert(address)
            .values(named(address, "account", id="address", value="address_value"))
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


def _rest(insert: MakeInsert) -> dict[str, AnyWrite]:
    this = and_(attempt.c.space == bindparam("space"), attempt.c.source == bindparam("source"))
    bound = select(binding.c.address).where(binding.c.address == address.c.id).exists()
    return {
        "release": Write(
            insert(release).values(named(release, "id", "format", "body", "created")).on_conflict_do_nothing(),
            "release",
            None,
        ),
        "lookup_key": Write(
            insert(lookup_key).values(named(lookup_key, "number", "wrapped")).on_conflict_do_nothing(), "key", None
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
        **_sweeping(),
    }


def _sweeping() -> dict[str, AnyWrite]:
    """What has no use any more."""
    leads = select(binding.c.address).where(binding.c.address == lane.c.address).exists()
    sent = select(message.c.id).where(message.c.lane == lane.c.address).exists()
    ended = message.c.state.not_in([literal_column("'waiting'"), literal_column("'sending'")])
    told_of = (  # a message that is on its way, or ended a short while ago
        select(message.c.id)
        .where(message.c.id == receipt.c.message, or_(~ended, message.c.changed >= bindparam("ended_before")))
        .exists()
    )
    handled = waiting_input.c.state.in_([literal_column("'done'"), literal_column("'set_aside'")])
    return {
        "forget_codes": Write(delete(code).where(code.c.expires <= bindparam("made")), "code", None),
        "forget_words": Write(  # of messages that ended a while ago
            update(message)
            .where(ended, message.c.changed < bindparam("ended_before"), message.c.parts.is_not(None))
            .values(parts=null()),
            "message",
            None,
        ),
        "forget_receipts": Write(  # with those words, or when nobody ever knew what they were about
            delete(receipt).where(receipt.c.at < bindparam("ended_before"), ~told_of),
            "message",
            None,
        ),
        "forget_said": Write(  # by whom nobody could help, and nobody did since
            update(waiting_input)
            .where(handled, waiting_input.c.came < bindparam("ended_before"), waiting_input.c.body.is_not(None))
            .values(body=null()),
            "lane",
            None,
        ),
        "forget_inputs": Write(
            delete(waiting_input).where(handled, waiting_input.c.came < bindparam("came_before")), "lane", None
        ),
        "forget_lanes": Write(  # that lead nowhere, and of which nothing else is known
            delete(lane).where(
                lane.c.stopped.is_(None), lane.c.due.is_(None), lane.c.waiting == literal_column("0"), ~leads, ~sent
            ),
            "lane",
            None,
        ),
    }
