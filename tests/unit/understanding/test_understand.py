"""The order in which a message is read, and what holds for every text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.understanding.words import prompts, release, urgent_words, vocabulary

from core.errors import Invalid
from core.journey.question import Kind
from core.understanding.expected import Choice, Expected, expected
from core.understanding.ladder import OFFERED, Misses, Rung
from core.understanding.normal import normal, tidy
from core.understanding.understand import understand
from core.understanding.understood import Status, Understood, answer, command, reask
from core.understanding.vocabulary import read_vocabulary

COUNSELLOR = (Choice("jobs", ("Jobb",)), Choice("talk", ("Veileder", "Rettleiar", "Counsellor")))
TEXTS = {key: text.languages for key, text in release().texts.items()}


def read(text: str, prompt: str = "choice") -> Understood:
    return understand(text, prompts()[prompt], vocabulary())


# ---- the order


def test_an_option_wins_over_a_command_of_the_same_name_while_it_is_asked() -> None:
    """(case 64)"""
    open_prompt = Expected(Kind.SINGLE, COUNSELLOR, COUNSELLOR)

    assert understand("veileder", open_prompt, vocabulary()).value == "talk"
    assert read("veileder", "age").command == "person"


def test_a_command_wins_over_an_option_with_a_slip() -> None:
    options = (Choice("a", ("Rett",)), Choice("b", ("Galt",)))

    assert understand("nett", Expected(Kind.SINGLE, options, options), vocabulary()).command == "web"


def test_stop_wins_over_an_option() -> None:
    options = (Choice("a", ("Stopp",)), Choice("b", ("Galt",)))

    assert understand("stopp", Expected(Kind.SINGLE, options, options), vocabulary()).command == "stop"


def test_an_exact_answer_wins_over_a_weak_word_of_danger_never_over_a_strong_one() -> None:
    options = (Choice("a", ("Jeg er redd",)), Choice("b", ("Jeg vil dø",)))
    open_prompt = Expected(Kind.SINGLE, options, options)

    assert understand("Jeg er redd", open_prompt, vocabulary()).value == "a"
    assert understand("Jeg vil dø", open_prompt, vocabulary()).status is Status.EMERGENCY
    assert understand("1 fordi jeg er redd", open_prompt, vocabulary()).status is Status.EMERGENCY


def test_one_slip_counts_only_when_one_option_fits() -> None:
    options = (Choice("a", ("Mila",)), Choice("b", ("Mile",)))
    understood = understand("milo", Expected(Kind.SINGLE, options, options), vocabulary())

    assert (understood.reason, understood.candidates) == ("did_you_mean", ("a", "b"))


def test_short_words_are_never_misspelt() -> None:
    options = (Choice("a", ("Hus",)), Choice("b", ("Bil",)))

    assert understand("hun", Expected(Kind.SINGLE, options, options), vocabulary()).reason == "choose_one"


def test_the_same_is_read_in_every_language_of_the_journey() -> None:
    for question in release().journey("work-needs").questions:
        if question.kind is Kind.SINGLE:
            for option in question.options:
                for text in (*option.text.languages.values(), *option.narrow.languages.values(), option.key):
                    assert understand(text, expected(question), vocabulary()).value in (
                        option.key,
                        *(group.key for group in question.groups),
                    ), text


def test_every_number_of_every_question_is_its_option() -> None:
    for question in release().journey("work-needs").questions:
        if question.kind is Kind.SINGLE and not question.groups and not question.by_name:
            read = [understand(str(at), expected(question), vocabulary()).value for at in range(1, 9)]
            assert read[: len(question.options)] == [option.key for option in question.options]
            assert not any(read[len(question.options) :])


# ---- after STOP


@pytest.mark.parametrize("text", ["START", "start.", "unstop", "meld på", "YES", "yes!"])
def test_only_start_is_read_after_stop(text: str) -> None:
    """(case 68)"""
    assert understand(text, prompts()["choice"], vocabulary(), opted_out=True).command == "start"


@pytest.mark.parametrize("text", ["1", "ja", "hjelp", "stopp", "hei", "", "veileder", "yes please"])
def test_everything_else_is_silence_after_stop(text: str) -> None:
    assert understand(text, prompts()["choice"], vocabulary(), opted_out=True) == command("opted_out")


def test_delete_still_works_after_stop_as_the_confirmation_says() -> None:
    assert understand("SLETT", None, vocabulary(), opted_out=True).command == "delete"


def test_danger_after_stop_is_silence_but_is_told_to_who_reads() -> None:
    understood = understand("han slår meg", None, vocabulary(), opted_out=True)

    assert (understood.command, understood.urgent, understood.strength) == ("opted_out", "violence", "strong")


# ---- what holds for every text


@given(st.text(), st.sampled_from(sorted(prompts())), st.booleans())
def test_no_text_raises(text: str, prompt: str, opted_out: bool) -> None:
    understood = understand(text, prompts()[prompt], vocabulary(), opted_out=opted_out)

    assert understood.status in Status
    assert (understood.status is Status.REASK) == bool(understood.reason)
    assert (understood.status is Status.COMMAND) == bool(understood.command)


PIECES = """
1 2 9 0 12 1,3 1-3 og eller ja nei no men fordi vet ikke 3.4.2027 mai i dag tjue fem hundre tusen halv en to 1.000 ½
finne jobb penger ca år , . ! ? * # stopp hjelp slett 4821 vil dø ikke 03 agder
"""
pieces = st.sampled_from(PIECES.split())


@given(st.lists(pieces, max_size=8), st.sampled_from(sorted(prompts())))
def test_no_mixture_of_what_is_understood_raises_and_every_answer_is_accepted(parts: list[str], prompt: str) -> None:
    understood = understand(" ".join(parts), prompts()[prompt], vocabulary())
    question = release().journey("work-needs").by_key.get(prompt)

    if question and understood.status is Status.VALUE:
        assert understood.value is not None
        question.accept(understood.value)


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert normal(normal(text)) == normal(text)


# ---- asking again


def test_the_ladder_is_a_hint_then_an_example_then_an_offer_that_ends_in_a_person() -> None:
    misses, rungs = Misses(), []
    for _ in range(4):
        misses = misses.after("3.1", reask("choose_one"))
        rungs.append(misses.rung)

    assert rungs == [Rung.HINT, Rung.EXAMPLE, Rung.OFFER, Rung.OFFER]
    assert "person" in OFFERED
    assert Misses().rung is None


def test_misses_belong_to_the_prompt() -> None:
    missed = Misses().after("3.1", reask("choose_one")).after("3.1", reask("choose_one"))

    assert missed.after("4.1", reask("choose_one")) == Misses("4.1", 1)
    assert missed.after("3.1", answer("a")) == Misses("3.1")


def test_a_question_about_the_question_is_no_miss() -> None:
    missed = Misses().after("3.1", reask("choose_one"))

    assert missed.after("3.1", command("why")) == missed
    assert missed.after("3.1", Understood(Status.EMERGENCY)) == missed


def test_pictures_without_text_count_once() -> None:
    missed = Misses().after("3.1", reask("empty")).after("3.1", reask("empty"))

    assert missed.count == 1
    assert missed.after("3.1", reask("choose_one")).count == 2


# ---- the words


def test_words_that_are_missing_are_told() -> None:
    with pytest.raises(Invalid) as raised:
        read_vocabulary({}, urgent_words())

    assert "text `reads_stop` is missing" in raised.value.faults


@pytest.mark.parametrize("word", ["stopp", "tilbake"])
def test_a_word_means_one_thing(word: str) -> None:
    with pytest.raises(Invalid, match=word):
        read_vocabulary({**TEXTS, "command_wave": {"nb": word}}, urgent_words())


def test_words_that_gateways_act_on_mean_nothing_else() -> None:
    words = vocabulary()
    stops = {"stop", "stopall", "end", "quit", "cancel", "unsubscribe", "revoke", "optout"}

    assert stops <= words.stop
    assert {"start", "unstop"} <= words.start
    assert {words.commands[word] for word in ("help", "info")} == {"help"}


def test_no_option_is_called_by_a_word_that_stops() -> None:
    """(case 65)"""
    for question in release().journey("work-needs").questions:
        assert not set(expected(question).named) & (vocabulary().stop | vocabulary().start)
