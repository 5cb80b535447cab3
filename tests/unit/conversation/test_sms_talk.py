"""What happens when somebody writes."""

import pytest
from tests.unit.conversation.people import PHONE, SMS, Person, World, keys, release

from core.conversation.turn import Outcome, Turn
from core.journey.answer import DECLINED, NOT_SURE
from core.journey.question import Question

BEFORE_EDUCATION = ("hei", "ja", "1", "2", "1", "34")


async def asked(person: Person) -> str:
    """The question that stands."""
    state = await person.state()
    return state.open.question if state.open else ""


async def test_first_contact_says_who_we_are_and_asks_before_it_asks() -> None:
    anna = Person()

    turn = await anna.texts("hei")

    assert keys(turn) == ["welcome"]
    (message,) = anna.world.store.sent
    assert (message.account, message.to, message.kind) == (SMS, PHONE, "prompt")
    assert keys(await anna.texts("ja")) == ["ask want"]


async def test_a_no_to_the_welcome_is_taken_kindly_and_nothing_is_asked() -> None:
    anna = Person()

    assert keys(await anna.texts("hei", "nei")) == ["goodbye"]
    assert (await anna.state()).talk.paused


async def test_answers_lead_from_question_to_question() -> None:
    anna = Person()

    turn = await anna.texts("hei", "ja", "1")

    assert turn.outcome is Outcome.ACCEPTED
    assert (await anna.state()).answers["want"].value == "job"
    assert keys(turn) == ["ask situation"]


async def test_progress_is_told_with_the_question() -> None:
    anna = Person()

    turn = await anna.texts("hei", "ja")

    values = dict(turn.prompts[0].values)
    assert values["n"] == "1"
    assert int(values["N"]) >= 8


async def test_not_sure_and_a_person_have_the_same_digits_everywhere() -> None:
    """(CS-03)"""
    for channel in (SMS, "chat"):
        anna = Person()
        says = anna.texts if channel == SMS else anna.chats
        await (anna.texts("hei", "ja") if channel == SMS else anna.opens_chat())
        sender = PHONE if channel == SMS else "window"

        await says("9")
        assert (await anna.state(channel, sender)).answers["want"].value is NOT_SURE
        turn = await says("0")
        assert turn.outcome is Outcome.QUEUED


async def test_words_beside_an_answer_are_kept_for_the_counsellor() -> None:
    anna = Person()

    turn = await anna.texts("hei", "ja", "1 fordi bedriften la ned")

    assert "fordi bedriften la ned" in str(turn.events[0]) or "bedriften la ned" in str(turn.events[0])


async def test_nonsense_gets_a_hint_then_an_example_then_a_choice_and_never_a_fourth_question() -> None:
    """(CS-05, case 62)"""
    anna = Person()
    await anna.texts("hei", "ja")

    shown = [keys(await anna.texts(text)) for text in ("blåbær", "tyttebær", "multer", "krekling", "rips", "solbær")]

    assert shown[0] == ["hint_single"]
    assert shown[1] == ["example_single", "ask want"]
    assert shown[2] == ["offer"]
    assert shown[3] == ["person_open"]
    assert shown[4:] == [[], []]


async def test_what_was_missed_belongs_to_its_question() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "blåbær", "1")

    assert keys(await anna.texts("blåbær"))[0].startswith("hint_")


async def test_a_picture_alone_is_explained_and_counts_once() -> None:
    """(case 46)"""
    anna = Person()
    await anna.texts("hei", "ja")

    assert keys(await anna.texts("")) == ["empty"]
    assert keys(await anna.texts("")) == ["empty"]
    assert (await anna.state()).talk.misses == 1


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("hjelp", "help"),
        ("HELP", "help"),
        ("?", "help"),
        ("hvorfor", "why"),
        ("kvifor", "why"),
        ("gjenta", "ask situation"),
        ("valg", "ask situation"),
        ("pause", "paused"),
        ("nett", "move"),
        ("web", "move"),
        ("ring", "call_offer"),
        ("call", "call_offer"),
        ("veileder", "person_open"),
        ("rettleiar", "person_open"),
        ("counsellor", "person_open"),
        ("språk", "language"),
        ("#", "language"),
        ("akutt", "urgent_which"),
        ("slett", "delete_confirm"),
        ("avbestill", "no_call"),
        ("resultat", "result_early"),
    ],
)
async def test_commands_work_in_every_language_and_change_no_answer(words: str, shown: str) -> None:
    """(CS-06, case 71)"""
    anna = Person()
    await anna.texts("hei", "ja", "1")
    before = (await anna.state()).answers

    turn = await anna.texts(words)

    assert shown in keys(turn)
    assert (await anna.state()).answers == before


async def test_back_opens_the_answer_before_and_a_new_answer_replaces_it() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "1")

    assert keys(await anna.texts("tilbake")) == ["ask want"]
    await anna.texts("3")
    assert (await anna.state()).answers["want"].revision == 2


async def test_back_at_the_first_question_says_so() -> None:
    anna = Person()

    assert keys(await anna.texts("hei", "ja", "tilbake")) == ["not_changed", "ask want"]


async def test_another_language_repeats_the_question_in_it() -> None:
    """(case 82)"""
    anna = Person()

    turn = await anna.texts("hei", "ja", "1", "english")

    assert turn.language == "en"
    assert keys(turn) == ["ask situation"]
    assert (await anna.state()).answers["want"].value == "job"


async def test_rather_not_say_is_another_value_than_not_sure() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "hopp")

    assert (await anna.state()).answers["want"].value is DECLINED


async def test_stop_is_effective_at_once_and_confirmed_once() -> None:
    """(CS-07, case 66)"""
    anna = Person()
    await anna.texts("hei", "ja")

    turn = await anna.texts(" Stopp. ")

    assert keys(turn) == ["stopped"]
    written = anna.world.store.written[-1]
    assert written.consent == "stopped"
    assert written.supersedes
    assert [message.kind for message in written.messages] == ["stopped"]


async def test_stop_inside_a_sentence_is_ordinary_text() -> None:
    """(case 67)"""
    anna = Person()
    await anna.texts("hei", "ja")

    turn = await anna.texts("bussen stopper her")

    assert anna.world.store.written[-1].consent == ""
    assert "stopped" not in keys(turn)


async def test_after_stop_words_are_kept_for_a_person_and_not_answered() -> None:
    """(case 69)"""
    anna = Person()
    await anna.texts("hei", "ja", "stopp")

    turn = await anna.texts("jeg trenger hjelp med penger")

    written = anna.world.store.written[-1]
    assert turn.outcome is Outcome.QUEUED
    assert not turn.prompts
    assert not written.messages
    assert written.case
    assert written.case.reason == "wrote_after_stop"


async def test_start_after_stop_says_again_what_stood() -> None:
    """(case 68)"""
    anna = Person()
    await anna.texts("hei", "ja", "1", "stopp")

    turn = await anna.texts("start")

    assert keys(turn) == ["started", "ask situation"]
    assert anna.world.store.written[-1].consent == "started"


async def test_an_identity_number_is_masked_before_anything_is_kept() -> None:
    """(CS-08, case 60)"""
    anna = Person()
    await anna.texts("hei", "ja")

    turn = await anna.texts("jeg heter Kari 01010012356")

    assert "01010012356" not in str(anna.world.store.written)
    assert "identity_number_seen" in keys(turn)


async def test_the_number_of_a_bank_card_is_masked_too() -> None:
    """(case 60)"""
    anna = Person()
    await anna.texts("hei", "ja")

    turn = await anna.texts("ta betalt fra 4111 1111 1111 1111")

    assert "1111 1111" not in str(anna.world.store.written)
    assert "identity_number_seen" in keys(turn)


async def test_strong_words_of_danger_get_the_numbers_at_once_and_the_question_stays_open() -> None:
    """(case 61)"""
    anna = Person()
    await anna.texts("hei", "ja", "1")

    turn = await anna.texts("jeg orker ikke leve lenger, jeg vil dø")

    assert keys(turn) == ["urgent_life", "reads_open"]
    written = anna.world.store.written[-1]
    assert written.case
    assert written.case.urgent
    assert written.messages[0].kind == "urgent"
    assert await asked(anna) == "situation"


async def test_who_reads_it_is_told_truthfully_when_nobody_does() -> None:
    world = World()
    world.forward(hours=12)  # nine in the evening
    anna = Person(world)
    await anna.texts("hei", "ja")

    assert keys(await anna.texts("jeg vil dø")) == ["urgent_life", "reads_closed"]


async def test_weak_words_only_ask_and_once_a_day() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "1")

    assert keys(await anna.texts("det er ingen vits")) == ["urgent_weak_check"]
    assert keys(await anna.texts("3")) == ["ask situation"]
    assert keys(await anna.texts("det er ingen vits")) == ["ask situation"]
    assert not any(changes.case for changes in anna.world.store.written)


async def test_every_wish_for_a_person_opens_a_case_with_a_promise_in_opening_hours() -> None:
    anna = Person()
    turn = await anna.texts("hei", "ja", "veileder")

    case = anna.world.store.written[-1].case
    assert case
    assert case.opens
    assert case.promised_by.isoformat() == "2026-11-25T09:00:00+00:00"
    assert dict(turn.prompts[0].values)["by"] == "2026-11-25T09:00:00+00:00"


async def test_a_second_wish_is_added_to_the_open_case() -> None:
    anna = Person()
    await anna.texts("hei", "ja", "veileder")

    turn = await anna.texts("veileder")

    case = anna.world.store.written[-1].case
    assert case
    assert not case.opens
    assert keys(turn) == ["person_more"]


async def test_private_questions_come_by_sms_only_after_the_gate() -> None:
    anna = Person()
    turn = await through_to_the_gate(anna)

    assert keys(turn) == ["private_gate"]
    menu = (await anna.state()).talk.menu
    assert menu
    assert menu.choices == ("here", "web", "call", "skip")


async def test_skipping_the_gate_leads_to_the_check_without_a_private_question() -> None:
    anna = Person()
    await through_to_the_gate(anna)

    seen = []
    turn = await anna.texts("4")
    while keys(turn)[0].startswith("ask "):
        seen += keys(turn)
        turn = await anna.texts("9")

    journey = (await anna.known()).journey
    private = {f"ask {one.key}" for one in release_questions(journey) if one.private}
    assert not private & set(seen)
    assert keys(turn) == ["check"]
    assert keys(await anna.texts("ja")) == ["result"]


async def test_answering_here_asks_the_private_question() -> None:
    anna = Person()
    await through_to_the_gate(anna)

    assert keys(await anna.texts("1")) == ["ask health"]


async def test_the_result_so_far_is_one_word_away_from_the_fourth_answer() -> None:
    anna = Person()
    await through_to_the_gate(anna)

    assert keys(await anna.texts("resultat")) == ["result"]


async def through_to_the_gate(person: Person) -> Turn:
    """Answer *not sure* until the gate, going on at the checkpoint."""
    turn = await person.texts("hei", "ja")
    for _ in range(30):
        if keys(turn) == ["private_gate"]:
            return turn
        turn = await person.texts("1" if keys(turn) == ["checkpoint"] else "9")
    raise AssertionError("no gate")


def release_questions(journey: str) -> tuple[Question, ...]:
    """The questions of the real journey."""
    return release().journey(journey).questions
