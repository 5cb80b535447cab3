"""Every operation of the API: what it is called, its address, what answers it, and what it may refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from channels.chat import (
    access,
    callbacks,
    codes,
    conversations,
    events,
    handovers,
    messages,
    meta,
    plan,
    profile,
    rights,
    sandbox,
    switches,
)
from channels.chat.parameter import AFTER, KEY, LAST_EVENT, PHONE, UUID_KEY, WAIT, Parameter, limit
from channels.chat.retirement import Retirement
from channels.chat.service import Chat

V1 = "/channels/chat/v1"
ALL = f"{V1}/conversations"
ONE = f"{ALL}/{{conversation}}"
CALLBACK = f"{ONE}/callbacks/{{callback}}"
PLAN = f"{ONE}/plan"
SANDBOX = f"{V1}/sandbox"
SPOKEN_FOR = ("unauthorized", "token_expired", "not_found", "rate_limited")
READS = (*SPOKEN_FOR, "validation_failed")
WRITES = (*READS, "idempotency_mismatch", "content_too_large")
BEGINS = (
    "validation_failed", "idempotency_mismatch", "language_incomplete", "not_found", "unauthorized", "rate_limited",
    "content_too_large",
)  # fmt: skip
COMES_BACK = (
    "validation_failed", "code_invalid", "code_locked", "idempotency_mismatch", "unauthorized", "rate_limited",
)  # fmt: skip
CALLS = (*WRITES, "slot_full", "too_late")
FOR_TESTS = ("unauthorized", "forbidden", "rate_limited")
CREATED, EMPTY = HTTPStatus.CREATED, HTTPStatus.NO_CONTENT


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address. `name` is what generated clients call it, and `tag` the part of the API it is of."""

    name: str
    tag: str
    method: str
    path: str
    make: Callable[[Chat], Callable[..., Any]]
    problems: tuple[str, ...] = ()
    status: int = HTTPStatus.OK
    takes: tuple[Parameter, ...] = ()
    open: bool = False  # for anybody, without token or key
    retires: Retirement | None = None


TAGS = {
    "conversations": "Begin, answer, look, change, and hear what comes",
    "access": "Ways back in: tokens and codes",
    "channels": "Go on over another channel",
    "profile": "The needs picture, explained; other answers tried",
    "plan": "What citizen and counsellor agree to do",
    "people": "A person, and calls",
    "rights": "What is held, given out and taken away",
    "service": "What the service says of itself",
    "webhooks": "Where back ends want to hear of events, and what became of each",
    "deliveries": "What back ends hear, signed as Standard Webhooks says",
    "sandbox": "A demonstration's clock and phones",
}

# The busiest stands first: routes are asked in their order.
OPERATIONS = (
    Operation("send_message", "conversations", "POST", f"{ONE}/messages", messages.answer, WRITES),
    Operation(
        "begin_conversation", "conversations", "POST", ALL, conversations.start, BEGINS, CREATED, (UUID_KEY,), open=True
    ),
    Operation(
        "list_events",
        "conversations",
        "GET",
        f"{ONE}/events",
        events.list_events,
        READS,
        takes=(AFTER, limit("events", events.USUAL, events.MOST), WAIT),
    ),
    Operation("get_conversation", "conversations", "GET", ONE, conversations.look, SPOKEN_FOR),
    Operation(
        "change_conversation",
        "conversations",
        "PATCH",
        ONE,
        conversations.change,
        (*WRITES, "language_incomplete"),
        takes=(KEY,),
    ),
    Operation("erase_conversation", "rights", "DELETE", ONE, rights.erase, READS, EMPTY, (KEY,)),
    Operation("renew_token", "access", "POST", f"{ONE}/tokens", access.renew, READS, CREATED),
    Operation("make_resume_code", "access", "POST", f"{ONE}/resume-codes", codes.make, WRITES, CREATED, (KEY,)),
    Operation(
        "resume_conversation",
        "access",
        "POST",
        f"{ALL}/resume",
        access.resume,
        COMES_BACK,
        takes=(UUID_KEY,),
        open=True,
    ),
    Operation(
        "switch_channel",
        "channels",
        "POST",
        f"{ONE}/channel-switches",
        switches.switch,
        (*WRITES, "too_late"),
        CREATED,
        (KEY,),
    ),
    Operation("get_profile", "profile", "GET", f"{ONE}/profile", profile.show, SPOKEN_FOR),
    Operation("try_answers", "profile", "POST", f"{ONE}/profile/what-if", profile.try_out, WRITES),
    Operation("get_plan", "plan", "GET", PLAN, plan.show, SPOKEN_FOR),
    Operation("propose_plan_item", "plan", "POST", f"{PLAN}/proposals", plan.propose, WRITES, CREATED, (KEY,)),
    Operation(
        "respond_to_plan_item",
        "plan",
        "POST",
        f"{PLAN}/items/{{item}}/responses",
        plan.respond,
        (*WRITES, "item_changed"),
        takes=(KEY,),
    ),
    Operation("ask_for_person", "people", "POST", f"{ONE}/handovers", handovers.hand_over, WRITES, CREATED, (KEY,)),
    Operation("get_handover", "people", "GET", f"{ONE}/handovers/newest", handovers.show, SPOKEN_FOR),
    Operation("book_call", "people", "POST", f"{ONE}/callbacks", callbacks.book, CALLS, CREATED, (KEY,)),
    Operation("move_call", "people", "PATCH", CALLBACK, callbacks.move, CALLS, takes=(KEY,)),
    Operation("drop_call", "people", "DELETE", CALLBACK, callbacks.drop, (*WRITES, "too_late"), EMPTY, (KEY,)),
    Operation("export_conversation", "rights", "GET", f"{ONE}/export", rights.export, SPOKEN_FOR),
    Operation("get_meta", "service", "GET", f"{V1}/meta", meta.meta, open=True),
    Operation("list_problems", "service", "GET", f"{V1}/problems", meta.problems, open=True),
    Operation("list_slots", "people", "GET", "/channels/phone/slots", callbacks.list_slots, open=True),
)
WITH_NOTICES = (
    Operation(
        "stream_events",
        "conversations",
        "GET",
        f"{ONE}/events/stream",
        events.stream,
        READS,
        takes=(AFTER, LAST_EVENT),
    ),
)
WITH_SANDBOX = (
    Operation("forward_clock", "sandbox", "POST", f"{SANDBOX}/clock", sandbox.forward, FOR_TESTS),
    Operation("list_texts", "sandbox", "GET", f"{SANDBOX}/outbox", sandbox.outbox, FOR_TESTS, takes=(PHONE,)),
    Operation("write_text", "sandbox", "POST", f"{SANDBOX}/inbound", sandbox.inbound, FOR_TESTS, CREATED),
    Operation("reset_sandbox", "sandbox", "POST", f"{SANDBOX}/reset", sandbox.reset, FOR_TESTS, EMPTY),
)
