"""What an operator sets is checked before anything starts, all of it at once."""

import pytest

from adapters.settings import FaultySettings, read_settings

KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="


def faults(**given: object) -> str:
    with pytest.raises(FaultySettings) as told:
        read_settings(**given)
    return str(told.value)


def test_without_any_it_is_a_demonstration_on_this_machine_alone() -> None:
    settings = read_settings()
    assert (settings.environment, settings.host, settings.on_sqlite) == ("demo", "127.0.0.1", True)


def test_every_fault_is_named_in_one_message() -> None:
    told = faults(port=99999, public_url="veivalg.no", database_url="mysql://x", opening_hours="always")
    for name in ("VEIVALG_PORT", "VEIVALG_PUBLIC_URL", "VEIVALG_DATABASE_URL", "VEIVALG_OPENING_HOURS"):
        assert name in told


def test_production_needs_a_key_and_tls() -> None:
    told = faults(environment="production")
    assert "VEIVALG_MASTER_KEY" in told
    assert "VEIVALG_PUBLIC_URL" in told
    assert read_settings(environment="production", master_key=KEY, public_url="https://veivalg.example.org").secure


def test_a_faulty_key_is_told_of_and_never_shown() -> None:
    told = faults(master_key="c2VjcmV0IGtleQ==")
    assert "32 bytes" in told
    assert "c2VjcmV0" not in told


def test_several_keys_stand_beside_each_other_while_they_are_changed() -> None:
    assert len(read_settings(master_key=f"{KEY}, {KEY}").master_key) == 2


@pytest.mark.parametrize(
    ("hours", "read"),
    [
        ("", {}),
        ("mon-wed 09:00-15:00", {0: "09:00–15:00", 1: "09:00–15:00", 2: "09:00–15:00"}),
        ("fri 08:00-11:30, fri 12:00-15:00", {4: "08:00–11:30, 12:00–15:00"}),
        ("sat-mon 10:00-14:00", {5: "10:00–14:00", 6: "10:00–14:00", 0: "10:00–14:00"}),
    ],
)
def test_opening_hours_are_read_by_weekday(hours: str, read: dict[int, str]) -> None:
    assert read_settings(opening_hours=hours).hours_by_weekday == read


@pytest.mark.parametrize("hours", ["always", "mon 9-15", "mon 25:00-26:00", "mon-fri", "monday 09:00-15:00"])
def test_hours_that_cannot_be_read_are_refused(hours: str) -> None:
    assert "mon-fri 09:00-15:00" in faults(opening_hours=hours)


def test_what_is_shown_holds_no_secret() -> None:
    shown = read_settings(master_key=KEY, database_url="postgresql://anna:se:c@ret@db/veivalg").shown()
    assert shown["master_key"] == "1 set"
    assert shown["database_url"] == "postgresql://anna:…@db/veivalg"
