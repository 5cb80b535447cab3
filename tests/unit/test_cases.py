"""Every hard case stands in docs/cases.md once: with tests that exist and name it, or with the reason why not."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| (\d+) \| ([^|]+) \| ([^|]+) \|")
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NAMED = re.compile(r"cases? (\d+(?:, \d+)*)")
ALL = range(1, 109)


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    number: int
    proofs: tuple[tuple[str, str], ...]  # file and test
    said: str


def cases() -> tuple[Case, ...]:
    """The rows, in their order."""
    table = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    return tuple(Case(int(row[1]), tuple(PROOF.findall(row[3])), row[3]) for row in ROW.finditer(table))


@cache
def named(file: str) -> dict[str, frozenset[int]]:
    """The cases that each test of a file names."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {test.name: numbers(ast.get_docstring(test) or "") for test in tests}


def numbers(docstring: str) -> frozenset[int]:
    """The cases that a docstring names."""
    return frozenset(int(number) for found in NAMED.findall(docstring) for number in found.split(", "))


def test_every_case_stands_there_once_in_order() -> None:
    assert [case.number for case in cases()] == list(ALL)


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case.number))
def test_a_case_has_tests_that_name_it_or_a_reason(case: Case) -> None:
    for file, test in case.proofs:
        assert test in named(file), f"{file} has no {test}"
        assert case.number in named(file)[test], f"{test} does not name case {case.number}"
    assert case.proofs or re.match(r"(Not yet|Does not arise): .+\.$", case.said)


def test_no_test_names_a_case_that_is_none() -> None:
    for file in (ROOT / "tests").rglob("test_*.py"):
        for test, found in named(str(file.relative_to(ROOT))).items():
            assert found <= set(ALL), f"{file.name}::{test}"
