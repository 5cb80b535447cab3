"""What else a front-end can do: go on elsewhere, ask for a person or a call, see why, try other answers, and go."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.channels.chat_front_end import OFFICE, V1, FrontEnd, Json, Service, service

from channels.chat.routes import Settings
from core.case.office import Office


@pytest.fixture
async def opened() -> AsyncIterator[Service]:
    async with service() as one:
        yield one


@pytest.fixture
def anna(opened: Service) -> FrontEnd:
    return opened.front_end()


# ----------------------------------------------------------------------------------------------- other channels


async def test_going_on_by_web_gives_a_code_that_leads_to_the_same_question(anna: FrontEnd, opened: Service) -> None:
    await anna.begins()
    await anna.chooses("job")
    response = await anna.post("/channel-switches", to="web", idempotency_key="k-1")
    assert (response.status_code, response.json()["status"]) == (201, "code")
    assert (await anna.post("/channel-switches", to="web", idempotency_key="k-1")).json() == response.json()
    code = response.json()["code"]
    assert code in response.json()["events"][-1]["text"]
    other = opened.front_end()
    headers = {"Idempotency-Key": str(uuid4())}
    other._keep(await anna.client.post(f"{V1}/conversations/resume", json={"code": code}, headers=headers))
    assert other.conversation == anna.conversation
    assert other.prompt["question"] == "situation"
    again = {"Idempotency-Key": str(uuid4())}
    used = await anna.client.post(f"{V1}/conversations/resume", json={"code": code}, headers=again)
    assert used.json()["code"] == "code_invalid"


async def test_going_on_by_web_gives_a_link_when_one_is_asked_for(anna: FrontEnd) -> None:
    await anna.begins()
    reply = (await anna.post("/channel-switches", to="web", link=True)).json()
    assert reply["status"] == "link"
    assert reply["link"].startswith(f"{OFFICE.public_url}/nn/go/")
    assert reply["link"] in reply["events"][-1]["text"]


async def test_going_on_by_sms_invites_the_number(anna: FrontEnd) -> None:
    await anna.begins()
    reply = (await anna.post("/channel-switches", to="sms", number="406 12 345")).json()
    assert reply["status"] == "invited"
    assert [event["type"] for event in reply["events"]] == ["channel", "message"]
    assert reply["events"][0]["channel"] == "sms"
    assert re.search(r"JA \d\d", reply["events"][1]["text"])
    assert "40612345" not in str(reply)


async def test_going_on_by_phone_books_a_call(anna: FrontEnd) -> None:
    await anna.begins()
    reply = (await anna.post("/channel-switches", to="phone", number="406 12 345")).json()
    assert reply["status"] == "call_booked"
    assert (await anna.get()).json()["callback"]["id"] == reply["callback"]["id"]


@pytest.mark.parametrize(
    ("to", "number", "code"),
    [
        ("sms", "", "missing"),
        ("sms", "4061", "phone_short"),
        ("sms", "112", "phone_emergency"),
        ("sms", "+4722222222", "phone_no_sms"),
        ("sms", OFFICE.phone, "phone_service"),  # our own
        ("phone", "820 12 345", "phone_premium"),
    ],
)
async def test_a_number_that_cannot_be_used_says_why(anna: FrontEnd, to: str, number: str, code: str) -> None:
    """(CD-08)"""
    await anna.begins()
    headers = {**anna.bearer, "Accept-Language": "en"}
    body = {"to": to, "number": number}
    response = await anna.client.post(anna.at("/channel-switches"), json=body, headers=headers)
    assert response.status_code == 422
    problem = response.json()
    error = problem["errors"][0]
    assert (error["pointer"], error["code"]) == ("/number", code)
    assert error.get("detail") or code == "missing"
    del problem["trace_id"]  # random digits, and 112 may be among them
    assert not number or number not in str(problem)


async def test_where_no_sms_is_sent_that_is_said() -> None:
    async with service(Settings(office=Office())) as opened:
        anna = opened.front_end()
        await anna.begins()
        response = await anna.post("/channel-switches", to="sms", number="406 12 345")
        assert response.json()["errors"][0]["code"] == "no_sms_here"


# ------------------------------------------------------------------------------------------------------- a person


async def test_asking_for_a_person_gives_a_case_and_a_promise(anna: FrontEnd) -> None:
    await anna.begins()
    response = await anna.post("/handovers", message="Eg vil snakke med nokon om kurs", idempotency_key="k")
    assert response.status_code == 201
    reply = response.json()
    assert reply["case"]["id"].startswith("cse_")
    assert reply["case"]["promised_by"] == "2026-11-25T09:00:00+00:00"
    assert reply["receipt"].startswith("V-2411-")
    assert (
        await anna.post("/handovers", message="Eg vil snakke med nokon om kurs", idempotency_key="k")
    ).json() == reply
    again = (await anna.post("/handovers", message="Det hastar")).json()
    assert again["case"]["id"] == reply["case"]["id"]
    assert again["receipt"] == reply["receipt"]
    assert (await anna.get()).json()["case"] == reply["case"]["id"]


# ---------------------------------------------------------------------------------------------------------- calls


async def offered(anna: FrontEnd) -> list[Json]:
    slots: list[Json] = (await anna.client.get("/channels/phone/slots")).json()["slots"]
    return slots


async def test_a_call_is_booked_moved_and_dropped(anna: FrontEnd) -> None:
    await anna.begins()
    first, second, *_ = await offered(anna)
    response = await anna.post("/callbacks", phone="406 12 345", slot_id=first["id"], idempotency_key="k")
    assert response.status_code == 201
    callback = response.json()["callback"]
    assert (callback["from"], callback["to"], callback["status"]) == (first["from"], first["to"], "booked")
    assert callback["calls_from"] == "22 00 00 00"
    repeated = await anna.post("/callbacks", phone="406 12 345", slot_id=first["id"], idempotency_key="k")
    assert repeated.json() == response.json()
    moved = await anna.send("PATCH", f"/callbacks/{callback['id']}", body={"slot_id": second["id"]})
    assert moved.json()["callback"]["from"] == second["from"]
    assert moved.json()["callback"]["id"] == callback["id"]
    assert (await anna.send("DELETE", f"/callbacks/{callback['id']}")).status_code == 204
    assert "callback" not in (await anna.get()).json()
    assert (await anna.send("DELETE", f"/callbacks/{callback['id']}")).status_code == 404


async def test_a_slot_that_others_have_taken_is_told_with_others_that_have_room(
    anna: FrontEnd, opened: Service
) -> None:
    """Two calls in a slot, and not a third (CD-08)."""
    first, second, *_ = await offered(anna)
    assert first["free"] == OFFICE.calls_in_slot
    replies = []
    for number in ("40612345", "40612346", "40612347"):
        citizen = opened.front_end()
        await citizen.begins()
        replies.append(await citizen.post("/callbacks", phone=number, slot_id=first["id"]))
    assert [reply.status_code for reply in replies] == [201, 201, 409]
    assert replies[-1].json()["code"] == "slot_full"
    assert replies[-1].json()["alternatives"][0] == second["id"]
    assert (await offered(anna))[0]["id"] == second["id"]


@pytest.mark.parametrize("slot", ["slt_20261121T0900Z", "slt_x", "20261125T0900Z", "slt_"])
async def test_a_slot_that_is_not_offered_is_pointed_at(anna: FrontEnd, slot: str) -> None:
    await anna.begins()
    response = await anna.post("/callbacks", phone="40612345", slot_id=slot)
    assert response.status_code == 422
    assert response.json()["errors"] == [{"pointer": "/slot_id", "code": "slot_not_offered"}]


async def test_a_call_about_to_begin_can_no_longer_be_changed(anna: FrontEnd) -> None:
    await anna.begins()
    first, *_ = await offered(anna)
    callback = (await anna.post("/callbacks", phone="40612345", slot_id=first["id"])).json()["callback"]["id"]
    anna.clock.forward(timedelta(minutes=29))
    for method, body in (("DELETE", None), ("PATCH", {})):
        response = await anna.send(method, f"/callbacks/{callback}", body=body)
        assert (response.status_code, response.json()["code"]) == (409, "too_late")


async def test_a_time_pressed_in_the_menu_is_the_time_that_is_booked(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.writes("ring meg")
    await anna.writes("406 12 345")
    slots = anna.prompt["choices"]
    await anna.chooses(slots[1]["key"])
    first, *_ = await offered(anna)
    assert (await anna.get()).json()["callback"]["from"] == first["from"]


# --------------------------------------------------------------------------------------------------------- profile


async def test_the_profile_is_the_explained_result_as_it_was_drawn(anna: FrontEnd) -> None:
    await anna.begins()
    assert (await anna.get("/profile")).status_code == 404
    await anna.answers("job", "lost_job", 34, "oslo")
    await anna.says(type="result")
    profile = (await anna.get("/profile")).json()
    assert profile["suggested_help"] == "needs_guidance"
    assert profile["reasons"]
    assert profile["pathways"][0]["first_step"]
    assert profile["changed_since"] is False
    await anna.says(type="choice", choice="yes")
    changed = (await anna.get("/profile")).json()
    assert changed["changed_since"] is True
    assert changed["reasons"] == profile["reasons"]


async def test_other_answers_can_be_tried_and_nothing_is_saved(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.answers("job", "lost_job", 34, "oslo")
    before = (await anna.get("/export")).json()
    response = await anna.post("/profile/what-if", changes={"situation": "stays_in_job", "want": "job"})
    tried = response.json()
    assert tried["saved"] is False
    assert tried["before"]["level"] == "needs_guidance"
    assert [one["question"] for one in tried["because"]] == ["situation"]
    assert (tried["because"][0]["from"], tried["because"][0]["to"]) == ("lost_job", "stays_in_job")
    assert (tried["because"][0]["effect"] == "decisive") == (tried["before"]["level"] != tried["after"]["level"])
    assert (await anna.get("/export")).json() == before


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"nowhere": "x"}, "/changes/nowhere", "question_unknown"),
        ({"want": "king"}, "/changes/want", "choose_one"),
        ({"age": 400}, "/changes/age", "out_of_range"),
        ({"age": "old"}, "/changes/age", "write_number"),
        ({"help_with": ["x"]}, "/changes/help_with", "choose_some"),
    ],
)
async def test_an_answer_that_cannot_be_tried_is_pointed_at(
    anna: FrontEnd, changes: Json, pointer: str, code: str
) -> None:
    """(CD-08)"""
    await anna.begins()
    response = await anna.post("/profile/what-if", changes=changes)
    assert response.status_code == 422
    error = response.json()["errors"][0]
    assert (error["pointer"], error["code"]) == (pointer, code)
    assert code == "question_unknown" or error["detail"]


# ---------------------------------------------------------------------------------------------------------- rights


async def test_everything_that_is_held_can_be_had_private_answers_too(anna: FrontEnd) -> None:
    await anna.begins()
    await anna.answers("job", "lost_job", 34, "oslo")
    while not anna.prompt["private"]:
        await anna.chooses(anna.prompt["choices"][0]["key"])
    question = anna.prompt["question"]
    await anna.says(type="choice", choice="no", in_reply_to=anna.prompt["id"])
    export = (await anna.get("/export")).json()
    answers = {answer["question"]: answer for answer in export["answers"]}
    assert answers["age"]["value"] == 34
    assert (answers[question]["value"], answers[question]["private"]) == ("no", True)
    assert [turn["version"] for turn in export["turns"]] == list(range(1, len(export["turns"]) + 1))
    said = [event["text"] for turn in export["turns"] for event in turn["events"] if event["from"] == "citizen"]
    assert said[:3] == ["Finne jobb", "Eg har mista jobben, eller mistar han snart", "34"]
    assert "(privat svar)" not in said


async def test_what_is_erased_is_gone_everywhere(anna: FrontEnd) -> None:
    await anna.begins(want_resume_code=True)
    code = anna.reply["resume_code"]
    await anna.says("m-1", type="choice", choice="job")
    assert (await anna.send("DELETE", "")).status_code == 204
    for response in (
        await anna.get(),
        await anna.get("/events"),
        await anna.get("/export"),
        await anna.post("/tokens"),
        await anna.says("m-1", type="choice", choice="job"),
        await anna.says("m-2", type="choice", choice="job"),
        await anna.send("DELETE", ""),
    ):
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    headers = {"Idempotency-Key": str(uuid4())}
    resumed = await anna.client.post(f"{V1}/conversations/resume", json={"code": code}, headers=headers)
    assert resumed.json()["code"] == "code_invalid"
