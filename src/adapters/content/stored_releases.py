"""The release in use, from files, and older ones from the store."""

import asyncio
from typing import Protocol

from adapters.content.body import FORMAT
from adapters.content.load import Content, release_from
from core.errors import NotFound, Unavailable
from core.release import Release


class ReleaseStore(Protocol):
    """Where releases outlive their files."""

    async def save_release(self, release: str, written_in: int, body: bytes, /) -> None:
        """Keep a release; one that is kept already stays as it is."""
        ...

    async def read_release(self, release: str, /) -> tuple[int, bytes] | None:
        """The format and body of a kept release; none when there is none."""
        ...


class StoredReleases:
    """The content in use, and the older ones that conversations began with."""

    def __init__(self, content: Content, store: ReleaseStore) -> None:
        self._content = content
        self._store = store
        self._kept = {content.release.id: content.release}
        self._reading = asyncio.Lock()

    @property
    def current(self) -> Release:
        """The release for new conversations."""
        return self._content.release

    async def save(self) -> None:
        """Store the current release, before the first conversation uses it."""
        await self._store.save_release(self.current.id, FORMAT, self._content.body)

    async def get(self, release: str) -> Release:
        """A release by id; an older one is read from the store once. NotFound when there is none."""
        if release not in self._kept:
            async with self._reading:
                if release not in self._kept:
                    self._kept[release] = await self._read(release)
        return self._kept[release]

    async def _read(self, release: str) -> Release:
        stored = await self._store.read_release(release)
        if stored is None:
            raise NotFound(f"no release {release}")
        written_in, body = stored
        if written_in != FORMAT:
            raise Unavailable(f"release {release} has format {written_in}, and this process reads {FORMAT}")
        return await asyncio.to_thread(release_from, body, release)
