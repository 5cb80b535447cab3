"""A stored turn in words: the same everywhere, and complete alone."""

from dataclasses import replace
from datetime import datetime

import pytest
from tests.unit.conversation.people import release
from tests.unit.saying import HOW_FAR, NOON, WITHOUT_PHONE, asks, menu, notice, saying, show

from core.conversation.input import Basis
from core.conversation.menus import MENUS, text_of
from core.conversation.saying import Form
from core.conversation.shown import Beside
from core.delivery.numbers import Reason
from core.journey.answer import NOT_SURE
from core.text import LANGUAGES


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "nb",
            (
                "2 av 8. Hva vil du ha hjelp til nå?\n1 Finne jobb\n2 Beholde jobben\n3 Ny retning\n"
                "4 Skole eller utdanning\n5 Penger eller bolig\n6 Snakke med noen\n9 Vet ikke"
            ),
        ),
        (
            "nn",
            (
                "2 av 8. Kva vil du ha hjelp til no?\n1 Finne jobb\n2 Behalde jobben\n3 Ny retning\n"
                "4 Skule eller utdanning\n5 Pengar eller bustad\n6 Snakke med nokon\n9 Veit ikkje"
            ),
        ),
        (
            "en",
            (
                "2 of 8. What do you want help with now?\n1 Find a job\n2 Keep my job\n3 New direction\n"
                "4 School or studies\n5 Money or housing\n6 Talk to someone\n9 Not sure"
            ),
        ),
    ],
)
def test_a_question_is_one_text_with_progress_and_numbers(language: str, text: str) -> None:
    """(CS-03)"""
    assert show(asks("want", values=HOW_FAR), "sms", language).text == text


def test_a_question_with_headings_asks_for_the_heading_and_then_for_its_options() -> None:
    assert show(asks("situation", values=HOW_FAR)).text.splitlines()[1] == "1 Har jobb"
    below = show(asks("situation", "in_work", HOW_FAR)).text
    assert below.startswith("Hva passer best nå?\n1 Vil bli i jobben\n")  # it is the same question still: no progress


def test_on_a_screen_digits_are_those_that_an_answer_is_read_by() -> None:
    """(case 53)"""
    grouped, by_name = show(asks("situation"), "screen"), show(asks("county"), "screen")

    assert "1 Har jobb\n- Jeg har jobb og vil fortsette i den\n" in grouped.text
    assert {option.digit for option in grouped.options} == {"", "9"}
    assert "- Oslo" in by_name.text.splitlines()
    assert [option.digit for option in show(asks("want"), "screen").options] == [*"123456", "9", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_screen_a_question_tells_everything_that_can_be_done_with_it(language: str) -> None:
    """(CD-07)"""
    asked = show(asks("health"), "screen", language)

    assert [option.key for option in asked.options] == ["yes", "no", "not_sure", "declined"]
    assert asked.private
    assert asked.question == "health"
    assert asked.why
    assert asked.text.startswith(asked.title)
    assert all(option.title in asked.text for option in asked.options)
    assert len([line for line in asked.text.splitlines() if line.startswith("0 ")]) == 1


def test_aloud_the_option_comes_before_its_digit() -> None:
    """(CP-08)"""
    said = show(asks("want", values=HOW_FAR), "voice").text

    assert said.startswith("Spørsmål 2 av 8. Hva vil du ha hjelp til nå? Finne jobb: trykk 1. ")
    assert said.endswith(" Er du usikker, trykk 9.")
    assert "\n" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [key for key in MENUS if MENUS[key]])
def test_every_menu_has_a_title_for_each_of_its_choices(key: str, language: str) -> None:
    values = {"N": "8", "k": "3", "question": "want", "key": "job", "slot1": "20261125T0900Z"}
    values |= {"slot2": "20261126T1200Z", "slot3": "20261127T0800Z", "until": "2026-12-01", "by": "2026-12-01"}
    values |= {
        "title": "CV",
        "name": "Kari",
        "unit": "Karrieresenteret",
        "fields": "need plan",
        "purpose": "Nytt yrke.",
    }

    put = show(menu(key, *MENUS[key], **values), "sms", language)

    assert [option.key for option in put.options] == list(MENUS[key])
    assert [option.digit for option in put.options] == [str(n) for n in range(1, len(MENUS[key]) + 1)]
    assert len({option.title for option in put.options}) == len(put.options)
    lines = put.text.splitlines()
    if MENUS[key] != ("yes", "no"):
        assert lines[-len(put.options) :] == [f"{option.digit} {option.title}" for option in put.options]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_menu_has_as_many_lines_as_choices(language: str) -> None:
    for key, choices in MENUS.items():
        lines = [line for line in release().texts[text_of(key)].languages[language].splitlines() if line[0].isdigit()]
        assert len(lines) == (0 if choices == ("yes", "no") else len(choices)), key


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "nb",
            (
                "Når skal vi ringe deg?\n1 Så snart som mulig\n2 onsdag 25.11 kl. 10.00\n"
                "3 torsdag 26.11 kl. 13.00\n4 Nei takk"
            ),
        ),
        (
            "nn",
            (
                "Når skal vi ringje deg?\n1 Så snart som mogleg\n2 onsdag 25.11 kl. 10.00\n3 torsdag 26.11 kl. 13.00\n"
                "4 Nei takk"
            ),
        ),
        (
            "en",
            (
                "When shall we call you?\n1 As soon as possible\n2 Wednesday 25 Nov at 10.00\n"
                "3 Thursday 26 Nov at 13.00\n4 No thanks"
            ),
        ),
    ],
)
def test_lines_that_are_not_offered_are_left_out_and_the_others_numbered_anew(language: str, text: str) -> None:
    put = menu(
        "call_offer", "soon", "1", "2", "no", number="+4799999999", slot1="20261125T0900Z", slot2="20261126T1200Z"
    )

    assert show(put, "sms", language).text == text


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("sms", "Mente du 1, Finne jobb? Svar JA eller NEI."),
        ("voice", "Mente du Finne jobb? Ja: trykk 1. Nei: trykk 2."),
        ("screen", "Mente du 1, Finne jobb? Svar JA eller NEI."),
    ],
)
def test_what_may_have_been_meant_is_said_with_its_number(form: Form, text: str) -> None:
    """(CS-04)"""
    assert show(menu("did_you_mean", "yes", "no", question="want", key="job"), form).text == text


def test_what_has_no_number_is_said_by_its_name() -> None:
    put = menu("did_you_mean", "yes", "no", question="county", key="more_og_romsdal")

    assert show(put).text == "Mente du Møre og Romsdal? Svar JA eller NEI."


def test_several_answers_that_may_have_been_meant_together_are_said_by_their_numbers() -> None:
    put = menu("did_you_mean_several", "yes", "no", question="help_with", key1="money", key2="housing")

    assert show(put).text == "Mente du 1 og 2? Svar JA eller NEI."


def test_in_chat_all_answers_are_listed_before_the_result_and_by_sms_they_are_not() -> None:
    put, beside = menu("check", "yes", "no"), Beside(answers={"want": "job", "health": NOT_SURE})

    assert "Det du vil: Finne jobb\n" in show(put, "screen", beside=beside).text
    assert "Vet ikke" in show(put, "screen", beside=beside).text
    assert "Finne jobb" not in show(put, "sms", beside=beside).text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "nb",
            (
                "Avtalt: vi ringer deg onsdag 25.11 mellom 10.00 og 10.30 fra 22 22 22 22. Passer det ikke? "
                "Svar ENDRE eller AVBESTILL."
            ),
        ),
        (
            "nn",
            (
                "Avtalt: vi ringjer deg onsdag 25.11 mellom 10.00 og 10.30 frå 22 22 22 22. Passar det ikkje? "
                "Svar ENDRE eller AVBESTILL."
            ),
        ),
        (
            "en",
            (
                "Booked: we call you Wednesday 25 Nov between 10.00 and 10.30 from 22 22 22 22. Not suitable? "
                "Reply CHANGE or DROP."
            ),
        ),
    ],
)
def test_a_call_is_confirmed_with_its_time_and_the_number_we_call_from(language: str, text: str) -> None:
    """(CP-04)"""
    booked = notice("call_booked", **{"from": "2026-11-25T09:00:00+00:00", "to": "2026-11-25T09:30:00+00:00"})

    assert show(booked, "sms", language).text == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_office_without_a_number_names_none(language: str) -> None:
    texts = release().texts
    variants = [key.removesuffix("_no_phone") for key in texts if key.endswith("_no_phone")]
    naming = [key for key, text in texts.items() if "{phone}" in text.languages[language] and key.startswith("talk_")]

    assert sorted(variants) == sorted(naming)
    booked = notice("call_booked", **{"from": "2026-11-25T09:00:00+00:00", "to": "2026-11-25T09:30:00+00:00"})
    assert "10.30. " in show(booked, "sms", language, office=WITHOUT_PHONE).text.replace("10.30 ", "")


@pytest.mark.parametrize(
    ("moment", "nb", "nn", "en"),
    [
        ("2026-03-29T00:30:00+00:00", "søndag 29.3 kl. 01.30", "søndag 29.3 kl. 01.30", "Sunday 29 Mar at 01.30"),
        ("2026-10-25T00:30:00+00:00", "søndag 25.10 kl. 02.30", "søndag 25.10 kl. 02.30", "Sunday 25 Oct at 02.30"),
        ("2026-11-24T23:30:00+00:00", "onsdag 25.11 kl. 00.30", "onsdag 25.11 kl. 00.30", "Wednesday 25 Nov at 00.30"),
        ("2026-12-31T23:30:00+00:00", "fredag 1.1 kl. 00.30", "fredag 1.1 kl. 00.30", "Friday 1 Jan at 00.30"),
        ("2026-11-28T08:00:00+00:00", "lørdag 28.11 kl. 09.00", "laurdag 28.11 kl. 09.00", "Saturday 28 Nov at 09.00"),
        ("20261130T0800Z", "mandag 30.11 kl. 09.00", "måndag 30.11 kl. 09.00", "Monday 30 Nov at 09.00"),
        ("2026-11-30", "mandag 30.11", "måndag 30.11", "Monday 30 Nov"),
        ("2027-11-24", "onsdag 24.11.2027", "onsdag 24.11.2027", "Wednesday 24 Nov 2027"),
    ],
)
def test_moments_are_said_in_norwegian_time(moment: str, nb: str, nn: str, en: str) -> None:
    near = moment[:7] != "2026-03" and moment[:7] != "2026-10"
    at = NOON if near else datetime.fromisoformat(moment)
    said = [replace(saying(language), at=at).fill("{by}", {"by": moment}) for language in LANGUAGES]

    assert said == [nb, nn, en]


@pytest.mark.parametrize(
    ("key", "values", "text"),
    [
        ("hint_single", {"last": "5"}, "Skriv bare ett tall, fra 1 til 5. 9 betyr vet ikke."),
        ("hint_number", {"last": "0", "low": "13", "high": "99"}, "Skriv bare et tall fra 13 til 99."),
        ("hint_scale", {"last": "0", "low": "1", "high": "5"}, "Skriv bare et tall fra 1 til 5."),
        ("hint_number", {"last": "0"}, "Skriv bare et helt tall, uten ord."),
        ("hint_menu", {"last": "5"}, "Skriv bare ett tall, fra 1 til 5."),
        ("example_multi", {"last": "7"}, "Svar med ett eller flere tall."),
    ],
)
def test_what_was_not_understood_is_met_with_how_to_answer(key: str, values: dict[str, str], text: str) -> None:
    """(CS-05)"""
    assert text in show(notice(key, **values)).text


def test_aloud_a_miss_is_met_with_one_sentence() -> None:
    assert show(notice("hint_single", last="5"), "voice").text.startswith("Jeg fikk ikke med meg svaret.")


def test_a_menu_that_takes_no_nine_never_offers_it() -> None:
    for language in LANGUAGES:
        assert "9" not in show(notice("hint_menu", last="5"), "sms", language).text
        assert "9" not in show(notice("hint_menu_yes_no", last="2"), "sms", language).text


def test_why_a_question_is_asked_is_its_own_reason() -> None:
    asked = replace(notice("why"), basis=Basis("want", 0))

    assert show(asked).text == release().journey("work-needs").question("want").why.languages["nb"]


def test_answers_that_no_longer_count_are_named_and_the_rest_counted() -> None:
    some = notice("set_aside", questions="want,age")
    many = notice("returned", questions="want,situation,age,county,education")

    assert show(some).text == "Disse svarene teller ikke lenger: Det du vil og Alder."
    assert show(many).text == "Disse svarene teller igjen: Det du vil, Situasjonen din, Alder og 2 til."


@pytest.mark.parametrize("reason", [*Reason, "phone_no_sms", "no_sms_here"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_that_is_refused_gets_its_reason(reason: str, language: str) -> None:
    """(case 104)"""
    assert show(notice(str(reason)), "sms", language).text
