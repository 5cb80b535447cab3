"""A stored turn in words for a channel. The same turn gives the same words, whenever it is asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from core.case.office import Office
from core.conversation.event import Concluded, Conflicted
from core.conversation.saying import Form, Saying
from core.conversation.shown_menu import menu_shown
from core.conversation.shown_question import question_shown
from core.conversation.shown_result import pathways_in_words, reasons_in_words, result_shown
from core.conversation.turn import Prompt, Turn
from core.delivery.channel import Shown
from core.journey.answer import Answer
from core.needs.picture import Picture
from core.release import Release

CODES = {"return": "return_code", "move": "code_web", "link": "link_web", "sms": "code_sms"}
MOST_NAMES = 3  # of questions in one notice


@dataclass(frozen=True, slots=True)
class Beside:
    """What a turn does not carry itself.

    `code_of(number, kind)` is a code as the citizen reads it, for `link` the whole address; without it codes are
    hidden. `picture` is the newest, for the reasons and ways of an earlier result. `answers` are those on the path.
    """

    code_of: Callable[[int, str], str] | None = None
    picture: Picture | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


def shown(
    release: Release,
    turn: Turn,
    form: Form,
    office: Office,
    *,
    beside: Beside = Beside(),
    channel: str = "",
    others: bool = False,
) -> tuple[Shown, ...]:
    """What the turn shows, in the order of its prompts. `channel` leaves out what was for another one.

    `others`: somebody else than the citizen reads it, and no private answer is told.
    """
    saying = saying_of(release, turn, form, office, others=others)
    return tuple(
        _shown(saying, turn, prompt, beside)
        for prompt in turn.prompts
        if not (channel and prompt.on) or prompt.on == channel
    )


def saying_of(release: Release, turn: Turn, form: Form, office: Office, *, others: bool = False) -> Saying:
    """How texts are said in a turn."""
    return Saying(release, release.journey(turn.journey), office, turn.language, form, turn.at, others)


def _shown(saying: Saying, turn: Turn, prompt: Prompt, beside: Beside) -> Shown:
    match prompt.kind:
        case "question":
            assert prompt.basis, "a question prompt names its question"
            question = saying.journey.question(prompt.basis.question)
            return question_shown(saying, prompt.id, question, dict(prompt.values), prompt.group)
        case "menu":
            return menu_shown(saying, prompt, beside.answers)
        case "result":
            return result_shown(saying, prompt.id, _concluded(turn))
        case "code":
            return Shown(prompt.id, "code", _code(saying, prompt, beside))
        case "conflict":
            return _conflict(saying, turn, prompt, beside)
        case "notice":
            return Shown(prompt.id, "notice", _notice(saying, turn, prompt, beside))
    raise AssertionError(f"a prompt that nobody puts into words: {prompt.kind}")


def _notice(saying: Saying, turn: Turn, prompt: Prompt, beside: Beside) -> str:
    values = dict(prompt.values)
    match prompt.text:
        case "why":
            assert prompt.basis, "a reason to ask belongs to a question"
            return saying.plain(saying.of(saying.journey.question(prompt.basis.question).why))
        case "reasons":
            return reasons_in_words(saying, beside.picture or _picture(turn))
        case "pathways":
            return pathways_in_words(saying, beside.picture or _picture(turn))
        case "set_aside" | "returned":
            return saying(prompt.text, names=_names(saying, values["questions"].split(",")))
        case key:
            key = key.replace("_scale", "_number")
            between = key.endswith("_number") and {"low", "high"} <= values.keys()
            return saying(f"{key}_between" if between else key, **values)


def _code(saying: Saying, prompt: Prompt, beside: Beside) -> str:
    kind, number = prompt.text, int(dict(prompt.values)["number"])
    code = beside.code_of(number, kind) if beside.code_of else saying("code_hidden")
    return saying(CODES[kind], code=code, link=code)


def _conflict(saying: Saying, turn: Turn, prompt: Prompt, beside: Beside) -> Shown:
    """Both answers, and the question with its options; where others may read along, no private one."""
    assert prompt.basis, "a conflict is about a question"
    question = saying.journey.question(prompt.basis.question)
    given = next(one.given for one in turn.events if isinstance(one, Conflicted) and one.question == question.key)
    standing = beside.answers.get(question.key)
    asked = question_shown(saying, prompt.id, question, {}, kind="conflict")
    if standing is None or (question.private and not saying.is_open):
        said = saying("conflict_private")
    else:
        both = {"standing": saying.answer(question, standing), "given": saying.answer(question, given)}
        said = saying("conflict", **both)
    return Shown(
        asked.id, asked.kind, f"{said}\n{asked.text}", said, asked.options, asked.why, asked.question, asked.private
    )


def _names(saying: Saying, keys: Iterable[str]) -> str:
    """The first questions by their short names, and how many more there are."""
    names = [saying.of(saying.journey.question(key).short) for key in keys]
    more = len(names) - MOST_NAMES
    told = [*names[:MOST_NAMES], saying("others", k=more)] if more > 0 else names
    return saying.plain(saying.words.listed(told))


def _picture(turn: Turn) -> Picture | None:
    return next((event.picture for event in turn.events if isinstance(event, Concluded)), None)


def _concluded(turn: Turn) -> Picture:
    picture = _picture(turn)
    assert picture, "a result prompt comes with the picture"
    return picture
