"""One person over every channel, through the same requests and signed webhooks as anybody's."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
from tests.channels.fakes import PATH, Browser, Page
from tests.integration.service import running

NUMBER = "+4719990042"
V1 = "/channels/chat/v1"
KEY = {"authorization": "Bearer sk_test_demo"}


class Phone:
    """A phone of the simulated network."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.seen = 0

    async def texts(self, words: str) -> str:
        """Write, and wait for the answer."""
        await self.client.post(f"{V1}/sandbox/inbound", headers=KEY, json={"from": NUMBER, "text": words})
        return await self.gets()

    async def gets(self) -> str:
        """The next message."""
        async with asyncio.timeout(10):
            while True:
                answer = await self.client.get(f"{V1}/sandbox/outbox", headers=KEY, params={"number": NUMBER})
                messages = answer.json()["messages"]
                if len(messages) > self.seen:
                    self.seen += 1
                    return str(messages[self.seen - 1]["text"])
                await asyncio.sleep(0.05)


class Window:
    """A chat window, somewhere else."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def goes_on(self, code: str) -> None:
        """Go on with a code."""
        key = {"idempotency-key": str(uuid4())}
        answer = await self.client.post(f"{V1}/conversations/resume", headers=key, json={"code": code})
        assert answer.is_success, answer.text
        self.id = answer.json()["conversation"]["id"]
        self.token = {"authorization": f"Bearer {answer.json()['token']['value']}"}

    async def says(self, words: str) -> dict[str, object]:
        """Write."""
        message = {"client_message_id": str(uuid4()), "type": "text", "text": words}
        answer = await self.client.post(f"{V1}/conversations/{self.id}/messages", headers=self.token, json=message)
        assert answer.is_success, answer.text
        return dict(answer.json())


@asynccontextmanager
async def people(address: str) -> AsyncIterator[tuple[Browser, Phone, Window, Browser]]:
    """Somebody with everything, and somebody who stays on the web."""
    async with (
        httpx.AsyncClient(base_url=address) as anna,
        httpx.AsyncClient(base_url=address) as phone,
        httpx.AsyncClient(base_url=address) as bo,
    ):
        yield Browser(anna), Phone(phone), Window(phone), Browser(bo)


async def test_begun_on_the_web_answered_by_sms_and_in_chat_called_and_finished_on_the_web(sqlite_url: str) -> None:
    """(CS-01, CS-12, CP-01)"""
    async with running(sqlite_url) as service, people(service.address) as (anna, phone, window, bo):
        await anna.answers(until="age")
        talk = await anna.get("/nb/talk")
        asked = await anna.submit(talk, "/nb/talk/move", to="sms", number=NUMBER)
        assert "svar JA" in await phone.gets()
        answer = re.search(r"JA \d\d", asked.words)
        assert answer
        assert "gammel" in await phone.texts(answer[0])
        assert "fylke" in await phone.texts(str(PATH["age"]))
        await phone.texts("Oslo")
        code = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}", await phone.texts("nett"))
        assert code
        await window.goes_on(code[0])
        called = await window.says("ring")
        assert called["outcome"] == "command"
        booked = await window.says("1")
        assert booked["outcome"] == "queued_for_person"
        finished = await finish(anna)
        await bo.answers(until="work_recent")
        stayed = await finish(bo)

        assert reasons(finished) == reasons(stayed)
        export = await window.client.get(f"{V1}/conversations/{window.id}/export", headers=window.token)
        channels = [turn["account"] for turn in export.json()["turns"]]
        assert list(dict.fromkeys(channel.partition(":")[0] for channel in channels)) == ["web", "sms", "chat"]


async def finish(browser: Browser) -> Page:
    """Answer what is open, and see the result."""
    page = await browser.get("/nb/check")
    for key in tuple(PATH)[tuple(PATH).index("county") + 1 :]:
        page = await browser.answer(await browser.get(f"/nb/q/{key}"), PATH[key])
    return await browser.result(page)


def reasons(page: Page) -> str:
    """The suggestion and all that it rests on, without the line that tells of the promised call."""
    body = re.search(r"<main.*?</main>", page.text, re.DOTALL)
    assert body
    said = re.sub(r'(value|name|href)="[^"]*"|<p class="notice small">.*?</p>', "", body[0])
    return "\n".join(line for line in said.splitlines() if line.strip())
