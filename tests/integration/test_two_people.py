"""Two people carry one case from the first wish to an agreed plan: after every step both are told the same truth.

Nothing here is made up: the service with its demonstration's staff and identity provider, its database on disk, the
simulated phone network with its signed webhooks, and browsers without any script.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from tests.channels.fakes import Browser, Page
from tests.integration.test_one_person import KEY, V1
from tests.integration.test_sign_in import PATIENCE, demonstration, signs_in

NUMBER = "+4719990077"
CENTRE = "Karrieresenteret (demo)"
PURPOSE = "Du vil ha hjelp til å velje fagbrev."
PLANNED = "Ta kontakt med to bedrifter"
BACK = "Eg slit med ryggen"
BY = r"kl\. (\d\d\.\d\d)"


@dataclass
class Phone:
    """Anna's phone."""

    client: httpx.AsyncClient
    seen: int = 0

    async def texts(self, words: str) -> str:
        """Write, and wait for the answer."""
        await self.writes(words)
        return await self.gets()

    async def writes(self, words: str) -> None:
        """Write what no machine answers."""
        await self.client.post(f"{V1}/sandbox/inbound", headers=KEY, json={"from": NUMBER, "text": words})

    async def gets(self) -> str:
        """The next message."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if len(got := await self._got()) > self.seen:
                    self.seen += 1
                    return got[self.seen - 1]
                await asyncio.sleep(0.05)

    async def has_got_nothing_more(self) -> bool:
        """Whether nothing came that was not read."""
        return len(await self._got()) == self.seen

    async def _got(self) -> list[str]:
        headers = {**KEY, "sandbox-number": NUMBER}
        answer = await self.client.get(f"{V1}/sandbox/outbox", headers=headers)
        return [str(message["text"]) for message in answer.json()["messages"]]


@dataclass
class Counsellor:
    """Somebody at the desk, with one case open."""

    browser: Browser
    case: str = ""

    async def finds(self, reason: str) -> str:
        """The newest case of the queue that stands there for this reason."""
        page = await self.browser.get("/desk")
        rows = re.findall(r"<tr.*?</tr>", page.text, re.DOTALL)
        found = [row for row in rows if reason in row]
        assert found, page.words
        self.case = re.findall(r'/desk/cases/[a-z0-9]+(?=")', found[-1])[0]
        return Page(200, "", found[-1], page.headers).words

    async def page(self, part: str = "") -> Page:
        """The case, or a page of it."""
        return await self.browser.get(f"{self.case}{part}")

    async def does(self, part: str, **fields: Any) -> Page:
        """Fill in the form of a page of the case, and send it."""
        page = await self.page("" if part in ("/claim", "/reply") else part)
        return await self.browser.submit(page, f"{self.case}{part}", **fields)

    async def reads(self, words: str) -> Page:
        """The case, once the citizen's words are in it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if words in (page := await self.page()).words:
                    return page
                await asyncio.sleep(0.05)


@dataclass
class Story:
    """Who is in it."""

    anna: Phone
    kari: Counsellor
    ingrid: Counsellor
    browser: Browser  # Anna's


@asynccontextmanager
async def story(url: str) -> AsyncIterator[Story]:
    """The service, and everybody at their places."""
    async with demonstration(url) as demo, AsyncExitStack() as open_:
        clients = [
            await open_.enter_async_context(httpx.AsyncClient(base_url=demo.address, timeout=PATIENCE))
            for _ in range(4)
        ]
        phone, kari, ingrid, browser = clients
        await signs_in(kari, demo.address, "kari")
        await signs_in(ingrid, demo.address, "ingrid")
        yield Story(Phone(phone), Counsellor(Browser(kari)), Counsellor(Browser(ingrid)), Browser(browser))


def says(text: str, *parts: str) -> None:
    """All of this is said."""
    missing = [part for part in parts if part not in text]
    assert not missing, f"{missing} in {text}"


def clock_in(text: str) -> str:
    """The time that is promised last."""
    found = re.findall(BY, text)
    assert found, text
    return str(found[-1])


def promised_at_the_desk(page: Page) -> str:
    """The time that the page of a case says was promised; the desk may call its day *today*."""
    return clock_in(page.words.partition("lovet svar innen")[2][:40])


async def test_a_citizen_and_a_counsellor_carry_a_case_to_an_agreed_plan(sqlite_url: str) -> None:
    """(CS-01, WS-01, WS-02, WS-19)"""
    async with story(sqlite_url) as told:
        await wishes_for_a_person(told)
        await is_taken(told)
        await misses_a_call(told)
        await changes_language(told)
        await is_answered_and_answers(told)
        await complains(told)
        await is_referred_with_consent(told)
        await agrees_to_the_plan(told)
        await is_done(told)


async def wishes_for_a_person(told: Story) -> None:
    """Nobody has it yet, and both know by when somebody answers."""
    says(await told.anna.texts("START"), "JA for å starte")
    promised = await told.anna.texts("veileder")
    says(promised, "svarer deg her innen")
    row = await told.kari.finds("vil snakke med en person")
    says(row, "SMS", "Bokmål", "Ingen", f"kl. {clock_in(promised)}")
    status = await told.anna.texts("status")
    says(status, "ingen veileder har tatt den ennå", f"kl. {clock_in(promised)}")


async def is_taken(told: Story) -> None:
    """Kari has it; the promise is the same."""
    taken = await told.kari.does("/claim")
    says(taken.words, "Har saken Du", "lovet svar innen", "Språk bokmål", "Kanal nå SMS", "•••• 0077")
    status = await told.anna.texts("status")
    says(status, "Kari har saken din", "innen")
    assert promised_at_the_desk(taken) == clock_in(status)


async def misses_a_call(told: Story) -> None:
    """She asks to be called, and does not pick up: both know when it is tried again."""
    says(await told.anna.texts("ring"), "Når skal vi ringe deg?", "1 Så snart som mulig")
    says(await told.anna.texts("1"), "Avtalt")
    brief = await told.kari.page("/call")
    says(brief.words, NUMBER, "Forsøk 1 av 3", "Si ikke hva det gjelder")
    reported = await told.kari.does("/call", outcome="no_answer", words="")
    says(reported.words, "Innbyggeren har fått beskjed om når vi prøver igjen")
    missed = await told.anna.gets()
    says(missed, "Vi ringte", "fikk ikke svar", "Vi prøver igjen")
    again = clock_in(missed)
    page = await told.kari.page()
    says(page.words, "Ringt opp uten svar", "forsøk: 1", "vil bli oppringt")
    assert clock_in(page.words.partition("Nytt forsøk")[2][:30]) == again


async def changes_language(told: Story) -> None:
    """By one word: the next text is in nynorsk, and the desk writes it too."""
    says(await told.anna.texts("nynorsk"), "Kva vil du ha hjelp til")
    says(await told.anna.texts("status"), "Kari har saka di", "innan")
    page = await told.kari.page()
    says(page.words, "Språk nynorsk", "Byttet språk til nynorsk", "Svaret ditt, på nynorsk")


async def is_answered_and_answers(told: Story) -> None:
    """Her turn after Kari's words, and Kari's after hers."""
    sent = await told.kari.does("/reply", words="Hei, eg har lese det du skreiv.")
    says(await told.anna.gets(), "No skriv du med Kari", "Kari: Hei, eg har lese det du skreiv.")
    says(sent.words, "Venter på innbyggeren", "klokken står stille")
    says(await told.anna.texts("status"), "Kari har saka di og ventar på svar frå deg")
    await told.anna.writes(BACK)
    page = await told.kari.reads(BACK)
    says(page.words, "åpningstid igjen", "lovet svar innen")
    status = await told.anna.texts("status")
    says(status, "Kari har saka di", "Du får svar her innan")
    assert promised_at_the_desk(page) == clock_in(status)
    assert await told.anna.has_got_nothing_more()  # no machine answers what is for a person


async def complains(told: Story) -> None:
    """In a browser, by a code: the complaint is a matter of its own, and Kari sees it too."""
    await told.kari.does("/give-back", words="Sei frå når du er klar.")
    says(await told.anna.gets(), "Kari: Sei frå når du er klar.")
    code = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}", await told.anna.texts("nett"))
    assert code
    await told.browser.submit(await told.browser.get("/nn/resume"), "/nn/resume", code=code[0])
    form = await told.browser.get("/nn/decision")
    received = await told.browser.submit(form, "/nn/decision", words="De brukte lang tid")
    says(received.words, "Vi fekk klaga di", "Du får svar innan")
    page = await told.kari.page()
    says(page.words, "De brukte lang tid")
    theirs = Counsellor(told.kari.browser)
    row = await theirs.finds("klager")
    says(row, "Nynorsk", "Ingen", f"kl. {clock_in(received.main.partition('Du får svar innan')[2][:40])}")
    says((await told.browser.get("/nn/me")).words, "Nav-kontoret (demo)", "har saka di")


async def is_referred_with_consent(told: Story) -> None:
    """Asked by SMS in her language, agreed to, sent and taken; the receiver sees what was named."""
    await told.anna.writes("Eg skriv her igjen")  # what is said moves the conversation back
    await told.anna.gets()
    day = (await told.kari.page("/referrals")).text.partition('name="until" min="')[2][:10]
    asked = {"do": "ask", "unit": "centre", "fields": ["contact"], "words": PURPOSE, "until": day}
    page = await told.kari.does("/referrals", **asked)
    says(page.words, CENTRE, "Venter på svar", PURPOSE)
    says(await told.anna.gets(), f"Kari vil sende saka di til {CENTRE}", PURPOSE, "korleis dei når deg", "JA eller NEI")
    says(await told.anna.texts("ja"), f"Du har sagt ja til at saka blir send til {CENTRE}")
    page = await told.kari.page("/referrals")
    says(page.words, "Samtykket, kan sendes")
    says((await told.kari.page()).words, "Sa ja til henvisningen", "svarte på en henvisning")
    referral = re.findall(r'name="referral" value="([a-z0-9]+)"', page.text)[0]
    says((await told.kari.does("/referrals", do="send", referral=referral)).words, "Sendt")
    sent = await told.anna.gets()
    says(sent, f"Saka di er send til {CENTRE}", "innan")
    row = await told.ingrid.finds("er henvist hit")
    says(row, "SMS", "Nynorsk", "Ingen", f"kl. {clock_in(sent)}")
    page = await told.ingrid.page()
    page = await told.ingrid.browser.submit(page, told.ingrid.case, purpose="who_takes_it")
    says(page.words, "Henvist av Kari, Nav-kontoret (demo)", PURPOSE, "Hvordan innbyggeren kan nås")
    for unnamed in (BACK, "De brukte lang tid", "eg har lese det du skreiv"):
        assert unnamed not in page.text
    taken = await told.ingrid.browser.submit(page, f"{told.ingrid.case}/referrals", do="accept")
    says(taken.words, "Saken er din", "Har saken Du")
    says(await told.anna.gets(), f"Ingrid ved {CENTRE} har teke imot saka di.")
    says((await told.kari.page()).words, "Ingrid tok imot henvisningen")
    says((await told.browser.get("/nn/referrals")).words, f"{CENTRE} har teke imot saka", PURPOSE)
    says(await told.anna.texts("status"), "Kari har saka di")  # her own matter is still Kari's


async def agrees_to_the_plan(told: Story) -> None:
    """Kari proposes, Anna agrees by SMS, and both see it agreed."""
    proposed = await told.kari.does("/plan", do="propose", title=PLANNED, who="citizen", by="")
    says(proposed.words, PLANNED, "Venter på innbyggeren: 1")
    says(await told.anna.gets(), "Kari føreslår noko til planen din")
    says(await told.anna.texts("plan"), f"Til planen: {PLANNED}", "1 Ja, det passar")
    says(await told.anna.texts("1"), "då er det avtalt")
    page = await told.kari.page("/plan")
    says(page.words, "Venter på deg: 0. Venter på innbyggeren: 0.", PLANNED)
    says((await told.browser.get("/nn/plan")).words, PLANNED)
    assert PLANNED not in (await told.ingrid.page("/plan")).text


async def is_done(told: Story) -> None:
    """Closed with a word, and both know how it opens again."""
    closed = await told.kari.does("/close", outcome="plan_made", words="Lykke til!")
    says(closed.words, "Det er laget en plan")
    says(await told.anna.gets(), "Kari: Lykke til!", "Saka er avslutta", "14 dagane")
    says(await told.anna.texts("status"), "Saka di er avslutta")
    says((await told.ingrid.page()).words, "Har saken Du")
    assert await told.anna.has_got_nothing_more()
