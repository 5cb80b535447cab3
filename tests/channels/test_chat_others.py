"""What is private is told to the citizen's own token, and to no back end, list or notice (DESIGN 3)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.channels.chat_front_end import LIVE_KEY, FrontEnd
from tests.channels.chat_push import Pushing, pushing

HIDDEN = "(privat svar)"


@pytest.fixture
async def veivalg() -> AsyncIterator[Pushing]:
    async with pushing() as opened:
        yield opened


@pytest.fixture
async def anna(veivalg: Pushing) -> FrontEnd:
    """Somebody in a conversation that a back end began, which hears of all that happens."""
    await veivalg.hears()
    front_end = veivalg.front_end()
    await front_end.begins(key=LIVE_KEY)
    return front_end


async def comes_to(anna: FrontEnd, question: str) -> None:
    """Answer *not sure* until a question or menu stands."""
    while question not in (anna.prompt.get("question"), anna.prompt.get("menu")):
        if anna.prompt.get("menu") == "checkpoint":
            await anna.chooses("continue")
        else:
            assert (await anna.says(type="not_sure")).json()["outcome"] == "accepted"


async def others_read(veivalg: Pushing, anna: FrontEnd) -> str:
    """All that a back end gets to see, in every way there."""
    await veivalg.delivers()
    own, anna.token = anna.token, LIVE_KEY
    read = [(await anna.get(path)).text for path in ("", "/events", "/profile", "/export")]
    anna.token = own
    return "\n".join((*read, *(str(body) for body in veivalg.receiver.bodies)))


async def own_reads(anna: FrontEnd) -> str:
    """All that the citizen sees."""
    return "\n".join([(await anna.get(path)).text for path in ("", "/events", "/profile", "/export")])


@pytest.mark.parametrize("named", [True, False])
async def test_words_at_a_private_question_stay_hidden_however_often_they_are_missed(
    veivalg: Pushing, anna: FrontEnd, *, named: bool
) -> None:
    """Also the third time, when a choice is offered, and after it, when a person gets them."""
    await comes_to(anna, "health")
    prompt: dict[str, Any] = {"in_reply_to": anna.prompt["id"]} if named else {}
    for n in range(5):
        await anna.writes(f"kreft nr. {n}", **prompt)

    assert "kreft" not in await others_read(veivalg, anna)


async def test_what_was_given_twice_at_a_private_question_is_told_to_the_citizen_alone(
    veivalg: Pushing, anna: FrontEnd
) -> None:
    await comes_to(anna, "health")
    prompt = anna.prompt["id"]
    await anna.says(type="choice", choice="yes", in_reply_to=prompt)
    await anna.says(type="choice", choice="no", in_reply_to=prompt)
    assert anna.reply["outcome"] == "stale"

    assert "Her svarte du: Nei" in (own := await own_reads(anna)) or "Her svara du: Nei" in own
    seen = await others_read(veivalg, anna)
    assert "Her svara du: Nei" not in seen
    assert "Det du svara her, er ikkje teke med" in seen


async def test_the_list_of_all_answers_names_private_ones_to_the_citizen_alone(
    veivalg: Pushing, anna: FrontEnd
) -> None:
    await comes_to(anna, "health")
    await anna.chooses("yes")
    await comes_to(anna, "check")

    assert "Helse: Ja" in await own_reads(anna)
    seen = await others_read(veivalg, anna)
    assert "Helse: Ja" not in seen
    assert f"Helse: {HIDDEN}" in seen


async def test_reasons_and_ways_that_rest_on_private_answers_are_told_to_the_citizen_alone(
    veivalg: Pushing, anna: FrontEnd
) -> None:
    await comes_to(anna, "health")
    await anna.chooses("yes")
    await comes_to(anna, "check")
    await anna.says(type="result")
    own = (await anna.get("/profile")).json()
    private = [one["text"] for one in own["reasons"] if "health" in one["questions"]]
    assert private
    await anna.writes("kvifor")
    await anna.writes("val")

    seen = await others_read(veivalg, anna)

    assert not [text for text in private if text in seen]
    assert own["title"] in seen


async def test_a_guess_at_a_private_answer_is_told_to_the_citizen_alone(veivalg: Pushing, anna: FrontEnd) -> None:
    await comes_to(anna, "help_with")
    await anna.writes("gjelld og pengar")

    title = anna.prompt["title"]
    assert title.startswith("Meinte du")
    assert title not in await others_read(veivalg, anna)
