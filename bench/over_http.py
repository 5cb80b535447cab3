"""A turn over HTTP, by chat and by SMS, product and floor in turns, on both databases."""

import asyncio
import base64
import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from adapters.content.load import read_content
from bench.citizens import SIGNED
from bench.databases import DATABASES
from bench.figures import Figure
from bench.floor import open_database
from bench.house import house
from bench.processes import ROOT, Server, free_port, resident_mb, server
from bench.texts import ACCOUNT, record_texts
from bench.walks import record

WALKS = 8
CONVERSATIONS = {"PostgreSQL": 450, "SQLite": 1200}  # for each second; whoever is faster than that stops earlier
SHARES = {"PostgreSQL": 0.70, "SQLite": 0.50}
TURNS = {"chat": "Chat messages", "sms": "Texts that come in"}
RECORDED = {"chat": record, "sms": record_texts}
MASTER_KEY = base64.b64encode(b"a master key for the benchmark..").decode()
SERVE = "from main import cli; cli(['serve'])"
Round = dict[str, Any]


def measure(channel: str, folder: Path, seconds: float, rounds: int) -> tuple[list[Figure], dict[str, object]]:
    """The figures of both databases, and each round."""
    figures: list[Figure] = []
    all_rounds: dict[str, object] = {}
    content = shutil.copytree(ROOT / "content", folder / "content", dirs_exist_ok=True)  # to the end, whoever edits
    walks = folder / f"{channel}.walks"
    walks.write_bytes(pickle.dumps(RECORDED[channel](read_content(content), WALKS)))
    for database, made_in in DATABASES.items():
        with made_in(folder) as (urls, postmaster):
            found = compare((channel, database), urls, walks, seconds, rounds, postmaster)
            figures += figures_of(channel, database, found)
            all_rounds[f"{channel} {database}"] = found
    return figures, all_rounds


def compare(
    what: tuple[str, str], urls: tuple[str, str], walks: Path, seconds: float, rounds: int, postmaster: int | None
) -> dict[str, list[Round]]:
    """The floor and the product, one after the other, so often."""
    found: dict[str, list[Round]] = {"floor": [], "product": []}
    asyncio.run(hold_back(urls[1], walks.parent / "content"))
    with floor(urls[0], walks) as bare, product(urls[1], walks.parent / "content") as ours:
        for n in range(rounds + 1):
            for name, asked in (("floor", bare), ("product", ours)):
                one = drive(what, asked, walks, seconds if n else min(seconds, 1.0), postmaster)
                if n:  # the first is to warm up: plans, caches, files
                    found[name].append({**one, "resident_mb": resident_mb(asked.pid)})
    return found


async def hold_back(url: str, content: Path) -> None:
    """What turns by SMS send waits: sending has a row of its own."""
    made = await house(open_database(url), read_content(content))
    await made.store.pause(ACCOUNT, datetime.now(UTC) + timedelta(days=1))
    await made.store.close()


@contextmanager
def product(url: str, content: Path) -> Iterator[Server]:
    """The service as an operator runs it."""
    port = free_port()
    settings = {
        "VEIVALG_DATABASE_URL": url,
        "VEIVALG_CONTENT": str(content),
        "VEIVALG_PORT": str(port),
        "VEIVALG_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "VEIVALG_MASTER_KEY": MASTER_KEY,
        "VEIVALG_SIMULATOR_SECRET": SIGNED.secrets[0],
        "VEIVALG_LOG_LEVEL": "warning",
    }
    with server(port, "-c", SERVE, **settings) as started:
        yield started


@contextmanager
def floor(url: str, walks: Path) -> Iterator[Server]:
    """The bare application."""
    port = free_port()
    with server(port, "-m", "bench.floor", str(port), url, str(walks)) as started:
        yield started


def drive(what: tuple[str, str], asked: Server, walks: Path, seconds: float, postmaster: int | None) -> Round:
    """One round of load from a process of its own."""
    channel, database = what
    pids = ",".join(str(pid) for pid in (asked.pid, postmaster) if pid)
    conversations = str(int(CONVERSATIONS[database] * seconds))
    command = [sys.executable, "-m", "bench.load", channel, str(asked.port), str(walks), str(seconds), conversations]
    done = subprocess.run([*command, pids], cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=seconds * 4 + 30)
    read: Round = json.loads(done.stdout)
    return read


def figures_of(channel: str, database: str, found: dict[str, list[Round]]) -> list[Figure]:
    """The medians of all rounds."""

    def both(what: str) -> tuple[float, float]:
        now, least = (median(one[what] for one in found[name]) for name in ("product", "floor"))
        return now, least

    def cpu(place: int) -> tuple[float, float]:
        now, least = (median(one["cpu_us"][place] for one in found[name]) for name in ("product", "floor"))
        return now, least

    figures = [
        Figure(
            f"{TURNS[channel]} on {database}", *_apart(both("turns_per_second"), "a second"), share=SHARES[database]
        ),
        Figure(f"  half of them within, on {database}", *_apart(both("p50_ms"), "ms")),
        Figure(f"  99 of 100 within, on {database}", *_apart(both("p99_ms"), "ms"), at_most=20),
        Figure("  CPU of the server a turn", *_apart(cpu(0), "µs")),
    ]
    if len(found["product"][0]["cpu_us"]) > 1:
        figures.append(Figure("  CPU of the database a turn", *_apart(cpu(1), "µs")))
    figures.append(Figure("  resident", *_apart(both("resident_mb"), "MB"), at_most=140))
    return figures


def _apart(both: tuple[float, float], unit: str) -> tuple[float, str, float]:
    now, least = both
    return now, unit, least
