"""What a form of the plan says."""

import re

from channels.http.forms import Form
from channels.web.submitted import revision_of
from core.errors import Invalid
from core.plan.act import AnswerItem, ChangeItem, MarkItem, ProposeItem, RemindOfItem
from core.plan.plan import Item

DAY = re.compile(r"(\d{1,2})[. /](\d{1,2})[. /](\d{4})", re.ASCII)
PlanAct = AnswerItem | ChangeItem | MarkItem | RemindOfItem


def proposed_in(form: Form) -> ProposeItem:
    """An item of the citizen's own, or a pathway that they put into their plan."""
    pathway = form.one("pathway")
    who = form.one("who") or ("citizen" if pathway else "")
    return ProposeItem(form.one("title"), pathway=pathway, who=who, by=_day_in(form))


def act_in(form: Form, item: Item) -> PlanAct:
    """What is done with an item, as the page showed it; Invalid when it is nothing that can be."""
    revision, words = revision_of(form.one("revision")), form.one("words")
    match form.one("do"):
        case "accepted" | "declined" as answer:
            return AnswerItem(item.id, revision, answer, words)
        case "change":
            # What the pathway says is no title of their own, so it is sent back only when it was changed.
            title = form.one("title")
            kept = title == form.one("said")
            return ChangeItem(item.id, revision, None if kept else title, by=_day_in(form), reason=words)
        case "doing" | "done" | "stopped" | "reopened" as mark:
            return MarkItem(item.id, revision, mark, words)
        case "remind":
            return RemindOfItem(item.id, form.one("remind") == "sms")
        case _:
            raise Invalid("choose_one")


def _day_in(form: Form) -> str:
    """A day as browsers send it, or as it is written by hand; the core refuses what is none."""
    written = form.one("by")
    found = DAY.fullmatch(written)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else written
