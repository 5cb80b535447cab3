"""One whole conversation through the client that a generator makes, as whoever writes a front-end has it.

It is imported when the client has been made; the type checker is then run over it, strictly.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
import veivalg_chat as api  # type: ignore[import-not-found]


@dataclass
class World:
    """The service that is called, its clock, and what a test can see of it from beside."""

    http: httpx.AsyncClient
    key: str
    test_key: str
    forward: Callable[[timedelta], None]
    somebody_waits: Callable[[], Awaitable[None]]
    delivers: Callable[[], Awaitable[object]]
    closes: Callable[[], None]


class Client:
    """The generated client, with one token or key."""

    def __init__(self, world: World, secret: str) -> None:
        made = api.ApiClient(api.Configuration(host=str(world.http.base_url), access_token=secret))
        made.rest_client.pool_manager = world.http
        self.conversations, self.access = api.ConversationsApi(made), api.AccessApi(made)
        self.channels, self.profile, self.people = api.ChannelsApi(made), api.ProfileApi(made), api.PeopleApi(made)
        self.plan, self.rights = api.PlanApi(made), api.RightsApi(made)
        self.service, self.webhooks, self.sandbox = api.ServiceApi(made), api.WebhooksApi(made), api.SandboxApi(made)


class FrontEnd:
    """A chat window: it remembers a conversation, its token, and what was asked last."""

    def __init__(self, world: World, started: api.Started) -> None:
        self.client, self.id = Client(world, started.token.value), started.conversation.id
        self.prompt = prompt_in(started.events)

    async def says(
        self, kind: api.MessageType, *, choice: str | None = None, number: float | None = None
    ) -> api.MessageTaken:
        """Answer what stands."""
        id, asked = str(uuid4()), self.prompt.id
        message = api.Message(client_message_id=id, in_reply_to=asked, type=kind, choice=choice, number=number)
        return await self.sends(message)

    async def sends(self, message: api.Message) -> api.MessageTaken:
        """Send a message, and remember what is asked then."""
        taken: api.MessageTaken = await self.client.conversations.send_message(self.id, message)
        if any(event.prompt for event in taken.events):
            self.prompt = prompt_in(taken.events)
        return taken


def prompt_in(events: list[api.Event]) -> api.Prompt:
    """The last prompt of these."""
    return [event.prompt for event in events if event.prompt is not None][-1]


async def refused(answer: Awaitable[object]) -> api.Problem:
    """The problem document of what is refused."""
    with pytest.raises(api.ApiException) as caught:
        await answer
    problem = caught.value.data
    assert isinstance(problem, api.Problem)
    assert problem.status == caught.value.status
    assert problem.title
    return problem


# ---------------------------------------------------------------------------------------------------- the conversation


async def walk(world: World) -> None:
    """All of it."""
    back_end = Client(world, world.key)
    await told_beforehand(back_end)
    endpoint = await hears(back_end)
    started = await begun(back_end)
    window = FrontEnd(world, started)
    await answered(window)
    await refusals(window)
    await followed(window, world)
    await concluded(window)
    await looked_at(window)
    await planned(window)
    await asked_for(window)
    window = await revived(window, world, started)
    await moved(window)
    await looked_into(back_end, endpoint, world)
    await gone(window, world)


async def told_beforehand(client: Client) -> None:
    """Languages, hours, and every code, known before anything is said."""
    meta = await client.service.get_meta()
    journey = meta.journeys[0]
    assert "nb" in journey.languages
    assert journey.title["nb"]
    assert meta.limits.long_poll_seconds == 25
    assert isinstance(meta.opening_hours.next_open, datetime)
    codes = {kind.code for kind in (await client.service.list_problems()).problems}
    assert {"not_found", "rate_limited"} <= codes


async def hears(back_end: Client) -> str:
    """The back end names an address for events."""
    made = await back_end.webhooks.create_endpoint(uuid4(), api.NewEndpoint(url="https://frontend.example/hooks"))
    assert made.endpoint.status is api.EndpointStatus.ACTIVE
    assert [one.id for one in (await back_end.webhooks.list_endpoints()).endpoints] == [made.endpoint.id]
    changed = await back_end.webhooks.change_secret(made.endpoint.id, uuid4())
    assert changed.secret != made.secret
    id: str = made.endpoint.id
    return id


async def begun(back_end: Client) -> api.Started:
    """A beginning, once however often it is asked for."""
    key = uuid4()
    start = api.Start(language=api.Language.NB, capabilities=api.Capabilities(max_choices=3), want_resume_code=True)
    started = await back_end.conversations.begin_conversation(key, start)
    assert await back_end.conversations.begin_conversation(key, start) == started
    assert started.conversation.status is api.ConversationStatus.ACTIVE
    assert started.conversation.turn is api.Whose.CITIZEN
    assert started.resume_code
    assert started.token.expires_at > started.events[0].at
    return started


async def answered(window: FrontEnd) -> None:
    """Buttons, numbers and words; the same message again is the same answer."""
    prompt = window.prompt
    assert len(prompt.choices) == 3
    assert prompt.more_choices > 0
    assert prompt.choices[0].digit == "1"
    message = api.Message(
        client_message_id="m-1", in_reply_to=prompt.id, type=api.MessageType.TEXT, text="1 fordi de la ned"
    )
    taken = await window.sends(message)
    assert taken.outcome is api.Outcome.ACCEPTED
    assert taken.understood is not None
    assert taken.understood.value is not None
    assert taken.understood.value.actual_instance == "job"
    assert taken.understood.note_kept == "fordi de la ned"
    assert taken.events[0].var_from is api.Speaker.CITIZEN
    assert await window.sends(message) == taken
    await window.says(api.MessageType.CHOICE, choice="lost_job")
    assert window.prompt.at_least is not None
    assert window.prompt.at_least.actual_instance == 13
    assert (await window.says(api.MessageType.NUMBER, number=400)).outcome is not api.Outcome.ACCEPTED
    assert (await window.says(api.MessageType.NUMBER, number=34)).outcome is api.Outcome.ACCEPTED
    assert (await window.says(api.MessageType.CHOICE, choice="oslo")).outcome is api.Outcome.ACCEPTED


async def refusals(window: FrontEnd) -> None:
    """What cannot be: each a problem document of one shape."""
    client, unanswered = window.client, api.Message(client_message_id="m-2", type=api.MessageType.CHOICE)
    missing = await refused(client.conversations.send_message(window.id, unanswered))
    assert missing.code == "validation_failed"
    assert missing.errors is not None
    assert (missing.errors[0].pointer, missing.errors[0].code) == ("/choice", "missing")
    assert not missing.retryable
    other = api.Message(client_message_id="m-1", type=api.MessageType.TEXT, text="noe annet")
    assert (await refused(client.conversations.send_message(window.id, other))).code == "idempotency_mismatch"
    assert (await refused(client.conversations.get_conversation("cnv_0"))).code == "not_found"
    assert (await refused(client.profile.get_profile(window.id))).code == "not_found"
    assert (await refused(client.webhooks.list_endpoints())).code == "forbidden"


async def followed(window: FrontEnd, world: World) -> None:
    """Events from the beginning, page by page, and one that is waited for."""
    events, seen, cursor, more = window.client.conversations, list[api.Event](), "", True
    while more:
        page = await events.list_events(window.id, after=cursor, limit=2)
        seen, cursor, more = [*seen, *page.events], page.cursor, page.more
    assert [event.sequence for event in seen] == list(range(1, len(seen) + 1))
    assert prompt_in(seen) == window.prompt
    waiting = asyncio.create_task(events.list_events(window.id, after=cursor, wait=25))
    await world.somebody_waits()
    taken = await window.says(api.MessageType.NOT_SURE)
    assert (await waiting).events == taken.events


async def concluded(window: FrontEnd) -> None:
    """A result, what the citizen thinks of it, and the language changed."""
    taken = await window.sends(api.Message(client_message_id="m-3", type=api.MessageType.RESULT))
    result = taken.events[-1].result
    assert result is not None
    assert result.suggested_help
    assert result.reasons
    view = api.Message(client_message_id="m-4", type=api.MessageType.VIEW, view=api.View.PARTLY, text="nesten")
    await window.sends(view)
    changed = await window.client.conversations.change_conversation(
        window.id, api.Change(language=api.Language.NN), "k-1"
    )
    assert changed.conversation.language == "nn"
    state = await window.client.conversations.get_conversation(window.id)
    assert state.progress.answered == 5


async def looked_at(window: FrontEnd) -> None:
    """The profile with its reasons, and other answers tried."""
    profile = await window.client.profile.get_profile(window.id)
    assert profile.view == "partly"
    assert profile.pathways[0].first_step
    assert all(need.level in (1, 2) for need in profile.needs)
    trial = api.Trial(changes={"situation": api.TriedValue("stays_in_job"), "age": api.TriedValue(35)})
    tried = await window.client.profile.try_answers(window.id, trial)
    assert tried.saved is False
    was = {one.question: one.var_from.actual_instance for one in tried.because if one.var_from is not None}
    assert was == {"situation": "lost_job", "age": 34}
    assert {one.effect for one in tried.because} <= set(api.Effect)


async def planned(window: FrontEnd) -> None:
    """An own step put into the plan, moved and done; what is answered to an older revision is told as it stands."""
    plan = window.client.plan
    item = await plan.propose_plan_item(window.id, api.Proposal(title="Skrive CV"), "k-p1")
    assert item.state is api.ItemState.AGREED
    later = date(2026, 12, 8)
    change = api.ItemResponse(revision=item.revision, response=api.ItemAnswer.CHANGED, by=later.isoformat())
    moved = await plan.respond_to_plan_item(window.id, item.id, change, "k-p2")
    assert moved.by == later
    again = await refused(plan.respond_to_plan_item(window.id, item.id, change, "k-p3"))
    assert again.code == "item_changed"
    assert again.item is not None
    assert again.item.revision == moved.revision
    read = await plan.get_plan(window.id)
    assert read.items[0].history[0].said.startswith("Du ")
    assert read.waiting_for_citizen == 0


async def asked_for(window: FrontEnd) -> None:
    """A person, and a call: booked, moved and dropped."""
    people = window.client.people
    handed = await people.ask_for_person(window.id, api.Handover(message="Jeg vil snakke med noen om kurs"), "k-2")
    assert handed.case.promised_by > handed.events[-1].at
    assert handed.receipt.startswith("V-")
    matter = await people.get_handover(window.id)
    assert (matter.status, matter.receipt) == (api.MatterStatus.QUEUED, handed.receipt)
    first, second, *_ = (await people.list_slots()).slots
    assert first.free > 0
    wish = api.CallWish(phone="406 12 345", slot_id=first.id)
    booked: api.CallPromised = await people.book_call(window.id, wish, "k-3")
    assert booked.callback.status is api.CallStatus.BOOKED
    assert (booked.callback.var_from, booked.callback.to) == (first.var_from, first.to)
    moved_to = await people.move_call(window.id, booked.callback.id, api.CallMove(slot_id=second.id), "k-4")
    assert moved_to.callback.var_from == second.var_from
    await people.drop_call(window.id, booked.callback.id, "k-5")
    assert (await refused(people.drop_call(window.id, booked.callback.id, "k-6"))).code == "not_found"


async def revived(window: FrontEnd, world: World, started: api.Started) -> FrontEnd:
    """The token runs out: another is had with the old one, with the server key, and with a code."""
    world.forward(timedelta(minutes=31))
    assert (await refused(window.client.conversations.get_conversation(window.id))).code == "token_expired"
    renewed = await window.client.access.renew_token(window.id, api.Renew())
    with_it = Client(world, renewed.token.value)
    assert (await with_it.conversations.get_conversation(window.id)).id == window.id
    assert (await Client(world, world.key).access.renew_token(window.id, api.Renew())).token.value
    code = await with_it.access.make_resume_code(window.id, "k-7")
    assert started.resume_code is not None
    first = await Client(world, "").access.resume_conversation(uuid4(), api.Resume(code=started.resume_code))
    back = await Client(world, "").access.resume_conversation(uuid4(), api.Resume(code=code.resume_code))
    assert first.conversation.id == back.conversation.id == window.id
    wrong = api.Resume(code="AAAA-BBBB-CCCC")
    assert (await refused(with_it.access.resume_conversation(uuid4(), wrong))).code == "code_invalid"
    return FrontEnd(world, back)


async def moved(window: FrontEnd) -> None:
    """On by web, by a link; an SMS needs a number."""
    link = await window.client.channels.switch_channel(window.id, api.Switch(to=api.SwitchTo.WEB, link=True), "k-8")
    assert link.status is api.SwitchStatus.LINK
    assert link.link is not None
    assert link.expires_at is not None
    assert link.expires_at > link.events[-1].at
    nowhere = await refused(window.client.channels.switch_channel(window.id, api.Switch(to=api.SwitchTo.SMS), "k-9"))
    assert nowhere.errors is not None
    assert nowhere.errors[0].pointer == "/number"


async def looked_into(back_end: Client, endpoint: str, world: World) -> None:
    """What was sent and waits, sent again; and the sandbox, with a key for tests."""
    await world.delivers()
    log = await back_end.webhooks.list_deliveries(endpoint, limit=2)
    assert len(log.deliveries) == 2
    assert log.next is not None
    newest = log.deliveries[0]
    since = newest.made_at - timedelta(hours=1)
    replayed = await back_end.webhooks.replay_events(endpoint, api.Replay(since=since, until=newest.made_at))
    assert replayed.replayed >= 2
    await back_end.webhooks.remove_endpoint(endpoint)
    sandbox = Client(world, world.test_key).sandbox
    assert isinstance((await sandbox.forward_clock(api.ClockForward(seconds=60))).now, datetime)
    assert (await sandbox.write_text(api.SmsIn.model_validate({"from": "+4799999001", "text": "START"}))).id
    assert (await sandbox.list_texts(sandbox_number="+4799999001")).messages == []
    await sandbox.reset_sandbox()
    assert (await refused(back_end.sandbox.reset_sandbox())).code == "forbidden"


async def gone(window: FrontEnd, world: World) -> None:
    """All of it exported, streamed once more, and erased."""
    export = await window.client.rights.export_conversation(window.id)
    held = {answer.question: answer.value.actual_instance for answer in export.answers}
    assert (held["want"], held["age"]) == ("job", 34)
    assert export.kept_until > export.turns[-1].at.date()
    world.closes()
    streamed: str = await window.client.conversations.stream_events(window.id, after="evt_1")
    assert "\nid: evt_2\n" in streamed
    assert streamed.endswith('event: end\ndata: {"code":"stopping"}\n\n')
    await window.client.rights.erase_conversation(window.id)
    assert (await refused(window.client.conversations.get_conversation(window.id))).code == "not_found"
