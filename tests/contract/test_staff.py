"""Who staff are, and where they are signed in: the same on every kind of database, and in memory."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.databases import RING, contents
from tests.fake_staff import FakeStaff
from tests.fakes import START, FakeClock

from adapters.store.open import open_store
from adapters.store.store import Store
from core.errors import Conflict, NotFound
from core.ports.staff import IDLE, LONGEST, StaffRegister
from core.staff.staff import Identity, Staff, Unit

ISSUER = "https://login.example"
OFFICE = Unit("nav-one", "Nav En", "nav_office", "46")
CENTRE = Unit("centre", "Karrieresenteret", "career_centre", "46")
KARI = Staff(
    "kari", "Kari", "nav-one", frozenset({"counsellor", "team_lead"}), ("nb", "en"), "+4799900001", "available"
)
TOKEN, OTHER = "a" * 64, "b" * 64
MINUTE = timedelta(minutes=1)


def known_as(subject: str, issuer: str = ISSUER) -> Identity:
    return Identity(issuer, subject)


@pytest.fixture(params=["fake", "memory", "sqlite", "postgresql"])
def where(request: pytest.FixtureRequest) -> str:
    """Every kind of database, and none."""
    if request.param in ("fake", "memory"):
        return "" if request.param == "fake" else "sqlite://"
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
async def staff(where: str) -> AsyncIterator[StaffRegister]:
    """The register, with two units, on everything that there is."""
    if not where:
        fake = FakeStaff()
        await with_units(fake)
        yield fake
        return
    store = await open_store(where, RING, FakeClock())
    await with_units(store.staff)
    yield store.staff
    await store.close()


async def with_units(staff: StaffRegister) -> None:
    await staff.save_unit(OFFICE)
    await staff.save_unit(CENTRE)


async def test_what_is_kept_is_what_was_given(staff: StaffRegister) -> None:
    kept = await staff.add(KARI, known_as("1"))
    assert kept == KARI
    assert await staff.member("kari") == kept
    assert await staff.by_identity(known_as("1")) == kept


async def test_somebody_is_known_by_issuer_and_subject_together(staff: StaffRegister) -> None:
    await staff.add(KARI, known_as("1"))
    await staff.add(replace(KARI, id="ola", name="Ola"), known_as("1", "https://other.example"))
    for unknown in (known_as("2"), known_as("1", "https://login.example/"), known_as("", ""), known_as("kari")):
        with pytest.raises(NotFound):
            await staff.by_identity(unknown)
    assert (await staff.by_identity(known_as("1", "https://other.example"))).name == "Ola"


async def test_an_identity_and_an_id_are_given_once(staff: StaffRegister) -> None:
    await staff.add(KARI, known_as("1"))
    with pytest.raises(Conflict):
        await staff.add(replace(KARI, id="ola"), known_as("1"))
    with pytest.raises(Conflict):
        await staff.add(KARI, known_as("2"))
    assert await staff.members() == (KARI,)


async def test_a_provider_may_know_somebody_otherwise_from_now_on(staff: StaffRegister) -> None:
    await staff.add(KARI, known_as("1"))
    await staff.add(replace(KARI, id="ola"), known_as("2"))
    await staff.begin_session(TOKEN, "kari", START)
    await staff.know_as("kari", known_as("1", "https://new.example"))
    assert (await staff.by_identity(known_as("1", "https://new.example"))).id == "kari"
    for gone in (staff.by_identity(known_as("1")), staff.look(TOKEN, START), staff.know_as("nobody", known_as("3"))):
        with pytest.raises(NotFound):
            await gone
    with pytest.raises(Conflict):
        await staff.know_as("kari", known_as("2"))
    await staff.know_as("kari", known_as("1", "https://new.example"))


async def test_nobody_works_in_a_unit_that_is_not_there(staff: StaffRegister) -> None:
    with pytest.raises(Conflict):
        await staff.add(replace(KARI, unit="nowhere"), known_as("1"))
    await staff.add(KARI, known_as("1"))
    with pytest.raises(Conflict):
        await staff.save(replace(KARI, unit="nowhere"))
    assert await staff.member("kari") == KARI


async def test_of_two_who_change_somebody_at_once_one_is_told(staff: StaffRegister) -> None:
    seen = await staff.add(KARI, known_as("1"))
    changes = (staff.save(replace(seen, name="Kari Ann")), staff.set_availability("kari", seen.version, "busy"))
    results = await asyncio.gather(*changes, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Staff"]
    assert (await staff.member("kari")).version == seen.version + 1


async def test_a_change_is_kept_and_gives_the_next_version(staff: StaffRegister) -> None:
    seen = await staff.add(KARI, known_as("1"))
    wanted = replace(seen, name="Kari Ann", unit="centre", roles=frozenset({"analyst"}), languages=("nn",), phone="")
    kept = await staff.save(replace(wanted, may_see_shielded=True))
    assert kept == replace(wanted, may_see_shielded=True, version=2)
    assert await staff.by_identity(known_as("1")) == kept


async def test_availability_changes_nothing_else(staff: StaffRegister) -> None:
    seen = await staff.add(KARI, known_as("1"))
    back = START + timedelta(days=7)
    away = await staff.set_availability("kari", 1, "away", back)
    assert away == replace(seen, availability="away", away_until=back, version=2)
    assert (await staff.set_availability("kari", 2, "busy")).away_until is None
    for id, version in (("kari", 2), ("nobody", 1)):
        with pytest.raises(Conflict):
            await staff.set_availability(id, version, "available")


async def test_a_unit_lists_whoever_works_there_now(staff: StaffRegister) -> None:
    ola = await staff.add(replace(KARI, id="ola", name="Ola"), known_as("2"))
    await staff.add(KARI, known_as("1"))
    await staff.add(replace(KARI, id="per", name="Per", unit="centre"), known_as("3"))
    assert [one.name for one in await staff.in_unit("nav-one")] == ["Kari", "Ola"]
    await staff.save(replace(ola, active=False))
    assert [one.name for one in await staff.in_unit("nav-one")] == ["Kari"]
    assert [one.name for one in await staff.members()] == ["Per", "Kari", "Ola"]
    assert await staff.in_unit("nowhere") == ()


async def test_a_unit_is_changed_under_its_key(staff: StaffRegister) -> None:
    await staff.save_unit(replace(OFFICE, name="Nav Midt"))
    assert await staff.units() == (CENTRE, replace(OFFICE, name="Nav Midt"))


# ------------------------------------------------------------------------------------------------------------ sessions


async def test_a_token_stands_for_who_signed_in_as_they_are_now(staff: StaffRegister) -> None:
    await staff.add(KARI, known_as("1"))
    await staff.begin_session(TOKEN, "kari", START)
    assert await staff.look(TOKEN, START) == KARI
    await staff.save(replace(KARI, roles=frozenset({"analyst"})))
    assert (await staff.look(TOKEN, START)).roles == {"analyst"}
    for other in (OTHER, "", TOKEN.upper(), TOKEN[:-1]):
        with pytest.raises(NotFound):
            await staff.look(other, START)


async def test_a_session_that_nobody_uses_is_over_after_half_an_hour(staff: StaffRegister) -> None:
    await staff.add(KARI, known_as("1"))
    await staff.begin_session(TOKEN, "kari", START)
    await staff.look(TOKEN, START + IDLE - MINUTE)
    await staff.look(TOKEN, START + IDLE - MINUTE + IDLE - MINUTE)
    with pytest.raises(NotFound):
        await staff.look(TOKEN, START + IDLE - MINUTE + IDLE - MINUTE + IDLE)


async def test_a_session_in_use_is_over_after_eight_hours(staff: StaffRegister) -> None:
    await staff.add(KARI, known_as("1"))
    await staff.begin_session(TOKEN, "kari", START)
    now = START
    while now + IDLE / 2 < START + LONGEST:
        now += IDLE / 2
        await staff.look(TOKEN, now)
    with pytest.raises(NotFound):
        await staff.look(TOKEN, START + LONGEST)


@pytest.mark.parametrize("back", [timedelta(hours=2), timedelta(minutes=2)])
async def test_a_clock_that_is_set_back_makes_no_session_longer(staff: StaffRegister, back: timedelta) -> None:
    await staff.add(KARI, known_as("1"))
    await staff.begin_session(TOKEN, "kari", START)
    with pytest.raises(NotFound):
        await staff.look(TOKEN, START - back)


async def test_whoever_is_made_inactive_is_signed_out_at_once_and_stays_so(staff: StaffRegister) -> None:
    await staff.add(KARI, known_as("1"))
    await staff.begin_session(TOKEN, "kari", START)
    gone = await staff.save(replace(KARI, active=False))
    with pytest.raises(NotFound):
        await staff.look(TOKEN, START)
    with pytest.raises(NotFound):
        await staff.begin_session(OTHER, "kari", START)
    await staff.save(replace(gone, active=True))
    with pytest.raises(NotFound):
        await staff.look(TOKEN, START)


async def test_nobody_signs_in_who_is_not_known(staff: StaffRegister) -> None:
    with pytest.raises(NotFound):
        await staff.begin_session(TOKEN, "nobody", START)


async def test_signing_out_ends_one_session_or_all_of_somebody(staff: StaffRegister) -> None:
    await staff.add(KARI, known_as("1"))
    await staff.add(replace(KARI, id="ola"), known_as("2"))
    for token, whose in ((TOKEN, "kari"), (OTHER, "kari"), ("c" * 64, "ola")):
        await staff.begin_session(token, whose, START)
    await staff.end_session(TOKEN)
    await staff.end_session(TOKEN)
    with pytest.raises(NotFound):
        await staff.look(TOKEN, START)
    assert (await staff.look(OTHER, START)).id == "kari"
    await staff.end_sessions_of("kari")
    with pytest.raises(NotFound):
        await staff.look(OTHER, START)
    assert (await staff.look("c" * 64, START)).id == "ola"


async def test_tokens_and_phones_are_nowhere_to_be_read(store: Store) -> None:
    await with_units(store.staff)
    await store.staff.add(KARI, known_as("1"))
    await store.staff.begin_session(TOKEN, "kari", START)
    everything = repr(await contents(store))
    assert TOKEN not in everything
    assert KARI.phone[3:] not in everything


async def test_that_a_session_is_used_is_written_once_a_minute_at_most(store: Store) -> None:
    await with_units(store.staff)
    await store.staff.add(KARI, known_as("1"))
    await store.staff.begin_session(TOKEN, "kari", START)
    before = await contents(store)
    await store.staff.look(TOKEN, START + MINUTE / 2)
    assert await contents(store) == before
    await store.staff.look(TOKEN, START + MINUTE)
    assert await contents(store) != before


async def test_sessions_that_are_over_are_forgotten_when_another_begins(store: Store) -> None:
    await with_units(store.staff)
    await store.staff.add(KARI, known_as("1"))
    await store.staff.begin_session(TOKEN, "kari", START)
    await store.staff.begin_session(OTHER, "kari", START + LONGEST)
    assert len((await contents(store))["staff_session"]) == 1
