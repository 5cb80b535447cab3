"""A question in words, as a page, an SMS or a voice puts it. Its digits are those that answers are read by."""

from collections.abc import Iterator

from core.conversation.narrow import NOT_SURE, prompt_text
from core.conversation.saying import Saying
from core.delivery.channel import Option, Shown
from core.journey.answer import NoValue
from core.journey.question import Question
from core.understanding.expected import expected


def question_shown(
    saying: Saying, id: str, question: Question, values: dict[str, str], group: str = "", kind: str = "question"
) -> Shown:
    """The question. `values` tell how far the citizen is (`n` of `N`), `group` whose options are asked."""
    numbers = digits(question, group)
    return Shown(
        id=id,
        kind=kind,
        text=_text(saying, question, values, group, numbers),
        title=saying.plain(saying.of(question.text if saying.form == "screen" else question.narrow)),
        options=tuple(_options(saying, question, group, numbers)),
        why=saying.plain(saying.of(question.why)),
        question=question.key,
        private=question.private,
    )


def digits(question: Question, group: str = "") -> dict[str, str]:
    """The digit of each option or heading that is numbered."""
    return {choice.key: str(n) for n, choice in enumerate(expected(question, group or None).numbered, start=1)}


def _text(saying: Saying, question: Question, values: dict[str, str], group: str, numbers: dict[str, str]) -> str:
    match saying.form:
        case "sms":
            progress = (int(values["n"]), int(values["N"])) if "n" in values else None
            language = saying.language
            return prompt_text(saying.release, question, language, saying.day, progress, group or None)
        case "voice":
            return " ".join(_aloud(saying, question, values, group, numbers))
        case "screen":
            return "\n".join(_on_screen(saying, question, group, numbers))


def _on_screen(saying: Saying, question: Question, group: str, numbers: dict[str, str]) -> Iterator[str]:
    """Headings are numbered, and their options stand below them: each can be answered by its name at once."""
    yield saying.of(question.text)
    if question.hint:
        yield saying.of(question.hint)
    if question.groups and not group:
        for heading in question.groups:
            yield f"{numbers[heading.key]} {saying.of(heading.text)}"
            yield from (f"- {saying.of(option.text)}" for option in heading.options)
    else:
        yield from (f"{numbers.get(key, '-')} {saying.title(question, key)}" for key in _asked(question, group))
    yield f"{NOT_SURE} {saying('option_not_sure')}"
    yield f"- {saying('option_declined')}"
    yield saying("zero")


def _aloud(
    saying: Saying, question: Question, values: dict[str, str], group: str, numbers: dict[str, str]
) -> Iterator[str]:
    if "n" in values and not group:
        yield saying("aloud_progress", **values)
    yield saying.of(question.narrow)
    for key, digit in numbers.items():
        yield saying("aloud_press", title=saying.title(question, key), digit=digit)
    yield saying("aloud_not_sure")


def _options(saying: Saying, question: Question, group: str, numbers: dict[str, str]) -> Iterator[Option]:
    listed = _asked(question, group) if saying.form == "screen" else tuple(numbers)
    for key in listed:
        yield Option(key, saying.title(question, key), numbers.get(key, ""))
    yield Option(NoValue.NOT_SURE.value, saying("option_not_sure"), str(NOT_SURE))
    yield Option(NoValue.DECLINED.value, saying("option_declined"))


def _asked(question: Question, group: str) -> tuple[str, ...]:
    options = next((one.options for one in question.groups if one.key == group), question.options)
    return tuple(option.key for option in options)
