"""What is logged names no person and quotes nobody."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import redirect_stdout

import httpx
import pytest
import structlog

from adapters.logs import log_to_stdout

PRIVATE = "Anna has debts, 01010112345"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    handlers, level = logging.root.handlers, logging.root.level
    written = io.StringIO()
    with redirect_stdout(written):
        log_to_stdout("info")
        yield written
    logging.root.handlers, logging.root.level = handlers, level
    structlog.reset_defaults()


def test_a_line_is_json_with_an_event_a_level_and_a_time(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger("test").info("ready", release="abc")
    line = json.loads(lines.getvalue())
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "ready", "level": "info", "release": "abc"}


def test_only_named_fields_are_logged(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger("test").info("taken", answer=PRIVATE, phone=PRIVATE)
    assert PRIVATE not in lines.getvalue()


async def test_what_is_asked_of_others_is_not_logged(lines: io.StringIO) -> None:
    """Addresses of requests carry account names, numbers and keys; the client logs each of them by itself."""
    log_to_stdout("debug")
    answers = httpx.MockTransport(lambda request: httpx.Response(200))
    async with httpx.AsyncClient(transport=answers) as client:
        await client.get("https://sms.example/accounts/AC123/send?to=%2B4740612345&key=secret")

    logging.getLogger("httpcore.connection").info("connect_tcp.started host='sms.example'")
    assert "sms.example" not in lines.getvalue()


def test_of_an_error_only_its_class_and_places_are_logged(lines: io.StringIO) -> None:
    try:
        raise ValueError(PRIVATE)
    except ValueError:
        structlog.stdlib.get_logger("test").exception("broken")
        logging.getLogger("a library").exception("broken")
    for line in lines.getvalue().splitlines():
        read = json.loads(line)
        assert read["error"] == "ValueError"
        assert read["places"][0].startswith("test_logs.py:")
        assert PRIVATE not in line
