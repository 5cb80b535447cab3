"""The plan where it is written or spoken: the word PLAN, and what is said to an item that waits for the citizen."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from core import when
from core.case.norway import today
from core.conversation.answering import LONGEST_WORDS, go_on
from core.conversation.desk_event import CaseOpened
from core.conversation.event import Event, Offered
from core.conversation.menus import put, text_of
from core.conversation.moment import Draft, Moment, Notice
from core.conversation.state import State, fold
from core.conversation.talk import Menu
from core.conversation.turn import Outcome
from core.journey.question import Kind
from core.plan.act import AnswerItem, ChangeItem
from core.plan.acting import answer, change
from core.plan.event import ItemAnswered
from core.plan.plan import CITIZEN, COUNSELLOR, Item, ItemChangedSince, Plan, grouped, waiting_for
from core.plan.shown import title_of
from core.understanding.expected import Choice, Expected, expected_lines
from core.understanding.understood import Status, Understood

ITEMS = ("plan_item", "plan_item_by")  # menus for an item: without a day, and with one
DATE, WHY = "plan_date", "plan_why"
WRITTEN = (DATE, WHY)  # menus that wait for words
MENUS = (*ITEMS, *WRITTEN)
MOST_LINES = 4
WORDS = {
    "accept": ("ja", "ja takk", "enig", "einig", "ok", "greit", "yes", "agree"),
    "date": ("annen dato", "annan dato", "en annen dato", "ein annan dato", "another date"),
    "decline": ("nei", "nei takk", "no", "no thanks", "not for me"),
}


def plan(moment: Moment) -> Draft:
    """What is agreed, what waits for the counsellor, and the first thing that waits for the citizen."""
    items = moment.state.plan
    waits = waiting_for(items, CITIZEN)
    notices = tuple(_lists(moment, items, len(waits)))
    if waits:
        return Draft((_put(moment, waits[0]),), notices, Outcome.COMMAND)
    return Draft((), notices or (Notice("plan_empty"),), Outcome.COMMAND, kind="notice")


def awaited(moment: Moment, menu: Menu) -> Expected:
    """What can be said to a menu of the plan."""
    if menu.key == WHY:
        return Expected(Kind.TEXT, max_length=LONGEST_WORDS)
    if menu.key == DATE:
        return Expected(Kind.DATE, at_least=today(moment.now).isoformat())
    lines = expected_lines(moment.release.texts[text_of(menu.key)], menu.choices)
    choices = tuple(Choice(one.key, (*one.names, *WORDS[one.key])) for one in lines.choices)
    return Expected(Kind.SINGLE, choices, choices)


def is_about_plan(moment: Moment, understood: Understood) -> bool:
    """Whether words are for the plan, also while a counsellor has the word."""
    menu = moment.talk.menu
    asked = menu is not None and menu.key in MENUS and understood.status is Status.VALUE
    return asked or understood.command == "plan"


def chosen(moment: Moment, menu: Menu, choice: str) -> Draft:
    """Go on from what was chosen, or written, for the item of a menu."""
    item, revision = menu.data[0], int(menu.data[1])
    try:
        match menu.key, choice:
            case "plan_date", day:
                return _then(moment, change(moment, ChangeItem(item, revision, by=day)))
            case "plan_why", words:
                return _then(moment, answer(moment, AnswerItem(item, revision, "declined", words)))
            case _, "accept":
                return _then(moment, answer(moment, AnswerItem(item, revision, "accepted")))
            case _, "date":
                return Draft((put(DATE, item, menu.data[1]),))
            case _:
                return Draft((put(WHY, item, menu.data[1]),))
    except ItemChangedSince:
        again = plan(moment)
        return replace(again, notices=(Notice("plan_changed"), *again.notices), outcome=Outcome.STALE)


def _then(moment: Moment, draft: Draft) -> Draft:
    """Done; then the next that waits for them, else the question that stood before."""
    state = fold(draft.events, moment.state)
    done = _done(draft.events, state)
    waits = waiting_for(state.plan, CITIZEN)
    events: tuple[Event, ...] = draft.events
    if waits:
        events = (*events, _put(moment, waits[0]))
    elif state.open and state.talk.speaker == "service":
        events = go_on(moment, events)
    kind = "prompt" if len(events) > len(draft.events) else "notice"
    return replace(draft, events=events, notices=done, kind=kind)


def _done(events: tuple[Event, ...], state: State) -> tuple[Notice, ...]:
    """What came of it."""
    opened = next((event for event in events if isinstance(event, CaseOpened)), None)
    if opened:
        return (Notice("plan_sent", (("by", opened.promised),)),)
    answered = next((event for event in events if isinstance(event, ItemAnswered)), None)
    if answered is None:
        return ()
    if answered.answer == "accepted":
        return (Notice("plan_accepted"),)
    return (Notice("plan_declined" if state.plan[answered.item].state == "stopped" else "plan_stays"),)


def _lists(moment: Moment, items: Plan, waiting: int) -> Iterable[Notice]:
    groups = dict(grouped(items))
    if doing := groups.get("doing"):
        yield _list(moment, "plan_agreed", doing)
    if theirs := [item for item in groups.get("proposed", ()) if item.waits_for == COUNSELLOR]:
        yield _list(moment, "plan_theirs", theirs)
    if waiting > 1:
        yield Notice("plan_yours", (("n", str(waiting)),))


def _list(moment: Moment, key: str, items: Iterable[Item]) -> Notice:
    lines = [f"- {_named(moment, item)}" for item in items]
    more = [f"- {_say(moment, 'plan_more')}"] if len(lines) > MOST_LINES else []
    return Notice(key, (("items", "\n".join((*lines[:MOST_LINES], *more))),))


def _named(moment: Moment, item: Item) -> str:
    if not item.by:
        return _title(moment, item)
    by = when.day(date.fromisoformat(item.by), moment.state.language, today(moment.now))
    return f"{_title(moment, item)}, {_say(moment, 'plan_until', by=by)}"


def _put(moment: Moment, item: Item) -> Offered:
    menu = "plan_item_by" if item.by else "plan_item"
    return put(menu, item.id, str(item.revision), _title(moment, item), item.by)


def _title(moment: Moment, item: Item) -> str:
    """What it is called; not where others may read or hear it, when it rests on a private answer."""
    if item.private and moment.channel != "chat":
        return _say(moment, "plan_private")
    return title_of(moment.release, moment.state, item, moment.state.language, today(moment.now)).rstrip(".")


def _say(moment: Moment, key: str, **filled: object) -> str:
    return moment.release.say(key, today(moment.now), moment.state.language, **filled)
