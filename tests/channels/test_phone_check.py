"""`veivalg phone check`: how a number would be taken."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.content.load import check_content, load_content
from channels.terminal.app import terminal

APP = terminal(
    load=lambda folder: load_content(folder or Path("content")),
    check=lambda folder, day: check_content(folder or Path("content"), day),
    today=lambda: date(2026, 11, 24),
)
NOTHING = {"valid": False, "e164": None, "type": None, "may_get_sms": False, "may_get_call": False}


def check(number: str, typed: str | None = None) -> object:
    result = CliRunner().invoke(APP, ["phone", "check", number], input=typed)
    assert result.exit_code == 0, result.output
    [line] = result.output.splitlines()
    return json.loads(line)


def test_a_mobile_may_be_called_and_written_to() -> None:
    assert check("406 12 345") == {
        "valid": True,
        "e164": "+4740612345",
        "type": "mobile",
        "may_get_sms": True,
        "may_get_call": True,
        "reason": None,
    }


@pytest.mark.parametrize(
    ("number", "kind", "reason"),
    [
        ("820 12 345", "premium", "phone_premium"),
        ("59 00 12 34", "machine", "phone_machine"),
        ("+1 212 555 0123", "fixed_or_mobile", "phone_foreign"),
    ],
)
def test_a_number_that_exists_is_told_of_also_when_it_is_refused(number: str, kind: str, reason: str) -> None:
    """(case 104)"""
    found = check(number)

    assert isinstance(found, dict)
    assert (found["valid"], found["type"], found["reason"]) == (True, kind, reason)
    assert (found["may_get_sms"], found["may_get_call"]) == (False, False)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("112", "phone_emergency"),
        ("02800", "phone_short"),
        ("", "phone_withheld"),
        ("+266696687", "phone_withheld"),
        ("4061234", "phone_invalid"),
    ],
)
def test_what_is_nobodys_number_is_refused(number: str, reason: str) -> None:
    """(case 104)"""
    assert check(number) == {**NOTHING, "reason": reason}


def test_a_number_may_come_on_stdin() -> None:
    """So that it stands in no list of processes."""
    assert check("-", typed="112\n") == {**NOTHING, "reason": "phone_emergency"}
