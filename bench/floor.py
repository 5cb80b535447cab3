"""The floor: a bare application with our own statements and row sizes, that decides, seals and renders nothing.

python -m bench.floor PORT URL WALKS
"""

import asyncio
import gc
import json
import pickle
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from os import urandom
from pathlib import Path
from typing import Any

import uvicorn
from pydantic_core import to_json

from adapters.store.changes import shard_of
from adapters.store.database import Database, Writes
from adapters.store.postgresql import PostgreSQL
from adapters.store.rows import KNOWN, PERSON
from adapters.store.sqlite import Sqlite
from bench.walks import Walk

CONVERSATION, VERSION = KNOWN + 1, KNOWN + 4  # where a loaded row has them
EVENT = b'id: evt_1\nevent: prompt\ndata: {"at":"%b","text":"%b"}\n\n'
TEXT = b"x" * 900  # about as long as a question with its choices


class Floor:
    """An ASGI application that repeats recorded walks, by chat or by SMS."""

    def __init__(self, database: Database, walks: list[Walk]) -> None:
        self.database = database
        self.walks = walks
        self.today = walks[0].writes[0].parameters["today"]
        self.account = walks[0].writes[0].parameters["account"]
        self.followers: dict[str, list[asyncio.Future[bytes]]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, or start and stop."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        given, parts = dict(scope["headers"]), scope["path"].split("/")
        if scope["method"] == "GET":
            await (self._stream(parts[-3], send) if parts[-1] == "stream" else _reply(send, 200, b"{}"))
            return
        body = (await receive())["body"]
        match parts[-1]:
            case "messages":
                await _reply(send, 200, await self._answer(parts[-2][4:], given[b"authorization"], json.loads(body)))
            case "inbound":
                await self._hear(json.loads(body))
                await _reply(send, 204, b"")
            case _:
                await _reply(send, 201, await self._begin(int(given[b"idempotency-key"][:8], 16)))

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        begun = self.walks[0].writes[0].parameters
        release = {"id": begun["release"], "format": 1, "body": b"content", "created": begun["at"]}
        await self.database.write(Writes(("release",), release))
        gc.collect()
        gc.freeze()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.database.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _begin(self, number: int) -> bytes:
        """One load and one commit."""
        walk, conversation, address = self.walks[number], _id(), urandom(16)
        await self._load(address)
        await self._write(walk, 0, _id(), conversation, address)
        names = {"id": f"cnv_{conversation}"}
        return to_json(
            {**walk.replies[0], "conversation": names, "token": {"value": f"ct_{conversation}.{address.hex()}"}}
        )

    async def _answer(self, conversation: str, token: bytes, message: Mapping[str, Any]) -> bytes:
        """One load and one commit, as the loaded version says; and word to those who follow."""
        walk = self.walks[int(message["client_message_id"].partition(".")[0])]
        address = bytes.fromhex(token.decode().rpartition(".")[2])
        row, at = await self._load(address, conversation), datetime.now(UTC).isoformat(timespec="milliseconds")
        await self._write(walk, row[VERSION], row[PERSON], conversation, address)
        for follower in self.followers.pop(conversation, ()):
            follower.set_result(at.encode())
        return to_json(walk.replies[row[VERSION]])

    async def _hear(self, text: Mapping[str, Any]) -> None:
        """The same for a text; the first of a phone begins."""
        address = text["from"].encode().rjust(16)
        walk, row = self.walks[int(text["id"].partition(".")[0])], await self._load(address)
        if row[CONVERSATION]:
            await self._write(walk, row[VERSION], row[PERSON], row[CONVERSATION], address)
        else:
            await self._write(walk, 0, _id(), _id(), address)

    async def _load(self, address: bytes, conversation: str = "") -> Any:
        parameters = {
            "account": self.account,
            "input_hash": urandom(16),
            "address": address,
            "today": self.today,
            "lately": "",
        }
        if conversation:
            return (await self.database.rows("load_conversation", {**parameters, "conversation": conversation}))[0]
        return (await self.database.rows("load", parameters))[0]

    async def _write(self, walk: Walk, version: int, person: str, conversation: str, address: bytes) -> None:
        write, id = walk.writes[version], f"{conversation}.{version + 1}."
        own = {
            "person": person,
            "conversation": conversation,
            "address": address,
            "bound": conversation if version else "",
            "input_hash": urandom(16),
            "shard": shard_of(conversation),
            "turn_id": id,
            "lane_0": address,
            "message_0": f"{id}0",
        }
        await self.database.write(Writes(write.shape, {**write.parameters, **own}))

    async def _stream(self, named: str, send: Any) -> None:
        """Say what comes, as it comes. Whoever left is never missed: this is a floor."""
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b":\n\n", "more_body": True})
        with suppress(asyncio.CancelledError):  # told to stop
            while True:
                follower: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
                self.followers.setdefault(named[4:], []).append(follower)
                event = EVENT % (await follower, TEXT)
                await send({"type": "http.response.body", "body": event, "more_body": True})


def _id() -> str:
    return f"{int(time.time() * 1000):012x}{urandom(10).hex()}"


async def _reply(send: Any, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def open_database(url: str) -> Database:
    """The database at a URL."""
    return Sqlite(Path(url.removeprefix("sqlite:///"))) if url.startswith("sqlite:") else PostgreSQL(url)


def main(port: str, url: str, walks: str) -> None:
    """Serve until told to stop."""
    app = Floor(open_database(url), pickle.loads(Path(walks).read_bytes()))
    quiet: dict[str, Any] = {"log_level": "warning", "access_log": False, "proxy_headers": False}
    uvicorn.run(app, port=int(port), loop="uvloop", http="httptools", timeout_graceful_shutdown=2, **quiet)


if __name__ == "__main__":
    main(*sys.argv[1:])
