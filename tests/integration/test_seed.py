"""The made-up office: forty citizens in every channel and state, and counsellors who have their hands full."""

from base64 import b64encode
from datetime import datetime
from pathlib import Path

import pytest

from adapters.clock import SystemClock
from adapters.master_key import key_ring
from adapters.settings import Settings, read_settings
from adapters.store.desk_statements import VIEWS
from adapters.store.migrate import migrate
from adapters.store.open import open_store
from adapters.store.store import Store
from core.case.desk import Row, Wanted
from core.errors import Conflict
from core.staff.staff import Staff
from demo.seed import seed
from providers import office_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A demonstration with a database of its own."""
    told = read_settings(
        database_url=f"sqlite:///{tmp_path / 'office.sqlite3'}",
        master_key=b64encode(bytes(range(32))).decode(),
    )
    migrate(told.database_url)
    return told


async def test_the_office_has_something_in_every_view_and_nothing_in_limbo(settings: Settings) -> None:
    """(WS-04)"""
    assert await seed(settings, office_of(settings)) == 40
    store, now = await open_store(settings.database_url, key_ring(settings), SystemClock()), SystemClock().now()
    try:
        staff = {one.id: one for one in await store.staff.members()}
        assert len(staff) == 6
        counts = await store.desk.counts(staff["kari"], now)
        assert {view for view in VIEWS if not counts[view]} <= {"acute", "offered"}
        shown = [*await _all(store, staff["kari"], now), *await _all(store, staff["ingrid"], now)]
        assert {row.case.channel for row in shown} == {"web", "sms", "chat"}
        assert {row.case.language for row in shown} == {"nb", "nn", "en"}
        assert all(row.case.owner in staff or row.case.unit in ("office", "centre") for row in shown)
        assert [row.case.unit for row in await _all(store, staff["ingrid"], now)] == ["centre", "centre"]
    finally:
        await store.close()


async def test_it_is_made_once(settings: Settings) -> None:
    await seed(settings, office_of(settings))
    with pytest.raises(Conflict, match="here already"):
        await seed(settings, office_of(settings))


async def _all(store: Store, viewer: Staff, now: datetime) -> list[Row]:
    return list((await store.desk.queue(viewer, Wanted("all"), now)).rows)
