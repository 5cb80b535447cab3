"""What counsellors want to share with others: asked, answered, and taken back."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from channels.pages.words import day_in_words
from channels.web.visit import Visit
from core.conversation.input import AnswerReferral, WithdrawReferral
from core.conversation.talk import Referred
from core.errors import Conflict, NotFound

LASTS = ("asked", "consented", "sent", "taken")  # what the last day ends
SHARES = ("sent", "taken")


@dataclass(frozen=True, slots=True)
class Row:
    """One, as the citizen reads it. `yes`, `no` and `back`: what they can say to it now."""

    id: str
    asks: str
    said: str
    waits: bool
    purpose: str
    fields: tuple[str, ...]
    until: str
    yes: bool
    no: bool
    back: bool


async def show(visit: Visit) -> Response:
    """Each with who asks, what goes along, what for and until when, and how it stands; newest first."""
    known = await visit.known()
    held = known.state.talk.referrals.items() if known else ()
    rows = [_row(visit, id, Referred(*found)) for id, found in reversed(list(held))]
    return visit.page("referral.html", title=visit.say("web_referral_title"), rows=rows)


async def answer(visit: Visit) -> Response:
    """Yes, no, or taken back. What is over already is shown as it stands."""
    await visit.begun_here()
    id = visit.form.one("referral")
    act = WithdrawReferral(id) if visit.form.one("answer") == "withdraw" else AnswerReferral(id, _is_yes(visit))
    with suppress(Conflict, NotFound):
        await visit.take(act)
    return visit.go("/referrals")


def waiting(visit: Visit, referrals: list[Referred]) -> Referred | None:
    """The newest that waits for the citizen's answer."""
    asked = [one for one in referrals if one.state == "asked" and not _is_past(visit, one)]
    return asked[-1] if asked else None


def _row(visit: Visit, id: str, one: Referred) -> Row:
    past = _is_past(visit, one)
    state = "over" if past and one.state in LASTS else one.state
    asks = "web_referral_asks_from" if one.sender else "web_referral_asks"
    return Row(
        id=id,
        asks=visit.say(asks, name=one.name, sender=one.sender, unit=one.unit_name),
        said=visit.say(f"web_referral_state_{state}", unit=one.unit_name),
        waits=state == "asked",
        purpose=one.purpose,
        fields=tuple(visit.say(f"talk_share_{field}") for field in one.fields.split()),
        until=day_in_words(date.fromisoformat(one.until), visit.language),
        yes=state == "asked" or (state == "refused" and not past),
        no=state == "asked",
        back=state in ("consented", *SHARES),
    )


def _is_past(visit: Visit, one: Referred) -> bool:
    return date.fromisoformat(one.until) < visit.day


def _is_yes(visit: Visit) -> bool:
    return visit.form.one("answer") == "yes"
