"""What v1 promises stays: who wrote a front-end once need not look at it again, or is told a year before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from tests.channels.chat_promises import breaks, promises
from tests.channels.chat_push import pushing
from tests.channels.chat_wire import described
from tests.channels.test_chat_described import FakeSandbox
from tests.fakes import FakeClock

from channels.chat.openapi import describe
from channels.chat.operations import OPERATIONS, Operation
from channels.chat.retirement import A_YEAR, Retirement
from channels.chat.route import ChatRoute
from channels.chat.routes import add
from channels.chat.shapes import Out

PROMISED = Path(__file__).with_name("chat_v1.txt")  # lines are added to it, and none is ever taken out
ANNOUNCED = datetime(2026, 12, 1, tzinfo=UTC)


async def now() -> set[str]:
    """What the description promises as it is."""
    async with pushing(sandbox=FakeSandbox(FakeClock())) as service:
        return promises((await described(service.client)).told)


async def test_nothing_that_was_promised_is_taken_back_and_nothing_more_is_asked() -> None:
    """(CD-11)"""
    assert breaks(set(PROMISED.read_text(encoding="utf-8").splitlines()), await now()) == []


async def test_what_is_new_is_promised_too() -> None:
    """These lines belong into the file (CD-11)."""
    assert sorted(await now() - set(PROMISED.read_text(encoding="utf-8").splitlines())) == []


BEFORE = {
    "call send_message POST /messages Message 200 Taken",
    "takes Message.type must Kind",
    "takes Message.text may string",
    "takes-value Kind text",
    "gives Taken.outcome always Outcome",
    "gives-value Outcome stale",
}


@pytest.mark.parametrize(
    ("gone", "new", "broken"),
    [
        ("", "takes Message.after may string", False),
        ("", "takes Message.after must string", True),
        ("", "parameter send_message may query wait integer", False),
        ("", "parameter send_message must header Key string", True),
        ("", "takes-value Kind choice", False),
        ("", "gives Taken.cursor always string", False),
        ("", "gives-value Outcome closed", True),
        ("", "call look GET /one - 200 One", False),
        ("", "gives-value Colour blue", False),
        ("takes Message.type must Kind", "takes Message.type may Kind", False),
        ("takes Message.text may string", "takes Message.text must string", True),
        ("takes Message.text may string", "takes Message.text may integer", True),
        ("gives Taken.outcome always Outcome", "gives Taken.outcome may Outcome", True),
        ("takes-value Kind text", "", True),
        ("call send_message POST /messages Message 200 Taken", "", True),
    ],
)
def test_what_breaks_a_promise_is_known(gone: str, new: str, broken: bool) -> None:
    assert bool(breaks(BEFORE, BEFORE - {gone} | ({new} if new else set()))) is broken


# -------------------------------------------------------------------------------------------------------- the end


class Nothing(Out):
    """A reply."""


async def nothing() -> Nothing:
    """Answer."""
    return Nothing()


async def test_who_calls_what_will_go_is_told_in_every_answer() -> None:
    """(CD-11)"""
    leaving = Retirement(ANNOUNCED, ANNOUNCED + A_YEAR)
    (operation,) = (one for one in OPERATIONS if one.name == "get_meta")
    answer = await answered(replace(operation, retires=leaving))
    assert answer.headers["deprecation"] == "@1796083200"
    assert answer.headers["sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
    assert "deprecation" not in (await answered(operation)).headers


async def answered(operation: Operation) -> httpx.Response:
    """What an operation answers, and that it is described as it is."""
    router = APIRouter(route_class=type("Route", (ChatRoute,), {"origins": frozenset()}))
    add(router, operation, nothing)
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    told = describe(routes, [operation], "http://veivalg")["paths"][operation.path]["get"]
    assert told.get("deprecated", False) is bool(operation.retires)
    app = FastAPI()
    app.router.routes.extend(routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://veivalg") as client:
        found = await client.get(operation.path)
    assert found.status_code == HTTPStatus.OK
    return found


def test_nobody_has_less_than_a_year() -> None:
    """(CD-11)"""
    with pytest.raises(ValueError, match="a year"):
        Retirement(ANNOUNCED, ANNOUNCED + A_YEAR - timedelta(seconds=1))
