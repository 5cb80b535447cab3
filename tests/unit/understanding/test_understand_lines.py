"""`veivalg understand`: one JSON object a line in, one a line out."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.understanding.words import vocabulary

from channels.terminal.understand import understand_lines

OPTIONS = [{"key": "job", "label": "Finne jobb"}, {"key": "learn", "label": "Lære mer"}]
COUNTIES = [{"key": f"c{at}", "code": str(38 + at)} for at in range(9)]  # too many to be numbered
FRIDAY = date(2026, 11, 20)


def read(*given: object) -> list[dict[str, object]]:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in given]
    return [json.loads(line) for line in understand_lines(lines, vocabulary(), FRIDAY)]


@pytest.mark.parametrize(
    ("line", "status", "value", "command"),
    [
        ({"text": "2", "kind": "single", "options": OPTIONS}, "value", "learn", None),
        ({"text": "2", "kind": "single", "options": ["a", "b"]}, "value", "b", None),
        ({"text": "1 2", "kind": "multi", "options": OPTIONS}, "value", ["job", "learn"], None),
        ({"text": "ja", "kind": "yes_no", "language": "en"}, "value", "yes", None),
        ({"text": "12,5", "kind": "number"}, "value", 12.5, None),
        ({"text": "9", "kind": "number", "from": 13, "to": 99}, "dont_know", None, None),
        ({"text": "9", "kind": "scale", "from": 1, "to": 5}, "dont_know", None, None),
        ({"text": "3. april 2027", "kind": "date", "channel": "sms"}, "value", "2027-04-03", None),
        ({"text": "i dag", "kind": "date"}, "value", "2026-11-20", None),
        ({"text": "i dag", "kind": "date", "today": "2027-01-01"}, "value", "2027-01-01", None),
        ({"text": "3.4.2027", "kind": "date", "to": "2027-01-01"}, "reask", None, None),
        ({"text": "hei du", "kind": "text", "max_length": 3}, "reask", None, None),
        ({"text": "tilbake", "kind": "single", "options": OPTIONS}, "command", None, "back"),
        ({"text": "stopp", "kind": "text"}, "command", None, "stop"),
        ({"text": "nynorsk"}, "command", "nn", "language"),
        ({"text": "1", "kind": "single", "options": OPTIONS, "opted_out": True}, "command", None, "opted_out"),
        ({"text": "START", "opted_out": True}, "command", None, "start"),
        ({"text": "vet ikke", "kind": "single", "options": OPTIONS}, "dont_know", None, None),
        ({"text": "tull", "kind": "single", "options": OPTIONS}, "reask", None, None),
        ({"text": "46", "kind": "single", "options": COUNTIES}, "value", "c8", None),
        ({"text": "c3", "kind": "single", "options": COUNTIES}, "value", "c3", None),
        ({"text": "4", "kind": "single", "options": COUNTIES}, "reask", None, None),
        ({"text": "Hei", "kind": "single", "options": [{"key": "a", "names": ["Hei"]}, "b"]}, "value", "a", None),
    ],
)  # fmt: skip
def test_a_line_is_read(line: dict[str, object], status: str, value: object, command: str | None) -> None:
    answered = read(line)[0]

    assert (answered["status"], answered["value"], answered["command"]) == (status, value, command)


def test_what_else_there_is_to_say_stands_beside() -> None:
    urgent, noted, unclear = read(
        {"text": "han slår meg", "kind": "text"},
        {"text": "2 fordi jeg liker det", "kind": "single", "options": OPTIONS},
        {"text": "1 eller 2", "kind": "single", "options": OPTIONS},
    )

    assert (urgent["status"], urgent["class"], urgent["strength"]) == ("emergency", "violence", "strong")
    assert (noted["value"], noted["note"]) == ("learn", "fordi jeg liker det")
    assert (unclear["reason"], unclear["candidates"]) == ("did_you_mean", ["job", "learn"])


BAD: list[object] = [
    "", "{", "[]", "1", "[" * 10_000, '"hei"', {}, {"text": 2}, {"text": "a", "kind": "colour"},
    {"text": "a", "kind": 1},
    {"text": "a", "kind": "single"}, {"text": "a", "kind": "single", "options": 3}, {"text": "a", "kind": []},
    {"text": "a", "kind": "single", "options": [3]}, {"text": "a", "kind": "single", "options": [{"label": "A"}]},
    {"text": "a", "kind": "single", "options": [{"key": "a", "label": 3}]}, {"text": "a", "opted_out": "yes"},
    {"text": "a", "kind": "yes_no", "options": ["ja"]}, {"text": "a", "kind": "number", "from": "x"},
    {"text": "a", "kind": "date", "from": "x"}, {"text": "a", "kind": "text", "max_length": "x"},
    {"text": "a", "kind": "number", "to": True}, {"text": "a", "kind": "text", "today": "x"},
]  # fmt: skip


@pytest.mark.parametrize("line", BAD, ids=lambda line: str(line)[:60])
def test_a_bad_line_is_answered_where_it_stands(line: object) -> None:
    answered = read({"text": "hjelp"}, line, {"text": "hjelp"})

    assert [one["status"] for one in answered] == ["command", "error", "command"]
    assert answered[1]["error"]


def test_letters_that_cannot_be_written_do_not_stop_it() -> None:
    (line,) = understand_lines(['{"text": "\\ud800", "kind": "text"}'], vocabulary())

    assert line.encode("utf-8")


@given(st.lists(st.one_of(st.text(), st.dictionaries(st.text(), st.text()).map(json.dumps))))
def test_no_line_raises_and_each_is_answered(lines: list[str]) -> None:
    assert len(list(understand_lines(lines, vocabulary()))) == len(lines)
