"""Citizens at 32 connections, in a process of their own. Prints one line of JSON.

    python -m bench.load CHANNEL PORT WALKS SECONDS CONVERSATIONS PID[,PID]

First they begin conversations, unmeasured; then they answer questions until the time is up or all are at their end.
"""

import asyncio
import json
import pickle
import sys
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from time import perf_counter

import uvloop

from bench.citizens import OF_A_NETWORK, Chatters, Citizen, Texters, citizens, networks
from bench.connection import Connection, connect
from bench.processes import cpu_of

CONNECTIONS = 32


@dataclass
class Load:
    """All citizens of one run."""

    citizens: Chatters | Texters
    begun: list[Citizen] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    until: float = 0.0

    async def begin(self, first: int, connection: Connection) -> None:
        """Begin as many conversations as one network may, or as there is time for."""
        for n in range(first, first + OF_A_NETWORK):
            if perf_counter() > self.until:
                return
            self.begun.append(await self.citizens.begin(n, connection))  # type: ignore[arg-type]

    async def walk(self, connection: Connection) -> None:
        """Walk one conversation after the other to its end."""
        while self.begun:
            citizen = self.begun.pop()
            for n in range(len(self.citizens.walks[citizen.walk])):
                said, began = citizen.says(n), perf_counter()
                if began > self.until:
                    return
                await connection.send(said)
                self.took.append(perf_counter() - began)
        self.until = 0.0  # nobody has more to do than others


async def run(citizens: Chatters | Texters, port: int, seconds: float, conversations: int, pids: list[int]) -> object:
    """Begin, answer, and tell how it went."""
    load = Load(citizens)
    connections = [await connect(port) for _ in range(CONNECTIONS)]
    beginning = await networks(port, ceil(conversations / OF_A_NETWORK))
    load.until = perf_counter() + seconds
    await asyncio.gather(*(load.begin(n * OF_A_NETWORK, one) for n, one in enumerate(beginning)))
    before, start = [cpu_of(pid) for pid in pids], perf_counter()
    load.until = start + seconds
    await asyncio.gather(*(load.walk(connection) for connection in connections))
    wall, turns = perf_counter() - start, len(load.took)
    used = [cpu_of(pid) - earlier for pid, earlier in zip(pids, before, strict=True)]
    took = sorted(load.took)
    return {
        "turns": turns,
        "turns_per_second": turns / wall,
        "p50_ms": took[turns // 2] * 1e3,
        "p99_ms": took[turns * 99 // 100] * 1e3,
        "cpu_us": [seconds / turns * 1e6 for seconds in used],
    }


def main(channel: str, port: str, walks: str, seconds: str, conversations: str, pids: str) -> None:
    """Run once."""
    recorded = citizens(channel, pickle.loads(Path(walks).read_bytes()))
    numbers = [int(pid) for pid in pids.split(",")]
    print(json.dumps(uvloop.run(run(recorded, int(port), float(seconds), int(conversations), numbers))))


if __name__ == "__main__":
    main(*sys.argv[1:])
