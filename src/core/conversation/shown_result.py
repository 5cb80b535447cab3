"""The result in words, and what may be asked about it after: why, and which ways there are.

Where somebody else may read or hear along, a reason that rests on a private answer is never said, nor a way forward
that such an answer leads to.
"""

from collections.abc import Iterator

from core.conversation.saying import Saying
from core.delivery.channel import Shown
from core.needs.for_others import for_others, is_open
from core.needs.picture import Picture
from core.needs.wording import Explained, explain

MOST_REASONS = 2  # in an SMS
MOST_WAYS = 3


def result_shown(saying: Saying, id: str, picture: Picture) -> Shown:
    """All of it on a screen; elsewhere the short form, which names no answer."""
    explained = _explained(saying, picture)
    if saying.form == "screen":
        explained = explained if saying.is_open else for_others(explained, saying.journey)
        return Shown(id, "result", "\n".join(_in_full(saying, explained)), title=explained.title)
    narrow = saying.of(saying.release.rules[picture.journey].results[picture.help].narrow)
    today = explained.nothing_applied == saying.words("nothing_applied_today")
    applied = saying("nothing_applied_sms") if today else explained.nothing_applied
    return Shown(id, "result", saying.plain(f"{narrow}\n{applied}"), title=explained.title)


def reasons_in_words(saying: Saying, picture: Picture | None) -> str:
    """Why the suggestion is as it is. Without the picture, where that is told."""
    if picture is None:
        return saying("reasons_private")
    reasons = _explained(saying, picture).reasons
    if saying.is_open:
        return saying("reasons", reasons=" ".join(one.text for one in reasons))
    if not is_open(saying.journey, reasons[0].questions):  # it is the one that tells what follows
        return saying("reasons_private")
    told = [one.text for one in reasons if is_open(saying.journey, one.questions)]
    said = saying.plain(" ".join(told[:MOST_REASONS]))
    return saying("reasons" if len(told) == len(reasons) <= MOST_REASONS else "reasons_some", reasons=said)


def pathways_in_words(saying: Saying, picture: Picture | None) -> str:
    """The first ways forward. Without the picture, where they are told."""
    found = _explained(saying, picture).pathways if picture else ()
    ways = [one.title for one in found if saying.is_open or is_open(saying.journey, one.questions)][:MOST_WAYS]
    if not ways:
        return saying("pathways_private")
    return saying("pathways", ways="\n".join(f"- {saying.plain(way)}" for way in ways))


def _in_full(saying: Saying, explained: Explained) -> Iterator[str]:
    yield from filter(None, (explained.title, explained.text, *explained.notes, explained.rests_on_not_sure))
    yield from (one.text for part in (explained.reasons, explained.open, explained.other_way) for one in part)
    yield from filter(None, (explained.sure, explained.may_change, explained.talk))
    ways = explained.pathways[:MOST_WAYS]
    if ways:
        yield saying("ways")
    yield from (f"- {way.title}. {way.first_step}" for way in ways)
    yield explained.nothing_applied
    yield explained.who_decides


def _explained(saying: Saying, picture: Picture) -> Explained:
    return explain(saying.release, picture, saying.language, saying.day)
