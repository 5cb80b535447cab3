"""The needs picture with its reasons, as data; and other answers tried, without keeping anything."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from channels.chat.problems import Faulty
from channels.chat.service import Chat
from channels.chat.shapes import Day, Out, Value
from channels.chat.understood import as_value
from core.case.norway import today
from core.conversation.event import Concluded
from core.conversation.turn import Known
from core.errors import Invalid, NotFound
from core.journey.answer import Answer, NoValue
from core.journey.journey import Journey
from core.needs.comparison import Comparison, compare
from core.needs.for_others import for_others
from core.needs.picture import Picture
from core.needs.what_if import WhatIf, what_if
from core.needs.wording import Explained, NeedInWords, PathwayInWords, Sentence, explain

Given = Annotated[
    bool | int | float | Annotated[str, Field(max_length=2000)] | Annotated[list[str], Field(max_length=40)],
    Field(union_mode="smart"),
]
WITHOUT = {one.value: one for one in NoValue}
MOST_CHANGES = 40


class Reason(Out):
    """A reason in words, and the questions it rests on."""

    text: str
    questions: tuple[str, ...]


class NeedOut(Out):
    """A need at its level: 1 some, 2 clear."""

    key: str
    title: str
    level: int
    level_word: str
    reasons: tuple[Reason, ...]
    help: str


class PathwayOut(Out):
    """A way forward: why it fits, and what to do first."""

    key: str
    title: str
    summary: str
    why: str
    questions: tuple[str, ...]
    first_step: str
    who_does: str
    provider: str
    url: str | None = None


class Profile(Out):
    """The needs picture as it was drawn: preliminary, explained, and never a decision. Drawn by a `result` message."""

    suggested_help: str
    title: str
    text: str
    as_of: Day
    settled: bool
    changed_since: bool = Field(description="Answers have changed since it was drawn")
    view: str | None = Field(default=None, description="What the citizen thinks of it")
    notes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    less_certain: tuple[Reason, ...]
    other_way: tuple[Reason, ...]
    sure: str
    may_change: str
    would_decide: tuple[tuple[str, ...], ...]
    needs: tuple[NeedOut, ...]
    pathways: tuple[PathwayOut, ...]
    not_used: tuple[str, ...]
    who_decides: str


class Trial(BaseModel):
    """Answers to try, by question: as in messages, with "not_sure" and "declined"."""

    model_config = ConfigDict(
        frozen=True, json_schema_extra={"examples": [{"changes": {"education": "higher_short", "health": "no"}}]}
    )

    changes: Annotated[dict[Annotated[str, Field(max_length=80)], Given], Field(max_length=MOST_CHANGES)]


class Level(Out):
    """A suggestion in short."""

    level: str
    title: str


class Because(Out):
    """A changed answer, and whether the suggestion turns on it."""

    question: str
    from_: Value | None = Field(default=None, serialization_alias="from")
    to: Value
    effect: Literal["decisive", "none"]
    text: str | None = None


class NeedLine(Out):
    """A need that would be another."""

    name: str
    before: str
    after: str
    because: str


class Tried(Out):
    """What would be different. Nothing is saved."""

    saved: Literal[False] = False
    before: Level
    after: Level
    because: tuple[Because, ...]
    needs: tuple[NeedLine, ...]
    pathways_added: tuple[str, ...]
    pathways_gone: tuple[str, ...]
    set_aside: tuple[str, ...] = Field(description="Questions whose answers would no longer apply")


def show(chat: Chat) -> Callable[..., Awaitable[Profile]]:
    """The route."""

    async def show(conversation: str, request: Request) -> Profile:
        """The newest needs picture, explained. 404 until one was drawn. For server keys, without what is private."""
        speaker = await chat.speaker(conversation, request)
        known = await chat.known(speaker.conversation)
        if known.result is None:
            raise NotFound("result")
        turn = await chat.reading.turn(known, known.result)
        picture = next(event.picture for event in turn.events if isinstance(event, Concluded))
        release = await chat.releases.get(known.release)
        explained = explain(release, picture, known.state.language, today(chat.clock.now()))
        if not speaker.citizen:
            explained = for_others(explained, release.journey(known.journey))
            picture = replace(picture, would_decide=(), not_used=())
        return _profile(known, picture, explained, known.state.language)

    return show


def try_out(chat: Chat) -> Callable[..., Awaitable[Tried]]:
    """The route."""

    async def try_out(conversation: str, request: Request, trial: Trial) -> Tried:
        """Try other answers. Nothing is saved: to use them, send them as messages."""
        speaker = await chat.writer(conversation, request)
        known = await chat.known(speaker.conversation)
        release = await chat.releases.get(known.release)
        journey, day = release.journey(known.journey), today(chat.clock.now())
        given = known.state.given()
        found = what_if(release, journey, given, _accepted(journey, trial.changes), day)
        language = known.state.language
        comparison = compare(release, found.before, found.after, language, day)
        reasons = explain(release, found.after, language, day).reasons
        return _tried(given, found, comparison, reasons)

    return try_out


def _accepted(journey: Journey, changes: Mapping[str, bool | int | float | str | list[str]]) -> dict[str, Answer]:
    accepted: dict[str, Answer] = {}
    for key, given in changes.items():
        question = journey.by_key.get(key)
        if question is None:
            raise Faulty(f"/changes/{key}", "question_unknown")
        value = tuple(given) if isinstance(given, list) else given
        bounds = {"from": question.at_least, "to": question.at_most, "most": question.max_length}
        try:
            accepted[key] = question.accept(WITHOUT.get(value, value) if isinstance(value, str) else value)
        except Invalid as error:
            raise Faulty(f"/changes/{key}", error.faults[0], **bounds) from None
    return accepted


def _tried(given: Mapping[str, Answer], found: WhatIf, comparison: Comparison, reasons: tuple[Sentence, ...]) -> Tried:
    return Tried(
        before=Level(level=found.before.help.value, title=comparison.before),
        after=Level(level=found.after.help.value, title=comparison.after),
        because=tuple(
            Because(
                question=key,
                from_=as_value(given[key]) if key in given else None,
                to=as_value(value),
                effect="decisive" if key in found.decisive else "none",
                text=next((reason.text for reason in reasons if key in reason.questions), None),
            )
            for key, value in found.changed.items()
        ),
        needs=tuple(
            NeedLine(name=line.name, before=line.before, after=line.after, because=line.because)
            for line in comparison.needs
        ),
        pathways_added=comparison.added,
        pathways_gone=comparison.gone,
        set_aside=found.gone,
    )


def _profile(known: Known, picture: Picture, explained: Explained, language: str) -> Profile:
    return Profile(
        suggested_help=picture.help.value,
        title=explained.title,
        text=explained.text,
        as_of=picture.as_of.isoformat(),
        settled=picture.settled,
        changed_since=known.state.changed,
        view=known.state.view or None,
        notes=(*explained.notes, *((explained.rests_on_not_sure,) if explained.rests_on_not_sure else ())),
        reasons=_reasons(explained.reasons),
        less_certain=_reasons(explained.open),
        other_way=_reasons(explained.other_way),
        sure=explained.sure,
        may_change=explained.may_change,
        would_decide=picture.would_decide,
        needs=tuple(_need(need) for need in explained.needs),
        pathways=tuple(_pathway(pathway, language, picture) for pathway in explained.pathways),
        not_used=picture.not_used,
        who_decides=explained.who_decides,
    )


def _reasons(sentences: tuple[Sentence, ...]) -> tuple[Reason, ...]:
    return tuple(Reason(text=one.text, questions=one.questions) for one in sentences)


def _need(need: NeedInWords) -> NeedOut:
    return NeedOut(
        key=need.key,
        title=need.title,
        level=need.level,
        level_word=need.level_word,
        reasons=_reasons(need.reasons),
        help=need.help,
    )


def _pathway(pathway: PathwayInWords, language: str, picture: Picture) -> PathwayOut:
    return PathwayOut(
        key=pathway.key,
        title=pathway.title,
        summary=pathway.summary,
        why=pathway.why,
        questions=pathway.questions,
        first_step=pathway.first_step,
        who_does=pathway.who_does,
        provider=pathway.provider.name.on(picture.as_of, language),
        url=pathway.provider.url or None,
    )
