"""Front-ends that follow a conversation each and wait, in a process of their own. Prints one line of JSON.

python -m bench.followers PORT WALKS PID COUNT[,COUNT…]
"""

import asyncio
import json
import pickle
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from time import time
from typing import Any

import uvloop

from bench.citizens import OF_A_NETWORK, ChatCitizen, Chatters, citizens, networks
from bench.connection import connect
from bench.processes import resident_mb

TURNS = 100
TOGETHER = 100  # streams opened beside each other
QUIET = 2.0  # seconds until what opening brings is over
PATIENCE = 20.0  # seconds for a stream to open, or an event to come
AT = re.compile(rb'"at":"([^"]+)"')


class Follower(asyncio.Protocol):
    """One stream."""

    __slots__ = ("came",)

    def __init__(self) -> None:
        self.came: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        """Whoever waits learns how long ago that was, if it tells; anything at all shows that the stream is open."""
        if self.came.done():
            return
        if told := AT.search(data):
            self.came.set_result(time() - datetime.fromisoformat(told[1].decode()).timestamp())
        elif b"200 OK" in data:
            self.came.set_result(0.0)

    async def next(self) -> float:
        """The seconds from the time that the next event carries to its coming here."""
        self.came = asyncio.get_running_loop().create_future()
        return await asyncio.wait_for(self.came, PATIENCE)


async def run(port: int, begin: Chatters, pid: int, counts: Sequence[int]) -> dict[str, Any]:
    """Begin conversations; follow more and more of them; then let some go on, and see how soon the others know."""
    begun: list[ChatCitizen] = []
    for first, one in enumerate(await networks(port, ceil(max(counts) / OF_A_NETWORK))):
        numbers = range(first * OF_A_NETWORK, (first + 1) * OF_A_NETWORK)
        begun += [await begin.begin(n, one) for n in numbers]
        one.transport.close()
    followers: list[Follower] = []
    resident = []
    for count in counts:
        for at in range(len(followers), count, TOGETHER):
            few = begun[at : min(at + TOGETHER, count)]
            followers += await asyncio.gather(*(_follow(port, citizen) for citizen in few))
        await asyncio.sleep(QUIET)
        resident.append(resident_mb(pid))
    return {"counts": counts, "resident_mb": resident, "late_ms": await _turns(port, begun, followers)}


async def _follow(port: int, citizen: ChatCitizen) -> Follower:
    head = f"GET {citizen.address}/events/stream HTTP/1.1\r\nhost: 127.0.0.1\r\n"
    transport, follower = await asyncio.get_running_loop().create_connection(Follower, "127.0.0.1", port)
    transport.write(f"{head}authorization: Bearer {citizen.token}\r\n\r\n".encode())
    await asyncio.wait_for(follower.came, PATIENCE)
    return follower


async def _turns(port: int, begun: list[ChatCitizen], followers: list[Follower]) -> list[float]:
    """One turn after the other, each in another conversation."""
    connection, late = await connect(port), list[float]()
    for n in range(TURNS):
        place = n * len(followers) // TURNS
        came = asyncio.ensure_future(followers[place].next())
        await asyncio.sleep(0)
        await connection.send(begun[place].says(0))
        late.append(await came * 1e3)
    return sorted(late)


def main(port: str, walks: str, pid: str, counts: str) -> None:
    """Run once."""
    begin = citizens("chat", pickle.loads(Path(walks).read_bytes()))
    assert isinstance(begin, Chatters)
    print(json.dumps(uvloop.run(run(int(port), begin, int(pid), [int(count) for count in counts.split(",")]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
