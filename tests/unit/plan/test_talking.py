"""The plan by SMS and chat: the word PLAN, and one item at a time."""

import pytest
from tests.unit.conversation.people import OFFICE, PHONE, SMS, Person, World, keys, release
from tests.unit.conversation.test_sms_talk import through_to_the_gate
from tests.unit.plan.people import COUNSELLOR, KARI, Pair

from core.conversation.desk_act import CounsellorSays
from core.conversation.shown import shown
from core.conversation.turn import Outcome, Turn
from core.delivery.segments import length_of
from core.plan.act import ChangeItem


@pytest.fixture
async def pair() -> Pair:
    """A citizen who writes from a phone, with a question open."""
    pair = Pair(Person(World()))
    await pair.citizen.texts("hei", "ja")
    return pair


def said(turn: Turn) -> str:
    return "\n".join(one.text for one in shown(release(), turn, "sms", OFFICE))


async def test_a_proposal_is_told_by_a_text_that_names_nothing(pair: Pair) -> None:
    await pair.suggests("Ring kommunen om gjelden")
    message = pair.messages[-1]
    assert (message.account, message.to, message.kind) == (SMS, PHONE, "counsellor")
    (turn,) = [turn for turn in await pair.turns() if turn.version == len(await pair.turns())]
    assert "gjeld" not in said(turn)
    assert said(turn).startswith("Kari foreslår noe til planen din. Skriv PLAN")


async def test_plan_shows_what_waits_and_a_yes_agrees_and_the_question_comes_back(pair: Pair) -> None:
    await pair.suggests("Ring skolen", by="2026-12-01")
    turn = await pair.citizen.texts("PLAN")
    assert said(turn).splitlines() == [
        "Til planen: Ring skolen, innen tirsdag 1.12",
        "1 Ja, det passer",
        "2 Foreslå en annen dato",
        "3 Ikke for meg",
    ]
    turn = await pair.citizen.texts("1")
    assert keys(turn) == ["plan_accepted", "ask want"]
    assert (await pair.plan())["p1"].state == "agreed"


@pytest.mark.parametrize(
    ("words", "state"),
    [("1", "agreed"), ("ja", "agreed"), ("Ja, det passer", "agreed"), ("3", "waits"), ("nei", "waits"), ("2", "waits")],
)
async def test_what_is_said_to_an_item(pair: Pair, words: str, state: str) -> None:
    await pair.suggests()
    await pair.citizen.texts("plan", words)
    item = (await pair.plan())["p1"]
    assert (item.state == "agreed") == (state == "agreed")
    menu = (await pair.known()).state.talk.menu
    assert (menu is None) == (state == "agreed")


async def test_another_date_goes_to_the_counsellor_who_has_a_promise_to_keep(pair: Pair) -> None:
    await pair.suggests(by="2026-12-01")
    turn = await pair.citizen.texts("plan", "2", "8.12")
    item = (await pair.plan())["p1"]
    assert (item.by, item.waits_for) == ("2026-12-08", COUNSELLOR)
    assert keys(turn) == ["plan_sent", "ask want"]
    assert len(pair.world.store.matters) == 1


async def test_a_day_that_has_passed_or_is_none_is_asked_for_again(pair: Pair) -> None:
    await pair.suggests(by="2026-12-01")
    turn = await pair.citizen.texts("plan", "2", "3.11")
    assert keys(turn) == ["hint_date"]
    assert (await pair.plan())["p1"].by == "2026-12-01"


async def test_not_for_me_asks_why_and_keeps_the_words(pair: Pair) -> None:
    await pair.suggests()
    turn = await pair.citizen.texts("plan", "3")
    assert keys(turn) == ["plan_why"]
    turn = await pair.citizen.texts("Jeg tør ikke ringe dit")
    assert keys(turn) == ["plan_declined", "ask want"]
    assert (await pair.plan())["p1"].reason == "Jeg tør ikke ringe dit"


async def test_nobody_has_to_say_why(pair: Pair) -> None:
    await pair.suggests()
    turn = await pair.citizen.texts("plan", "3", "HOPP")
    assert keys(turn) == ["plan_declined", "ask want"]


@pytest.mark.parametrize("asks", ["2", "3"])
async def test_back_shows_the_item_again(pair: Pair, asks: str) -> None:
    await pair.suggests()
    turn = await pair.citizen.texts("plan", asks, "tilbake")
    assert keys(turn) == ["plan_item_by"]


async def test_zero_is_a_person_here_too(pair: Pair) -> None:
    await pair.suggests()
    turn = await pair.citizen.texts("plan", "0")
    assert turn.outcome is Outcome.QUEUED


async def test_several_are_taken_one_after_the_other(pair: Pair) -> None:
    await pair.suggests("Ring skolen")
    await pair.suggests("Skriv CV")
    turn = await pair.citizen.texts("plan")
    assert keys(turn) == ["plan_yours", "plan_item_by"]
    assert keys(await pair.citizen.texts("1")) == ["plan_accepted", "plan_item_by"]
    assert keys(await pair.citizen.texts("1")) == ["plan_accepted", "ask want"]
    agreed = said(await pair.citizen.texts("plan"))
    assert agreed == "Vi er enige om:\n- Ring skolen, innen tirsdag 1.12\n- Skriv CV, innen tirsdag 1.12"


async def test_an_item_that_changed_meanwhile_is_shown_again_and_not_agreed(pair: Pair) -> None:
    item = await pair.suggests("Ring skolen")
    await pair.citizen.texts("plan")
    await pair.does(COUNSELLOR, ChangeItem("p1", item.revision, title="Besøk skolen", name=KARI))
    turn = await pair.citizen.texts("1")
    assert turn.outcome is Outcome.STALE
    assert keys(turn) == ["plan_changed", "plan_item_by"]
    assert "Besøk skolen" in said(turn)
    assert (await pair.plan())["p1"].state == "proposed"
    await pair.citizen.texts("1")
    assert (await pair.plan())["p1"].state == "agreed"


async def test_an_empty_plan_says_how_it_comes_about(pair: Pair) -> None:
    assert keys(await pair.citizen.texts("planen min")) == ["plan_empty"]


async def test_after_the_result_nothing_is_asked_again() -> None:
    pair = Pair(Person(World()))
    await through_to_the_gate(pair.citizen)
    turn = await pair.citizen.texts("4")
    for _ in range(9):
        turn = turn if keys(turn) == ["check"] else await pair.citizen.texts("9")
    await pair.citizen.texts("ja")
    assert (await pair.known()).state.concluded
    await pair.suggests()
    assert keys(await pair.citizen.texts("plan", "1")) == ["plan_accepted"]


async def test_while_a_counsellor_writes_the_plan_still_answers_and_other_words_are_for_them(pair: Pair) -> None:
    known = await pair.known()
    await pair.does(COUNSELLOR, CounsellorSays(KARI, "Se i planen", known.version))
    await pair.suggests("Ring skolen")
    assert keys(await pair.citizen.texts("plan")) == ["plan_item_by"]
    assert keys(await pair.citizen.texts("1")) == ["plan_accepted"]
    assert (await pair.citizen.texts("takk for hjelpen med alt")).outcome is Outcome.QUEUED


async def test_what_rests_on_a_private_answer_is_not_named_by_sms(pair: Pair) -> None:
    await pair.suggests("Snakk med legen", private=True)
    turn = await pair.citizen.texts("plan")
    assert "legen" not in said(turn)
    assert "noe du finner på nett" in said(turn)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_an_item_with_an_ordinary_title_is_one_text(language: str) -> None:
    pair = Pair(Person(World()))
    await pair.citizen.texts("hei", {"nb": "bokmål", "nn": "nynorsk", "en": "english"}[language])
    await pair.suggests("Be om time hos karrieresenteret i fylket")
    assert length_of(said(await pair.citizen.texts("plan"))).segments == 1


async def test_in_chat_the_same_words_do_the_same() -> None:
    pair = Pair(Person(World()))
    await pair.citizen.opens_chat()
    await pair.suggests("Ring skolen")
    assert keys(await pair.citizen.chats("plan")) == ["plan_item_by"]
    assert keys(await pair.citizen.chats("1")) == ["plan_accepted", "ask want"]
