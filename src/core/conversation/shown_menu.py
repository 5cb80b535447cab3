"""A menu in words. Its choices are numbered in the order in which they are offered."""

from collections.abc import Iterator, Mapping
from datetime import date

from core import when
from core.conversation.menus import MENUS, YES_NO
from core.conversation.saying import Saying
from core.conversation.shown_question import digits
from core.conversation.turn import Prompt
from core.delivery.channel import Option, Shown
from core.journey.answer import Answer
from core.journey.question import Kind, Question


def menu_shown(saying: Saying, prompt: Prompt, answers: Mapping[str, Answer]) -> Shown:
    """The menu with its numbered lines; those whose choice is not offered are left out."""
    key, values = _described(saying, prompt, answers)
    head, lines = _parts(saying.template(key), MENUS.get(prompt.text, prompt.choices))
    offered = prompt.choices or MENUS.get(prompt.text, ())
    options = tuple(_options(saying, offered, lines, values))
    title = saying.fill(head, values)
    return Shown(prompt.id, "menu", _text(saying, title, options, bool(lines)), title=title, options=options)


def title_of(saying: Saying, menu: str, choice: str) -> str:
    """What a choice of a menu is called; empty when it is called by a moment, or is no choice of it."""
    if menu not in MENUS or choice not in MENUS[menu]:
        return ""
    _, lines = _parts(saying.template(menu), MENUS[menu])
    if not lines and choice in YES_NO:
        return saying(choice)
    line = lines.get(choice, "")
    return "" if "{" in line else line


def _parts(template: str, order: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """What stands above the numbered lines, and these by their choice."""
    lines = template.splitlines()
    numbered = [line for line in lines if _is_numbered(line)]
    head = "\n".join(line for line in lines if not _is_numbered(line))
    return head, {choice: line.partition(" ")[2] for choice, line in zip(order, numbered, strict=False)}


def _is_numbered(line: str) -> bool:
    return line[:1].isdigit() and line[1:2] == " "


def _options(
    saying: Saying, offered: tuple[str, ...], lines: Mapping[str, str], values: Mapping[str, object]
) -> Iterator[Option]:
    for n, choice in enumerate(offered, start=1):
        if lines:
            yield Option(choice, saying.fill(lines[choice], values), str(n))
        elif choice in YES_NO:
            yield Option(choice, saying(choice), str(n))


def _text(saying: Saying, head: str, options: tuple[Option, ...], numbered: bool) -> str:
    if saying.form == "voice":
        return " ".join([head, *(saying("aloud_press", title=one.title, digit=one.digit) for one in options)])
    return "\n".join([head, *(f"{one.digit} {one.title}" for one in options if numbered)])


def _described(saying: Saying, prompt: Prompt, answers: Mapping[str, Answer]) -> tuple[str, dict[str, object]]:
    """The text to use, and what fills it, where the prompt names only keys."""
    values: dict[str, object] = dict(prompt.values)
    match prompt.text:
        case "did_you_mean" | "did_you_mean_several":
            return _meant(saying, prompt, values)
        case "check" if saying.form == "screen" and answers:
            listed = [_answer(saying, key, value) for key, value in answers.items()]
            return "check_list", {"answers": "\n".join(listed)}
        case "referral_consent":
            shares = [saying(f"share_{field}") for field in str(values["fields"]).split()]
            return prompt.text, {**values, "fields": saying.words.listed(shares)}
        case key:
            return key, values


def _meant(saying: Saying, prompt: Prompt, values: dict[str, object]) -> tuple[str, dict[str, object]]:
    question = saying.journey.question(str(values["question"]))
    keys = [str(value) for name, value in values.items() if name.startswith("key")]
    numbers = digits(question, prompt.group)
    if question.private and saying.others:
        return "did_you_mean_title", {"title": saying("private_kept")}
    titles = saying.words.listed([_title(saying, question, key) for key in keys])
    if not all(key in numbers for key in keys):
        return "did_you_mean_title", {"title": titles}
    listed = saying.words.listed([numbers[key] for key in keys])
    return prompt.text, {"number": listed, "numbers": listed, "title": titles}


def _answer(saying: Saying, key: str, value: Answer) -> str:
    question = saying.journey.question(key)
    hidden = question.private and not saying.is_open
    told = saying("private_kept") if hidden else saying.answer(question, value)
    return f"{saying.of(question.short)}: {told}"


def _title(saying: Saying, question: Question, key: str) -> str:
    if question.kind is Kind.DATE:
        return when.day(date.fromisoformat(key), saying.language, saying.day)
    return saying.title(question, key)
