"""The words of the pages: all there, all used, in all languages."""

import re
from pathlib import Path

from tests.channels.fakes import content

from core.text import LANGUAGES

WEB = Path(__file__).parents[2] / "src" / "channels"
SOURCES = "\n".join(
    file.read_text()
    for folder in (WEB / "web", WEB / "pages")
    for file in sorted(folder.rglob("*"))
    if file.suffix in (".py", ".html")
)
# Keys that end in a value.
MADE = (
    "web_offer_", "web_view_", "web_fact_", "web_who_", "web_goes_on_", "web_call_over_", "web_plan_by_",
    "web_plan_did_", "web_matter_", "web_me_why_", "web_me_channel_", "web_referral_",
)  # fmt: skip
SAID_ELSEWHERE = {
    "other_content_before",
    "nothing_asked",
    "second_reader",
    "write_day",
    "choose_some",
}  # the last at the desk
FAULTS = (
    "not_begun",
    "not_found",
    "not_ours",
    "conflict",
    "too_large",
    "too_many",
    "unavailable",
    "broken",
    "bad",
    "withdrawn",
)


def test_every_text_that_a_page_names_exists() -> None:
    named = set(re.findall(r"""['"]((?:web|error|option)_\w+?)['"]""", SOURCES))
    made = {f"web_{fault}_{part}" for fault in FAULTS for part in ("title", "text")}
    missing = {key for key in named | made if key not in content().texts and not key.endswith("_")}
    assert not missing


def test_every_text_is_used() -> None:
    made = {f"web_{fault}_{part}" for fault in FAULTS for part in ("title", "text")}
    idle = [
        key
        for key in content().texts
        if key.startswith("web_") and not key.startswith(MADE) and key not in made and key not in SOURCES
    ]
    assert set(idle) <= {
        f"web_{day}" for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    }


def test_every_fault_that_an_answer_can_have_says_what_to_do() -> None:
    core = "\n".join(file.read_text() for file in (WEB.parent / "core").rglob("*.py"))
    for fault in set(re.findall(r'Invalid\("(\w+)"\)', core)) - SAID_ELSEWHERE:
        assert f"error_{fault}" in content().texts


def test_no_language_promises_a_right_or_forgets_a_gap() -> None:
    for key, text in content().texts.items():
        if key.startswith(("web_", "error_")):
            gaps = {frozenset(re.findall(r"{(\w+)}", text.languages[language])) for language in LANGUAGES}
            assert len(gaps) == 1, key
            assert "entitled" not in text.languages["en"], key
