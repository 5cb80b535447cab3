"""The plan that citizen and counsellor make together: read, and what the citizen does with it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from channels.chat.problems import Faulty, ItemMoved
from channels.chat.service import Chat, Speaker, input_id
from channels.chat.shapes import Day, ItemNowOut, Moment, Out, Who
from core.case.norway import today
from core.conversation.answering import LONGEST_WORDS
from core.conversation.input import Act
from core.conversation.state import State, fold
from core.conversation.turn import Known, Turn
from core.errors import Invalid, NotFound
from core.plan.act import AnswerItem, ChangeItem, MarkItem, ProposeItem
from core.plan.checking import LONGEST_TITLE
from core.plan.event import ItemProposed
from core.plan.plan import CITIZEN, COUNSELLOR, ItemChangedSince, waiting_for
from core.plan.shown import ItemShown, history_shown, item_shown, plan_shown
from core.release import Release

Title = Annotated[str, Field(max_length=LONGEST_TITLE)]
Words = Annotated[str, Field(max_length=LONGEST_WORDS)]
POINTERS = {
    "write_text": "/title", "write_date": "/by", "day_out_of_range": "/by", "not_asked": "/response",
    "item_ended": "/response", "item_not_so_far": "/response",
}  # fmt: skip


class DoneOut(Out):
    """One thing that was done to an item: by whom, when, in words, and the words that went with it."""

    at: Moment
    actor: Literal["citizen", "counsellor"]
    said: str
    reason: str | None = None


class ItemOut(ItemNowOut):
    """An item, with all that was done to it by both sides, oldest first."""

    history: tuple[DoneOut, ...] = ()


class PlanOut(Out):
    """The plan: what is to be agreed first, then what is under way, done and stopped."""

    waiting_for_citizen: int
    waiting_for_counsellor: int
    items: tuple[ItemOut, ...]


class Proposal(BaseModel):
    """Put something into the plan. What asks nothing of others is agreed at once; else the counsellor answers."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [{"title": "Skrive CV", "by": "2026-12-01"}]})

    title: Title = Field(default="", description="May be left out with a pathway, which says it")
    pathway: Annotated[str, Field(max_length=60)] | None = None
    who: Who = "citizen"
    by: Day | None = None


class ItemResponse(BaseModel):
    """What the citizen does with an item. `changed` needs one of title, who or by; an empty `by` takes the day away."""

    model_config = ConfigDict(
        frozen=True, json_schema_extra={"examples": [{"revision": 1, "response": "changed", "by": "2026-12-08"}]}
    )

    revision: int
    response: Literal["accepted", "declined", "changed", "doing", "done", "stopped", "reopened"]
    reason: Words = ""
    title: Title | None = None
    who: Who | None = None
    by: Annotated[str, Field(max_length=10)] | None = None


def show(chat: Chat) -> Callable[..., Awaitable[PlanOut]]:
    """The route."""

    async def show(conversation: str, request: Request) -> PlanOut:
        """The plan as it stands, each item with all that was done to it by both sides."""
        speaker = await chat.speaker(conversation, request)
        known = await chat.known(speaker.conversation)
        plan = known.state.plan
        return PlanOut(
            waiting_for_citizen=len(waiting_for(plan, CITIZEN)),
            waiting_for_counsellor=len(waiting_for(plan, COUNSELLOR)),
            items=await items_of(chat, speaker, known),
        )

    return show


def propose(chat: Chat) -> Callable[..., Awaitable[ItemOut]]:
    """The route."""

    async def propose(conversation: str, request: Request, proposal: Proposal) -> ItemOut:
        """Put an own item, or a pathway, into the plan."""
        speaker = await chat.writer(conversation, request)
        act = ProposeItem(proposal.title, pathway=proposal.pathway or "", who=proposal.who, by=proposal.by or "")
        turn = await _take(chat, speaker, input_id(chat, request, "propose"), act, proposal.model_dump_json())
        id = next(event.item for event in turn.events if isinstance(event, ItemProposed))
        return await _as_after(chat, speaker, turn, id)

    return propose


def respond(chat: Chat) -> Callable[..., Awaitable[ItemOut]]:
    """The route."""

    async def respond(conversation: str, item: str, request: Request, response: ItemResponse) -> ItemOut:
        """Say yes or no, suggest a change, or say how far it has come. Changed since: 409 with the item as it is."""
        speaker = await chat.writer(conversation, request)
        body = f"{item} {response.model_dump_json()}"
        turn = await _take(chat, speaker, input_id(chat, request, "respond"), _act(item, response), body)
        return await _as_after(chat, speaker, turn, item)

    return respond


async def items_of(chat: Chat, speaker: Speaker, known: Known) -> tuple[ItemOut, ...]:
    """Every item, as this speaker may read it."""
    if not known.state.plan:
        return ()
    release, turns = await chat.releases.get(known.release), await chat.reading.turns(known)
    day, language = today(chat.clock.now()), known.state.language
    texts = chat.releases.current
    shown = plan_shown(release, known.state, language, day, texts=texts)
    return tuple(_item(texts, one, turns, language, day, citizen=speaker.citizen) for one in shown)


def _act(item: str, response: ItemResponse) -> Act:
    match response.response:
        case "accepted" | "declined" as answer:
            return AnswerItem(item, response.revision, answer, response.reason)
        case "changed":
            return ChangeItem(item, response.revision, response.title, response.who, response.by, response.reason)
        case mark:
            return MarkItem(item, response.revision, mark, response.reason)


async def _take(chat: Chat, speaker: Speaker, id: str, act: Act, body: str) -> Turn:
    try:
        return await chat.take(speaker.conversation, id, act, body)
    except ItemChangedSince as changed:
        known = await chat.known(speaker.conversation)
        shown = next(one for one in await items_of(chat, speaker, known) if one.id == changed.item.id)
        raise ItemMoved(shown.model_dump(exclude_none=True, exclude={"history"})) from None
    except Invalid as error:
        pointer = POINTERS.get(error.faults[0], "")
        raise (Faulty(pointer, error.faults[0]) if pointer else error) from None


async def _as_after(chat: Chat, speaker: Speaker, turn: Turn, id: str) -> ItemOut:
    """The item as that turn left it, so that the same request gets the same answer."""
    known = await chat.known(speaker.conversation)
    turns = [one for one in await chat.reading.turns(known) if one.version <= turn.version]
    state: State = fold(event for one in turns for event in one.events)
    day, texts = today(turn.at), chat.releases.current
    shown = item_shown(await chat.releases.get(turn.release), state, id, turn.language, day, texts=texts)
    if shown is None:
        raise NotFound("item")
    return _item(texts, shown, turns, turn.language, day, citizen=speaker.citizen)


def _item(
    texts: Release, shown: ItemShown, turns: Sequence[Turn], language: str, day: date, *, citizen: bool
) -> ItemOut:
    item = shown.item
    open_ = citizen or not item.private
    return ItemOut.model_validate(
        {
            "id": item.id,
            "revision": item.revision,
            "title": shown.title if open_ else texts.say("plan_private", day, language),
            "state": item.state,
            "who": item.who,
            "by": item.by or None,
            "waits_for": item.waits_for or None,
            "proposed_by": item.proposed_by,
            "why": (shown.why or None) if open_ else None,
            "pathway": (item.pathway or None) if open_ else None,
            "private": item.private,
            "late": shown.late,
            "history": [
                {
                    "at": one.at.astimezone(UTC).isoformat(timespec="milliseconds"),
                    "actor": one.actor,
                    "said": one.said,
                    "reason": (one.reason or None) if open_ else None,
                }
                for one in history_shown(texts, turns, item.id, language, day)
            ],
        }
    )
