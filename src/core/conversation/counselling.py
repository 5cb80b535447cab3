"""A counsellor has the word: what they say, when the service goes on, and what the citizen says meanwhile."""

from core.case.case import OUTCOMES, NewerWords
from core.conversation.desk_act import CloseCase, CounsellorSays, GiveBack
from core.conversation.desk_event import CaseOpened
from core.conversation.event import Event, Noted, SpeakerChanged
from core.conversation.helping import beside, case
from core.conversation.input import Say
from core.conversation.moment import Draft, Moment, Notice
from core.conversation.repeating import again
from core.conversation.turn import Outcome
from core.errors import Invalid
from core.understanding.normal import normal

LONGEST = 5000  # letters
BY_COUNSELLOR = {"actor": "counsellor"}
# Said when it is over: an answer to them would start a new clock for nothing.
THANKS = frozenset(
    (
        "takk", "tusen takk", "takk for hjelpen", "takk for hjelpa", "takk skal du ha", "mange takk", "ok takk",
        "supert takk", "fint takk", "flott takk", "hjertelig takk", "hjarteleg takk", "thanks", "thank you",
        "thank you very much", "thanks for the help", "thanks for your help", "ok thanks", "great thanks",
        "takk takk", "many thanks",
    )
)  # fmt: skip


def says(moment: Moment, act: CounsellorSays) -> Draft:
    """The words as they are, from whom; the service is silent from now on. NewerWords when more was said since."""
    if moment.loaded.version != act.seen and not act.anyway:
        raise NewerWords("something was said since")
    words = _written(act.words)
    return Draft(
        _takes_word(moment, act),
        (*_joins(moment, act), Notice("counsellor_says", (("name", act.name), ("words", words)))),
        Outcome.ACCEPTED,
        kind="counsellor",
        then=BY_COUNSELLOR,
    )


def give_back(moment: Moment, act: GiveBack) -> Draft:
    """What was talked about, in the counsellor's words, and the question that stands. Reminders start anew."""
    recap = (
        (Notice("counsellor_says", (("name", act.name), ("words", act.words.strip()))),) if act.words.strip() else ()
    )
    back = (SpeakerChanged("service"),) if moment.talk.speaker != "service" else ()
    draft = again(moment, *recap, Notice("person_left"), first=back, outcome=Outcome.ACCEPTED)
    return Draft(draft.events, draft.notices, draft.outcome, draft.counts, "counsellor", then=BY_COUNSELLOR)


def close(moment: Moment, act: CloseCase) -> Draft:
    """The citizen is told that the matter is closed, and that a word from them opens it again.

    Whoever speaks from another case of theirs keeps the word.
    """
    if act.outcome not in OUTCOMES:
        raise Invalid("choose_one")
    last = (Notice("counsellor_says", (("name", act.name), ("words", act.words.strip()))),) if act.words.strip() else ()
    speaks = moment.talk.speaker != "service" and moment.talk.beside == act.case
    back = (SpeakerChanged("service"),) if speaks else ()
    notices = (*last, Notice("case_closed", (("name", act.name),)))
    return Draft(back, notices, Outcome.ACCEPTED, kind="counsellor", then=BY_COUNSELLOR)


def wrote(moment: Moment, say: Say) -> Draft:
    """Words for the counsellor, who reads them with the rest; nothing answers. A clock that stood still runs again."""
    noted = Noted("", say.text)
    if not (beside(moment) or moment.loaded.case or moment.loaded.closed_case):
        return Draft((noted,), outcome=Outcome.QUEUED, quiet=True)
    _, then = case(moment, "wrote")
    return Draft((noted,), outcome=Outcome.QUEUED, quiet=True, then=then)


def thanked(moment: Moment, words: str) -> Draft | None:
    """Thanks for a matter that was closed lately open nothing. None when it is anything else."""
    if moment.loaded.case or not moment.loaded.closed_case or normal(words).replace(",", "") not in THANKS:
        return None
    return Draft((Noted("", words),), (Notice("you_are_welcome"),), Outcome.COMMAND, kind="notice")


def after_closing(moment: Moment, say: Say) -> Draft | None:
    """Words to a matter that was closed lately open it again; thanks do not. None when there is no such matter."""
    if moment.loaded.case or not moment.loaded.closed_case:
        return None
    if thanks := thanked(moment, say.text):
        return thanks
    noted = Noted("", say.text)
    event, then = case(moment, "wrote")
    notice = Notice("case_reopened", (("by", event.promised),))
    events: tuple[Event, ...] = (noted, CaseOpened(event.case, "reopened", event.promised))
    return Draft(events, (notice,), Outcome.QUEUED, kind="notice", then=then)


def _takes_word(moment: Moment, act: CounsellorSays) -> tuple[Event, ...]:
    return () if _has_word(moment, act) else (SpeakerChanged("counsellor", act.case),)


def _joins(moment: Moment, act: CounsellorSays) -> tuple[Notice, ...]:
    """Who it is, once; in a text the name stands before the words anyway."""
    return () if _has_word(moment, act) else (Notice("person_joins", (("name", act.name),)),)


def _has_word(moment: Moment, act: CounsellorSays) -> bool:
    return moment.talk.speaker == "counsellor" and moment.talk.beside == act.case


def _written(words: str) -> str:
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise Invalid("write_less" if words else "write_text")
    return words
