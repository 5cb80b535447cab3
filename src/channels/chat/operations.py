"""Every operation of the API: its address, what answers it, and what it may refuse."""

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
    profile,
    rights,
    sandbox,
    switches,
)
from channels.chat.service import Chat

V1 = "/channels/chat/v1"
ONE = f"{V1}/conversations/{{conversation}}"
CALLBACK = f"{ONE}/callbacks/{{callback}}"
SPOKEN_FOR = ("unauthorized", "token_expired", "not_found")
WRITES = (*SPOKEN_FOR, "validation_failed", "idempotency_mismatch", "rate_limited", "content_too_large")


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address. `takes` are query and header parameters, with what each is."""

    method: str
    path: str
    make: Callable[[Chat], Callable[..., Any]]
    problems: tuple[str, ...] = ()
    status: int = HTTPStatus.OK
    takes: tuple[tuple[str, str, str], ...] = ()
    open: bool = False  # for anybody, without token or key


KEY = ("header", "Idempotency-Key", "Sent again with the same body, it gives the same reply and no second effect")
UUID_KEY = ("header", "Idempotency-Key", "A UUID. Required: sent again with the same body, it gives the same reply")
AFTER = ("query", "after", "The cursor, or the id of the last event seen; left out for the beginning")

# The busiest stands first: routes are asked in their order.
OPERATIONS = (
    Operation("POST", f"{ONE}/messages", messages.answer, WRITES),
    Operation(
        "POST",
        f"{V1}/conversations",
        conversations.start,
        (
            "validation_failed",
            "idempotency_mismatch",
            "language_incomplete",
            "not_found",
            "unauthorized",
            "rate_limited",
            "content_too_large",
        ),
        HTTPStatus.CREATED,
        (UUID_KEY,),
        open=True,
    ),
    Operation(
        "GET",
        f"{ONE}/events",
        events.list_events,
        (*SPOKEN_FOR, "validation_failed"),
        takes=(
            AFTER,
            ("query", "limit", "At most so many events; 100 unless told, 200 at most"),
            ("query", "wait", "When there is none yet: wait for so many seconds, 25 at most"),
        ),
    ),
    Operation("GET", ONE, conversations.look, SPOKEN_FOR),
    Operation("PATCH", ONE, conversations.change, (*WRITES, "language_incomplete"), takes=(KEY,)),
    Operation("DELETE", ONE, rights.erase, (*SPOKEN_FOR,), HTTPStatus.NO_CONTENT, (KEY,)),
    Operation("POST", f"{ONE}/tokens", access.renew, (*SPOKEN_FOR, "validation_failed"), HTTPStatus.CREATED),
    Operation("POST", f"{ONE}/resume-codes", codes.make, WRITES, HTTPStatus.CREATED, (KEY,)),
    Operation(
        "POST",
        f"{V1}/conversations/resume",
        access.resume,
        ("validation_failed", "code_invalid", "code_locked", "idempotency_mismatch", "unauthorized", "rate_limited"),
        takes=(UUID_KEY,),
        open=True,
    ),
    Operation("POST", f"{ONE}/channel-switches", switches.switch, (*WRITES, "too_late"), HTTPStatus.CREATED, (KEY,)),
    Operation("GET", f"{ONE}/profile", profile.show, SPOKEN_FOR),
    Operation("POST", f"{ONE}/profile/what-if", profile.try_out, WRITES),
    Operation("POST", f"{ONE}/handovers", handovers.hand_over, WRITES, HTTPStatus.CREATED, (KEY,)),
    Operation(
        "POST", f"{ONE}/callbacks", callbacks.book, (*WRITES, "slot_full", "too_late"), HTTPStatus.CREATED, (KEY,)
    ),
    Operation("PATCH", CALLBACK, callbacks.move, (*WRITES, "slot_full", "too_late"), takes=(KEY,)),
    Operation("DELETE", CALLBACK, callbacks.drop, (*WRITES, "too_late"), HTTPStatus.NO_CONTENT, (KEY,)),
    Operation("GET", f"{ONE}/export", rights.export, (*SPOKEN_FOR, "rate_limited")),
    Operation("GET", f"{V1}/meta", meta.meta, open=True),
    Operation("GET", f"{V1}/problems", meta.problems, open=True),
    Operation("GET", "/channels/phone/slots", callbacks.list_slots, open=True),
)
WITH_NOTICES = (
    Operation(
        "GET",
        f"{ONE}/events/stream",
        events.stream,
        (*SPOKEN_FOR, "validation_failed", "rate_limited"),
        takes=(AFTER, ("header", "Last-Event-ID", "The id of the last event seen, as browsers send it")),
    ),
)
FOR_TESTS = ("unauthorized", "forbidden", "validation_failed")
WITH_SANDBOX = (
    Operation("POST", f"{V1}/sandbox/clock", sandbox.forward, FOR_TESTS),
    Operation(
        "GET",
        f"{V1}/sandbox/outbox",
        sandbox.outbox,
        FOR_TESTS,
        takes=(("header", "Sandbox-Number", "Of this phone only"),),
    ),
    Operation("POST", f"{V1}/sandbox/inbound", sandbox.inbound, FOR_TESTS, HTTPStatus.CREATED),
    Operation("POST", f"{V1}/sandbox/reset", sandbox.reset, FOR_TESTS, HTTPStatus.NO_CONTENT),
)
