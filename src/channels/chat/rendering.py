"""Neutral turns as chat events."""

from datetime import date

from channels.chat.messages import Choice, ConversationOut, EventOut, Progress, PromptOut, ResultOut
from core.conversation.decide import today
from core.conversation.event import Asked, Concluded, Conflicted, SetAside
from core.conversation.input import Basis
from core.conversation.state import State
from core.conversation.turn import Known, Turn
from core.journey.journey import walk
from core.needs.picture import Picture
from core.needs.wording import explain
from core.release import Release

MOST_RENDERED = 5000


def prompt_id(version: int, n: int, basis: Basis) -> str:
    """An id that says what it asks, so that an old one is recognised without looking anything up."""
    return f"prm_{version}.{n}.{basis.question}.{basis.revision}"


def basis_of(prompt: str | None) -> Basis | None:
    """The question and revision that a prompt's id names; None for what is no id of ours."""
    parts = prompt.split(".") if prompt and prompt.startswith("prm_") else []
    if len(parts) != 4 or not parts[3].isascii() or not parts[3].isdigit():
        return None
    return Basis(parts[2], int(parts[3]))


class Prompts:
    """Prompts as rendered once for each release, language, day and question."""

    def __init__(self) -> None:
        self._rendered: dict[tuple[str, str, str, date, str], PromptOut] = {}

    def show(self, release: Release, journey: str, language: str, day: date, question: str, id: str) -> PromptOut:
        """The prompt, under the id it has in this turn."""
        key = (release.id, journey, language, day, question)
        if key not in self._rendered:
            if len(self._rendered) >= MOST_RENDERED:
                self._rendered.clear()
            self._rendered[key] = _prompt(release, journey, language, day, question)
        return self._rendered[key].model_copy(update={"id": id})


def events_of(prompts: Prompts, release: Release, turn: Turn) -> tuple[EventOut, ...]:
    """What a turn shows, with ids that stay the same however often it is asked for."""
    shown = []
    day, journey, language = today(turn.at), turn.journey, turn.language
    for n, event in enumerate(turn.events, start=1):
        id, at = f"evt_{turn.version}.{n}", turn.at.isoformat()
        match event:
            case Asked(question, revision):
                named = prompt_id(turn.version, n, Basis(question, revision))
                prompt = prompts.show(release, journey, language, day, question, named)
                shown.append(EventOut(id=id, type="prompt", at=at, prompt=prompt))
            case Conflicted(question, _, revision):
                named = prompt_id(turn.version, n, Basis(question, revision))
                prompt = prompts.show(release, journey, language, day, question, named)
                shown.append(EventOut(id=id, type="conflict", at=at, prompt=prompt))
            case SetAside(questions):
                shown.append(EventOut(id=id, type="set_aside", at=at, questions=questions))
            case Concluded(picture):
                shown.append(EventOut(id=id, type="result", at=at, result=_result(release, picture, language, day)))
    return tuple(shown)


def _result(release: Release, picture: Picture, language: str, day: date) -> ResultOut:
    said = explain(release, picture, language, day)
    return ResultOut(
        suggested_help=picture.help.value,
        title=said.title,
        text=said.text,
        reasons=tuple(reason.text for reason in said.reasons),
        settled=picture.settled,
    )


def conversation_of(release: Release, of: Turn | Known, state: State) -> ConversationOut:
    """The conversation in a state, without any answer in it."""
    path = walk(release.journey(of.journey), state.given())
    progress = Progress(answered=len(path.asked) - len(path.open), expected=len(path.asked))
    return ConversationOut(
        id=f"cnv_{of.conversation}",
        journey=of.journey,
        release=of.release,
        language=state.language,
        progress=progress,
    )


def _prompt(release: Release, journey: str, language: str, day: date, question: str) -> PromptOut:
    asked = release.journey(journey).question(question)
    without_value = [(key, release.say(f"option_{key}", day, language)) for key in ("not_sure", "declined")]
    options = [(option.key, option.text.on(day, language)) for option in asked.options]
    choices = tuple(Choice(key=key, title=title) for key, title in (*options, *without_value))
    title = asked.text.on(day, language)
    return PromptOut(
        id="",
        question=question,
        kind=asked.kind.value,
        text="\n".join([title, *(choice.title for choice in choices)]),
        title=title,
        why=asked.why.on(day, language),
        private=asked.private,
        choices=choices,
    )
