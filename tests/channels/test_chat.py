"""Chat front-ends: one request a turn, and asking again is safe."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from tests.channels.chat_front_end import V1, FrontEnd, Json, service


@pytest.fixture
async def anna() -> AsyncIterator[FrontEnd]:
    async with service() as opened:
        yield opened.front_end()


# ------------------------------------------------------------------------------------------------------- beginning


async def test_a_conversation_begins_with_its_first_prompt(anna: FrontEnd) -> None:
    """One request, without any key (CD-01)."""
    response = await anna.begins()
    assert response.status_code == 201
    assert anna.prompt["question"] == "want"
    assert anna.prompt["title"] == "Kva vil du ha hjelp til først?"
    assert [choice["key"] for choice in anna.prompt["choices"]][-2:] == ["not_sure", "declined"]
    conversation = anna.reply["conversation"]
    assert (conversation["status"], conversation["turn"], conversation["channel"]) == ("active", "citizen", "chat")


async def test_text_alone_is_always_enough(anna: FrontEnd) -> None:
    await anna.begins()
    text = anna.prompt["text"]
    assert text.startswith(anna.prompt["title"])
    assert all(choice["title"] in text for choice in anna.prompt["choices"])
    assert all(f"{choice['digit']} {choice['title']}" in text for choice in anna.prompt["choices"] if "digit" in choice)


async def test_the_same_beginning_again_gives_the_same_conversation_and_token(anna: FrontEnd) -> None:
    """(CD-03)"""
    key = str(uuid4())
    first = (await anna.begins(key)).json()
    await anna.chooses("job")
    assert (await anna.begins(key)).json() == first
    assert (await anna.begins(key.upper())).json() == first


async def test_the_same_beginning_with_another_body_is_refused(anna: FrontEnd) -> None:
    """(CD-03)"""
    key = str(uuid4())
    await anna.begins(key)
    response = await anna.begins(key, language="en")
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_mismatch")


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid"])
async def test_a_beginning_needs_a_key_that_nobody_guesses(anna: FrontEnd, key: str) -> None:
    response = await anna.client.post(f"{V1}/conversations", json={}, headers={"Idempotency-Key": key})
    assert response.status_code == 422
    assert response.json()["errors"] == [{"header": "Idempotency-Key", "code": "idempotency_key_needed"}]


async def test_unknown_fields_are_ignored_and_unknown_journeys_are_not_found(anna: FrontEnd) -> None:
    assert (await anna.begins(external_ref="widget-7781")).status_code == 201
    assert (await anna.begins(journey="nowhere")).status_code == 404


# -------------------------------------------------------------------------------------------------------- answering


async def test_an_answer_gives_the_next_prompt_and_what_was_understood(anna: FrontEnd) -> None:
    await anna.begins()
    reply = (await anna.chooses("job")).json()
    assert (reply["outcome"], reply["turn"]) == ("accepted", "citizen")
    assert reply["understood"] == {"question": "want", "value": "job"}
    assert anna.prompt["question"] == "situation"


async def test_an_answer_without_a_prompt_answers_what_stands(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.says(type="choice", choice="job")
    assert anna.prompt["question"] == "situation"
    await anna.says(type="choice", choice="lost_job")
    await anna.says(type="number", number=34)
    assert anna.prompt["question"] == "county"


@pytest.mark.parametrize("text", ["1", "Finne jobb", "finne jobb fordi bedrifta la ned", "job"])
async def test_text_is_read_as_in_every_channel(anna: FrontEnd, text: str) -> None:
    await anna.begins()
    reply = (await anna.writes(text, in_reply_to=anna.prompt["id"])).json()
    assert reply["outcome"] == "accepted"
    assert reply["understood"]["value"] == "job"
    assert anna.prompt["question"] == "situation"


async def test_words_beside_an_answer_are_kept_and_told(anna: FrontEnd) -> None:
    await anna.begins()
    reply = (await anna.writes("1 fordi bedrifta la ned")).json()
    assert "bedrifta la ned" in reply["understood"]["note_kept"]


@pytest.mark.parametrize("key", ["not_sure", "declined"])
async def test_what_stands_among_the_choices_can_be_sent_back_as_a_choice(anna: FrontEnd, key: str) -> None:
    await anna.begins()
    await anna.says(type="choice", choice=key, in_reply_to=anna.prompt["id"])
    assert (anna.reply["outcome"], anna.reply["understood"]) == ("accepted", {"question": "want", "value": key})


async def test_not_sure_and_rather_not_say_are_answers_of_their_own(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.says(type="not_sure", in_reply_to=anna.prompt["id"])
    assert anna.reply["understood"] == {"question": "want", "value": "not_sure"}
    await anna.says(type="declined", in_reply_to=anna.prompt["id"])
    assert anna.reply["understood"] == {"question": "situation", "value": "declined"}


async def test_a_private_answer_is_not_repeated(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.answers("job", "lost_job", 34, "oslo")
    while not anna.prompt["private"]:
        await anna.chooses(anna.prompt["choices"][0]["key"])
    question, chosen = anna.prompt["question"], anna.prompt["choices"][0]
    if anna.prompt["kind"] == "multi":
        await anna.says(type="choices", choices=[chosen["key"]], in_reply_to=anna.prompt["id"])
    else:
        await anna.chooses(chosen["key"])
    assert anna.reply["outcome"] == "accepted"
    assert anna.reply["understood"] == {"question": question}
    assert anna.reply["events"][0]["text"] == "(privat svar)"


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ({"type": "number", "number": 400}, "not_understood"),
        ({"type": "text", "text": "hei på deg"}, "not_understood"),
        ({"type": "text", "text": "hjelp"}, "command"),
        ({"type": "text", "text": ""}, "not_understood"),
    ],
)
async def test_what_cannot_be_used_is_no_error_and_says_what_to_do(anna: FrontEnd, message: Json, outcome: str) -> None:
    await anna.begins()
    await anna.answers("job", "lost_job")
    asked = anna.prompt["id"]
    response = await anna.says(**message, in_reply_to=asked)
    assert response.status_code == 200
    assert response.json()["outcome"] in (outcome, "clarify")
    assert response.json()["events"][-1]["text"]
    await anna.says(type="number", number=34, in_reply_to=asked)
    assert anna.prompt["question"] == "county"


async def test_after_three_misses_ways_out_are_offered_and_can_be_pressed(anna: FrontEnd) -> None:
    await anna.begins()
    for words in ("blå", "grønn", "raud"):
        await anna.writes(words)
    assert anna.prompt["menu"] == "offer"
    assert [choice["key"] for choice in anna.prompt["choices"]] == ["again", "call", "web", "person", "pause"]
    reply = (await anna.chooses("person")).json()
    assert (reply["outcome"], reply["turn"]) == ("queued_for_person", "counsellor")
    assert reply["understood"] == {"menu": "offer", "value": "person"}


async def test_a_menu_that_stands_no_longer_is_stale(anna: FrontEnd) -> None:
    """(CD-06)"""
    await anna.begins()
    for words in ("blå", "grønn", "raud"):
        await anna.writes(words)
    offer = anna.prompt["id"]
    await anna.chooses("again")
    reply = (await anna.says(type="choice", choice="pause", in_reply_to=offer)).json()
    assert reply["outcome"] == "stale"
    assert anna.prompt["question"] == "want"


async def test_a_menu_can_be_answered_by_digit_and_without_naming_it(anna: FrontEnd) -> None:
    await anna.begins()
    for words in ("blå", "grønn", "raud"):
        await anna.writes(words)
    await anna.writes("1")
    assert anna.prompt["question"] == "want"


@pytest.mark.parametrize("prompt", ["x", "prm_1", "prm_1.1.nowhere.0", "prm_1.1.want.x", "prm_1.1.menu:none.0"])
async def test_a_prompt_that_was_never_ours_is_told(anna: FrontEnd, prompt: str) -> None:
    await anna.begins()
    response = await anna.says(type="choice", choice="job", in_reply_to=prompt)
    if prompt.endswith("menu:none.0"):
        assert response.json()["outcome"] == "stale"
    else:
        assert response.status_code == 422
        assert response.json()["errors"] == [{"pointer": "/in_reply_to", "code": "prompt_unknown"}]


# --------------------------------------------------------------------------------------------------------- repeats


async def test_the_same_message_again_is_one_turn_and_one_reply_also_in_parallel(anna: FrontEnd) -> None:
    """(CD-03) (case 1)"""
    await anna.begins()
    message = {"type": "choice", "choice": "job", "in_reply_to": anna.prompt["id"]}
    replies = await asyncio.gather(*(anna.says("m-1", **message) for _ in range(8)))
    assert {reply.text for reply in replies} == {replies[0].text}
    progress = (await anna.get()).json()["progress"]
    assert progress["answered"] == 1


async def test_the_same_id_with_another_body_is_refused(anna: FrontEnd) -> None:
    """(CD-03) (case 4)"""
    await anna.begins()
    await anna.says("m-1", type="choice", choice="job")
    response = await anna.says("m-1", type="choice", choice="change")
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_mismatch")
    assert response.json()["retryable"] is False


async def test_ids_belong_to_their_conversation(anna: FrontEnd) -> None:
    bertil = FrontEnd(anna.client, anna.clock)
    for citizen, choice in ((anna, "job"), (bertil, "change")):
        await citizen.begins()
        assert (await citizen.says("m-1", type="choice", choice=choice)).status_code == 200
    assert (await anna.says("start", type="choice", choice="lost_job")).status_code == 200


# ------------------------------------------------------------------------------------------------- older prompts


async def test_an_old_prompt_with_the_same_answer_is_accepted(anna: FrontEnd) -> None:
    """(CD-06)"""
    await anna.begins()
    old = anna.prompt["id"]
    await anna.chooses("job")
    reply = (await anna.says(type="choice", choice="job", in_reply_to=old)).json()
    assert reply["outcome"] == "accepted"
    assert reply["understood"] == {"question": "want", "value": "job"}
    assert anna.prompt["question"] == "situation"


async def test_an_old_prompt_with_another_answer_is_stale_and_shows_both(anna: FrontEnd) -> None:
    """(CD-06)"""
    await anna.begins()
    old = anna.prompt["id"]
    await anna.chooses("job")
    reply = (await anna.says(type="choice", choice="change", in_reply_to=old)).json()
    assert reply["outcome"] == "stale"
    conflict = reply["events"][-1]
    assert conflict["type"] == "conflict"
    titles = {choice["key"]: choice["title"] for choice in conflict["prompt"]["choices"]}
    assert titles["job"] in conflict["text"]
    assert titles["change"] in conflict["text"]
    assert conflict["prompt"]["id"].endswith(".want.1")
    await anna.chooses("change")
    assert anna.reply["outcome"] == "accepted"


async def test_text_to_an_old_prompt_is_no_answer_and_the_current_one_is_put_again(anna: FrontEnd) -> None:
    """(CD-06)"""
    await anna.begins()
    old = anna.prompt["id"]
    await anna.chooses("job")
    reply = (await anna.writes("2", in_reply_to=old)).json()
    assert reply["outcome"] == "stale"
    assert anna.prompt["question"] == "situation"


async def test_answers_that_no_longer_apply_are_told(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.answers("job", "two_years_out", 41, "agder", "yes")
    await anna.says(type="choice", choice="pupil", in_reply_to="prm_2.2.situation.1")
    assert anna.reply["understood"]["set_aside"] == ["worked_before"]
    await anna.says(type="choice", choice="two_years_out", in_reply_to="prm_2.2.situation.2")
    assert anna.reply["understood"]["returned"] == ["worked_before"]


# ------------------------------------------------------------------------------------------------------- results


async def test_a_result_so_far_comes_after_four_answers(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.answers("job")
    early = (await anna.post("/messages", client_message_id="early", type="result")).json()
    assert (early["outcome"], early["events"][-1]["type"]) == ("command", "message")
    await anna.answers("lost_job", 34, "oslo")
    event = (await anna.says(type="result")).json()["events"][-1]
    assert event["type"] == "result"
    assert event["result"]["suggested_help"] == "needs_guidance"
    assert event["result"]["settled"] is False
    assert event["result"]["reasons"]
    assert event["text"].startswith(event["result"]["title"])


async def test_the_citizen_says_what_they_think_of_the_result(anna: FrontEnd) -> None:
    await anna.begins()
    response = await anna.says(type="view", view="agree")
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/view"
    await anna.answers("job", "lost_job", 34, "oslo")
    await anna.says(type="result")
    assert (await anna.says(type="view", view="partly", text="nesten")).status_code == 200
    assert (await anna.get("/profile")).json()["view"] == "partly"


# ------------------------------------------------------------------------------------------------------ malformed


@pytest.mark.parametrize(
    ("message", "pointer"),
    [
        ({"type": "choice"}, "/choice"),
        ({"type": "choices"}, "/choices"),
        ({"type": "number"}, "/number"),
        ({"type": "date"}, "/date"),
        ({"type": "date", "date": "2026-02-30"}, "/date"),
        ({"type": "song"}, "/type"),
        ({"type": "text", "text": "x" * 2001}, "/text"),
        ({"type": "number", "number": "many"}, "/number"),
        ({"type": "choice", "choice": "job", "after": "soon"}, "/after"),
    ],
)
async def test_a_field_that_is_wrong_is_pointed_at(anna: FrontEnd, message: Json, pointer: str) -> None:
    """(CD-08)"""
    await anna.begins()
    response = await anna.says(**message)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == "validation_failed"
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert "many" not in response.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b'{"type": "choice"}', b"\xff\xfe", b'{"type": "song"}'])
async def test_malformed_messages_are_refused_without_quoting_them(anna: FrontEnd, body: bytes) -> None:
    await anna.begins()
    response = await anna.client.post(anna.at("/messages"), content=body, headers=anna.bearer)
    assert response.status_code == 422
    assert response.json()["code"] == "validation_failed"
    assert "song" not in response.text


async def test_half_a_character_is_no_text(anna: FrontEnd) -> None:
    await anna.begins()
    body = b'{"client_message_id": "1", "type": "text", "text": "\\ud800"}'
    response = await anna.client.post(anna.at("/messages"), content=body, headers=anna.bearer)
    assert response.status_code == 422


# -------------------------------------------------------------------------------------------------------- looking


async def test_looking_shows_progress_and_no_answer(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.chooses("basics")
    look = await anna.get()
    assert look.json()["progress"]["answered"] == 1
    assert look.json()["question"] == "situation"
    assert "basics" not in look.text


async def test_another_language_says_what_stands_again_in_it(anna: FrontEnd) -> None:
    await anna.begins()
    response = await anna.send("PATCH", "", body={"language": "en"})
    assert response.status_code == 200
    assert response.json()["conversation"]["language"] == "en"
    prompts = [event["prompt"] for event in response.json()["events"] if "prompt" in event]
    assert prompts[-1]["title"].startswith("What")
    assert (await anna.send("PATCH", "", body={"language": "se"})).status_code == 422
