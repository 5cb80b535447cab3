"""The current release comes from files; older ones are read from the store once, and compiled the same way."""

from pathlib import Path

import pytest
from tests.unit.content.little_content import FILES, write

from adapters.content.body import FORMAT
from adapters.content.load import read_content
from adapters.content.stored_releases import StoredReleases
from core.errors import NotFound, Unavailable
from core.ports.machine import Releases


class Kept:
    """A store of releases, which counts how often it is read."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[int, bytes]] = {}
        self.reads = 0

    async def save_release(self, release: str, written_in: int, body: bytes) -> None:
        self.kept.setdefault(release, (written_in, body))

    async def read_release(self, release: str) -> tuple[int, bytes] | None:
        self.reads += 1
        return self.kept.get(release)


async def test_an_older_release_outlives_its_files_and_is_read_once(tmp_path: Path) -> None:
    """(cases 77, 81)"""
    store = Kept()
    older = read_content(write(tmp_path / "older"))
    await StoredReleases(older, store).save()
    changed = {**FILES, "texts/system.yaml": FILES["texts/system.yaml"].replace("Not sure", "Unsure")}
    releases: Releases = StoredReleases(read_content(write(tmp_path / "newer", changed)), store)

    assert releases.current.id != older.release.id
    assert await releases.get(releases.current.id) is releases.current
    first = await releases.get(older.release.id)
    assert first == older.release
    assert await releases.get(older.release.id) is first
    assert store.reads == 1


async def test_a_release_that_nobody_kept_is_not_found(tmp_path: Path) -> None:
    releases = StoredReleases(read_content(write(tmp_path)), Kept())

    with pytest.raises(NotFound):
        await releases.get("nothing")


async def test_a_format_that_this_process_does_not_read_is_unavailable(tmp_path: Path) -> None:
    store = Kept()
    await store.save_release("newer", FORMAT + 1, b"{}")
    releases = StoredReleases(read_content(write(tmp_path)), store)

    with pytest.raises(Unavailable, match=f"has format {FORMAT + 1}, and this process reads {FORMAT}"):
        await releases.get("newer")
