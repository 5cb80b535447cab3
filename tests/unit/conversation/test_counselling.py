"""A counsellor has the word: what the citizen hears, and what becomes of what they say."""

from datetime import timedelta

import pytest
from tests.unit.conversation.decided import SMS, Decided, told

from core.case.case import NewerWords
from core.conversation.desk_act import CloseCase, CounsellorSays, GiveBack
from core.conversation.event import Noted
from core.conversation.input import AskForPerson, Reply, Say
from core.conversation.turn import Outcome
from core.errors import Invalid


def spoken() -> Decided:
    """Kari has written."""
    talk = Decided()
    talk.at_desk(CounsellorSays("Kari", "Hei, jeg er Kari", talk.known.version), case="case")
    return talk


def test_the_first_words_say_who_writes_and_the_next_do_not_say_it_again() -> None:
    talk = Decided()
    first = talk.at_desk(CounsellorSays("Kari", "Hei", 1), case="case")
    assert told(first) == ["person_joins", "counsellor_says"]
    assert (first.turn.actor, talk.known.state.talk.speaker) == ("counsellor", "counsellor")
    assert told(talk.at_desk(CounsellorSays("Kari", "En ting til", 2))) == ["counsellor_says"]


def test_words_that_came_since_hold_the_reply_back_until_it_is_sent_anyway() -> None:
    """(case 96)"""
    talk = Decided()
    talk.does(Reply("job"))
    with pytest.raises(NewerWords):
        talk.at_desk(CounsellorSays("Kari", "Hei", 1))
    assert told(talk.at_desk(CounsellorSays("Kari", "Hei", 1, anyway=True)))


@pytest.mark.parametrize("words", ["", "  ", "a" * 5001])
def test_nothing_and_too_much_are_not_sent(words: str) -> None:
    with pytest.raises(Invalid):
        Decided().at_desk(CounsellorSays("Kari", words, 1))


def test_while_a_counsellor_has_the_word_the_citizens_words_go_to_the_case_and_nothing_answers() -> None:
    """(case 99)"""
    talk = Decided(SMS)
    talk.at_desk(CounsellorSays("Kari", "Hei", 1), case="case")
    changes = talk.does(Say("Hei Kari, jeg har et spørsmål"))
    assert (changes.turn.outcome, told(changes)) == (Outcome.QUEUED, [])
    assert changes.case
    assert (changes.case.case, changes.case.reason, changes.case.opens) == ("case", "wrote", False)


def test_without_a_case_the_words_are_kept_all_the_same() -> None:
    talk = Decided(SMS)
    talk.at_desk(CounsellorSays("Kari", "Hei", 1))
    changes = talk.does(Say("Hei Kari"))
    assert (changes.case, changes.turn.outcome) == (None, Outcome.QUEUED)


def test_the_service_takes_over_with_a_recap_and_the_question_that_stood() -> None:
    """(case 102)"""
    talk = spoken()
    back = talk.at_desk(GiveBack("Kari", "Da fortsetter vi med spørsmålene."))
    assert told(back)[:2] == ["counsellor_says", "person_left"]
    assert [prompt.kind for prompt in back.turn.prompts][-1] == "question"
    assert talk.known.state.talk.speaker == "service"
    assert told(Decided().at_desk(GiveBack("Kari")))[0] == "person_left"


def test_closing_says_so_and_how_to_open_it_again() -> None:
    talk = spoken()
    closed = talk.at_desk(CloseCase("Kari", "answered", "Lykke til."))
    assert told(closed) == ["counsellor_says", "case_closed"]
    assert talk.known.state.talk.speaker == "service"
    assert told(talk.at_desk(CloseCase("Kari", "answered"))) == ["case_closed"]
    with pytest.raises(Invalid):
        talk.at_desk(CloseCase("Kari", "finished"))


def closed() -> Decided:
    """A matter that was closed yesterday, and nothing asked."""
    talk = Decided()
    talk.concludes()
    talk.account = SMS
    talk.at_desk(CounsellorSays("Kari", "Hei", talk.known.version), case="case")
    talk.at_desk(CloseCase("Kari", "answered"))
    talk.now += timedelta(days=1)
    return talk


def test_words_to_a_closed_case_open_it_again_and_its_clock_begins_anew() -> None:
    """(case 100)"""
    talk = closed()
    changes = talk.does(Say("Kan jeg spørre om en ting til, om studier?"), case="", closed_case="case")
    assert told(changes) == ["case_reopened"]
    assert changes.case
    assert (changes.case.case, changes.case.reopens, changes.case.opens) == ("case", True, False)


@pytest.mark.parametrize("thanks", ["Takk", "tusen takk!", "Thank you.", "Ok, takk"])
def test_thanks_start_no_clock(thanks: str) -> None:
    """(case 101)"""
    changes = closed().does(Say(thanks), case="", closed_case="case")
    assert (told(changes), changes.case) == (["you_are_welcome"], None)


def test_danger_in_a_message_to_a_counsellor_gets_the_numbers_at_once_and_an_acute_case() -> None:
    changes = Decided().does(AskForPerson(words="Jeg vil dø"))
    assert told(changes)[0] == "urgent_life"
    assert changes.case
    assert changes.case.urgent
    assert any(isinstance(event, Noted) for event in changes.turn.events)


def test_an_ordinary_message_is_an_ordinary_case() -> None:
    changes = Decided().does(AskForPerson(words="Kan jeg få hjelp med søknaden?"))
    assert changes.case
    assert (changes.case.urgent, told(changes)) == (False, ["person_open"])
