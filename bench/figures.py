"""What was measured, as one table and as JSON."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

WIDTHS = (64, 8, 8, 6, 8, 4)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what it is now, what the floor is, the share of it, and what we aim at."""

    name: str
    now: float
    unit: str
    floor: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    share: float | None = None  # of the floor, at least

    @property
    def ratio(self) -> float | None:
        """How this stands to the floor."""
        return self.now / self.floor if self.floor else None

    @property
    def aim(self) -> str:
        """The aim, as it is read."""
        if self.share is not None:
            return f"≥ {self.share:.2f}"
        if self.at_least is not None:
            return f"≥ {_number(self.at_least)}"
        return f"≤ {_number(self.at_most)}" if self.at_most is not None else ""

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        if self.share is not None and self.ratio is not None:
            return self.ratio >= self.share
        if self.at_least is not None:
            return self.now >= self.at_least
        return self.now <= self.at_most if self.at_most is not None else None


def table(figures: list[Figure]) -> str:
    """All rows, one under the other."""
    lines = [_line(("", "now", "floor", "ratio", "aim", "")), "─" * (sum(WIDTHS) + len(WIDTHS) - 1)]
    for one in figures:
        mark = {True: "yes", False: "NO", None: ""}[one.met]
        ratio = f"{one.ratio:.2f}" if one.ratio is not None else ""
        lines.append(_line((f"{one.name}, {one.unit}", _number(one.now), _number(one.floor), ratio, one.aim, mark)))
    return "\n".join(lines)


def keep(figures: list[Figure], more: dict[str, object], file: Path) -> None:
    """Write the same as JSON, with what each round gave."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [{**asdict(one), "ratio": one.ratio, "met": one.met} for one in figures]
    file.write_text(json.dumps({"machine": machine(), "figures": rows, **more}, indent=1, ensure_ascii=False) + "\n")


def machine() -> dict[str, object]:
    """Where it was measured."""
    load = round(os.getloadavg()[0], 1)
    return {"cores": len(os.sched_getaffinity(0)), "load": load, "python": platform.python_version()}


def _line(cells: tuple[str, ...]) -> str:
    name, *rest = cells
    return " ".join([name.ljust(WIDTHS[0]), *(cell.rjust(width) for cell, width in zip(rest, WIDTHS[1:], strict=True))])


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
