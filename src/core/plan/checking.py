"""What may be written into a plan."""

from datetime import date, timedelta

from core.case.norway import today
from core.conversation.answering import short_enough
from core.conversation.moment import Moment
from core.errors import Invalid, NotFound
from core.needs.picture import assess
from core.plan.plan import WHO
from core.understanding.identity_number import mask

LONGEST_TITLE = 120
FARTHEST = timedelta(days=2 * 365)  # that a day may lie ahead


def title_in(given: str) -> str:
    """A title on one line, without identity numbers; it may be empty."""
    title = " ".join(mask(given)[0].split())
    if len(title) > LONGEST_TITLE:
        raise Invalid("write_less")
    return title


def words_in(given: str) -> str:
    """Words beside an act, likewise."""
    return mask(short_enough(given))[0]


def who_in(given: str) -> str:
    """Who does it: one of those there are."""
    if given not in WHO:
        raise Invalid("choose_one")
    return given


def day_in(moment: Moment, given: str) -> str:
    """A day from today on; empty for none."""
    if not given:
        return ""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise Invalid("write_date") from None
    if not today(moment.now) <= day <= today(moment.now) + FARTHEST:
        raise Invalid("day_out_of_range")
    return day.isoformat()


def why_in(moment: Moment, given: str) -> str:
    """A need or a pathway of the conversation's content; NotFound when it has neither."""
    needs = (need.key for need in moment.release.rules[moment.journey.key].needs)
    if given and given not in needs:
        moment.release.pathway(given)
    return given


def check_pathway(moment: Moment, key: str, step: int) -> None:
    """Whether the content has that pathway, and the pathway that step; else NotFound."""
    if key and not 0 <= step <= len(moment.release.pathway(key).steps):
        raise NotFound(f"no step {step} of pathway {key!r}")


def is_private(moment: Moment, *keys: str) -> bool:
    """Whether a need or pathway stands there by a private answer, as far as the answers go now."""
    journey = moment.journey
    wanted = {key for key in keys if key}
    if not wanted or not any(held.private for held in moment.state.answers.values()):
        return False
    rules, pathways = moment.release.rules[journey.key], moment.release.pathways
    picture = assess(journey, rules, pathways, moment.state.given(), today(moment.now))
    found = [(one.key, one.reasons) for one in picture.needs]
    found += [(one.key, one.reasons) for one in picture.pathways]
    behind = {question for key, reasons in found if key in wanted for one in reasons for question in one}
    return any(journey.question(key).private for key in behind)
