"""Which older versions must not be used any more stands in the content, with the reason."""

import shutil
from pathlib import Path

import pytest
from tests.channels.test_terminal import CONTENT

from adapters.content.fault import ContentFaults
from adapters.content.load import load_content, read_content, release_from

OLD = "0123456789abcdef"


def with_withdrawn(folder: Path, written: str) -> Path:
    """Our content, and this in the file of what was withdrawn."""
    shutil.copytree(CONTENT, folder / "content")
    (folder / "content" / "withdrawn.yaml").write_text(written, encoding="utf-8")
    return folder / "content"


def test_a_release_that_was_withdrawn_is_named_by_the_newer_ones(tmp_path: Path) -> None:
    """Also when they are read back from the store (case 80)."""
    written = f"withdrawn:\n  - {{release: '{OLD}', reason: 'the law was read wrongly'}}\n"

    read = read_content(with_withdrawn(tmp_path, written))

    assert read.release.withdrawn == {OLD}
    assert release_from(read.body, read.release.id).withdrawn == {OLD}


def test_without_the_file_nothing_is() -> None:
    assert load_content(CONTENT).withdrawn == frozenset()


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        ("{release: old, reason: why}", "a release is named by its 16 signs"),
        (f"{{release: '{OLD}'}}", "`reason` is missing"),
        (f"{{release: '{OLD}', reason: why, until: now}}", "unknown key `until`"),
    ],
)
def test_what_is_wrong_in_it_is_told(tmp_path: Path, item: str, fault: str) -> None:
    with pytest.raises(ContentFaults, match=fault):
        load_content(with_withdrawn(tmp_path, f"withdrawn:\n  - {item}\n"))
