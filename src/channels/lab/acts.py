"""What the buttons of the lab do. Each is a form, and does what a citizen, a network or the time would do."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from channels.http.forms import Form
from channels.lab.citizen import Citizen, Story, story_of
from channels.lab.service import Service
from core.case.slots import slots
from core.conversation.input import Act, BookCall, ChooseLanguage, Input, MoveTo, Origin
from core.errors import DomainError
from core.text import LANGUAGES

Note = str  # what the page says of it, by its key; nothing when it did it
Does = Callable[[Service, Citizen, Form], Awaitable[Note]]
STEPS = {"quarter": timedelta(minutes=15), "day": timedelta(days=1)}
LONGEST = 1600  # letters of a text


async def text(service: Service, citizen: Citizen, form: Form) -> Note:
    """The phone writes."""
    words = form.one("text")[:LONGEST]
    if not words:
        return "empty"
    await service.world.says(citizen.number, words)
    return ""


async def network(service: Service, _: Citizen, form: Form) -> Note:
    """Switch what goes wrong on the way from the phone; with `release`, what was held arrives."""
    if form.one("release"):
        await service.world.release()
        return ""
    faults = service.world.faults
    switched = form.all("fault")
    faults.lost, faults.twice, faults.late, faults.reordered = (
        name in switched for name in ("lost", "twice", "late", "reordered")
    )
    return ""


async def clock(service: Service, citizen: Citizen, form: Form) -> Note:
    """Put the clock forward: a quarter of an hour, a day, or to the next slot for calls."""
    by = STEPS.get(form.one("by")) or await _to_slot(service, citizen)
    await service.world.forward(by)
    return ""


async def _to_slot(service: Service, citizen: Citizen) -> timedelta:
    """To the promised call, if it has a slot; else to the next slot that could be had."""
    now, story = service.world.now(), await story_of(service, citizen)
    call = story.known.state.talk.call if story else None
    open_to = slots(service.office.hours, now)
    begins = next((slot.begins for slot in open_to if call and slot.id == call.slot), None)
    begins = begins or next((slot.begins for slot in open_to), now)
    return max(begins - now, timedelta())


async def switch(service: Service, citizen: Citizen, form: Form) -> Note:
    """Let the citizen ask to go on over another channel. What is asked there is theirs to answer."""
    match form.one("to"):
        case "sms":
            return await _act(service, citizen, MoveTo("sms", citizen.number))
        case "chat":
            return await _act(service, citizen, MoveTo("chat"))
        case "web":
            return await _act(service, citizen, MoveTo("web", link=True))
        case "call":
            return await _act(service, citizen, BookCall(citizen.number))
    return "unknown"


async def language(service: Service, citizen: Citizen, form: Form) -> Note:
    """Go on in another language."""
    chosen = form.one("language")
    if chosen not in LANGUAGES:
        return "unknown"
    story = await story_of(service, citizen)
    if story is None or story.known.state.language == chosen:
        return ""
    return await _act(service, citizen, ChooseLanguage(chosen), story)


async def _act(service: Service, citizen: Citizen, act: Act, story: Story | None = None) -> Note:
    story = story or await story_of(service, citizen)
    if story is None:
        return "begin_first"
    account, sender = story.acts_from
    origin = Origin(account, sender, f"lab {service.chance.seed().hex()}")
    try:
        await service.receives(Input(origin, act))
    except DomainError:
        return "refused"
    return ""


ACTS: dict[str, Does] = {"phone": text, "network": network, "clock": clock, "switch": switch, "language": language}
