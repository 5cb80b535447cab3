"""The three packages are ours, and the core stands on its own."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
CORE = sorted((SRC / "core").rglob("*.py"))

# All that the core may import. It leaves out whatever reaches the world, the clock or chance.
PLAIN = {
    "__future__", "abc", "base64", "bisect", "collections", "contextlib", "copy", "dataclasses", "datetime", "decimal",
    "difflib", "enum", "fractions", "functools", "graphlib", "hashlib", "heapq", "hmac", "itertools", "json", "math",
    "numbers", "operator", "re", "statistics", "string", "struct", "textwrap", "types", "typing", "unicodedata",
    "zoneinfo",
}  # fmt: skip
OTHERS = {"holidays", "phonenumbers"}


@pytest.mark.parametrize("name", ["core", "channels", "adapters"])
def test_the_package_is_ours(name: str) -> None:
    """Other distributions install the same names: a path in the wrong order would load theirs."""
    package = importlib.import_module(name)

    assert package.__file__ == str(SRC / name / "__init__.py")


@pytest.mark.parametrize("file", CORE, ids=lambda file: str(file.relative_to(SRC)))
def test_the_core_imports_only_what_is_plain(file: Path) -> None:
    assert set(imports(file)) <= PLAIN | OTHERS | {"core"}


def imports(file: Path) -> Iterator[str]:
    """Give the package of every import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=str(module)):
                yield module.partition(".")[0]
