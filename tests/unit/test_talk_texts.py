"""The texts of talking: each fits one SMS, names only words that work, and is written plainly."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import smsutil
from tests.unit.conversation.people import release
from tests.unit.saying import NOON, notice, saying, show

from channels.terminal.content_check import check_release
from channels.terminal.talk_check import talk_texts, talk_together, talk_unfilled
from core.release import Release
from core.text import LANGUAGES, Text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "urgent_life",
            (
                "Takk for at du sier det. Er det fare for livet nå: ring 113. Vil du snakke med noen: "
                "ring 116 123, gratis hele døgnet. Lege på vakt: 116 117."
            ),
        ),
        (
            "urgent_life_under18",
            (
                "Takk for at du sier det. Er det fare for livet nå: ring 113. Vil du snakke med noen: "
                "ring 116 111, for deg under 18, gratis hele døgnet."
            ),
        ),
        (
            "urgent_violence",
            (
                "Er du i fare nå: ring 112. Vold- og overgrepslinjen: 116 006, gratis hele døgnet. "
                "Under 18: 116 111. Slett gjerne denne meldingen."
            ),
        ),
        (
            "urgent_basics",
            (
                "Mangler du mat eller et sted å sove: ring Nav 55 55 33 33, hverdager 9-15, og si at det "
                "haster. Svar RING hvis du vil at vi ringer deg."
            ),
        ),
        (
            "urgent_medical",
            ("Er det fare for liv: ring 113. Haster det, men er ikke livsfare: ring legevakten 116 117, hele døgnet."),
        ),
    ],
)
def test_urgent_help_is_said_word_for_word(key: str, text: str) -> None:
    """(case 61)"""
    assert show(notice(key)).text == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_urgent_texts_name_neither_the_service_nor_an_overdue_number(language: str) -> None:
    late = replace(saying(language), at=datetime(2027, 6, 1, tzinfo=UTC))
    for key in [key for key in release().texts if key.startswith("talk_urgent_")]:
        assert "Veivalg" not in release().texts[key].languages[language]
        said = late(key.removeprefix("talk_"))
        assert said
        assert not any(word.isdigit() and len(word) > 1 for word in said.replace(".", " ").split()), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_urgent_help_and_who_reads_it_take_two_segments_at_most(language: str) -> None:
    together = list(talk_together(release(), release().journey("work-needs"), language, NOON.date()))

    assert len(together) >= 10
    for key, other, text in together:
        assert smsutil.is_valid_gsm(text), key
        assert len(smsutil.split(text).parts) <= 2, (key, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_one_sms_by_an_independent_count(language: str) -> None:
    """(CS-02)"""
    texts = list(talk_texts(release(), release().journey("work-needs"), language, NOON.date()))

    assert len(texts) > 100
    for key, text in texts:
        assert smsutil.is_valid_gsm(text), key
        counted = smsutil.split(text)
        assert len(counted.parts) == 1, (key, counted.total_bytes)
        assert "{" not in text


def test_every_gap_is_one_that_is_filled() -> None:
    assert list(talk_unfilled(release())) == []


TALK = sorted(key for key in release().texts if key.startswith("talk_"))
COMMANDS = {key: text for key, text in release().texts.items() if key.startswith(("command_", "reads_"))}
NO_COMMANDS = {"SMS", "ID"}


def spoken(language: str) -> set[str]:
    """The words that a citizen may send in that language."""
    lists = [text.languages[language] for text in COMMANDS.values()]
    return {word.strip() for words in lists for word in words.replace("\n", ",").split(",")}


def capitals(text: str) -> list[str]:
    """The words in capitals, those that follow each other together."""
    found: list[list[str]] = []
    before = False
    for word in text.replace("(", " ").replace(")", " ").split():
        bare = word.strip(".,:?")
        here = len(bare) > 1 and bare.isupper() and bare.isalpha()
        if here:
            if before:
                found[-1].append(bare)
            else:
                found.append([bare])
        before = here and word == bare
    return [" ".join(words) for words in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", TALK)
def test_each_word_in_capitals_is_a_command_of_its_language(key: str, language: str) -> None:
    """(CS-06)"""
    text = release().texts[key]
    said = [text.languages[language], *([text.otherwise[language]] if text.otherwise else [])]
    for command in [word for one in said for word in capitals(one) if word not in NO_COMMANDS]:
        assert command.casefold() in spoken(language), command


@pytest.mark.parametrize("key", TALK)
def test_the_tone_is_plain(key: str) -> None:
    for words in release().texts[key].languages.values():
        assert not set("!\u00ab\u00bb\u201c\u201d\u2019\u2013\u2026") & set(words)
        for unfriendly in ("vennligst", "feil svar", "please note", " De "):
            assert unfriendly not in words


SAME_IN_BOTH = {
    "talk_yes", "talk_no", "talk_language", "talk_not_changed", "talk_others", "talk_private_kept", "talk_code_hidden",
    "talk_aloud_progress", "talk_aloud_press", "talk_aloud_not_sure", "talk_voicemail", "talk_so_far",
    "talk_counsellor_says", "talk_share_plan",
}  # fmt: skip
TELLING = {
    "ikke",
    "jeg",
    "hva",
    "hvem",
    "hvilket",
    "noen",
    "noe",
    "mer",
    "en",
    "et",
    "fra",
    "også",
    "hele",
    "flere",
}


@pytest.mark.parametrize("key", TALK)
def test_nynorsk_is_written_as_nynorsk_and_bokmal_as_bokmal(key: str) -> None:
    text = release().texts[key].languages
    words = {word.strip(".,:?!()").casefold() for word in text["nn"].split()}

    assert not words & TELLING
    if key not in SAME_IN_BOTH and "{reasons}" not in text["nb"]:
        assert text["nb"] != text["nn"]


def test_a_text_that_does_not_exist_is_no_silence() -> None:
    with pytest.raises(KeyError):
        show(notice("nothing_by_this_name"))


def test_a_text_whose_gap_is_not_filled_is_no_half_sentence() -> None:
    with pytest.raises(KeyError):
        show(notice("person_open"))


@dataclass(frozen=True)
class Checking:
    """Content as it was read, with one text otherwise."""

    release: Release
    faults: tuple[Any, ...] = ()

    def place(self, names: tuple[str, ...], message: str) -> Any:
        """Where it stands, as far as this test needs it."""
        return SimpleNamespace(file="/".join(names), line=1, column=1, message=message)


@pytest.mark.parametrize(
    ("key", "nn", "message"),
    [
        ("talk_paused", "Greitt. " * 21, "text `talk_paused` in nn is 168 units as an SMS; 160 fit, so shorten it"),
        ("talk_paused", "Greitt ✓ vent.", "has ✓ (U+2713), which the SMS alphabet lacks; write it otherwise"),
        ("talk_paused", "Greitt, {who}.", "nobody fills `{who}` here"),
        ("talk_reads_open", "Ein rettleiar les. " * 8, "takes 3 SMS in nn; 2 may go"),
    ],
)
def test_the_check_of_content_refuses_what_does_not_fit(key: str, nn: str, message: str) -> None:
    """(CS-02)"""
    texts = dict(release().texts)
    changed = Text({**texts[key].languages, "nn": nn})

    checked = check_release(Checking(replace(release(), texts={**texts, key: changed})), NOON.date())

    assert any(message in fault.message for fault in checked.faults)


def test_the_check_of_content_finds_nothing_in_ours() -> None:
    assert not check_release(Checking(release()), NOON.date()).faults
