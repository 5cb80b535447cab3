"""However broken the files are, reading them ends in faults, never in a crash."""

import json
import random
from copy import deepcopy
from pathlib import Path

import pytest
from tests.thorough import times
from tests.unit.content.little_content import FILES, write

from adapters.content.compile import compile_all
from adapters.content.fault import ContentFaults
from adapters.content.load import load_content
from adapters.content.tree import Tree, read_files

INSTEAD: list[Tree] = ["", "x", "-1", "2026-13-40", "not_sure", [], ["x"], [[]], {}, {"x": "y"}, {"nb": "{", "nn": "}"}]


def test_a_part_replaced_by_anything_is_at_most_a_fault(tmp_path: Path) -> None:
    chance = random.Random(7)
    whole = json.dumps(read_files(write(tmp_path)).documents)
    for _ in range(times(200)):
        documents = json.loads(whole)
        for _ in range(chance.randint(1, 3)):
            mutate(documents, chance)
        for fault in compile_all(documents).faults:
            assert fault.message
            assert fault.path


def mutate(documents: dict[str, Tree], chance: random.Random) -> None:
    """Replace or take out one part, anywhere below a file."""
    at: Tree = documents
    while True:
        steps: list[str] | list[int] = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not steps or isinstance(at, str):
            return
        step = chance.choice(steps)
        below = at[step]  # type: ignore[call-overload,index]
        if isinstance(below, str) or not below or (at is not documents and chance.random() < 0.2):
            if chance.random() < 0.3:
                del at[step]  # type: ignore[arg-type]
            else:
                at[step] = deepcopy(chance.choice(INSTEAD))  # type: ignore[call-overload,index]
            return
        at = below


@pytest.mark.parametrize(
    "text",
    [
        "a: *b",
        "a: &b [*b]",
        "? [x]\n: y",
        "- 1\n- 2",
        "just words",
        "a: {b: [}",
        "\ta: b",
        "a: !!python/object:os.system x",
        "%",
    ],
)
def test_a_file_of_nonsense_is_a_fault(text: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "texts/nonsense.yaml": text})

    with pytest.raises(ContentFaults, match=r"texts/nonsense\.yaml:\d+:\d+: "):
        load_content(tmp_path)


def test_a_file_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "texts/latin.yaml").write_bytes("a: é".encode("latin-1"))

    with pytest.raises(ContentFaults, match=r"texts/latin\.yaml:1:1: this cannot be read as UTF-8"):
        load_content(tmp_path)
