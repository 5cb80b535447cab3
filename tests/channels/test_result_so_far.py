"""The result so far, and whether to go on: asked in chat half-way, and at hand from the fourth answer."""

from collections.abc import AsyncIterator

import pytest
from tests.channels.chat_front_end import FrontEnd, Json, service

FOUR = ("job", "lost_job", 34, "oslo")
WORDS = {"nb": "Svaret så langt", "nn": "Svaret så langt", "en": "Answer so far"}


@pytest.fixture
async def anna() -> AsyncIterator[FrontEnd]:
    async with service() as opened:
        yield opened.front_end()


def offered(prompt: Json) -> list[str]:
    """The choices of a prompt."""
    return [choice["key"] for choice in prompt["choices"]]


@pytest.mark.parametrize("language", WORDS)
async def test_from_the_fourth_answer_it_is_one_of_the_choices_and_stands_in_the_text(
    anna: FrontEnd, language: str
) -> None:
    """Pressed, or written as it stands; the question is still there (CS-06)."""
    await anna.begins(language=language)
    for answer in FOUR:
        assert "result" not in offered(anna.prompt)
        assert WORDS[language] not in anna.prompt["text"]
        await anna.answers(answer)

    asked = anna.prompt
    assert offered(asked)[-1] == "result"
    assert asked["text"].endswith(f"\n- {WORDS[language]}")
    assert (await anna.chooses("result")).json()["outcome"] == "command"
    assert anna.types()[-1] == "result"
    assert (await anna.writes(WORDS[language])).json()["events"][-1]["type"] == "result"
    assert (await anna.says(type="choice", choice="yes", in_reply_to=asked["id"])).json()["outcome"] == "accepted"


async def test_where_no_button_is_left_it_stands_in_the_text(anna: FrontEnd) -> None:
    """(CD-07)"""
    await anna.begins(language="nb", capabilities={"max_choices": 3})
    await anna.answers(*FOUR)

    assert len(offered(anna.prompt)) == 3
    assert anna.prompt["text"].endswith("\n- Svaret så langt")


async def test_half_way_it_is_asked_whether_to_go_on(anna: FrontEnd) -> None:
    """As on SMS and by phone: go on, see the result so far, get a call, or take a break; once."""
    await anna.begins(language="nb")
    await anna.answers(*FOUR, "yes")
    while anna.prompt.get("menu") != "checkpoint":
        await anna.says(type="not_sure", in_reply_to=anna.prompt["id"])

    assert offered(anna.prompt) == ["continue", "result", "call", "pause"]
    assert (await anna.chooses("result")).json()["events"][-1]["type"] == "result"
    await anna.writes("fortsett")
    assert anna.prompt["question"] == "education"


@pytest.mark.parametrize(("choice", "shown"), [("continue", "education"), ("call", "call_number")])
async def test_each_choice_leads_on(anna: FrontEnd, choice: str, shown: str) -> None:
    await anna.begins(language="nb")
    await anna.answers(*FOUR, "yes")
    while anna.prompt.get("menu") != "checkpoint":
        await anna.says(type="not_sure", in_reply_to=anna.prompt["id"])

    await anna.chooses(choice)

    assert shown in (anna.prompt.get("question"), anna.prompt.get("menu"))
