"""Events: the same objects, ids and order however they are had, and as many buttons as a front-end can show."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.channels.chat_front_end import FrontEnd, Json, Service, service

from channels.chat.choices import cut


@pytest.fixture
async def opened() -> AsyncIterator[Service]:
    async with service() as one:
        yield one


@pytest.fixture
def anna(opened: Service) -> FrontEnd:
    return opened.front_end()


async def walked(anna: FrontEnd) -> list[Json]:
    """A conversation with something of everything, and all events that its replies had."""
    replies = [(await anna.begins()).json()]
    replies += [(await anna.chooses(choice)).json() for choice in ("job", "two_years_out")]
    replies.append((await anna.says(type="number", number=41, in_reply_to=anna.prompt["id"])).json())
    replies += [(await anna.chooses(choice)).json() for choice in ("agder", "yes")]
    replies += [
        (await anna.says(type="choice", choice="pupil", in_reply_to="prm_2.2.situation.1")).json(),
        (await anna.says(type="choice", choice="student", in_reply_to="prm_2.2.situation.0")).json(),
        (await anna.says(type="result")).json(),
        (await anna.writes("hvorfor")).json(),
        (await anna.writes("web")).json(),
        (await anna.writes("blå")).json(),
    ]
    return [event for reply in replies for event in reply["events"]]


async def test_the_list_has_the_same_objects_as_the_replies_in_the_same_order(anna: FrontEnd) -> None:
    """(CD-02)"""
    told = await walked(anna)
    assert await anna.events() == told
    assert [event["sequence"] for event in told] == list(range(1, len(told) + 1))
    assert [event["id"] for event in told] == [f"evt_{n}" for n in range(1, len(told) + 1)]
    assert {event["type"] for event in told} >= {"message", "prompt", "conflict", "result"}


async def test_every_cursor_goes_on_where_it_was_given(anna: FrontEnd) -> None:
    """(CD-05)"""
    told = await walked(anna)
    for size in (1, 2, 3, 7):
        read: list[Json] = []
        page: Json = {"cursor": "", "more": True}
        while page["more"]:
            params: dict[str, str | int] = {"after": page["cursor"], "limit": size}
            page = (await anna.client.get(anna.at("/events"), params=params, headers=anna.bearer)).json()
            read += page["events"]
        assert read == told
        assert await anna.events(page["cursor"]) == []
    for event in told:
        assert await anna.events(event["id"]) == told[event["sequence"] :]


async def test_the_cursor_of_a_reply_goes_on_behind_it(anna: FrontEnd) -> None:
    await anna.begins()
    cursor = (await anna.chooses("job")).json()["cursor"]
    assert await anna.events(cursor) == []
    reply = (await anna.chooses("lost_job")).json()
    assert await anna.events(cursor) == reply["events"]


async def test_a_reply_has_what_happened_since_when_it_is_told_how_far_was_read(
    anna: FrontEnd, opened: Service
) -> None:
    """(CD-02)"""
    await anna.begins()
    first = anna.reply["cursor"]
    elsewhere = opened.front_end()
    elsewhere.token, elsewhere.conversation = anna.token, anna.conversation
    seen = (await elsewhere.says(type="choice", choice="job")).json()["events"]
    reply = (await anna.says("m", type="choice", choice="lost_job", after=first)).json()
    assert reply["events"][: len(seen)] == seen
    assert len(reply["events"]) > len(seen)
    assert (await anna.says("m", type="choice", choice="lost_job", after=first)).json() == reply


@pytest.mark.parametrize("cursor", ["x", "c_", "c_1", "c_1.x", "evt_", "evt_-1", "c_1.1.1", "c_9999999999.1"])
async def test_a_cursor_that_was_never_ours_is_told(anna: FrontEnd, cursor: str) -> None:
    await anna.begins()
    response = await anna.client.get(anna.at("/events"), params={"after": cursor}, headers=anna.bearer)
    assert response.status_code == 422
    assert response.json()["errors"] == [{"pointer": "/after", "code": "cursor_unknown"}]


@pytest.mark.parametrize(("query", "code"), [("limit=0", "out_of_range"), ("limit=x", "write_number")])
async def test_a_page_of_no_events_is_none(anna: FrontEnd, query: str, code: str) -> None:
    await anna.begins()
    response = await anna.get(f"/events?{query}")
    assert response.status_code == 422
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [("/limit", code)]


async def test_what_was_said_is_in_the_history_in_words_and_as_data(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.writes("1 fordi bedrifta la ned")
    said = [event for event in await anna.events() if event["from"] == "citizen"]
    assert said[0]["text"].startswith("Finne jobb")
    assert said[0]["understood"]["value"] == "job"


async def test_a_code_in_the_history_is_the_one_that_works(anna: FrontEnd) -> None:
    await anna.begins(want_resume_code=True)
    code = anna.reply["resume_code"]
    assert any(code in event.get("text", "") for event in await anna.events())


# ---------------------------------------------------------------------------------------------------- capabilities


@pytest.mark.parametrize(("most", "longest"), [(3, 20), (10, 24), (0, 20), (1, 10), (None, 12), (5, None)])
async def test_buttons_keep_to_what_was_declared_and_the_text_is_complete(
    opened: Service, most: int | None, longest: int | None
) -> None:
    """(CD-07)"""
    plain, narrow = opened.front_end(), opened.front_end()
    await plain.begins(language="nb")
    await narrow.begins(language="nb", capabilities={"max_choices": most, "choice_title_max": longest})
    for choice in ("job", "lost_job", 34, "oslo", "yes"):
        whole, prompt = plain.prompt, narrow.prompt
        assert prompt["text"] == whole["text"]
        assert most is None or len(prompt["choices"]) <= most
        assert all(longest is None or len(one["title"]) <= longest for one in prompt["choices"])
        await plain.answers(choice)
        await narrow.answers(choice)
    assert all("choices" in event["prompt"] for event in await narrow.events() if "prompt" in event)


async def test_what_is_left_out_is_counted_and_whoever_is_not_sure_keeps_a_button(anna: FrontEnd) -> None:
    """(CD-07)"""
    await anna.begins(capabilities={"max_choices": 3, "choice_title_max": 20})
    assert [choice["key"] for choice in anna.prompt["choices"]] == ["job", "keep_job", "not_sure"]
    assert anna.prompt["more_choices"] == 5


async def test_many_options_are_chosen_by_heading_where_few_can_be_shown(anna: FrontEnd) -> None:
    """(CD-07)"""
    await anna.begins(capabilities={"max_choices": 4, "choice_title_max": 24})
    await anna.chooses("job")
    headings = [choice["key"] for choice in anna.prompt["choices"]]
    assert headings[-1] == "not_sure"
    await anna.chooses(headings[1])
    assert anna.prompt["question"] == "situation"
    assert "lost_job" in {choice["key"] for choice in anna.prompt["choices"]}
    await anna.chooses("lost_job")
    assert anna.prompt["question"] == "age"


async def test_capabilities_are_declared_anew_with_a_new_token(anna: FrontEnd) -> None:
    """(CD-07)"""
    await anna.begins()
    response = await anna.send("PATCH", "", body={"capabilities": {"max_choices": 0}})
    anna.token = response.json()["token"]["value"]
    await anna.says(type="choice", choice="job")
    assert anna.prompt["choices"] == []
    assert anna.prompt["more_choices"] > 0
    renewed = await anna.post("/tokens")
    anna.token = renewed.json()["token"]["value"]
    await anna.writes("1")
    assert anna.prompt["choices"] == []


@pytest.mark.parametrize(
    ("title", "longest", "kept"),
    [
        ("Jeg har mistet jobben", 12, "Jeg har…"),
        ("Jeg har mistet jobben", 8, "Jeg har…"),
        ("Arbeidsavklaringspenger", 10, "Arbeidsav…"),
        ("Ja, men ikke nå", 5, "Ja…"),
    ],
)
def test_a_title_is_cut_after_a_whole_word_where_one_fits(title: str, longest: int, kept: str) -> None:
    assert cut(title, longest) == kept
    assert len(kept) <= longest


async def test_events_are_the_same_while_others_write(anna: FrontEnd) -> None:
    """(CD-02)"""
    await anna.begins()
    replies = await asyncio.gather(*(anna.writes(f"blå {n}") for n in range(6)))
    told = sorted((event for reply in replies for event in reply.json()["events"]), key=lambda one: one["sequence"])
    assert (await anna.events("evt_1")) == told
