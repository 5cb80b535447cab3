"""The plan after one more event."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.conversation.event import Event
from core.plan.event import ItemAnswered, ItemChanged, ItemMarked, ItemProposed, ItemReminded, ReminderChosen
from core.plan.plan import COUNSELLOR, Item, Plan, Standing

KEEPS_STATE = (ReminderChosen, ItemReminded)  # of no concern to the other side: the revision stays
OF_A_PLAN = (ItemProposed, ItemAnswered, ItemChanged, ItemMarked, *KEEPS_STATE)


def planned(plan: Plan, event: Event) -> Plan:
    """The plan after the event; the same one when it is about something else."""
    match event:
        case ItemProposed():
            return {**plan, event.item: _proposed(event)}
        case ItemAnswered(id, answer):
            return _with(plan, _last(answered(plan[id], answer), answer, event))
        case ItemChanged(id):
            return _with(plan, _last(_changed(plan[id], event), "changed", event))
        case ItemMarked(id, mark):
            return _with(plan, _last(_marked(plan[id], mark), mark, event))
        case ReminderChosen(id, remind):
            return _with(plan, replace(plan[id], remind=remind))
        case ItemReminded(items):
            return {key: replace(one, reminded=one.by) if key in items else one for key, one in plan.items()}
        case _:
            return plan


def answered(item: Item, answer: str) -> Item:
    """Agreed as it stands, or not: then what was agreed before holds, and what never was is stopped."""
    before = item.before
    if answer == "accepted":
        return replace(item, state=before.state if before else "agreed", asked="", before=None)
    if before:
        return replace(
            item, title=before.title, who=before.who, by=before.by, state=before.state, asked="", before=None
        )
    return replace(item, state="stopped")


def _proposed(event: ItemProposed) -> Item:
    return Item(
        id=event.item,
        title=event.title,
        why=event.why,
        pathway=event.pathway,
        step=event.step,
        who=event.who,
        by=event.by,
        state="proposed" if event.waits_for else "agreed",
        proposed_by=event.actor,
        asked=event.waits_for,
        private=event.private,
        last_by=event.actor,
        last_name=event.name,
        last_at=event.at,
    )


def _changed(item: Item, event: ItemChanged) -> Item:
    """With the new values. When the other side must say yes, what was agreed is kept beside them."""
    new: Mapping[str, Any] = dict(zip(event.changed, event.now, strict=True))
    if not event.waits_for:
        return replace(item, **new)
    agreed = Standing(item.title, item.who, item.by, item.state) if item.state != "proposed" else item.before
    return replace(item, **new, state="proposed", asked=event.waits_for, before=agreed)


def _marked(item: Item, mark: str) -> Item:
    """Under way, done, stopped; or as it was before it ended, question to the other side included."""
    if mark == "reopened":
        return replace(item, state="proposed" if item.asked else "agreed")
    return replace(item, state=mark)


def _last(item: Item, what: str, event: ItemAnswered | ItemChanged | ItemMarked) -> Item:
    return replace(
        item,
        revision=item.revision + 1,
        last=what,
        last_by=event.actor,
        last_name=event.name if event.actor == COUNSELLOR else "",
        last_at=event.at,
        reason=event.reason,
    )


def _with(plan: Plan, item: Item) -> Plan:
    return {**plan, item.id: item}
