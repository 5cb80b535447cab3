"""python -m bench [--quick] [--only cpu chat sms outbox desk idle] [--seconds S] [--rounds N]"""

import argparse
import tempfile
from pathlib import Path

from bench import cpu, desk, idle, outbox, over_http
from bench.figures import Figure, keep, machine, table
from bench.processes import ROOT

KEPT = ROOT / ".cache" / "bench.json"
ROWS = ("cpu", "chat", "sms", "outbox", "desk", "idle")


def main() -> None:
    """Measure, print the table, and keep it as JSON."""
    parser = argparse.ArgumentParser(prog="bench", description="How fast it is, beside what the machine can do.")
    parser.add_argument("--quick", action="store_true", help="shorter and rougher")
    parser.add_argument("--only", nargs="+", choices=ROWS, default=ROWS, help="some of it")
    parser.add_argument("--seconds", type=float, help="how long each round over HTTP takes (4)")
    parser.add_argument("--rounds", type=int, help="rounds of floor and product on each database (3)")
    given = parser.parse_args()
    seconds = given.seconds or (1.5 if given.quick else 4.0)
    rounds = given.rounds or (1 if given.quick else 3)
    figures: list[Figure] = []
    more: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="veivalg-bench-") as folder:
        for row in given.only:
            found, each = measure(row, Path(folder), given.quick, seconds, rounds)
            figures += found
            more |= each
    print(table(figures))
    print(f"\n{machine()}; all of it in {KEPT.relative_to(ROOT)}")
    keep(figures, {"rounds": more}, KEPT)


def measure(row: str, folder: Path, quick: bool, seconds: float, rounds: int) -> tuple[list[Figure], dict[str, object]]:
    """One group of figures, and what each round gave."""
    match row:
        case "cpu":
            return cpu.measure(batches=7 if quick else 25), {}
        case "outbox":
            return outbox.measure(folder, 1000 if quick else 5000, rounds)
        case "desk":
            return desk.measure(folder, 100_000 if quick else desk.MANY, 20 if quick else 200)
        case "idle":
            return idle.measure(folder, 1000 if quick else 10_000)
        case channel:
            return over_http.measure(channel, folder, seconds, rounds)


if __name__ == "__main__":
    main()
