"""The floor: a bare application with our own statements and row sizes, that decides, seals and renders nothing.

python -m bench.floor PORT URL WALKS
"""

import gc
import json
import pickle
import sys
import time
from collections.abc import Mapping
from os import urandom
from pathlib import Path
from typing import Any

import uvicorn
from pydantic_core import to_json

from adapters.store.changes import shard_of
from adapters.store.database import Database, Writes
from adapters.store.postgresql import PostgreSQL
from adapters.store.sqlite import Sqlite
from bench.walks import Walk

VERSION = 7  # where a loaded row has it: after the turn that answered, the binding, person, journey and release
PERSON = 3


class Floor:
    """An ASGI application that repeats recorded walks."""

    def __init__(self, database: Database, walks: list[Walk]) -> None:
        self.database = database
        self.walks = walks
        self.today = walks[0].writes[0].parameters["today"]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, or start and stop."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["method"] == "GET":
            await _reply(send, 200, b"{}")
            return
        given, parts, body = dict(scope["headers"]), scope["path"].split("/"), (await receive())["body"]
        if parts[-1] == "messages":
            await _reply(send, 200, await self._answer(parts[-2], given[b"authorization"], json.loads(body)))
        else:
            await _reply(send, 201, await self._begin(given[b"idempotency-key"]))

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

    async def _begin(self, key: bytes) -> bytes:
        """One load and one commit. The key's first part says which walk it will be."""
        walk = self.walks[int(key[:8], 16)]
        conversation, person, address, hashed = _id(), _id(), urandom(16), urandom(16)
        await self._load(hashed, address)
        write = walk.writes[0]
        own = {"person": person, "conversation": conversation, "address": address, "input_hash": hashed}
        shard = shard_of(conversation)
        await self.database.write(Writes(write.shape, {**write.parameters, **own, "bound": "", "shard": shard}))
        names = {"id": f"cnv_{conversation}"}
        return to_json(
            {**walk.replies[0], "conversation": names, "token": {"value": f"ct_{conversation}.{address.hex()}"}}
        )

    async def _answer(self, named: str, token: bytes, message: Mapping[str, Any]) -> bytes:
        """One load and one commit, as the loaded version says."""
        walk = self.walks[int(message["client_message_id"].partition(".")[0])]
        conversation, address, hashed = named[4:], bytes.fromhex(token.decode().rpartition(".")[2]), urandom(16)
        row = await self._load(hashed, address)
        write = walk.writes[row[VERSION]]
        own = {
            "person": row[PERSON],
            "conversation": conversation,
            "address": address,
            "bound": conversation,
            "input_hash": hashed,
            "shard": shard_of(conversation),
        }
        await self.database.write(Writes(write.shape, {**write.parameters, **own}))
        return to_json(walk.replies[row[VERSION]])

    async def _load(self, hashed: bytes, address: bytes) -> Any:
        parameters = {"account": "chat", "input_hash": hashed, "address": address, "today": self.today}
        return (await self.database.rows("load", parameters))[0]


def _id() -> str:
    return f"{int(time.time() * 1000):012x}{urandom(10).hex()}"


async def _reply(send: Any, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def main(port: str, url: str, walks: str) -> None:
    """Serve until told to stop."""
    database = Sqlite(Path(url.removeprefix("sqlite:///"))) if url.startswith("sqlite:") else PostgreSQL(url)
    app = Floor(database, pickle.loads(Path(walks).read_bytes()))
    quiet: dict[str, Any] = {"log_level": "warning", "access_log": False, "proxy_headers": False}
    uvicorn.run(app, port=int(port), loop="uvloop", http="httptools", **quiet)


if __name__ == "__main__":
    main(*sys.argv[1:])
