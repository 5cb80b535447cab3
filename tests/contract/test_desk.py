"""Cases at the desk, on every database: who has one, who sees one, what is recorded, and in which order they stand."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.contract.people import Citizen
from tests.fakes import START, FakeChance, FakeReleases
from tests.little import RELEASE

from adapters.store.store import Store
from core.case.act import CaseAct, Claim, Close, HandOver, NoteDown, Offer, PutBack, Replied, Return, TakeOver
from core.case.case import Case, CaseEvent, CaseWrite, IsClosed, NeedsReason, NeedsReferral, NewerWords, NotYours, Taken
from core.case.desk import Wanted
from core.case.office import OFFICE
from core.conversation.desk_act import CloseCase, CounsellorSays
from core.conversation.input import AskForPerson, Leave
from core.conversation.turn import CaseChange, Turn
from core.errors import Conflict, NotFound
from core.staff.rights import Operation
from core.staff.staff import Identity, Role, Staff, Unit
from core.use_cases.serve_case import Step, handle_case, serve_citizen

NAV = replace(OFFICE, unit="nav")
COUNSELLOR: frozenset[Role] = frozenset({"counsellor"})
KARI = Staff("kari", "Kari", "nav", COUNSELLOR, ("nb", "nn"), availability="available")
OLA = Staff("ola", "Ola", "nav", COUNSELLOR, ("nb",), availability="available")
LIV = Staff("liv", "Liv", "centre", COUNSELLOR, ("nb",), availability="available")
SIV = Staff("siv", "Siv", "west", COUNSELLOR, ("nb",), availability="available")
UNITS = (
    Unit("nav", "Nav", "nav_office", "03"),
    Unit("west", "Nav Vest", "nav_office", "03"),
    Unit("centre", "Senteret", "career_centre", "03"),
)


class Desk:
    """The desk over a store, with a unit of two, and a unit of one of the same kind and of another."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sent = 0

    async def opens(self) -> "Desk":
        """Everybody is registered."""
        for unit in UNITS:
            await self.store.staff.save_unit(unit)
        for one in (KARI, OLA, LIV, SIV):
            await self.store.staff.add(one, Identity("https://id.example", one.id))
        return self

    async def does(self, who: Staff, case: str, operation: Operation, act: CaseAct) -> Case:
        """What the citizen does not hear of."""
        step = Step(who, case, operation, act)
        return await handle_case(step, cases=self.store.desk, clock=self.store._clock, office=NAV)

    async def replies(
        self, who: Staff, case: str, words: str, seen: int, *, id: str = "", anyway: bool = False
    ) -> Turn:
        """What the citizen hears."""
        self.sent += 1
        return await serve_citizen(
            Step(who, case, "reply", Replied()),
            id or f"reply {self.sent}",
            CounsellorSays(who.name, words, seen, anyway),
            cases=self.store.desk,
            conversations=self.store,
            releases=FakeReleases(RELEASE),
            clock=self.store._clock,
            chance=FakeChance(),
            office=NAV,
        )

    async def listed(self, who: Staff, view: str = "free", **more: object) -> list[str]:
        """The cases of a view, in their order."""
        wanted = replace(Wanted(view), **more)  # type: ignore[arg-type]
        return [row.case.id for row in (await self.store.desk.queue(who, wanted, START)).rows]


@pytest.fixture
async def desk(store: Store) -> Desk:
    """An open desk."""
    return await Desk(store).opens()


async def asks(store: Store, sender: str = "anna", words: str = "") -> str:
    """Somebody begins, and asks for a person: their case."""
    citizen = Citizen(store, sender)
    await citizen.begins()
    await citizen.does(AskForPerson(words=words))
    case = (await citizen.known()).case
    await _into(store, case, "nav")
    return case


async def _into(store: Store, case: str, unit: str) -> None:
    """The little journeys are served by an office without units: put what it opened where it belongs."""
    found = await store.desk.case(case)
    moved = replace(found, unit=unit, version=found.version + 1)
    await store.desk.write(CaseWrite(found, moved, CaseEvent(moved.version, "placed", "service", START)))


async def test_of_fifty_who_claim_at_once_one_has_it_and_the_others_learn_who(store: Store, desk: Desk) -> None:
    """(WS-01, case 95)"""
    case = await asks(store)
    claims = [desk.does(KARI if n % 2 else OLA, case, "claim", Claim()) for n in range(50)]
    done = await asyncio.gather(*claims, return_exceptions=True)
    won = [one for one in done if isinstance(one, Case)]
    assert len(won) == 1
    assert all(isinstance(one, Taken) and one.owner == won[0].owner for one in done if not isinstance(one, Case))
    assert (await store.desk.case(case)).owner == won[0].owner


async def test_only_the_holder_writes_to_the_citizen(store: Store, desk: Desk) -> None:
    """(WS-02)"""
    case = await asks(store)
    seen = (await Citizen(store).known()).version
    with pytest.raises(NotFound):
        await desk.replies(LIV, case, "Hei", seen)
    with pytest.raises((Taken, NotYours)):
        await desk.replies(OLA, case, "Hei", seen)
    await desk.does(KARI, case, "claim", Claim())
    with pytest.raises(Taken):
        await desk.replies(OLA, case, "Hei", seen)
    turn = await desk.replies(KARI, case, "Hei, jeg er Kari", seen)
    assert turn.actor == "counsellor"
    assert [prompt.text for prompt in turn.prompts] == ["person_joins", "counsellor_says"]
    known = await Citizen(store).known()
    assert known.state.talk.speaker == "counsellor"
    held = await store.desk.case(case)
    assert (held.turn, held.first_reply is not None) == ("citizen", True)


async def test_a_reply_twice_is_one_reply(store: Store, desk: Desk) -> None:
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    seen = (await Citizen(store).known()).version
    first = await desk.replies(KARI, case, "Hei", seen, id="one")
    again = await desk.replies(KARI, case, "Hei", seen, id="one")
    assert again == first
    assert (await Citizen(store).known()).version == seen + 1


async def test_a_reply_written_before_newer_words_is_held_back_and_can_be_sent_all_the_same(
    store: Store, desk: Desk
) -> None:
    """(case 96)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    seen = (await Citizen(store).known()).version
    await Citizen(store).does(AskForPerson(words="og en ting til"), Citizen(store).origin("more"))
    with pytest.raises(NewerWords):
        await desk.replies(KARI, case, "Hei", seen)
    assert (await desk.replies(KARI, case, "Hei", seen, anyway=True)).actor == "counsellor"


async def test_a_case_is_shown_only_with_the_record_that_it_was(store: Store, desk: Desk) -> None:
    """(WS-19)"""
    case = await asks(store)
    with pytest.raises(NeedsReason):
        await store.desk.file(OLA, case, "", START)
    with pytest.raises(NotFound):
        await store.desk.file(LIV, case, "who_takes_it", START)
    person = (await store.desk.case(case)).person
    assert await store.desk.views(person) == []
    await store.desk.file(OLA, case, "who_takes_it", START)
    await desk.does(KARI, case, "claim", Claim())
    await store.desk.file(KARI, case, "", START)
    seen = {(view.staff, view.unit, view.purpose, view.what) for view in await store.desk.views(person)}
    assert seen == {("ola", "nav", "who_takes_it", "case"), ("kari", "nav", "holder", "case")}


async def test_a_case_in_full_has_what_was_said_and_what_was_noted(store: Store, desk: Desk) -> None:
    """(case 103)"""
    case = await asks(store, words="Jeg trenger hjelp med søknaden")
    await desk.does(KARI, case, "claim", Claim())
    await desk.does(KARI, case, "note", NoteDown("Ring før tolv"))
    shown = await store.desk.file(KARI, case, "", START)
    assert [turn.version for turn in shown.turns] == sorted(turn.version for turn in shown.turns)
    assert [(event.kind, event.words) for event in shown.events][-1] == ("noted", "Ring før tolv")
    assert shown.names["kari"] == "Kari"
    assert not any("Ring før tolv" in repr(turn) for turn in shown.turns)


async def test_what_is_handed_to_another_unit_stands_in_its_queue_and_may_come_back(store: Store, desk: Desk) -> None:
    """(WS-13)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    await desk.does(KARI, case, "hand_over", HandOver("west", "Har flyttet"))
    assert await desk.listed(SIV) == [case]
    assert await desk.listed(KARI, "mine") == []
    back = await desk.does(SIV, case, "claim", Return("Flytter først til våren"))
    assert (back.owner, back.unit) == ("kari", "nav")


async def test_a_case_never_goes_whole_to_a_unit_of_another_kind(store: Store, desk: Desk) -> None:
    """It is referred, with what the citizen said yes to."""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    for act in (HandOver("centre", "Trenger karriereveiledning"), HandOver("nowhere", "Hvem som helst")):
        with pytest.raises(NeedsReferral):
            await desk.does(KARI, case, "hand_over", act)
    for to in ("liv", "nobody"):
        with pytest.raises(NeedsReferral):
            await desk.does(KARI, case, "hand_over", Offer(to, "Trenger karriereveiledning"))
    found = await store.desk.case(case)
    assert (found.owner, found.unit, found.offered_to) == ("kari", "nav", "")


async def test_what_is_offered_stays_with_its_holder_until_it_is_taken(store: Store, desk: Desk) -> None:
    """(WS-13)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    offered = await desk.does(KARI, case, "hand_over", Offer("ola", "Du kjenner saken"))
    assert (offered.owner, offered.offered_to) == ("kari", "ola")
    assert await desk.listed(OLA, "offered") == [case]


async def test_acute_comes_first_and_then_what_is_promised_soonest(store: Store, desk: Desk) -> None:
    """(WS-03)"""
    made = [await asks(store, f"citizen-{n}") for n in range(4)]
    await _promise(store, made[0], START + timedelta(hours=9))
    await _promise(store, made[1], START + timedelta(hours=3))
    await _promise(store, made[2], START + timedelta(hours=6))
    acute = CaseChange(made[3], False, "little", "emergency", True, START + timedelta(hours=20))
    in_danger = Citizen(store, "citizen-3")
    in_danger.said = len(made)
    await in_danger.does_beside(case=acute)
    order = await desk.listed(KARI)
    assert order == [made[3], made[1], made[2], made[0]]
    assert await desk.listed(KARI, "acute") == [made[3]]
    page = await store.desk.queue(KARI, Wanted("free"), START)
    behind = await desk.listed(KARI, after=page.rows[1].place)
    assert behind == order[2:]


async def test_each_view_counts_what_it_shows(store: Store, desk: Desk) -> None:
    first, second = await asks(store), await asks(store, "bo")
    await desk.does(KARI, first, "claim", Claim())
    counts = await store.desk.counts(KARI, START)
    assert {view: counts[view] for view in ("free", "mine", "my_turn", "citizens_turn", "all")} == {
        "free": 1, "mine": 1, "my_turn": 1, "citizens_turn": 0, "all": 2,
    }  # fmt: skip
    for view, count in counts.items():
        assert len(await desk.listed(KARI, view)) == count
    assert await desk.listed(KARI, topic="little", channel="web") == [second]
    assert await desk.listed(KARI, language="en") == []


async def test_a_closed_case_is_opened_again_by_the_citizens_words_with_its_clock(store: Store, desk: Desk) -> None:
    """(case 100)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    closed = await _closes(store, desk, case)
    assert (closed.status, (await Citizen(store).known()).closed_case) == ("closed", case)
    with pytest.raises(IsClosed):
        await desk.does(KARI, case, "hand_over", PutBack())
    await Citizen(store).does(AskForPerson(words="Jeg lurte på en ting til"), Citizen(store).origin("later"))
    again = await store.desk.case(case)
    assert (again.status, again.owner, again.turn) == ("open", "kari", "office")


async def test_who_is_away_does_not_get_it_back(store: Store, desk: Desk) -> None:
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    await _closes(store, desk, case)
    kari = await store.staff.member("kari")
    await store.staff.set_availability("kari", kari.version, "away")
    await Citizen(store).does(AskForPerson(), Citizen(store).origin("later"))
    assert (await store.desk.case(case)).owner == ""


async def test_a_draft_is_kept_until_it_is_sent_and_two_windows_do_not_overwrite_each_other(
    store: Store, desk: Desk
) -> None:
    """(WS-09)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    first = await store.desk.keep_draft(KARI, case, "Hei An", 0, START)
    await store.desk.keep_draft(KARI, case, "Hei Anna", first.version, START)
    with pytest.raises(Conflict):
        await store.desk.keep_draft(KARI, case, "Noe annet", first.version, START)
    with pytest.raises(NotFound):
        await store.desk.keep_draft(OLA, case, "Hei", 0, START)
    shown = await store.desk.file(KARI, case, "", START)
    assert shown.draft
    assert shown.draft.words == "Hei Anna"
    await desk.replies(KARI, case, "Hei Anna!", (await Citizen(store).known()).version)
    assert (await store.desk.file(KARI, case, "", START)).draft is None


async def test_who_takes_it_over_says_why(store: Store, desk: Desk) -> None:
    """(WS-02)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    taken = await desk.does(OLA, case, "take_over", TakeOver("holder_away", "Kari er syk"))
    assert taken.owner == "ola"
    assert [(event.kind, event.reason) for event in (await store.desk.file(OLA, case, "", START)).events][-1] == (
        "taken_over",
        "holder_away",
    )


async def test_what_waits_for_somebody_who_is_away_is_found(store: Store, desk: Desk) -> None:
    """(WS-04, case 97)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    assert list(await store.desk.lapsing(START, 10)) == []
    kari = await store.staff.member("kari")
    await store.staff.set_availability("kari", kari.version, "away", START + timedelta(days=5))
    assert [one.id for one in await store.desk.lapsing(START, 10)] == [case]


async def _closes(store: Store, desk: Desk, case: str) -> Case:
    await serve_citizen(
        Step(KARI, case, "close_case", Close("answered")),
        f"close {case}",
        CloseCase("Kari", "answered", "Lykke til!"),
        cases=store.desk,
        conversations=store,
        releases=FakeReleases(RELEASE),
        clock=store._clock,
        chance=FakeChance(),
        office=NAV,
    )
    return await store.desk.case(case)


async def _promise(store: Store, case: str, by: datetime) -> None:
    found = await store.desk.case(case)
    moved = replace(found, promised_by=by, version=found.version + 1)
    await store.desk.write(CaseWrite(found, moved, CaseEvent(moved.version, "placed", "service", START)))


async def test_an_emptied_old_window_takes_no_newer_draft_away(store: Store, desk: Desk) -> None:
    """(WS-09)"""
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    first = await store.desk.keep_draft(KARI, case, "Hei", 0, START)
    await store.desk.keep_draft(KARI, case, "Hei Anna", first.version, START)
    with pytest.raises(Conflict):
        await store.desk.keep_draft(KARI, case, "", first.version, START)
    await store.desk.keep_draft(KARI, case, "", 2, START)
    with pytest.raises(Conflict):
        await store.desk.keep_draft(KARI, case, "Gammelt", 2, START)


async def test_whoever_is_erased_leaves_no_draft_and_a_case_that_is_closed(store: Store, desk: Desk) -> None:
    case = await asks(store)
    await desk.does(KARI, case, "claim", Claim())
    await store.desk.keep_draft(KARI, case, "Hei Anna", 0, START)
    await Citizen(store).does(Leave(erase=True), Citizen(store).origin("erase"))
    erased = await store.desk.case(case)
    assert (erased.status, erased.closed is not None, erased.offered_to) == ("closed", True, "")
    assert await store.desk.queue(KARI, Wanted("mine"), START) == await store.desk.queue(LIV, Wanted("mine"), START)
