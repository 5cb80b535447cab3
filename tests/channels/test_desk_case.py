"""The page of a case: who sees it and on which record, what it shows, and what happens when something is done there."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from tests.channels.fakes import PATH, Browser, Page
from tests.desk_kit import CENTRE, KARI, LIV, NUMBER, OLA, SIV, TEXTS, WEST, Kit, desk_kit

from core.case.desk import View
from core.conversation.input import AskForPerson, Basis, ChooseLanguage, Reply, Say, SeeResult, TakeView
from core.errors import Unavailable

WISH = "Jeg lurer på om jeg kan ta fagbrev"


@pytest.fixture
async def kit() -> AsyncIterator[Kit]:
    """A desk with nothing at it yet."""
    async with desk_kit() as opened:
        yield opened


async def asked(kit: Kit, account: str = "web", sender: str = "anna", words: str = WISH) -> str:
    """Somebody asks for a person: the address of their case."""
    await kit.does(AskForPerson(words=words), account, sender)
    return f"/desk/cases/{(await kit.case(account, sender)).id}"


async def answered(kit: Kit, account: str = "web", sender: str = "anna") -> None:
    """Somebody answers all there is, and gets a result."""
    for question, value in PATH.items():
        given: Any = int(value) if value.isdigit() else (value,) if question == "help_with" else value
        await kit.does(Reply(given, Basis(question, 0)), account, sender)
    await kit.does(SeeResult(), account, sender)


async def held(kit: Kit, browser: Browser, case: str) -> Page:
    """They claim the case."""
    page = await browser.get(case)
    return await browser.submit(page, f"{case}/claim")


async def reply(browser: Browser, page: Page, case: str, words: str, **more: Any) -> Page:
    """They write to the citizen."""
    return await browser.submit(page, f"{case}/reply", words=words, **more)


async def test_its_holder_comes_straight_in_and_everybody_else_says_why_first(kit: Kit) -> None:
    """Every showing is on record, with its reason (WS-19)."""
    case = await asked(kit)
    kari, ola = await kit.counsellor(KARI), await kit.counsellor(OLA)
    before = await kari.get(case)
    assert WISH not in before.text
    assert "Hvorfor må du se saken?" in before.words
    person = (await kit.case()).person
    assert await kit.store.desk.views(person) == []
    assert WISH in (await held(kit, kari, case)).words
    asks = await ola.get(case)
    assert WISH not in asks.text
    assert "Kari har saken" in asks.words
    nothing = await ola.submit(asks, case)
    assert nothing.status == 422
    assert WISH not in nothing.text
    shown = await ola.submit(asks, case, purpose="helps_holder")
    assert WISH in shown.words
    assert (await ola.get(f"{case}?view=words")).status == 200
    views = [(one.staff, one.purpose) for one in await kit.store.desk.views(person)]
    assert sorted(views) == [("kari", "holder"), ("ola", "helps_holder"), ("ola", "helps_holder")]


async def test_a_reason_holds_for_an_hour_and_for_one_session(kit: Kit) -> None:
    case = await asked(kit)
    ola, elsewhere = await kit.counsellor(OLA), await kit.counsellor(OLA)
    await ola.submit(await ola.get(case), case, purpose="complaint")
    elsewhere.client.cookies.set("veivalg-desk-why", ola.client.cookies["veivalg-desk-why"])
    assert WISH not in (await elsewhere.get(case)).text
    kit.clock.forward(timedelta(minutes=25))
    assert WISH in (await ola.get(case)).words
    kit.clock.forward(timedelta(minutes=25))
    await ola.get("/desk")
    kit.clock.forward(timedelta(minutes=15))
    assert WISH not in (await ola.get(case)).text


async def test_of_another_unit_there_is_nothing(kit: Kit) -> None:
    """Unknown and forbidden look the same."""
    case = await asked(kit)
    liv = await kit.counsellor(LIV)
    pages = [await liv.get(address) for address in (case, "/desk/cases/nothing", f"{case}/close", f"{case}/hand-over")]
    assert {page.status for page in pages} == {404}
    assert len({page.main for page in pages}) == 1


async def test_of_two_who_claim_one_has_it_and_the_other_is_told_who(kit: Kit) -> None:
    """(case 95)"""
    case = await asked(kit)
    kari, ola = await kit.counsellor(KARI), await kit.counsellor(OLA)
    page, other = await kari.get(case), await ola.get(case)
    assert "Du har saken" in (await kari.submit(page, f"{case}/claim")).words
    late = await ola.submit(other, f"{case}/claim")
    assert late.status == 409
    assert "Kari har saken nå" in late.words


async def test_what_is_said_first_is_what_they_need_and_that_they_disagree(kit: Kit) -> None:
    """Three reasons at most, and none that tells a private answer (WS-06)."""
    await answered(kit)
    await kit.does(TakeView("disagree", "Jeg klarer ikke full jobb"))
    case = await asked(kit)
    shown = (await held(kit, await kit.counsellor(), case)).words
    assert "Innbyggeren er uenig i forslaget" in shown
    assert shown.index("Innbyggeren er uenig i forslaget") < shown.index("forslag fra i dag")
    assert "Jeg klarer ikke full jobb" in shown
    assert "34 år" in shown


async def test_without_a_result_the_page_says_so(kit: Kit) -> None:
    case = await asked(kit)
    assert "ikke fått noe forslag ennå" in (await held(kit, await kit.counsellor(), case)).words


async def test_private_answers_are_marked_and_not_shown_and_changed_ones_are_marked(kit: Kit) -> None:
    await answered(kit)
    await kit.does(Reply("yes", Basis("health", 1)))
    await kit.does(Reply(35, Basis("age", 1)))
    case = await asked(kit)
    page = await held(kit, await kit.counsellor(), case)
    assert "Privat svar. Vises ikke." in page.words
    health = page.words.partition("Helse")[2][:40]
    assert "Privat svar" in health
    assert "Alder endret 35" in page.words


async def test_all_channels_are_one_timeline_with_days_and_filters(kit: Kit) -> None:
    """What the citizen said, what was noted and what was done, in their order (WS-07)."""
    await kit.does(Say("Hei"), TEXTS, NUMBER)
    case = await asked(kit, TEXTS, NUMBER, "Først på SMS")
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    kit.clock.forward(timedelta(days=1))
    kari = await kit.counsellor()
    page = await kari.submit(await kari.get(case), f"{case}/note", note="Ring etter tolv")
    kit.clock.forward(timedelta(minutes=5))
    page = await reply(kari, page, case, "Hei fra Kari, jeg har lest det")
    kit.clock.forward(timedelta(minutes=5))
    known = await kit.known(TEXTS, NUMBER)
    await kit.does(AskForPerson(words="Så i chatten"), "chat", known.conversation)
    page = await kari.get(case)
    told = page.words.partition("Alt som er sagt")[2]
    order = ["I går", "Først på SMS", "Tok saken", "I dag", "Ring etter tolv", "Hei fra Kari", "Så i chatten"]
    assert [told.index(words) for words in order] == sorted(told.index(words) for words in order)
    assert "fortsetter på chatten" in told
    assert "bare for kolleger" in told
    only = (await kari.get(f"{case}?view=words")).words.partition("Alt som er sagt")[2].partition("Svar innbyggeren")[0]
    assert "Først på SMS" in only
    assert "Ring etter tolv" not in only
    notes = (await kari.get(f"{case}?view=notes")).words.partition("Alt som er sagt")[2].partition("Svar innbygger")[0]
    assert "Ring etter tolv" in notes
    assert "Først på SMS" not in notes
    assert "ingenting ennå" in (await kari.get(f"{case}?view=calls")).words


async def test_the_language_is_shown_and_a_change_of_it_is_marked(kit: Kit) -> None:
    case = await asked(kit)
    await kit.does(ChooseLanguage("nn"))
    page = await held(kit, await kit.counsellor(), case)
    assert "Byttet språk til nynorsk" in page.words
    assert "Svaret ditt, på nynorsk" in page.words
    assert 'lang="nn"' in page.main


async def test_the_box_says_where_a_reply_goes_and_what_it_costs(kit: Kit) -> None:
    """(WS-08)"""
    await kit.does(Say("Hei"), TEXTS, NUMBER)
    case = await asked(kit, TEXTS, NUMBER)
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    assert "Går som SMS til •••• 2345" in page.words
    page = await kari.submit(page, f"{case}/draft", words="a" * 160)
    assert "2 SMS med navnet ditt" in page.words
    web = await asked(kit, sender="bo")
    assert "Ingen får varsel om det" in (await held(kit, kari, web)).words


async def test_a_reply_is_sent_once_however_often_the_button_is_pressed(kit: Kit) -> None:
    case = await asked(kit)
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    before = (await kit.known()).version
    sent = {**page.fields(f"{case}/reply"), "words": "Hei, jeg ser på det"}
    first = await kari.client.post(f"{case}/reply", data=sent)
    again = await kari.client.post(f"{case}/reply", data=sent)
    assert (first.status_code, again.status_code) == (303, 303)
    assert (await kit.known()).version == before + 1
    assert "Venter på innbyggeren" in (await kari.get(case)).words


async def test_newer_words_are_shown_before_a_reply_is_sent_and_it_can_be_sent_anyway(kit: Kit) -> None:
    """(case 96)"""
    case = await asked(kit)
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    await kit.does(AskForPerson(words="Glem det, jeg fant svaret"))
    stopped = await reply(kari, page, case, "Her er svaret på det første")
    assert stopped.status == 409
    assert "Glem det, jeg fant svaret" in stopped.words
    assert WISH not in stopped.words
    assert "Her er svaret på det første" in stopped.text
    assert [turn.actor for turn in await kit.store.turns(await kit.known())].count("counsellor") == 0
    sent = await reply(kari, stopped, case, "Så bra!")
    assert "Svaret er sendt" in sent.words


async def test_a_number_of_eleven_digits_and_another_form_are_asked_about_first(kit: Kit) -> None:
    """(WS-08)"""
    case = await asked(kit)
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    stopped = await reply(kari, page, case, "Gjelder det 12345678901?")
    assert "tall på 11 siffer" in stopped.words
    form = await reply(kari, page, case, "Eg veit ikkje kva du meiner, men eg ser på det")
    assert "ser ut til å være på nynorsk" in form.words
    assert "Svaret er sendt" in (await reply(kari, form, case, "Eg veit ikkje kva du meiner")).words


async def test_nothing_is_sent_without_words(kit: Kit) -> None:
    case = await asked(kit)
    kari = await kit.counsellor()
    empty = await reply(kari, await held(kit, kari, case), case, "  ")
    assert empty.status == 422
    assert 'href="#words"' in empty.text


async def test_a_draft_is_kept_by_its_button_and_goes_with_the_case(kit: Kit) -> None:
    """Whoever takes over has it, and sees whose it was (WS-09)."""
    case = await asked(kit)
    kari, ola = await kit.counsellor(KARI), await kit.counsellor(OLA)
    page = await kari.submit(await held(kit, kari, case), f"{case}/draft", words="Hei, jeg har")
    assert "Utkastet er lagret i dag" in page.words
    over = await ola.get(f"{case}/take-over")
    await ola.submit(over, f"{case}/take-over", reason="holder_away")
    shown = await ola.get(case)
    assert "Hei, jeg har" in shown.text
    assert "Kari lagret dette utkastet" in shown.words


async def test_two_windows_with_two_drafts_are_shown_both(kit: Kit) -> None:
    """And a script is told, in words, without losing what it has (WS-09)."""
    case = await asked(kit)
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    await kari.submit(page, f"{case}/draft", words="Første vindu")
    script = await kari.client.post(
        f"{case}/draft",
        data={**page.fields(f"{case}/reply"), "words": "Andre vindu"},
        headers={"accept": "application/json"},
    )
    assert script.status_code == 409
    assert "et annet vindu" in script.json()["said"]
    both = await kari.submit(page, f"{case}/draft", words="Andre vindu")
    assert both.status == 409
    assert "Første vindu" in both.words
    assert "Andre vindu" in both.text
    mine = await kari.submit(both, f"{case}/draft", words="Andre vindu")
    assert "Andre vindu" in mine.text


async def test_a_ready_reply_is_put_into_the_box_in_the_citizens_form_and_not_sent(kit: Kit) -> None:
    """(WS-10)"""
    case = await asked(kit)
    await kit.does(ChooseLanguage("nn"))
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    before = (await kit.known()).version
    page = await kari.submit(page, f"{case}/draft", words="Hei Anna", insert="reply_end_thanks")
    assert "Hei Anna" in page.text
    assert "Eg avsluttar saka no" in page.text
    assert "Helsing Kari" in page.text
    assert (await kit.known()).version == before


async def test_a_note_is_another_form_and_never_reaches_the_citizen(kit: Kit) -> None:
    """Not on any channel, nor in what the channels read (case 103)."""
    await kit.does(Say("Hei"), TEXTS, NUMBER)
    case = await asked(kit, TEXTS, NUMBER)
    kari, ola = await kit.counsellor(KARI), await kit.counsellor(OLA)
    page = await held(kit, kari, case)
    sent = len(await kit.store.listed(["waiting"], 100))
    await kari.submit(page, f"{case}/note", note="Hemmelig notat")
    opened = await ola.submit(await ola.get(case), case, purpose="helps_holder")
    await ola.submit(opened, f"{case}/note", note="Enda et hemmelig notat")
    assert len(await kit.store.listed(["waiting"], 100)) == sent
    turns = await kit.store.turns(await kit.known(TEXTS, NUMBER))
    assert "emmelig" not in repr(turns)
    form = page.main.partition(f'action="{case}/note"')[2].partition("</form>")[0]
    assert "/reply" not in form
    assert (await kari.submit(page, f"{case}/note", note=" ")).status == 422


async def test_a_panel_that_fails_leaves_the_rest(kit: Kit) -> None:
    class NoLog:
        """Reading whose log is away."""

        def __init__(self, desk: Any) -> None:
            self.file, self.queue, self.counts, self.calls = desk.file, desk.queue, desk.counts, desk.calls

        async def views(self, person: str, limit: int = 200) -> Sequence[View]:
            raise Unavailable("away")

    case = await asked(kit)
    kari = await kit.counsellor()
    await held(kit, kari, case)
    object.__setattr__(kit.service, "reading", NoLog(kit.store.desk))
    page = await kari.get(case)
    assert page.status == 200
    assert "Denne delen kunne ikke vises" in page.words
    assert WISH in page.words
    assert page.words.count("Denne delen kunne ikke vises") == 1


async def test_who_takes_over_says_why_and_the_former_holder_can_send_no_more(kit: Kit) -> None:
    """Their words are not lost (WS-02)."""
    case = await asked(kit)
    kari, ola = await kit.counsellor(KARI), await kit.counsellor(OLA)
    page = await held(kit, kari, case)
    form = await ola.get(f"{case}/take-over")
    assert (await ola.submit(form, f"{case}/take-over")).status == 422
    taken = await ola.submit(form, f"{case}/take-over", reason="citizen_asked", words="Hun ringte meg")
    assert "Du har overtatt saken" in taken.words
    assert "Overtok saken: Innbyggeren har bedt om det Hun ringte meg" in taken.words
    refused = await kari.submit(page, f"{case}/reply", words="For sent")
    assert "For sent" not in repr(await kit.store.turns(await kit.known()))
    assert refused.status == 409


async def test_it_is_handed_to_a_colleague_who_accepts_or_returns_it(kit: Kit) -> None:
    """With a summary that is made of the case (WS-13)."""
    await answered(kit)
    case = await asked(kit)
    kari, ola = await kit.counsellor(KARI), await kit.counsellor(OLA)
    await held(kit, kari, case)
    form = await kari.get(f"{case}/hand-over")
    assert WISH in form.text
    assert "Forslag:" in form.text
    for nobody in ("", "staff:kari", "staff:liv", "unit:nav", "unit:nowhere"):
        wrong = await kari.submit(form, f"{case}/hand-over", whom=nobody, words="Kort sagt")
        assert wrong.status == 422
    offered = await kari.submit(form, f"{case}/hand-over", whom="staff:ola", words="Kort sagt: fagbrev")
    assert "tilbudt Ola" in offered.words
    page = await ola.get(case)
    assert "Kort sagt: fagbrev" in page.words
    back = await ola.submit(await ola.get(f"{case}/return"), f"{case}/return", words="Jeg har ferie")
    assert "Saken er gitt tilbake" in back.words
    assert "Jeg har ferie" in (await kari.get(case)).words
    await kari.submit(form, f"{case}/hand-over", whom="staff:ola", words="En gang til")
    assert "Du har tatt imot saken" in (await ola.submit(await ola.get(case), f"{case}/accept")).words


async def test_it_is_handed_to_another_unit_of_its_kind_which_may_return_it(kit: Kit) -> None:
    """(WS-13)"""
    case = await asked(kit)
    kari, siv = await kit.counsellor(KARI), await kit.counsellor(SIV)
    await held(kit, kari, case)
    form = await kari.get(f"{case}/hand-over")
    assert CENTRE.name not in form.words
    assert "bare med samtykke fra innbyggeren" in form.words
    refused = await kari.submit(form, f"{case}/hand-over", whom=f"unit:{CENTRE.key}", words="Trenger karriere")
    assert refused.status == 422
    gone = await kari.submit(form, f"{case}/hand-over", whom=f"unit:{WEST.key}", words="Har flyttet")
    assert "Saken står i køen til en annen enhet" in gone.words
    assert WISH not in gone.text
    assert (await kari.get(case)).status == 404
    await siv.submit(await siv.get(case), case, purpose="who_takes_it")
    assert "Sendte saken til: Nav Vest" in (await siv.get(case)).words
    await siv.submit(await siv.get(f"{case}/return"), f"{case}/return", words="Ikke vår")
    assert "Ikke vår" in (await kari.get(case)).words


async def test_put_back_it_stands_in_the_queue_with_its_promise(kit: Kit) -> None:
    case = await asked(kit)
    kari = await kit.counsellor()
    await held(kit, kari, case)
    promised = (await kit.case()).promised_by
    gone = await kari.submit(await kari.get(f"{case}/put-back"), f"{case}/put-back", words="Må gå")
    assert "Saken står i køen igjen" in gone.words
    found = await kit.case()
    assert (found.owner, found.promised_by) == ("", promised)


async def test_it_waits_for_the_citizen_or_until_a_day(kit: Kit) -> None:
    case = await asked(kit)
    kari = await kit.counsellor()
    await held(kit, kari, case)
    form = await kari.get(f"{case}/wait")
    assert (await kari.submit(form, f"{case}/wait", reason="document")).status == 422
    assert (await kari.submit(form, f"{case}/wait", reason="document", day="2026-11-20")).status == 422
    rests = await kari.submit(form, f"{case}/wait", reason="document", day="2026-12-01", clock="10:00")
    assert "Hviler til tirsdag 1.12 kl. 10.00" in rests.words
    waits = await kari.submit(form, f"{case}/wait", reason="citizen")
    assert "Venter på innbyggeren" in waits.words


async def test_given_back_the_service_asks_its_question_again_behind_the_recap(kit: Kit) -> None:
    """And reminders start anew (case 102)."""
    await kit.does(Say("Hei"), TEXTS, NUMBER)
    await kit.does(Say("ja"), TEXTS, NUMBER)
    case = await asked(kit, TEXTS, NUMBER)
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    await reply(kari, page, case, "Hei, vi tar det på telefon")
    assert (await kit.known(TEXTS, NUMBER)).state.talk.speaker == "counsellor"
    form = await kari.get(f"{case}/give-back")
    assert "det spørsmålet som står åpent" in form.words
    done = await kari.submit(form, f"{case}/give-back", words="Vi snakket om fagbrev")
    assert "Tjenesten svarer igjen" in done.words
    known = await kit.known(TEXTS, NUMBER)
    turn = (await kit.store.turns(known))[-1]
    assert [prompt.text or prompt.kind for prompt in turn.prompts][:2] == ["counsellor_says", "person_left"]
    assert turn.prompts[-1].kind in ("question", "menu")
    assert known.state.talk.speaker == "service"
    due = await kit.store.due(10, timedelta(minutes=1))
    assert due == ()
    kit.clock.forward(timedelta(hours=25))
    assert [one.kind for one in await kit.store.due(10, timedelta(minutes=1))] == ["reminder"]


async def test_a_reply_takes_the_reminder_away_in_its_own_commit(kit: Kit) -> None:
    """Who was not answered is reminded, and who was answered is not (case 18)."""
    other = "+4740612399"
    for number in (NUMBER, other):
        await kit.does(Say("Hei"), TEXTS, number)
    case = await asked(kit, TEXTS, NUMBER)
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    kit.clock.forward(timedelta(hours=23))
    kari = await kit.counsellor()
    await reply(kari, await kari.get(case), case, "Hei, jeg ser på det nå")
    assert page.status == 200
    kit.clock.forward(timedelta(hours=2))
    due = await kit.store.due(10, timedelta(minutes=1))
    assert [one.kind for one in due] == ["reminder"]
    assert due[0].conversation == (await kit.known(TEXTS, other)).conversation


async def test_a_reply_goes_where_the_conversation_went_on_meanwhile(kit: Kit) -> None:
    """The place in the queue stays, and so does the promise (case 98)."""
    await kit.does(Say("Hei"), TEXTS, NUMBER)
    case = await asked(kit, TEXTS, NUMBER)
    promised = (await kit.case(TEXTS, NUMBER)).promised_by
    known = await kit.known(TEXTS, NUMBER)
    kit.clock.forward(timedelta(hours=1))
    await kit.does(Say("Nå skriver jeg her"), "chat", known.conversation)
    assert (await kit.case(TEXTS, NUMBER)).promised_by == promised
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    assert "Vises i chatten" in page.words
    waiting = len(await kit.store.listed(["waiting"], 100))
    await reply(kari, page, case, "Hei, da svarer jeg her")
    assert len(await kit.store.listed(["waiting"], 100)) == waiting


async def test_it_is_closed_with_an_outcome_and_the_citizen_is_told(kit: Kit) -> None:
    """Not over words that nobody has read."""
    case = await asked(kit)
    kari = await kit.counsellor()
    await held(kit, kari, case)
    form = await kari.get(f"{case}/close")
    assert (await kari.submit(form, f"{case}/close")).status == 422
    await kit.does(AskForPerson(words="Vent litt"))
    newer = await kari.submit(form, f"{case}/close", outcome="answered", words="Lykke til!")
    assert newer.status == 409
    assert "Vent litt" in newer.words
    assert "Lykke til!" in newer.text
    done = await kari.submit(newer, f"{case}/close", outcome="answered", words="Lykke til!")
    assert "Innbyggeren har fått vite det" in done.words
    last = (await kit.store.turns(await kit.known()))[-1]
    assert [prompt.text for prompt in last.prompts] == ["counsellor_says", "case_closed"]
    again = await kari.submit(done, f"{case}/reopen")
    assert "Saken er åpen igjen" in again.words


async def test_who_solved_it_alone_while_waiting_is_asked_and_the_case_is_closed_as_that(kit: Kit) -> None:
    """(case 99)"""
    case = await asked(kit)
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    await reply(kari, page, case, "Hei, trenger du fortsatt hjelp med dette?")
    await kit.does(Say("Nei, jeg fant ut av det selv"))
    form = await kari.get(f"{case}/close")
    await kari.submit(form, f"{case}/close", outcome="solved_alone")
    found = await kit.case()
    assert (found.status, found.outcome) == ("closed", "solved_alone")


async def test_a_word_the_day_after_opens_a_closed_case_again_with_a_new_promise(kit: Kit) -> None:
    """(case 100)"""
    case = await closed(kit)
    kit.clock.forward(timedelta(days=1))
    await kit.does(Say("Jeg lurte på en ting til om fagbrevet"), TEXTS, NUMBER)
    found = await kit.case(TEXTS, NUMBER)
    assert f"/desk/cases/{found.id}" == case
    assert (found.status, found.owner) == ("open", "kari")
    assert found.promised_by > kit.clock.now()
    assert "en ting til om fagbrevet" in (await (await kit.counsellor()).get(case)).words


@pytest.mark.parametrize("thanks", ["Takk", "Tusen takk!", "takk for hjelpen"])
async def test_thanks_open_nothing(kit: Kit, thanks: str) -> None:
    """(case 101)"""
    await closed(kit)
    await kit.does(Say(thanks), TEXTS, NUMBER)
    assert (await kit.case(TEXTS, NUMBER)).status == "closed"


async def closed(kit: Kit) -> str:
    """A case of a citizen who texts, closed by Kari."""
    await kit.does(Say("Hei"), TEXTS, NUMBER)
    case = await asked(kit, TEXTS, NUMBER)
    kari = await kit.counsellor()
    await held(kit, kari, case)
    form = await kari.get(f"{case}/close")
    await kari.submit(form, f"{case}/close", outcome="answered")
    return case
