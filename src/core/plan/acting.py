"""What both sides may do with the plan: propose, say yes or no, change, mark. The same acts serve both.

Who asks something of the other side needs their yes; who only puts something on themselves needs nobody's. What is
agreed stands until a change of it is agreed too.
"""

from typing import NamedTuple

from core.conversation.event import Event
from core.conversation.helping import case
from core.conversation.moment import Draft, Moment, Notice, iso
from core.conversation.turn import Outcome
from core.errors import Invalid, NotFound
from core.plan import reminding
from core.plan.act import AnswerItem, ChangeItem, MarkItem, PlanAct, ProposeItem, RemindOfItem
from core.plan.checking import check_pathway, day_in, is_private, title_in, who_in, why_in, words_in
from core.plan.event import ItemAnswered, ItemChanged, ItemMarked, ItemProposed
from core.plan.plan import CITIZEN, COUNSELLOR, ENDED, MOVING, Item, ItemChangedSince
from core.plan.reminding import with_timer

MOST_ITEMS = 40
DESK = "desk"
# From which states an item can be marked so.
FROM = {
    "doing": ("agreed",),
    "done": MOVING,
    "stopped": ("proposed", *MOVING),
    "reopened": ENDED,
}


class Hand(NamedTuple):
    """Whose hand it is, and when."""

    actor: str
    name: str
    at: str


def act_on(moment: Moment, act: PlanAct) -> Draft:
    """What an act on the plan comes to."""
    match act:
        case ProposeItem():
            return propose(moment, act)
        case AnswerItem():
            return answer(moment, act)
        case ChangeItem():
            return change(moment, act)
        case MarkItem():
            return mark(moment, act)
        case RemindOfItem():
            return reminding.choose(moment, act)


def propose(moment: Moment, act: ProposeItem) -> Draft:
    """A new item. A citizen's own step is agreed at once; what it asks of others waits for the counsellor."""
    hand = hand_of(moment, act.name)
    if len(moment.state.plan) >= MOST_ITEMS:
        raise Invalid("plan_full")
    title = title_in(act.title)
    if not title and not act.pathway:
        raise Invalid("write_text")
    check_pathway(moment, act.pathway, act.step)
    event = ItemProposed(
        item=f"p{len(moment.state.plan) + 1}",
        title=title,
        why=why_in(moment, act.why or act.pathway),
        pathway=act.pathway,
        step=act.step,
        who=who_in(act.who),
        by=day_in(moment, act.by),
        waits_for=_asked(hand.actor, act.who),
        private=act.private or is_private(moment, act.why, act.pathway),
        actor=hand.actor,
        name=hand.name,
        at=hand.at,
    )
    return _drafted(moment, hand, event, waits_for=event.waits_for)


def answer(moment: Moment, act: AnswerItem) -> Draft:
    """Yes or no, from the side that was asked. An office gives its reason for a no; a citizen need not."""
    hand = hand_of(moment, act.name)
    if act.answer not in ("accepted", "declined"):
        raise Invalid("choose_one")
    item = _as_read(moment, hand, act.item, act.revision, act.answer)
    if item is None:
        return Draft()
    if item.waits_for != hand.actor:
        raise Invalid("not_asked")
    reason = words_in(act.reason)
    if act.answer == "declined" and hand.actor == COUNSELLOR and not reason:
        raise Invalid("write_text")
    return _drafted(moment, hand, ItemAnswered(item.id, act.answer, reason, *hand))


def change(moment: Moment, act: ChangeItem) -> Draft:
    """Some of it otherwise. One's own step is changed at once; else the other side is asked."""
    hand = hand_of(moment, act.name)
    item = _as_read(moment, hand, act.item, act.revision)
    assert item, "only what is answered or marked can stand already"
    if not item.is_open:
        raise Invalid("item_ended")
    wanted = {
        "title": item.title if act.title is None else title_in(act.title),
        "who": item.who if act.who is None else who_in(act.who),
        "by": item.by if act.by in (None, item.by) else day_in(moment, act.by or ""),
    }
    if not wanted["title"] and not item.pathway:
        raise Invalid("write_text")
    changed = tuple(name for name, value in wanted.items() if value != getattr(item, name))
    if not changed:
        return Draft()
    event = ItemChanged(
        item=item.id,
        changed=changed,
        was=tuple(getattr(item, name) for name in changed),
        now=tuple(wanted[name] for name in changed),
        reason=words_in(act.reason),
        waits_for="" if _is_own(item, hand.actor, wanted["who"]) else _other(hand.actor),
        actor=hand.actor,
        name=hand.name,
        at=hand.at,
    )
    return _drafted(moment, hand, event, waits_for=event.waits_for)


def mark(moment: Moment, act: MarkItem) -> Draft:
    """How far it has come. Either side may say so; what was ended is taken up again as it was."""
    hand = hand_of(moment, act.name)
    if act.mark not in FROM:
        raise Invalid("choose_one")
    item = _as_read(moment, hand, act.item, act.revision, act.mark)
    if item is None:
        return Draft()
    if item.state not in FROM[act.mark]:
        raise Invalid("item_not_so_far" if item.is_open else "item_ended")
    event = ItemMarked(item.id, act.mark, words_in(act.reason), *hand)
    again = item.asked if act.mark == "reopened" else ""
    return _drafted(moment, hand, event, waits_for="" if again == hand.actor else again)


def hand_of(moment: Moment, name: str) -> Hand:
    """Who acts: from the desk a counsellor, who says by which name; from everywhere else the citizen."""
    if moment.account != DESK:
        return Hand(CITIZEN, "", iso(moment.now))
    if not name.strip():
        raise Invalid("write_text")
    return Hand(COUNSELLOR, name.strip(), iso(moment.now))


def _drafted(
    moment: Moment, hand: Hand, event: ItemProposed | ItemAnswered | ItemChanged | ItemMarked, waits_for: str = ""
) -> Draft:
    """The event, with what follows: a counsellor is told by a case, and a citizen by a text that names nothing."""
    if hand.actor == CITIZEN:
        events: tuple[Event, ...] = (event,)
        then: dict[str, object] = {}
        if waits_for == COUNSELLOR:
            opened, written = case(moment, "plan")
            events, then = (event, opened), dict(written)
        return with_timer(moment, Draft(events, outcome=Outcome.ACCEPTED, then=then))
    key = "plan_proposed" if waits_for == CITIZEN else "plan_news"
    notice = Notice(key, (("name", hand.name),))
    return with_timer(moment, Draft((event,), (notice,), kind="counsellor", then={"actor": COUNSELLOR}))


def _as_read(moment: Moment, hand: Hand, id: str, revision: int, done: str = "") -> Item | None:
    """The item, when it is as it was read; None when the same side has done the very same to it already."""
    item = moment.state.plan.get(id)
    if item is None:
        raise NotFound(f"no item {id!r} in the plan")
    if item.revision == revision:
        return item
    if done and (item.revision, item.last, item.last_by) == (revision + 1, done, hand.actor):
        return None
    raise ItemChangedSince(item)


def _asked(actor: str, who: str) -> str:
    """Who must say yes to a new item."""
    if actor == COUNSELLOR:
        return CITIZEN
    return "" if who == CITIZEN else COUNSELLOR


def _is_own(item: Item, actor: str, who: str) -> bool:
    """Whether a citizen's own step stays one: nobody else has a part in it, and nobody was asked."""
    return (
        actor == CITIZEN == item.proposed_by and item.who == who == CITIZEN and not item.asked and item.before is None
    )


def _other(actor: str) -> str:
    return CITIZEN if actor == COUNSELLOR else COUNSELLOR
