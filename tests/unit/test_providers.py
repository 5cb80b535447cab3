"""A provider that a file describes is whole, or the start says what to mend."""

from pathlib import Path

import pytest
from tests.channels.test_sms_generic import SETTINGS

from adapters.settings import FaultySettings
from providers import described


def written(folder: Path, text: str) -> Path:
    """A file with these settings."""
    file = folder / "provider.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_whole_one_is_read(tmp_path: Path) -> None:
    assert described(written(tmp_path, SETTINGS)).name == "nordtext"


def test_one_that_brings_no_answers_is_refused(tmp_path: Path) -> None:
    """Whoever is asked by SMS answers there (case 33)."""
    begins, ends = SETTINGS.index("[texts]"), SETTINGS.index("[receipts]")

    with pytest.raises(FaultySettings, match="VEIVALG_SMS_PROVIDER: texts: must say where the answers"):
        described(written(tmp_path, SETTINGS[:begins] + SETTINGS[ends:]))


@pytest.mark.parametrize("text", ["not toml", 'name = "Nord Text"'])
def test_what_cannot_be_read_is_told_without_a_trace(tmp_path: Path, text: str) -> None:
    with pytest.raises(FaultySettings, match="VEIVALG_SMS_PROVIDER: "):
        described(written(tmp_path, text))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FaultySettings, match=r"VEIVALG_SMS_PROVIDER: .*No such file"):
        described(tmp_path / "nothing.toml")
