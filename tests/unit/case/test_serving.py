"""Use cases of the desk: who may, who was faster, what is one commit, and what lapses."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from tests.fake_cases import FakeCases
from tests.fake_staff import FakeStaff
from tests.fakes import FakeChance, FakeReleases
from tests.unit.case.test_acting import CASE
from tests.unit.conversation.people import OFFICE, Recording, release

from core.case.act import CaseAct, Claim, HandOver, NoteDown, Offer, Replied
from core.case.case import Case, NeedsReferral, NewerWords, Taken
from core.case.fairness import Load
from core.case.standing import Standing, kind_of, promise_after
from core.conversation.desk_act import CounsellorSays
from core.conversation.input import AskForPerson, Begin, Input, Origin
from core.conversation.turn import Overtaken
from core.errors import Conflict, NotFound, Unavailable
from core.staff.rights import Operation
from core.staff.staff import Identity, Role, Staff, Unit
from core.use_cases.go_away import There, left_behind, say_there
from core.use_cases.lapse import lapse_absent
from core.use_cases.receive import Busy, receive
from core.use_cases.serve_case import Step, handle_case, serve_citizen
from core.use_cases.take_next import CarriesEnough, take_next

COUNSELLOR: frozenset[Role] = frozenset({"counsellor"})
KARI = Staff("kari", "Kari", "nav", COUNSELLOR, ("nb",), availability="available")
OLA = Staff("ola", "Ola", "nav", COUNSELLOR, ("nb",), availability="available")
LIV = Staff("liv", "Liv", "centre", COUNSELLOR, ("nb",), availability="available")
HOUR = timedelta(hours=1)


@dataclass
class Team:
    """What everybody carries."""

    weight: int = 0

    async def loads(self, unit: str, now: object) -> list[Load]:
        """See Team.loads."""
        return [Load("kari", self.weight)]


@dataclass
class Office:
    """Cases, conversations and staff in memory."""

    cases: Any = field(default_factory=FakeCases)
    conversations: Recording = field(default_factory=Recording)
    register: Any = field(default_factory=FakeStaff)

    async def opens(self) -> "Office":
        """Kari and Ola work here, and Anna has asked for a person."""
        await self.register.save_unit(Unit("nav", "Nav", "nav_office", "03"))
        for one in (KARI, OLA):
            await self.register.add(one, Identity("https://id.example", one.id))
        await receive(Input(Origin("web", "anna", "1"), Begin("work-needs", "nb")), **self.ports())
        turn = await receive(Input(Origin("web", "anna", "2"), AskForPerson(words="Hei")), **self.ports())
        self.has(replace(CASE, conversation=turn.conversation))
        return self

    def ports(self) -> dict[str, Any]:
        """What a turn takes."""
        return {
            "conversations": self.conversations,
            "releases": FakeReleases(release()),
            "clock": self.conversations.clock,
            "chance": FakeChance(),
            "office": OFFICE,
        }

    def has(self, *cases: Case) -> None:
        """These are kept."""
        self.cases.known |= {case.id: case for case in cases}

    async def handles(self, who: Staff, operation: Operation, act: CaseAct, case: str = "case", seen: int = 0) -> Case:
        """What the citizen does not hear of."""
        step = Step(who, case, operation, act, seen)
        return await handle_case(step, cases=self.cases, clock=self.conversations.clock, office=OFFICE)

    async def replies(self, who: Staff, id: str = "one") -> Any:
        """What they do."""
        step = Step(who, "case", "reply", Replied())
        version = self.conversations.known[self.cases.known["case"].conversation].version
        return await serve_citizen(
            step, id, CounsellorSays(who.name, "Hei", version, True), cases=self.cases, **self.ports()
        )

    def carries(self, weight: int) -> Any:
        """What everybody carries."""
        return Team(weight)

    async def next(self, who: Staff = KARI, weight: int = 0) -> Any:
        """The case that needs somebody most."""
        return await take_next(
            who, cases=self.cases, reading=self.cases, team=self.carries(weight), register=self.register,
            clock=self.conversations.clock, office=OFFICE,
        )  # fmt: skip


@pytest.fixture
async def office() -> Office:
    """It is open."""
    return await Office().opens()


async def test_the_reply_and_the_case_are_one_commit(office: Office) -> None:
    await office.handles(KARI, "claim", Claim())
    turn = await office.replies(KARI)
    changes = office.conversations.written[-1]
    assert changes.turn == turn
    assert changes.desk
    assert (changes.desk.event.kind, changes.desk.becomes.turn) == ("replied", "citizen")
    assert await office.replies(KARI) == turn, "the same form again"


async def test_who_is_overtaken_decides_again_and_gives_up_at_last(office: Office) -> None:
    office.cases.faster = 3
    assert (await office.handles(KARI, "claim", Claim())).owner == "kari"
    office.cases.faster = 100
    with pytest.raises(Busy):
        await office.handles(KARI, "note", NoteDown("Notat"))


async def test_a_reply_that_is_overtaken_each_time_is_given_up(office: Office) -> None:
    await office.handles(KARI, "claim", Claim())

    async def overtaken(_: object) -> None:
        raise Overtaken("conversation")

    office.conversations.commit = overtaken  # type: ignore[method-assign,assignment]
    with pytest.raises(Busy):
        await office.replies(KARI)


async def test_a_colleague_learns_who_has_it_and_a_stranger_that_there_is_nothing(office: Office) -> None:
    await office.handles(KARI, "claim", Claim())
    with pytest.raises(Taken):
        await office.replies(OLA)
    with pytest.raises(NotFound):
        await office.replies(LIV)
    office.has(replace(office.cases.known["case"], shielded=True))
    with pytest.raises(NotFound):
        await office.replies(OLA)


async def test_who_was_asked_may_take_it_from_another_unit(office: Office) -> None:
    office.has(replace(CASE, owner="kari", offered_to="liv"))
    with pytest.raises(Taken):
        await office.handles(LIV, "claim", Claim())


async def test_a_receiver_without_consent_in_force_says_nothing_and_never_decides(office: Office) -> None:
    office.has(replace(office.cases.known["case"], topic="referral:none", owner="kari"))
    with pytest.raises(NotFound):
        await office.replies(KARI)
    with pytest.raises(NotFound):
        await office.handles(KARI, "record_decision", NoteDown("Vedtak"))


async def test_what_one_may_never_do_looks_like_what_is_not_there(office: Office) -> None:
    await office.handles(KARI, "claim", Claim())
    with pytest.raises(NotFound):
        await office.handles(replace(OLA, roles=frozenset({"analyst"})), "claim", Claim())


async def test_a_case_goes_whole_only_to_units_of_its_own_kind(office: Office) -> None:
    """(WS-13)"""
    office.has(replace(office.cases.known["case"], owner="kari"))
    office.cases.kinds = {"nav": "nav_office", "nav-two": "nav_office", "centre": "career_centre"}
    office.cases.work_in = {"ola": "nav", "liv": "centre"}
    for act in (HandOver("centre", "Karriere"), HandOver("nowhere", "Ukjent"), Offer("liv", "Karriere")):
        with pytest.raises(NeedsReferral):
            await office.handles(KARI, "hand_over", act)
    assert (await office.handles(KARI, "hand_over", Offer("ola", "Du kjenner saken"))).offered_to == "ola"
    assert (await office.handles(KARI, "hand_over", HandOver("nav-two", "Flyttet"))).unit == "nav-two"


async def test_what_happened_since_the_page_was_made_holds_it_back(office: Office) -> None:
    with pytest.raises(NewerWords):
        await office.handles(KARI, "claim", Claim(), seen=1)


async def test_the_next_case_is_the_one_promised_soonest_on_whichever_page(office: Office) -> None:
    """(WS-03)"""
    office.cases.known = {}
    for n in range(5):
        office.has(replace(CASE, id=f"c{n}", promised_by=CASE.promised_by + n * HOUR, language="nb"))
    taken = await office.next()
    assert taken
    assert taken.case.id == "c0"


async def test_who_loses_the_race_goes_on_to_the_next(office: Office) -> None:
    office.cases.known = {}
    office.has(*(replace(CASE, id=f"c{n}", promised_by=CASE.promised_by + n * HOUR) for n in range(4)))
    real = office.cases.case

    async def taken_meanwhile(id: str) -> Case:
        found = await real(id)
        assert isinstance(found, Case)
        return replace(found, owner="ola") if id in ("c0", "c1", "c2") else found

    office.cases.case = taken_meanwhile
    assert (await office.next()).case.id == "c3"


async def test_nothing_waits_and_enough_is_enough(office: Office) -> None:
    office.cases.known = {}
    assert await office.next() is None
    with pytest.raises(CarriesEnough):
        await office.next(weight=1000)
    with pytest.raises(NotFound):
        await office.next(replace(KARI, roles=frozenset({"analyst"})))


async def test_who_goes_leaves_what_is_promised_before_they_are_back(office: Office) -> None:
    """(case 97)"""
    office.cases.known = {}
    for n in range(4):
        office.has(replace(CASE, id=f"c{n}", owner="kari", promised_by=CASE.promised_by + n * HOUR))
    back = CASE.promised_by + 2 * HOUR
    version = (await office.register.member("kari")).version
    ports: dict[str, Any] = {"cases": office.cases, "reading": office.cases, "clock": office.conversations.clock}
    assert await left_behind(KARI, There(version, "busy"), reading=office.cases, clock=office.conversations.clock) == ()
    put_back = await say_there(KARI, There(version, "away", back), register=office.register, office=OFFICE, **ports)
    assert put_back == 2
    assert [case.owner for case in office.cases.known.values()] == ["", "", "kari", "kari"]
    with pytest.raises(Conflict):
        await say_there(KARI, There(version, "away"), register=office.register, office=OFFICE, **ports)


async def test_what_is_not_theirs_any_more_is_left(office: Office) -> None:
    office.has(replace(CASE, owner="kari"))
    real = office.cases.case

    async def gone(id: str) -> Case:
        found = await real(id)
        assert isinstance(found, Case)
        return replace(found, owner="ola")

    office.cases.case = gone
    there = There((await office.register.member("kari")).version, "away")
    ports: dict[str, Any] = {"cases": office.cases, "reading": office.cases, "clock": office.conversations.clock}
    assert await say_there(KARI, there, register=office.register, office=OFFICE, **ports) == 0


async def test_one_that_cannot_be_written_stops_no_other(office: Office) -> None:
    """(WS-04)"""
    clock = office.conversations.clock
    office.has(replace(CASE, owner="kari"))
    office.cases.faster = 1
    assert (await lapse_absent(cases=office.cases, clock=clock)).taken == 0
    office.cases.fails = RuntimeError("odd")
    assert len((await lapse_absent(cases=office.cases, clock=clock)).failures) == 1
    office.cases.fails = Unavailable("away")
    with pytest.raises(Unavailable):
        await lapse_absent(cases=office.cases, clock=clock)
    office.cases.fails = None
    office.cases.faster = 0
    assert (await lapse_absent(cases=office.cases, clock=clock)).taken == 1
    assert office.cases.known["case"].owner == ""


def test_how_it_stands_is_told_as_it_is() -> None:
    now = CASE.promised_by - HOUR
    queued = Standing(CASE.promised_by)
    held = replace(queued, name="Kari")
    assert kind_of(queued, now) == "queued"
    assert kind_of(held, now) == "held"
    assert kind_of(replace(held, turn="citizen"), now) == "yours"
    assert kind_of(replace(held, waits_until=now + HOUR), now) == "rests"
    assert kind_of(held, CASE.promised_by) == "late"
    assert promise_after(held, now) == now
    assert promise_after(held, CASE.promised_by + HOUR) == CASE.promised_by
    assert promise_after(replace(held, turn="citizen"), CASE.promised_by + HOUR) == CASE.promised_by + HOUR
    assert promise_after(None, now) == now
