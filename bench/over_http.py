"""A turn over HTTP, product and floor in turns, on both databases."""

import base64
import json
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from adapters.content.load import read_content
from bench.databases import postgres, postgres_database, sqlite_file
from bench.figures import Figure
from bench.processes import ROOT, Server, free_port, resident_mb, server
from bench.walks import record

WALKS = 8
CONVERSATIONS = {"PostgreSQL": 450, "SQLite": 1200}  # for each second; whoever is faster than that stops earlier
SHARES = {"PostgreSQL": 0.70, "SQLite": 0.50}
MASTER_KEY = base64.b64encode(b"a master key for the benchmark..").decode()
SERVE = "from main import cli; cli(['serve'])"
Round = dict[str, Any]


def measure(seconds: float, rounds: int) -> tuple[list[Figure], dict[str, object]]:
    """The figures of both databases, and each round."""
    figures: list[Figure] = []
    all_rounds: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="veivalg-bench-") as made:
        folder = Path(made)
        walks = folder / "walks"
        content = shutil.copytree(ROOT / "content", folder / "content")  # the same to the end, whoever edits
        walks.write_bytes(pickle.dumps(record(read_content(content), WALKS)))
        for database, made_in in (("PostgreSQL", two_on_postgres), ("SQLite", two_on_sqlite)):
            with made_in(folder) as (urls, postmaster):
                found = compare(database, urls, walks, seconds, rounds, postmaster)
            figures += figures_of(database, found)
            all_rounds[database] = found
    return figures, all_rounds


@contextmanager
def two_on_postgres(folder: Path) -> Iterator[tuple[tuple[str, str], int | None]]:
    """A database for each of the two, and the server's first process."""
    with (
        postgres(folder) as running,
        postgres_database(running.url) as first,
        postgres_database(running.url) as second,
    ):
        yield (first, second), running.pid


@contextmanager
def two_on_sqlite(folder: Path) -> Iterator[tuple[tuple[str, str], int | None]]:
    """A file for each of the two."""
    yield (sqlite_file(folder), sqlite_file(folder)), None


def compare(
    database: str, urls: tuple[str, str], walks: Path, seconds: float, rounds: int, postmaster: int | None
) -> dict[str, list[Round]]:
    """The floor and the product, one after the other, so often."""
    found: dict[str, list[Round]] = {"floor": [], "product": []}
    with floor(urls[0], walks) as bare, product(urls[1], walks.parent / "content") as ours:
        for n in range(rounds + 1):
            for name, asked in (("floor", bare), ("product", ours)):
                one = drive(database, asked, walks, seconds if n else min(seconds, 1.0), postmaster)
                if n:  # the first is to warm up: plans, caches, files
                    found[name].append({**one, "resident_mb": resident_mb(asked.pid)})
    return found


@contextmanager
def product(url: str, content: Path) -> Iterator[Server]:
    """The service as an operator runs it."""
    port = free_port()
    settings = {
        "VEIVALG_DATABASE_URL": url,
        "VEIVALG_CONTENT": str(content),
        "VEIVALG_PORT": str(port),
        "VEIVALG_MASTER_KEY": MASTER_KEY,
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


def drive(database: str, asked: Server, walks: Path, seconds: float, postmaster: int | None) -> Round:
    """One round of load from a process of its own."""
    pids = ",".join(str(pid) for pid in (asked.pid, postmaster) if pid)
    conversations = str(int(CONVERSATIONS[database] * seconds))
    command = [sys.executable, "-m", "bench.load", str(asked.port), str(walks), str(seconds), conversations, pids]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=seconds * 4 + 30)
    read: Round = json.loads(done.stdout)
    return read


def figures_of(database: str, found: dict[str, list[Round]]) -> list[Figure]:
    """The medians of all rounds."""

    def both(what: str) -> tuple[float, float]:
        now, least = (median(one[what] for one in found[name]) for name in ("product", "floor"))
        return now, least

    def cpu(place: int) -> tuple[float, float]:
        now, least = (median(one["cpu_us"][place] for one in found[name]) for name in ("product", "floor"))
        return now, least

    share = SHARES[database]
    figures = [
        Figure(f"Turns on {database}", *_apart(both("turns_per_second"), "a second"), share=share),
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
