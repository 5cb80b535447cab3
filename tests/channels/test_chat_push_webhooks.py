"""Webhooks to front-ends: every event, signed, in order, until it is taken or it is of no use any more."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from tests.channels.chat_front_end import LIVE_KEY, OTHER_KEY, FrontEnd, Json
from tests.channels.chat_listener import listening
from tests.channels.chat_push import HOOKS, Pushing, pushing, verifies
from tests.fakes import FakeClock

from channels.chat.webhook_channel import PATIENCE, Webhooks, refusal_of
from channels.http.checked_client import checked_client
from channels.http.outgoing import Outgoing
from core.delivery.channel import Channel, Part, Refusal, Refused, Rejected, Request, Sent
from core.delivery.message import State
from core.delivery.sending import LONGEST_PART


@pytest.fixture
async def opened() -> AsyncIterator[Pushing]:
    async with pushing() as one:
        yield one


@pytest.fixture
def anna(opened: Pushing) -> FrontEnd:
    return opened.front_end()


async def walked(anna: FrontEnd) -> list[Json]:
    """A conversation with something of everything, and all events that its replies had."""
    replies = [(await anna.begins(key=LIVE_KEY)).json()]
    replies += [(await anna.chooses(choice)).json() for choice in ("job", "two_years_out")]
    replies.append((await anna.says(type="number", number=41, in_reply_to=anna.prompt["id"])).json())
    replies.append((await anna.says(type="result")).json())
    replies.append((await anna.writes("blå elefant")).json())
    return [event for reply in replies for event in reply["events"]]


# ----------------------------------------------------------------------------------------------- what is sent


async def test_replies_list_poll_stream_and_webhook_tell_the_same(opened: Pushing, anna: FrontEnd) -> None:
    """The same objects, with the same ids, in the same order (CD-02)."""
    _, secret = await opened.hears()
    told = await walked(anna)
    await opened.delivers()
    assert [body["event"] for body in opened.receiver.bodies] == told
    assert await anna.events(limit=200) == told
    assert await anna.events(limit=200, wait=25) == told
    async with listening(anna) as listener:
        assert await listener.events(len(told)) == told
    assert all(verifies(request, secret) for request in opened.receiver.requests)


async def test_a_delivery_says_whose_event_it_is_and_where_it_stands(opened: Pushing, anna: FrontEnd) -> None:
    await opened.hears()
    told = await walked(anna)
    await opened.delivers()
    for event, body, request in zip(told, opened.receiver.bodies, opened.receiver.requests, strict=True):
        assert body == {
            "type": "conversation.event",
            "conversation_id": anna.conversation,
            "sequence": event["sequence"],
            "event": event,
        }
        assert request.headers["webhook-id"] == f"{anna.conversation}_{event['id']}"
        assert str(request.url) == HOOKS
        assert request.headers["content-type"] == "application/json"


async def test_events_of_two_conversations_have_different_ids(opened: Pushing, anna: FrontEnd) -> None:
    """A receiver drops ids that it has."""
    await opened.hears()
    await anna.begins(key=LIVE_KEY)
    await opened.front_end().begins(key=LIVE_KEY)
    await opened.delivers()
    assert len(set(opened.receiver.ids)) == len(opened.receiver.ids) == 2 * len(anna.reply["events"])


async def test_a_back_end_hears_of_its_own_conversations_only(opened: Pushing, anna: FrontEnd) -> None:
    await opened.hears(OTHER_KEY)
    await anna.begins(key=LIVE_KEY)
    await opened.front_end().begins()
    await opened.delivers()
    assert not opened.receiver.requests


async def test_every_endpoint_of_a_key_hears_of_it(opened: Pushing, anna: FrontEnd) -> None:
    await opened.hears()
    await opened.hears(url="https://archive.example/")
    await anna.begins(key=LIVE_KEY)
    await opened.delivers()
    assert {str(request.url) for request in opened.receiver.requests} == {HOOKS, "https://archive.example/"}
    assert len(opened.receiver.requests) == 2 * len(anna.reply["events"])


# -------------------------------------------------------------------------------------------- trying again


@pytest.mark.parametrize(
    "answer", [500, 503, 429, 404, 400, 302, httpx.ConnectError("down"), httpx.ReadTimeout("slow")]
)
async def test_what_was_not_taken_is_sent_again_with_the_same_id(
    opened: Pushing, anna: FrontEnd, answer: int | Exception
) -> None:
    """Signed anew, since the moment of a try is signed too (case 34, CD-09)."""
    _, secret = await opened.hears()
    await anna.begins(key=LIVE_KEY)
    opened.receiver.answers = [answer, answer]
    results = await opened.delivers()
    for _ in range(10):
        results += await opened.passes(seconds=30)
    assert [result.state for result in results] == [State.WAITING, State.WAITING, State.ACCEPTED]
    first, again, last = opened.receiver.requests[:3]
    assert first.headers["webhook-id"] == again.headers["webhook-id"] == last.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] < again.headers["webhook-timestamp"]
    assert first.content == again.content == last.content
    assert verifies(first, secret)
    assert verifies(last, secret)


async def test_a_receiver_that_is_away_is_tried_for_a_day_and_then_no_more(opened: Pushing, anna: FrontEnd) -> None:
    """And what was said meanwhile stays behind it, in order (case 34, CD-09)."""
    id, _ = await opened.hears()
    await anna.begins(key=LIVE_KEY)
    opened.receiver.answers = [503] * 1000
    results = await opened.delivers()
    for _ in range(24 * 4):
        results += await opened.passes(minutes=15)
    assert 20 <= len(opened.receiver.requests) <= 80
    await opened.passes(hours=48)
    (delivery,) = (await opened.asks("GET", f"/{id}/deliveries")).json()["deliveries"]
    assert (delivery["state"], delivery["conversation_id"]) == ("expired", anna.conversation)
    sent = len(opened.receiver.requests)
    await opened.passes(hours=48)
    assert len(opened.receiver.requests) == sent


async def test_a_receiver_is_left_alone_for_as_long_as_it_asks(opened: Pushing, anna: FrontEnd) -> None:
    await opened.hears()
    await anna.begins(key=LIVE_KEY)
    opened.receiver.answers, opened.receiver.headers = [429], {"retry-after": "600"}
    await opened.delivers()
    await opened.passes(seconds=599)
    assert len(opened.receiver.requests) == 1
    await opened.passes(seconds=10)
    assert len(opened.receiver.requests) == 1 + len(anna.reply["events"])


async def test_one_receiver_that_is_down_does_not_hold_up_another(opened: Pushing, anna: FrontEnd) -> None:
    await opened.hears()
    await opened.hears(OTHER_KEY, "https://other.example/")
    opened.receiver.answers = [503]
    await anna.begins(key=LIVE_KEY)
    await opened.delivers()
    await opened.front_end().begins(key=OTHER_KEY)
    await opened.delivers()
    assert str(opened.receiver.requests[-1].url) == "https://other.example/"


async def test_order_is_kept_while_the_first_of_them_fails(opened: Pushing, anna: FrontEnd) -> None:
    await opened.hears()
    opened.receiver.answers = [503]
    told = await walked(anna)
    await opened.delivers()
    for _ in range(5):
        await opened.passes(seconds=30)
    assert [body["sequence"] for body in opened.receiver.bodies[1:]] == [event["sequence"] for event in told]


async def test_a_slow_front_end_changes_nothing(opened: Pushing, anna: FrontEnd) -> None:
    """The citizen is answered all the same, and the conversation stands where it stood (case 35)."""
    await opened.hears()
    opened.receiver.answers = [httpx.ReadTimeout("slow")] * 5
    await anna.begins(key=LIVE_KEY)
    before = (await anna.get()).json()
    for _ in range(3):
        await opened.passes(seconds=11)
    assert (await anna.get()).json() == before
    assert (await anna.chooses("job")).json()["outcome"] == "accepted"


async def test_an_endpoint_that_is_gone_is_not_sent_to_again(opened: Pushing, anna: FrontEnd) -> None:
    id, _ = await opened.hears()
    await anna.begins(key=LIVE_KEY)
    opened.receiver.answers = [410]
    (result,) = await opened.delivers()
    assert (result.state, result.reason) == (State.FAILED, "invalid_recipient")
    (listed,) = (await opened.asks("GET")).json()["endpoints"]
    assert (listed["id"], listed["status"], "disabled_at" in listed) == (id, "disabled", True)
    await anna.chooses("job")
    await opened.passes(hours=1)
    assert len(opened.receiver.requests) == 1


async def test_what_waits_for_a_removed_endpoint_is_not_sent(opened: Pushing, anna: FrontEnd) -> None:
    id, _ = await opened.hears()
    await anna.begins(key=LIVE_KEY)
    assert (await opened.asks("DELETE", f"/{id}")).status_code == 204
    (result,) = await opened.delivers()
    assert (result.state, result.reason) == (State.FAILED, "invalid_recipient")
    assert not opened.receiver.requests


async def test_what_was_erased_is_not_sent(opened: Pushing, anna: FrontEnd) -> None:
    await opened.hears()
    await anna.begins(key=LIVE_KEY)
    assert (await anna.send("DELETE", "")).status_code == 204
    await opened.delivers()
    assert not opened.receiver.requests


# --------------------------------------------------------------------------------------------------- secrets


async def test_while_a_secret_is_changed_both_sign_for_a_day(opened: Pushing, anna: FrontEnd) -> None:
    """(CD-09)"""
    id, old = await opened.hears()
    await anna.begins(key=LIVE_KEY)
    await opened.delivers()
    changed = (await opened.asks("POST", f"/{id}/secrets")).json()
    assert changed["secret"] != old
    await anna.chooses("job")
    await opened.delivers()
    last = opened.receiver.requests[-1]
    assert verifies(last, old)
    assert verifies(last, changed["secret"])
    opened.clock.forward(timedelta(hours=24, seconds=1))
    await anna.begins(key=LIVE_KEY)
    await opened.delivers()
    last = opened.receiver.requests[-1]
    assert not verifies(last, old)
    assert verifies(last, changed["secret"])


async def test_changing_it_again_with_the_same_key_changes_nothing(opened: Pushing) -> None:
    id, old = await opened.hears()
    again = "0d3b7a0e-6c0e-4f6e-9a1e-3d2f1c0b9a88"
    first = (await opened.asks("POST", f"/{id}/secrets", again=again)).json()
    assert (await opened.asks("POST", f"/{id}/secrets", again=again)).json() == first
    kept = await opened.store.endpoints.get(id)
    assert [secret.value for secret in kept.secrets] == [first["secret"], old]


# ---------------------------------------------------------------------------------------------------- replay


async def test_what_happened_in_a_time_is_sent_again_in_its_order_with_its_ids(opened: Pushing, anna: FrontEnd) -> None:
    """(CD-09)"""
    id, _ = await opened.hears()
    since = opened.clock.now()
    await walked(anna)
    await opened.delivers()
    until = opened.clock.now()
    opened.clock.forward(timedelta(minutes=1))
    await anna.writes("hjelp")
    await opened.delivers()
    before = [body["sequence"] for body in opened.receiver.bodies]
    ids = opened.receiver.ids[:]
    opened.receiver.requests.clear()
    replayed = await opened.asks("POST", f"/{id}/replay", since=since.isoformat(), until=until.isoformat())
    assert replayed.status_code == 202
    await opened.delivers()
    again = [body["sequence"] for body in opened.receiver.bodies]
    assert again == before[: len(again)]
    assert 0 < len(again) < len(before)
    assert opened.receiver.ids == ids[: len(again)]


async def test_what_expired_can_be_had_after_all(opened: Pushing, anna: FrontEnd) -> None:
    """(CD-09)"""
    id, _ = await opened.hears()
    since = opened.clock.now().isoformat()
    await anna.begins(key=LIVE_KEY)
    opened.receiver.answers = [503] * 3
    await opened.delivers()
    await opened.passes(hours=25)
    opened.receiver.answers.clear()
    opened.receiver.requests.clear()
    replayed = await opened.asks("POST", f"/{id}/replay", since=since, until=opened.clock.now().isoformat())
    assert replayed.json() == {"replayed": 1}
    await opened.delivers()
    assert [body["event"] for body in opened.receiver.bodies] == anna.reply["events"]


# ------------------------------------------------------------------------------------------------ the channel


async def test_it_is_a_channel_that_nothing_comes_in_over(opened: Pushing) -> None:
    channel: Channel = opened.channel
    request = Request("https://veivalg.test/", {}, b"{}")
    with pytest.raises(Rejected):
        channel.verify(request)
    assert channel.parse(request, opened.clock.now()) == ()
    assert channel.capabilities.repeats_safely
    assert await channel.look_up("whe_1", "1.1.0") is None


async def test_an_address_that_has_come_to_lead_home_is_not_connected_to(opened: Pushing, anna: FrontEnd) -> None:
    """It was in public when it was named."""

    async def look_up(_: str, __: int) -> list[str]:
        return ["10.0.0.1"]

    id, _ = await opened.hears()
    async with checked_client(Outgoing(), look_up) as client:
        channel = Webhooks(opened.store.endpoints, client, FakeClock())
        assert await channel.send(part(), id, "1.1.0") == Refused(Refusal.UNAVAILABLE, "not_allowed")


@pytest.mark.parametrize(
    ("answer", "sent"),
    [
        (200, None),
        (204, None),
        (302, Refused(Refusal.UNAVAILABLE, "302")),
        (401, Refused(Refusal.UNAVAILABLE, "401")),
        (410, Refused(Refusal.INVALID_RECIPIENT, "410")),
        (429, Refused(Refusal.UNAVAILABLE, "429", 7.0)),
        (500, Refused(Refusal.UNAVAILABLE, "500")),
    ],
)
def test_no_answer_of_one_endpoint_stops_the_account(answer: int, sent: Sent | None) -> None:
    headers = {"retry-after": "7"} if answer == 429 else {}
    assert refusal_of(httpx.Response(answer, headers=headers)) == sent


async def test_patience_with_a_front_end_is_shorter_than_a_lease() -> None:
    assert PATIENCE == 10
    assert timedelta(seconds=PATIENCE) < LONGEST_PART


def part() -> Part:
    """One event."""
    body = {"type": "conversation.event", "conversation_id": "cnv_1", "sequence": 1, "event": {"id": "evt_1"}}
    return Part("", data=json.dumps(body).encode())
