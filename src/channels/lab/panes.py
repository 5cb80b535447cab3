"""What the page shows of one citizen, piece by piece: once on the page, and again whenever it has changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from channels.lab.citizen import PHONE, WEB, Citizen, Story, story_of
from channels.lab.service import Service
from channels.lab.told import call_of, clock, log_of, matter_of, suggestion_of, timeline
from channels.lab.world import Sms
from core.case.norway import OSLO
from core.conversation.event import CodeIssued
from core.conversation.shown import shown
from core.conversation.turn import Turn
from core.delivery.segments import MORE, ONE, Length, foreign, length_of
from core.journey.journey import walk
from core.release import Release

PIECES = ("top", "phone", "network", "spoken", "calls", "matter", "timeline", "log", "exchange")


@dataclass(frozen=True, slots=True)
class Bubble:
    """A text on the phone, and how long it is as an SMS."""

    id: str
    ours: bool
    text: str
    at: str
    length: Length
    most: int  # units that its segments hold
    foreign: str  # the letters that make it UCS-2


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything about one citizen, read at one time."""

    citizen: Citizen
    story: Story | None
    releases: Mapping[str, Release]
    bubbles: tuple[Bubble, ...]

    @property
    def language(self) -> str:
        """The language that the citizen reads; empty before they begin."""
        return self.story.known.state.language if self.story else ""


async def scene_of(service: Service, citizen: Citizen) -> Scene:
    """Read it."""
    story = await story_of(service, citizen)
    releases = {turn.release: await service.releases.get(turn.release) for turn in (story.turns if story else ())}
    said, got = await service.world.said(citizen.number), await service.world.outbox(citizen.number)
    bubbles = [(one.at, _bubble(one, ours=False)) for one in said] + [(one.at, _bubble(one, ours=True)) for one in got]
    bubbles.sort(key=lambda one: one[0])
    return Scene(citizen, story, releases, tuple(bubble for _, bubble in bubbles))


def pieces(service: Service, scene: Scene) -> dict[str, str]:
    """Each piece as HTML, by the id that it has on the page."""
    values = values_of(service, scene)
    return {name: service.frame.templates.get_template(f"lab_{name}.html").render(values) for name in PIECES}


def values_of(service: Service, scene: Scene) -> dict[str, object]:
    """What the pieces show."""
    story = scene.story
    return {
        "now": service.world.now().astimezone(OSLO),
        "citizen": scene.citizen,
        "story": story,
        "language": scene.language,
        "bubbles": scene.bubbles,
        "faults": service.world.faults,
        "spoken": _spoken(service, scene),
        "call": call_of(story) if story else None,
        "matter": matter_of(story) if story else None,
        "suggestion": suggestion_of(story, scene.releases) if story else "",
        "timeline": timeline(story, scene.releases, service.office) if story else [],
        "log": log_of(story) if story else [],
        "request": _request(service, scene),
        "reply": _reply(scene),
        "release": story.known.release if story else service.releases.current.id,
        "lead": story.known.state.talk.lead.partition(":")[0] if story else "",
        "code": code_for(service, scene, "chat"),
    }


def page_in_frame(service: Service, scene: Scene, language: str) -> str:
    """The web page that the citizen would see now."""
    story = scene.story
    if story is None:
        return f"/{language}/"
    if code := code_for(service, scene, "web"):
        return f"/{language}/go/{code}"
    if not story.has(WEB):
        return f"/{language}/"
    state = story.known.state
    if state.concluded and not state.changed:
        return f"/{language}/result"
    path = walk(scene.releases[story.known.release].journey(story.known.journey), state.given())
    return f"/{language}/q/{path.open[0]}" if path.open else f"/{language}/check"


def code_for(service: Service, scene: Scene, channel: str) -> str:
    """The code that waits to be taken up on a channel; empty when none does."""
    turn = scene.story.waits(channel) if scene.story else None
    if turn is None or scene.story is None:
        return ""
    number = next((event.number for event in turn.events if isinstance(event, CodeIssued)), None)
    return service.reading.code_of(scene.story.known, number, "move") if number else ""


def _bubble(sms: Sms, ours: bool) -> Bubble:
    length = length_of(sms.text)
    most = ONE[length.alphabet] if length.segments == 1 else length.segments * MORE[length.alphabet]
    return Bubble(sms.id, ours, sms.text, clock(sms.at), length, most, foreign(sms.text))


def _spoken(service: Service, scene: Scene) -> list[str]:
    """The newest turn that shows anything, as it would be said aloud."""
    turns: tuple[Turn, ...] = scene.story.turns if scene.story else ()
    turn = next((turn for turn in reversed(turns) if turn.prompts), None)
    if turn is None:
        return []
    said = shown(scene.releases[turn.release], turn, "voice", service.office)
    return [line for one in said for line in one.text.splitlines() if line.strip()]


def _request(service: Service, scene: Scene) -> str:
    """The last text of the phone as a request to the sandbox, to be repeated in a terminal."""
    said = next((bubble for bubble in reversed(scene.bubbles) if not bubble.ours), None)
    if said is None:
        return ""
    body = json.dumps({"from": scene.citizen.number, "text": said.text}, ensure_ascii=False).replace("'", "'\\''")
    return (
        f"curl -X POST {service.office.public_url}/channels/chat/v1/sandbox/inbound \\\n"
        f"  -H 'authorization: Bearer {service.key}' -H 'content-type: application/json' \\\n"
        f"  -d '{body}'"
    )


def _reply(scene: Scene) -> str:
    """The last text that the phone got."""
    got = next((bubble for bubble in reversed(scene.bubbles) if bubble.ours), None)
    if got is None:
        return ""
    told = {"id": got.id, "account": PHONE, "to": scene.citizen.number, "text": got.text}
    return json.dumps(told, ensure_ascii=False, indent=2)
