"""Front-ends that wait for events: what they cost while nothing happens, and how soon they learn of a turn."""

import json
import pickle
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from adapters.content.load import read_content
from bench.databases import two_on_postgres
from bench.figures import Figure
from bench.over_http import WALKS, floor, product
from bench.processes import ROOT, Server
from bench.walks import record

BESIDE = 500  # files that a process has open beside its clients
MORE_AT_MOST = 400  # MB
LONGEST = 300.0  # seconds


def measure(folder: Path, clients: int) -> tuple[list[Figure], dict[str, object]]:
    """The figures, and each event's time."""
    most = min(clients, _files() - BESIDE)
    counts = (0, most // 10, most)
    content = shutil.copytree(ROOT / "content", folder / "content", dirs_exist_ok=True)
    walks = folder / "idle.walks"
    walks.write_bytes(pickle.dumps(record(read_content(content), WALKS)))
    with two_on_postgres(folder) as (urls, _):
        with floor(urls[0], walks) as bare:
            least = _follow(bare, walks, counts)
        with product(urls[1], content) as ours:
            now = _follow(ours, walks, counts)
    return figures_of(now, least), {"idle": {"floor": least, "product": now}}


def figures_of(now: dict[str, Any], least: dict[str, Any]) -> list[Figure]:
    """Memory for each count, what the last added, and how late events came."""
    figures = [
        Figure(f"Resident with {count:,} event streams", mine, "MB", bare)
        for count, mine, bare in zip(now["counts"], now["resident_mb"], least["resident_mb"], strict=True)
    ]
    added, bare = (one["resident_mb"][-1] - one["resident_mb"][0] for one in (now, least))
    figures.append(Figure("  that is more by", added, "MB", bare, at_most=MORE_AT_MOST))
    for part, place in (("half of them", 50), ("99 of 100", 99)):
        late, least_late = (one["late_ms"][len(one["late_ms"]) * place // 100] for one in (now, least))
        figures.append(Figure(f"  from a turn to its event, {part} within", late, "ms", least_late))
    return figures


def _follow(asked: Server, walks: Path, counts: tuple[int, ...]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.followers", str(asked.port), str(walks), str(asked.pid)]
    told = ",".join(str(count) for count in counts)
    done = subprocess.run([*command, told], cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=LONGEST)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def _files() -> int:
    """How many files a process may have open, once it may have as many as it can: those started here inherit it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most
