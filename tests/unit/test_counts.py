"""Counts are shown without small numbers."""

from dataclasses import dataclass

from channels.terminal.counts import counts_as_text


@dataclass(frozen=True)
class Counted:
    """How often something happened."""

    question: str
    channel: str
    language: str
    release: str
    outcome: str
    n: int


def test_numbers_under_five_are_not_told_and_days_are_added_up() -> None:
    table = counts_as_text(
        [
            Counted("age", "web", "nn", "r1", "asked", 4),
            Counted("age", "web", "nn", "r1", "asked", 3),
            Counted("age", "web", "nn", "r1", "declined", 4),
        ]
    )
    assert table.splitlines()[1].split() == ["age", "web", "nn", "r1", "7", "0", "0", "under", "5", "0"]


def test_nothing_counted_is_said() -> None:
    assert counts_as_text([]).endswith("Nothing was counted in that time.")
