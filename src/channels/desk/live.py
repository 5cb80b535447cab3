"""What is new at the desk since a page was made, told as it happens. It never changes the page: whoever reads does.

A page that listens uses no session: who leaves it open is signed out like anybody else.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from channels.desk.service import Service
from channels.desk.session import SignInFirst, Visit, arrive
from channels.http.errors import problem, problem_of
from core.case.team import News, Stir, news
from core.errors import DomainError, NotFound
from core.ports.following import DESK, Follower
from core.ports.machine import Clock
from core.ports.team import Team

FRESH = timedelta(seconds=2)  # a unit's cases are read so often at most, however many follow and whatever happens
PULSE = 15.0  # seconds of silence after which a comment shows that the line is alive
CHECKED = timedelta(minutes=1)  # between looks whether the session is still one
MOST = 2000  # who follow the desk in one process
OLDEST = timedelta(hours=12)  # a page that is older than a working day
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
KIND = "text/event-stream"


class Stirring:
    """What stirs in each unit, read once for all who follow it."""

    def __init__(self, team: Team, clock: Clock) -> None:
        self._team, self._clock = team, clock
        self._read: dict[str, tuple[datetime, Sequence[Stir]]] = {}
        self._reading: dict[str, asyncio.Lock] = {}

    async def now_in(self, unit: str) -> Sequence[Stir]:
        """As it stands: what was read within the last two seconds waits until they are over, and is read again."""
        asked = self._clock.now()
        async with self._reading.setdefault(unit, asyncio.Lock()):
            at, found = self._read.get(unit, (BEGIN, ()))
            if at >= asked:
                return found
            if timedelta() <= (since := asked - at) < FRESH:
                await self._clock.pause((FRESH - since).total_seconds())
            at = self._clock.now()
            found = await self._team.stirs(unit)
            self._read[unit] = at, found
            return found

    async def lately_in(self, unit: str) -> Sequence[Stir]:
        """As it stood within the last two seconds."""
        at, found = self._read.get(unit, (BEGIN, ()))
        if timedelta() <= self._clock.now() - at < FRESH:
            return found
        return await self.now_in(unit)


def live(service: Service) -> Callable[[Request], Awaitable[Response]]:
    """The route: a stream for browsers that follow one, and one answer for those that ask again and again."""
    stirring = Stirring(service.team, service.clock)

    async def answer(request: Request) -> Response:
        try:
            visit = await arrive(service, request, uses=False)
            visit.demand("see_queue", unit=visit.staff.unit)
            since = since_in(request.query_params.get("since", ""), visit.now)
            if KIND not in request.headers.get("accept", ""):
                found = news(await stirring.lately_in(visit.staff.unit), visit.staff, since)
                return Response(json.dumps(told(visit, found)), media_type="application/json")
            follower = service.notices.follow(DESK, 0, MOST)
            return StreamingResponse(parts(visit, since, follower, stirring), media_type=KIND, headers=HEADERS)
        except SignInFirst:
            return problem(HTTPStatus.UNAUTHORIZED, "sign_in_first")
        except DomainError as error:
            return problem_of(error)

    return answer


async def parts(visit: Visit, since: datetime, following: Follower, stirring: Stirring) -> AsyncIterator[bytes]:
    """What is sent: news whenever there is more of it, until the session is over or the process stops."""
    notices, register = visit.service.notices, visit.service.staff
    shown, checked = News(), visit.now
    with following as follower:
        yield b"retry: 3000\n\n"
        try:
            while not notices.closing:
                found = news(await stirring.now_in(visit.staff.unit), visit.staff, since)
                if found != shown:
                    shown = found
                    yield f"event: news\ndata: {json.dumps(told(visit, found))}\n\n".encode()
                if not await follower.news(PULSE):
                    yield b":\n\n"
                if (now := visit.service.clock.now()) - checked >= CHECKED:
                    await register.look(visit.session, now, uses=False)
                    checked = now
        except NotFound:
            yield b"event: end\ndata: {}\n\n"
        except DomainError:
            return  # the browser comes back by itself


def told(visit: Visit, found: News) -> dict[str, object]:
    """News in words. Nothing in it tells of anybody."""
    said = []
    if found.new:
        said.append(visit.say("desk_news_new", n=str(found.new)))
    if found.mine:
        said.append(visit.say("desk_news_mine", n=str(found.mine)))
    return {"new": found.new, "mine": found.mine, "said": " · ".join(said)}


def since_of(moment: datetime) -> str:
    """A moment as it stands in an address."""
    return str((moment - BEGIN) // MILLISECOND)


def since_in(written: str, now: datetime) -> datetime:
    """The moment again; now when there is none, and never longer ago than a page can be open."""
    if not (written.isascii() and written.isdigit() and len(written) < 15):
        return now
    return max(min(BEGIN + int(written) * MILLISECOND, now), now - OLDEST)
