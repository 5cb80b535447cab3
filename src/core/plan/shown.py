"""The plan in words, the same on both sides: who reads decides only who is *you*."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core import when
from core.conversation.state import State
from core.conversation.turn import Turn
from core.pathway.pathway import Pathway, county_of
from core.plan.event import ItemAnswered, ItemChanged, ItemMarked, ItemProposed
from core.plan.plan import CITIZEN, Item, grouped, is_late
from core.release import Release
from core.text import Text

Act = ItemProposed | ItemAnswered | ItemChanged | ItemMarked  # what leaves a trace in the history


@dataclass(frozen=True, slots=True)
class ItemShown:
    """A row of the plan. `by` is short, for lists; whoever has room writes the day of `item` out."""

    item: Item
    group: str  # proposed | doing | done | stopped
    title: str
    who: str
    by: str
    why: str  # the title of the need or pathway; empty when it has none
    why_is: str  # need | pathway; empty when it has none
    state: str
    last: str  # what was done last, by whom
    late: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done to an item: when, what in words, and the words that went with it."""

    at: datetime
    actor: str
    said: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Reader:
    """How somebody reads: in which words and language, on which day."""

    texts: Release
    language: str
    day: date
    side: str

    def __call__(self, key: str, **filled: object) -> str:
        return self.texts.say(f"plan_{key}", self.day, self.language, **filled)

    def actor(self, side: str, name: str) -> str:
        """You, the counsellor by name, or the citizen."""
        if side == self.side:
            return self("you")
        return self("citizen") if side == CITIZEN else name


def plan_shown(
    release: Release, state: State, language: str, day: date, *, reader: str = CITIZEN, texts: Release | None = None
) -> tuple[ItemShown, ...]:
    """The rows in the order of their groups. `release` is the conversation's; `texts` say the words around it."""
    reads = _Reader(texts or release, language, day, reader)
    return tuple(_shown(release, state, item, group, reads) for group, items in grouped(state.plan) for item in items)


def item_shown(
    release: Release,
    state: State,
    id: str,
    language: str,
    day: date,
    *,
    reader: str = CITIZEN,
    texts: Release | None = None,
) -> ItemShown | None:
    """One row; None when there is no such item."""
    item = state.plan.get(id)
    reads = _Reader(texts or release, language, day, reader)
    return _shown(release, state, item, item.group, reads) if item else None


def history_shown(
    texts: Release, turns: Sequence[Turn], id: str, language: str, day: date, *, reader: str = CITIZEN
) -> tuple[Entry, ...]:
    """All that was done to an item by both sides, oldest first."""
    reads = _Reader(texts, language, day, reader)
    return tuple(_entry(event, reads) for event in _events(turns, id))


def title_of(release: Release, state: State, item: Item, language: str, day: date) -> str:
    """What the item is called: in somebody's own words, or as the pathway or its step says it."""
    if item.title:
        return item.title
    pathway = release.pathway(item.pathway)
    text = pathway.steps[item.step - 1].text if item.step else _title(pathway, state)
    return text.on(day, language)


def _title(pathway: Pathway, state: State) -> Text:
    return pathway.says("title", county_of(state.given())) or pathway.title


def _shown(release: Release, state: State, item: Item, group: str, reads: _Reader) -> ItemShown:
    why, why_is = _why(release, state, item, reads)
    return ItemShown(
        item=item,
        group=group,
        title=title_of(release, state, item, reads.language, reads.day),
        who=reads("you") if item.who == reads.side else reads(f"who_{item.who}"),
        by=when.day(date.fromisoformat(item.by), reads.language, reads.day) if item.by else "",
        why=why,
        why_is=why_is,
        state=_state(item, reads),
        last=_last(item, reads),
        late=is_late(item, reads.day),
    )


def _why(release: Release, state: State, item: Item, reads: _Reader) -> tuple[str, str]:
    for rules in release.rules.values():
        for need in rules.needs:
            if need.key == item.why:
                return need.title.on(reads.day, reads.language), "need"
    if not item.why:
        return "", ""
    return _title(release.pathway(item.why), state).on(reads.day, reads.language), "pathway"


def _state(item: Item, reads: _Reader) -> str:
    if not item.waits_for:
        return reads(f"state_{item.state}")
    return reads("state_yours" if item.waits_for == reads.side else f"state_waits_{item.waits_for}")


def _last(item: Item, reads: _Reader) -> str:
    asks = item.last in ("proposed", "changed") and bool(item.asked)
    return reads(f"last_{item.last}{'_asks' * asks}", who=reads.actor(item.last_by, item.last_name))


def _events(turns: Iterable[Turn], id: str) -> Iterator[Act]:
    for turn in turns:
        for event in turn.events:
            if isinstance(event, Act) and event.item == id:
                yield event


def _entry(event: Act, reads: _Reader) -> Entry:
    who = reads.actor(event.actor, event.name)
    reason = "" if isinstance(event, ItemProposed) else event.reason
    return Entry(datetime.fromisoformat(event.at), event.actor, _said(event, who, reads), reason)


def _said(event: Act, who: str, reads: _Reader) -> str:
    match event:
        case ItemProposed():
            return reads("last_proposed_asks" if event.waits_for else "last_proposed", who=who)
        case ItemAnswered(_, answer):
            return reads(f"last_{answer}", who=who)
        case ItemMarked(_, mark):
            return reads(f"last_{mark}", who=who)
        case ItemChanged(_, ("by",), _, (now,)):
            asks = "_asks" * bool(event.waits_for)
            by = when.day(date.fromisoformat(now), reads.language, reads.day) if now else ""
            return (
                reads(f"last_changed_by{asks}", who=who, by=by) if by else reads(f"last_changed_no_day{asks}", who=who)
            )
        case ItemChanged():
            return reads("last_changed_asks" if event.waits_for else "last_changed", who=who)
