"""What is shown, as it would be said aloud."""

from tests.unit.conversation.people import release
from tests.unit.saying import asks, show

from channels.phone.spoken import AT_ONCE, VOICE, render
from core.delivery.channel import Option, Part, Shown
from core.text import LANGUAGES


def spoken(text: str, *titles: str) -> list[str]:
    """A prompt with these choices, by its lines."""
    options = tuple(Option(f"o{n}", title, str(n)) for n, title in enumerate(titles, start=1))
    (part,) = render([Shown("1.1", "question", text, options=options)])
    return part.text.split("\n")


def test_a_turn_is_one_part_and_nothing_is_left_out() -> None:
    shown = [Shown("1.1", "notice", "Hei."), Shown("1.2", "notice", " "), Shown("1.3", "notice", "To\nlinjer.")]

    assert render(shown) == (Part("Hei.\nTo linjer."),)
    assert render([]) == render([Shown("1.1", "notice", " \n")]) == ()


def test_no_more_than_four_choices_are_said_at_once() -> None:
    """(CP-08)"""
    titles = ["En", "To", "Tre", "Fire", "Fem", "Seks", "Sju", "Åtte"]
    text = "Velg. " + " ".join(f"{title}: trykk {n}." for n, title in enumerate(titles, start=1)) + " Usikker, trykk 9."

    assert spoken(text, *titles) == [
        "Velg. En: trykk 1. To: trykk 2. Tre: trykk 3. Fire: trykk 4.",
        "Fem: trykk 5. Seks: trykk 6. Sju: trykk 7. Åtte: trykk 8. Usikker, trykk 9.",
    ]


def test_a_question_that_names_its_choices_is_not_broken_there() -> None:
    titles = ["Jobb", "Skole og Jobb", "Skole", "Noe", "Annet"]
    text = "Jobb, Skole, Annet? " + " ".join(f"{title}: trykk {n}." for n, title in enumerate(titles, start=1))

    assert spoken(text, *titles)[1:] == ["Annet: trykk 5."]


def test_words_that_name_no_choice_are_said_in_one_go() -> None:
    assert spoken("Velg blant disse.", "En", "To", "Tre", "Fire", "Fem") == ["Velg blant disse."]


def test_every_question_is_spoken_with_the_option_before_its_digit_and_four_at_most_at_once() -> None:
    """(CP-08)"""
    for language in LANGUAGES:
        for question in release().journey("work-needs").questions:
            shown = show(asks(question.key), "voice", language)
            (part,) = render([shown])
            assert part.text.split() == shown.text.split()
            press = "press" if language == "en" else "trykk"
            for line in part.text.split("\n"):
                assert line.count(f"{press} ") - line.count(f"{press} 9") <= AT_ONCE, (language, question.key)
            for option in shown.options:
                if option.digit and option.digit != "9":
                    assert f"{option.title}: {press} {option.digit}." in " ".join(part.text.split()), question.key


def test_it_is_a_voice_that_nothing_is_sent_to() -> None:
    """(CP-09)"""
    assert (VOICE.form, VOICE.reachable, VOICE.begins) == ("voice", False, False)


def test_what_may_be_said_to_a_mailbox_says_nothing_of_why() -> None:
    """(CP-09)"""
    text = release().texts["talk_voicemail"]

    assert text.languages["nb"] == "Hei, vi prøvde å nå deg. Vi prøver igjen."
    for language in LANGUAGES:
        said = text.languages[language]
        assert not any(word in said.casefold() for word in ("veivalg", "nav", "veiled", "rettlei", "counsel"))
        assert "{" not in said
