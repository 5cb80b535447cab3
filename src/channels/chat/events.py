"""The list of events: the whole history, from any cursor. It can be waited at, and streamed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from channels.chat.cursor import Cursor, read_cursor
from channels.chat.follow import LONGEST, wait_for
from channels.chat.history import after
from channels.chat.problems import Faulty
from channels.chat.service import Chat, Speaker
from channels.chat.shapes import EventOut, Out
from channels.chat.stream import EventStream, Line, Stream
from core.conversation.turn import Known

MOST = 200
USUAL = 100


class EventList(Out):
    """Events, oldest first, and where to go on. `more`: there are others after these already."""

    events: tuple[EventOut, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class StreamLine:
    """An event as the stream tells it."""

    event: EventOut

    @property
    def number(self) -> int:
        """See Line.number."""
        return self.event.sequence

    @property
    def type(self) -> str:
        """See Line.type."""
        return self.event.type

    def json(self) -> bytes:
        """See Line.json."""
        return self.event.written()


class Onward:
    """Reads on from a cursor, each turn once."""

    __slots__ = ("_chat", "_seen", "_speaker")

    def __init__(self, chat: Chat, speaker: Speaker, seen: Cursor) -> None:
        self._chat, self._speaker, self._seen = chat, speaker, seen

    async def __call__(self, number: int) -> list[Line]:
        """The next events after that one, which is the last that it gave."""
        known = await self._chat.known(self._speaker.conversation)
        found = await after(self._chat, self._speaker, known, self._seen, MOST)
        version = known.version if len(found) < MOST else self._seen.version
        self._seen = Cursor(version, found[-1].sequence if found else number)
        return [StreamLine(event) for event in found]


def list_events(chat: Chat) -> Callable[..., Awaitable[EventList]]:
    """The route."""

    async def events(conversation: str, request: Request) -> EventList:
        """What was said and shown after a cursor, or after the last event that was seen."""
        speaker = await chat.speaker(conversation, request)
        seen = read_cursor(request.query_params.get("after", ""))
        limit = _number(request, "limit", USUAL, MOST)
        if not limit:
            raise Faulty("/limit", "out_of_range")
        seconds = _number(request, "wait", 0, LONGEST)
        known = await chat.known(speaker.conversation)
        read = partial(_read, chat, speaker, seen, limit + 1)
        if seconds and chat.notices:
            found = await wait_for(
                read, speaker.conversation, seen.event, seconds, notices=chat.notices, clock=chat.clock
            )
        else:
            found = await after(chat, speaker, known, seen, limit + 1)
        return _listed(found, limit, known, seen)

    return events


def stream(chat: Chat) -> Callable[..., Awaitable[Response]]:
    """The route."""

    async def stream(conversation: str, request: Request) -> Response:
        """The same events as they come. `Last-Event-ID`, or `after`, says which was the last one seen."""
        speaker = await chat.speaker(conversation, request)
        given = request.headers.get("last-event-id") or request.query_params.get("after", "")
        seen = read_cursor(given)
        await chat.known(speaker.conversation)
        assert chat.notices, "the stream is a route only where there are notices"

        read = Onward(chat, speaker, seen)
        followed = Stream(speaker.conversation, read, chat.notices, chat.clock, speaker.expires)
        return EventStream(followed, seen.event)

    return stream


async def _read(chat: Chat, speaker: Speaker, seen: Cursor, limit: int) -> tuple[EventOut, ...]:
    return await after(chat, speaker, await chat.known(speaker.conversation), seen, limit)


def _listed(found: tuple[EventOut, ...], limit: int, known: Known, seen: Cursor) -> EventList:
    """The events, and the cursor behind the last of them; in the middle of a turn, the turn is read again."""
    shown, more = found[:limit], len(found) > limit
    if more:
        cursor = Cursor(seen.version, shown[-1].sequence)
    else:
        last = shown[-1].sequence if shown else max(seen.event, known.last_event)
        cursor = Cursor(known.version if last == known.last_event else seen.version, last)
    return EventList(events=shown, cursor=str(cursor), more=more)


def _number(request: Request, name: str, usual: int, most: int) -> int:
    given = request.query_params.get(name, "")
    if not given:
        return usual
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise Faulty(f"/{name}", "write_number")
    return min(int(given), most)
