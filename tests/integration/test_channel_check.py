"""`veivalg channel`: our channels, and those of distributions that are installed beside the service."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.integration.service import ROOT

EXAMPLE = ROOT / "examples" / "paper-slip"
RUN = (
    "from channels.ours import our_channels; from channels.terminal.channels import channel_commands;"
    "channel_commands(our_channels)()"
)
BROKEN = {
    "without a secret nothing is believed",
    "a request without its proof is not believed",
    "two secrets are valid at once",
    "an id is never guessed",
    "the same bytes say the same",
    "what is written is heard letter by letter",
    "a hundred mutilated requests are malformed at most",
    "nothing is left out and no word is cut",
    "buttons are within their limits",
    "nothing shown is nothing sent",
    "each refusal is told by its class",
    "throttling says when to come back",
    "a reply that never comes is an unknown outcome",
    "a part is sent once",
    "the key goes along",
    "its secrets do not show in its repr",
    "nothing personal is logged",
}  # at the least


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example in it, installed as its README says, though offline and to nobody else."""
    target, source = tmp_path_factory.mktemp("installed"), tmp_path_factory.mktemp("source") / "paper-slip"
    shutil.copytree(EXAMPLE, source, ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    pip = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-index", "--no-deps")
    done = subprocess.run(
        [sys.executable, *pip, "--no-build-isolation", "--target", str(target), str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return target


def with_broken(installed: Path, folder: Path, module: str = "broken_slip") -> Path:
    """A folder like that one, with the broken channel beside the example."""
    shutil.copytree(installed, folder, dirs_exist_ok=True)
    shutil.copy(Path(__file__).parent / "broken_slip.py", folder)
    about = folder / "broken_slip-0.1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-slip\nVersion: 0.1\n")
    (about / "entry_points.txt").write_text(f"[veivalg.channels]\nbroken-slip = {module}\n")
    return folder


def channel(*arguments: str, beside: Path | None = None) -> tuple[int, str, str]:
    """Run a command on channels; its exit code, and what it wrote."""
    path = os.pathsep.join([str(ROOT / "src"), *([str(beside)] if beside else [])])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN, *arguments],
        cwd=ROOT / "tests",
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_ours_keep_all_that_they_promise() -> None:
    code, out, said = channel("check")

    assert code == 0, out
    assert out.count("The channel ") == out.count(", 0 broken, ") == 8
    assert "FAILED" not in out
    assert not said


def test_a_channel_is_checked_by_itself() -> None:
    code, out, _ = channel("check", "sms:twilio")

    assert code == 0
    assert out.startswith("The channel sms:twilio\n")
    assert "    passed  two secrets are valid at once\n" in out
    assert "    -       an old request is not believed (its proof covers no time)\n" in out


def test_the_example_is_found_where_it_is_installed_and_keeps_every_promise(installed: Path) -> None:
    code, out, said = channel("check", "paper-slip", beside=installed)

    assert code == 0, out + said
    assert out.rstrip().endswith("promises kept, 0 broken, 4 that do not apply.")
    assert "paper-slip (veivalg-paper-slip)\n" in channel("list", beside=installed)[1]
    assert "paper-slip" not in channel("list")[1]


def test_a_broken_channel_is_told_every_reason_and_what_to_do(installed: Path, tmp_path: Path) -> None:
    code, out, said = channel("check", "broken-slip", "--json", beside=with_broken(installed, tmp_path))
    found = {one["promise"]: one for one in json.loads(out)["broken-slip"]}
    broken = {name for name, one in found.items() if one["kept"] is False}

    assert (code, said) == (1, "")
    assert broken >= BROKEN
    assert all(found[name]["why"] and found[name]["mend"] for name in broken)


def test_what_is_wrong_is_said_in_words(installed: Path, tmp_path: Path) -> None:
    code, out, _ = channel("check", "broken-slip", beside=with_broken(installed, tmp_path))

    assert code == 1
    assert (
        "    FAILED  two secrets are valid at once\n"
        "            why: a request signed with the second of two secrets was rejected: wrong_signature\n"
        "            do:  try every secret of the settings, so that one can be changed without losing a message\n"
    ) in out
    assert "that-only-the-kit-has" not in out


def test_an_unknown_channel_is_told_what_there_is() -> None:
    code, out, said = channel("check", "sms:twillio")

    assert (code, out) == (2, "")
    assert said == "there is no channel `sms:twillio`; did you mean `sms:twilio`?\n"


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("no_such_module", "it cannot be imported (ModuleNotFoundError)"),
        ("json", "json has no function make and no specimen"),
    ],
)
def test_a_faulty_plug_in_is_named_and_stands_in_nobodys_way(
    installed: Path, tmp_path: Path, module: str, said: str
) -> None:
    beside = with_broken(installed, tmp_path, module)

    code, _, told = channel("check", "broken-slip", beside=beside)

    assert (code, told) == (2, f"the channel `broken-slip` of broken-slip: {said}\n")
    assert channel("check", "paper-slip", beside=beside)[0] == 0
