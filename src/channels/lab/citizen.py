"""The sample citizen of one browser, and where the service knows them from."""

from dataclasses import dataclass

from starlette.requests import Request

from channels.http.simulated_numbers import PREFIX
from channels.http.tokens import COOKIE_LENGTH, sender_of
from channels.lab.service import Service
from core.conversation.input import MoveTo, Origin
from core.conversation.turn import Known, Turn
from core.errors import NotFound

COOKIE = "veivalg-lab"
CHAT = "lab-chat"  # the header in which the page says which conversation its chat has
WEB, PHONE, CHATTING = "web", "sms:simulator", "chat"
BEHAVED = 90  # the numbers that end in 91 and more misbehave, each in its own way


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody made up. The token is all that the browser keeps of them; the number follows from it."""

    token: str
    web: str  # the web's own token of this browser, if it has one
    chat: str  # the conversation that the page's chat has, if any

    @property
    def number(self) -> str:
        """A number that nobody has."""
        drawn = int(self.token, 16) % (100 * BEHAVED)
        return f"{PREFIX}{drawn // BEHAVED:02}{drawn % BEHAVED:02}"


@dataclass(frozen=True, slots=True)
class Story:
    """The conversation that the lab shows: the newest of those that its panes have, with all its turns."""

    known: Known
    turns: tuple[Turn, ...]
    places: tuple[tuple[str, str], ...]  # account and sender of each pane that has it
    others: int = 0  # panes that have another conversation

    @property
    def newest(self) -> Turn:
        """The last turn."""
        return self.turns[-1]

    @property
    def acts_from(self) -> tuple[str, str]:
        """Where an act of the citizen comes from: the channel that it goes on over, if a pane has it there."""
        lead = self.known.state.talk.lead
        return next((place for place in self.places if place[0] == lead), self.places[0])

    def has(self, account: str) -> bool:
        """Whether that pane has it."""
        return any(place[0] == account for place in self.places)

    def waits(self, channel: str) -> Turn | None:
        """The turn that asked to go on over a channel, when nobody has come there since."""
        asked = next((turn for turn in reversed(self.turns) if isinstance(turn.act, MoveTo)), None)
        if asked is None or not isinstance(asked.act, MoveTo) or asked.act.channel != channel:
            return None
        came = any(turn.account.partition(":")[0] == channel for turn in self.turns if turn.version > asked.version)
        return None if came else asked


def citizen_of(request: Request, secure: bool) -> Citizen | None:
    """The citizen of a browser; none before it has its token."""
    token = request.cookies.get(COOKIE, "")
    if len(token) != COOKIE_LENGTH or not set(token) <= set("0123456789abcdef"):
        return None
    chat = request.headers.get(CHAT, "").removeprefix("cnv_")
    return Citizen(token, sender_of(request, secure), chat if chat.isalnum() else "")


async def story_of(service: Service, citizen: Citizen) -> Story | None:
    """The newest conversation of the panes; none when nothing was begun."""
    found = [(place, known) for place in places_of(citizen) if (known := await _known(service, place))]
    stories = []
    for conversation in dict.fromkeys(known.conversation for _, known in found):
        mine = [(place, known) for place, known in found if known.conversation == conversation]
        turns = await service.reading.turns(mine[0][1])
        if turns:
            others = len(found) - len(mine)
            stories.append(Story(mine[0][1], turns, tuple(place for place, _ in mine), others))
    return max(stories, key=lambda story: story.newest.at, default=None)


def places_of(citizen: Citizen) -> tuple[tuple[str, str], ...]:
    """The panes that may have a conversation."""
    known = ((WEB, citizen.web), (PHONE, citizen.number), (CHATTING, citizen.chat))
    return tuple((account, sender) for account, sender in known if sender)


async def _known(service: Service, place: tuple[str, str]) -> Known | None:
    account, sender = place
    if account == CHATTING:
        try:
            found = await service.conversations.load(Origin(account, sender, "lab"), conversation=sender)
        except NotFound:
            return None
    else:
        found = await service.reading.conversation(account, sender)
    return found if isinstance(found, Known) else None
