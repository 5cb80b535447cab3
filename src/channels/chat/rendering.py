"""Stored turns as events: neutral prompts in words, for what a front-end can show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date

from channels.chat.capabilities import Capabilities
from channels.chat.choices import cut, fitting
from channels.chat.prompt_ids import prompt_id
from channels.chat.shapes import Choice, EventOut, PromptOut, ResultOut
from channels.chat.understood import understood_of
from core.case.norway import today
from core.case.office import Office
from core.conversation.event import Concluded
from core.conversation.said_words import said_words
from core.conversation.shown import Beside, saying_of, shown
from core.conversation.shown_question import digits, question_shown
from core.conversation.turn import Prompt, Turn, said
from core.delivery.channel import Option, Shown
from core.journey.question import Kind, Question
from core.needs.for_others import for_others
from core.needs.wording import explain
from core.release import Release

CHANNEL = "chat"
MOST_RENDERED = 5000
TOLD_BESIDE = ("check", "reasons", "pathways")  # what these say stands in other turns
YES_NO = ("yes", "no")
COMES_AND_GOES = ("person_joins", "person_left", "case_closed")
RESULT = "result"  # said to a question, it is the word for that
NOTHING = Beside()


class Prompts:
    """Questions as rendered once for each release, language, day and front-end."""

    def __init__(self) -> None:
        self._rendered: dict[tuple[str, str, str, date, str, str, Capabilities, bool], PromptOut] = {}

    def of(self, view: "View", turn: Turn, prompt: Prompt) -> PromptOut:
        """The question of a prompt, under the id that it has in this turn."""
        assert prompt.basis, "a question prompt names its question"
        question, so_far = prompt.basis.question, _has_result(view, turn, prompt)
        key = (
            turn.release, turn.journey, turn.language, today(turn.at), question, prompt.group, view.capabilities,
            so_far,
        )  # fmt: skip
        if key not in self._rendered:
            if len(self._rendered) >= MOST_RENDERED:
                self._rendered.clear()
            saying = saying_of(view.release, turn, "screen", view.office)
            asked = question_shown(saying, "", saying.journey.question(question), {}, prompt.group)
            rendered = _question(view, turn, prompt, asked)
            self._rendered[key] = _with_result(rendered, saying("so_far"), view) if so_far else rendered
        return self._rendered[key].model_copy(update={"id": prompt_id(prompt)})


@dataclass(frozen=True, slots=True)
class View:
    """Through what turns are looked at: the content they speak, the office they speak for, and who reads."""

    release: Release
    office: Office
    capabilities: Capabilities
    prompts: Prompts
    beside: Beside = NOTHING
    own: bool = False  # the citizen reads all that they said themselves, private answers too
    others: bool = False  # a back end of others reads along: no private answer is told, nor what rests on one


def tells_beside(turn: Turn) -> bool:
    """Whether what a turn says stands in part in others, so that it needs a `Beside`."""
    return any(one.kind in ("code", "conflict") or one.text in TOLD_BESIDE for one in turn.prompts)


def events_of(view: View, turn: Turn) -> tuple[EventOut, ...]:
    """What a turn said and showed, with ids that stay the same however often it is asked for."""
    return tuple(_events(view, turn, turn.last_event - turn.visible + 1))


def _events(view: View, turn: Turn, number: int) -> Iterator[EventOut]:
    at = turn.at.astimezone(UTC).isoformat(timespec="milliseconds")
    if said(turn.actor, turn.act):
        channel = turn.account.partition(":")[0]
        yield EventOut(
            id=f"evt_{number}",
            sequence=number,
            type="message",
            from_="citizen",
            at=at,
            text=said_words(view.release, turn, "screen", own=view.own),
            channel=channel if channel != CHANNEL else None,
            understood=understood_of(view.release, turn),
        )
        number += 1
    for place, prompt in enumerate(turn.prompts, start=number):
        told = {**_of_prompt(view, turn, prompt), **_speaker(turn, prompt)}
        yield EventOut(id=f"evt_{place}", sequence=place, at=at, **told)  # type: ignore[arg-type]


def _speaker(turn: Turn, prompt: Prompt) -> dict[str, object]:
    """Who says it: a counsellor what they wrote and did; that they come and go, and what is asked, the service says."""
    if prompt.text == "counsellor_says":
        return {"from_": "counsellor", "name": dict(prompt.values).get("name")}
    asks = prompt.kind in ("question", "menu")
    if turn.actor != "counsellor" or asks or prompt.text in COMES_AND_GOES:
        return {"from_": "service"}
    return {"from_": "counsellor"}


def _of_prompt(view: View, turn: Turn, prompt: Prompt) -> dict[str, object]:
    """The fields that tell a prompt."""
    if prompt.on and prompt.on != CHANNEL:
        return {"type": "channel", "channel": prompt.on}
    if prompt.kind == "question":
        return {"type": "prompt", "prompt": view.prompts.of(view, turn, prompt)}
    (said_so,) = shown(
        view.release, replace(turn, prompts=(prompt,)), "screen", view.office, beside=view.beside, others=view.others
    )
    match prompt.kind:
        case "menu":
            return {"type": "prompt", "prompt": _menu(view, prompt, said_so)}
        case "conflict":
            asked = _question(view, turn, prompt, said_so).model_copy(update={"id": prompt_id(prompt)})
            return {"type": "conflict", "text": said_so.title, "prompt": asked}
        case "result":
            return {"type": "result", "text": said_so.text, "result": _result(view, turn)}
        case "notice" if prompt.text in ("set_aside", "returned"):
            questions = tuple(dict(prompt.values)["questions"].split(","))
            return {"type": prompt.text, "text": said_so.text, "questions": questions}
    return {"type": "message", "text": said_so.text}


def _question(view: View, turn: Turn, prompt: Prompt, asked: Shown) -> PromptOut:
    question = view.release.journey(turn.journey).question(asked.question)
    day, language = today(turn.at), turn.language
    narrow = {option.key: option.narrow.on(day, language) for option in question.options}
    narrow |= {group.key: group.narrow.on(day, language) for group in question.groups}
    choices, more = fitting(_options(view, turn, prompt, asked, question), narrow, view.capabilities)
    return PromptOut(
        id=prompt_id(prompt),
        question=asked.question,
        kind=question.kind.value,
        text=asked.text,
        title=question.text.on(day, language),
        why=asked.why or None,
        private=asked.private,
        choices=choices,
        more_choices=more,
        at_least=question.at_least,  # type: ignore[arg-type]
        at_most=question.at_most,  # type: ignore[arg-type]
        max_length=question.max_length if question.kind is Kind.TEXT else None,
    )


def _has_result(view: View, turn: Turn, prompt: Prompt) -> bool:
    """Whether so many questions are answered that the result so far can be had."""
    return int(dict(prompt.values).get("n", 0)) > view.release.journey(turn.journey).result_after


def _with_result(asked: PromptOut, title: str, view: View) -> PromptOut:
    """The question with the result so far beside its answers: as a choice, where one more fits, and by its words."""
    most = view.capabilities.max_choices
    fits = asked.more_choices == 0 and (most is None or len(asked.choices) < most)
    longest = view.capabilities.choice_title_max
    short = title if longest is None or len(title) <= longest else cut(title, longest)
    choice = (Choice(key=RESULT, title=short),) if fits else ()
    return asked.model_copy(
        update={
            "text": f"{asked.text}\n- {title}",
            "choices": (*asked.choices, *choice),
            "more_choices": asked.more_choices + (not fits),
        }
    )


def _options(view: View, turn: Turn, prompt: Prompt, asked: Shown, question: Question) -> tuple[Option, ...]:
    """The options; where they are too many to show, and stand under headings, the headings first."""
    most = view.capabilities.max_choices
    if prompt.group or not question.groups or most is None or most >= len(asked.options):
        return asked.options
    day, language, numbers = today(turn.at), turn.language, digits(question)
    headings = [Option(one.key, one.text.on(day, language), numbers[one.key]) for one in question.groups]
    return (*headings, *asked.options[-2:])


def _menu(view: View, prompt: Prompt, put: Shown) -> PromptOut:
    choices, more = fitting(put.options, {}, view.capabilities)
    kind = "yes_no" if prompt.choices == YES_NO else "single"
    return PromptOut(
        id=prompt_id(prompt),
        menu=prompt.text,
        kind=kind if put.options else "text",
        text=put.text,
        title=put.title,
        choices=choices,
        more_choices=more,
    )


def _result(view: View, turn: Turn) -> ResultOut:
    picture = next(event.picture for event in turn.events if isinstance(event, Concluded))
    explained = explain(view.release, picture, turn.language, today(turn.at))
    if view.others:
        explained = for_others(explained, view.release.journey(turn.journey))
    return ResultOut(
        suggested_help=picture.help.value,
        title=explained.title,
        text=explained.text,
        reasons=tuple(reason.text for reason in explained.reasons),
        settled=picture.settled,
    )
