"""The commands that say who works at the desk, on a database of their own."""

from base64 import b64encode

import pytest
from tests.integration.service import MASTER_KEY
from typer import Typer
from typer.testing import CliRunner

from staff_commands import staff, units

cli = Typer()
cli.add_typer(staff, name="staff")
cli.add_typer(units, name="unit")
KARI = ("--name", "Kari", "--unit", "nav-one", "--subject", "1234")


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("VEIVALG_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VEIVALG_MASTER_KEY", b64encode(MASTER_KEY).decode())
    monkeypatch.setenv("VEIVALG_OIDC_ISSUER", "https://login.example")
    monkeypatch.setenv("VEIVALG_OIDC_CLIENT_ID", "veivalg")
    return Run()


class Run:
    """Runs a command; its exit code, and what it said."""

    def __call__(self, *arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output.strip()


def test_an_operator_lets_somebody_in_changes_what_they_may_and_shuts_them_out(run: Run) -> None:
    assert run("unit", "add", "nav-one", "--name", "Nav En", "--kind", "nav_office", "--county", "46")[0] == 0
    assert "nav_office" in run("unit", "list")[1]
    assert run("staff", "list")[1].startswith("Nobody yet")
    assert run("staff", "add", "kari", *KARI, "--role", "counsellor") == (0, "Kari may sign in.")
    changed = ("--role", "counsellor", "--role", "team_lead", "--phone", "+4799900001", "--shielded")
    assert run("staff", "change", "kari", *changed)[0] == 0
    assert run("staff", "change", "kari", "--subject", "5678") == (0, "It is changed.")
    listed = run("staff", "list")[1]
    assert listed.split()[:3] == ["nav-one", "kari", "Kari"]
    assert listed.endswith("counsellor, team_lead, sees shielded people")
    for secret in ("1234", "5678", "+47"):
        assert secret not in listed
    assert run("staff", "remove", "kari")[0] == 0
    assert run("staff", "list")[1].endswith("removed")
    assert run("staff", "change", "kari", "--name", "Kari Ann")[0] == 0
    assert "Kari Ann" in run("staff", "list")[1]


def test_what_cannot_be_is_refused_in_words_with_every_fault(run: Run) -> None:
    assert run("staff", "add", "kari", *KARI, "--role", "counsellor")[0] == 1, "there is no such unit"
    code, said = run("unit", "add", "Nav One", "--name", "Nav En", "--kind", "office")
    assert (code, said.count("\n")) == (1, 1)
    code, said = run("staff", "add", "Kari!", *KARI, "--role", "boss", "--phone", "999", "--language", "norsk")
    assert (code, said.count("\n")) == (1, 3)
    run("unit", "add", "nav-one", "--name", "Nav En", "--kind", "nav_office")
    run("staff", "add", "kari", *KARI, "--role", "counsellor")
    assert run("staff", "add", "ola", *KARI, "--role", "counsellor")[0] == 1, "somebody is known so"
    assert run("staff", "remove", "nobody") == (1, "There is nobody with that id.")


def test_without_a_provider_one_must_be_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VEIVALG_OIDC_ISSUER")
    run("unit", "add", "nav-one", "--name", "Nav En", "--kind", "nav_office")
    assert run("staff", "add", "kari", *KARI, "--role", "counsellor")[0] == 1
    assert run("staff", "add", "kari", *KARI, "--role", "counsellor", "--issuer", "https://login.example")[0] == 0
