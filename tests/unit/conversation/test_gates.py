"""Nothing private is put by SMS before *here* was chosen on that very phone, and a phone that was left is left."""

import ast
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from tests.unit.conversation.callers import Caller, said
from tests.unit.conversation.people import OFFICE, PHONE, SMS, Person, World, keys, release
from tests.unit.conversation.test_moving import move_code
from tests.unit.conversation.test_private import PRIVATE, stops_at_health

from core.conversation.desk_act import CounsellorSays, GiveBack
from core.conversation.input import BookCall, Contacted, MoveTo, Redeem
from core.conversation.turn import Known, Turn
from core.delivery.numbers import SIMULATED

CORE = Path(__file__).parents[3] / "src" / "core"
OTHER = "+4719991234"
COMMANDS = sorted(set(release().vocabulary.commands.values()))  # type: ignore[union-attr]
WORD = {command: word for word, command in release().vocabulary.commands.items()}  # type: ignore[union-attr]
WHYS = {one.why.languages["nb"] for one in release().journey("work-needs").questions if one.private}


async def comes_to(person: Person, phone: str) -> Turn:
    """Bring the conversation of the page to a phone, with a code."""
    asked = await person.world.does("web", person.browser, MoveTo("web"))
    return await person.world.does(SMS, phone, Redeem(move_code(person.world, asked)))


async def at_the_gate() -> Caller:
    """Somebody who stands at a private question on the web, and went on by SMS."""
    anna = Caller()
    await anna.opens_page()
    await stops_at_health(anna)
    assert keys(await comes_to(anna, PHONE)) == ["private_gate"]
    return anna


def is_private(turn: Turn) -> bool:
    """Whether a turn, as it is texted, puts a private question or tells why it is asked."""
    return bool(PRIVATE & set(keys(turn))) or any(why in said(turn) for why in WHYS)


@pytest.mark.parametrize(("first", "then"), [*product(COMMANDS, ("back", "why", "repeat", "skip")), ("person", "back")])
async def test_no_word_at_the_gate_asks_anything_private_or_tells_its_reason(first: str, then: str) -> None:
    """Questions marked private are asked by SMS only after the citizen chose so (DESIGN 3)."""
    anna = await at_the_gate()

    for word in (WORD[first], WORD[then], "blåbær", "ja, men"):
        assert not is_private(await anna.texts(word))


async def test_back_at_the_gate_leads_to_the_question_before() -> None:
    anna = await at_the_gate()

    assert keys(await anna.texts("tilbake")) == ["ask education_approved"]


async def test_an_answer_to_something_else_is_none_to_a_private_question_that_waits_elsewhere() -> None:
    anna = await at_the_gate()
    await anna.texts("ring", "1")

    assert keys(await anna.texts("ja")) == ["private_gate"]
    assert "health" not in (await anna.state()).answers


async def test_what_is_given_back_by_a_counsellor_goes_through_the_gate() -> None:
    anna = await at_the_gate()
    await anna.texts("ring", "1", "veileder")
    known = await anna.known()
    await anna.world.does("desk", known.conversation, CounsellorSays("Kari", "Hei", known.version))

    turn = await anna.world.does("desk", known.conversation, GiveBack("Kari"))

    assert keys(turn)[-1] == "private_gate"


async def test_going_to_a_number_that_is_proven_already_goes_through_the_gate() -> None:
    anna = Person()
    await anna.opens_page()
    await comes_to(anna, PHONE)
    await stops_at_health(anna)

    turn = await anna.world.does("web", anna.browser, MoveTo("sms", PHONE))

    assert keys(turn) == ["private_gate"]


def test_questions_are_put_in_one_place() -> None:
    """So that none goes around its gate: only the function that asks makes the event, and the very first question."""
    found = {
        path.relative_to(CORE).as_posix(): sum(_makes(node, "Asked") for node in ast.walk(ast.parse(path.read_text())))
        for path in sorted(CORE.rglob("*.py"))
    }

    assert {path: n for path, n in found.items() if n} == {
        "conversation/answering.py": 1,
        "conversation/decide.py": 1,
    }


def _makes(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


# ------------------------------------------------------------------------------------------- one phone and another


async def test_here_on_one_phone_says_nothing_of_another() -> None:
    anna = await at_the_gate()
    assert keys(await anna.texts("1")) == ["ask health"]

    turn = await comes_to(anna, OTHER)

    assert keys(turn) == ["private_gate"]
    anna.phone = OTHER
    assert not is_private(await anna.texts("gjenta"))
    assert keys(await anna.texts("1")) == ["ask health"]


@pytest.mark.parametrize("words", ["Oslo", "gjenta", "hvorfor", "resultat", "tilbake", "1", "2", "veileder", "hei"])
async def test_a_phone_that_was_left_neither_reads_nor_leads(words: str) -> None:
    """Whoever has it may be another; the conversation goes on where it was brought."""
    anna = Person(World(office=replace(OFFICE, countries=OFFICE.countries | {SIMULATED})))
    begun = await anna.opens_page()
    await anna.clicks("job", "lost_job", 34)
    await comes_to(anna, PHONE)
    await comes_to(anna, OTHER)
    before = anna.world.store.known[begun.conversation]

    turn = await anna.texts(words)

    assert turn.conversation != begun.conversation
    assert anna.world.store.known[begun.conversation] == before
    assert "ask county" not in keys(turn)
    assert "goes_on_elsewhere" in keys(turn)
    assert (await anna.texts("ja")).conversation != begun.conversation


async def test_a_phone_that_was_left_is_told_how_to_take_it_back() -> None:
    anna = Person()
    begun = await anna.opens_page()
    await comes_to(anna, PHONE)
    await comes_to(anna, OTHER)
    told = await anna.texts("hei")
    assert said(told).startswith("Samtalen herfra fortsetter på en annen mobil. Skriv NETT der")

    anna.phone = OTHER
    code = move_code(anna.world, await anna.texts("nett"))
    back = await anna.world.does(SMS, PHONE, Redeem(code))

    assert (back.conversation, keys(back)) == (begun.conversation, ["ask want"])
    assert (await anna.texts("1")).conversation != begun.conversation
    anna.phone = PHONE
    assert (await anna.texts("1")).conversation == begun.conversation


async def test_what_its_provider_tells_of_a_phone_that_was_left_is_of_that_phone_alone() -> None:
    anna = Person()
    begun = await anna.opens_page()
    await comes_to(anna, PHONE)
    await comes_to(anna, OTHER)

    await anna.world.does(SMS, PHONE, Contacted("stopped"))

    known = anna.world.store.known[begun.conversation]
    assert known.state.talk.stopped == ()
    assert (SMS, PHONE) in anna.world.store.stopped


async def test_a_page_is_no_phone_that_was_left() -> None:
    """(case 85)"""
    anna = Person()
    await anna.opens_page()
    await comes_to(anna, PHONE)
    await anna.world.does("web", anna.browser, BookCall(PHONE))

    turn = await anna.clicks("job")

    assert isinstance(await anna.world.store.conversation("web", anna.browser), Known)
    assert keys(turn) == ["ask situation"]
