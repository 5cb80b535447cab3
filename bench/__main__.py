"""python -m bench [--quick] [--only cpu|http] [--seconds S] [--rounds N]"""

import argparse

from bench import cpu, over_http
from bench.figures import Figure, keep, machine, table
from bench.processes import ROOT

KEPT = ROOT / ".cache" / "bench.json"


def main() -> None:
    """Measure, print the table, and keep it as JSON."""
    parser = argparse.ArgumentParser(prog="bench", description="How fast it is, beside what the machine can do.")
    parser.add_argument("--quick", action="store_true", help="shorter and rougher")
    parser.add_argument("--only", choices=("cpu", "http"), help="one half of it")
    parser.add_argument("--seconds", type=float, help="how long each round over HTTP takes (4)")
    parser.add_argument("--rounds", type=int, help="rounds of floor and product on each database (3)")
    given = parser.parse_args()
    seconds = given.seconds or (1.5 if given.quick else 4.0)
    figures: list[Figure] = []
    more: dict[str, object] = {}
    if given.only != "http":
        figures += cpu.measure(batches=7 if given.quick else 25)
    if given.only != "cpu":
        found, more["rounds"] = over_http.measure(seconds, given.rounds or (1 if given.quick else 3))
        figures += found
    print(table(figures))
    print(f"\n{machine()}; all of it in {KEPT.relative_to(ROOT)}")
    keep(figures, more, KEPT)


if __name__ == "__main__":
    main()
