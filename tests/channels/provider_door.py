"""The application behind a proxy, with a provider's webhooks: it is asked by another name than its public one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
from fastapi import APIRouter, FastAPI
from tests.channels.fakes import content
from tests.fakes import FakeClock, FakeReleases
from twilio.request_validator import RequestValidator

from channels.web.application import install
from core.delivery.channel import Channel, Inbound, Request
from core.errors import Unavailable

TOKEN, SID = "the token of tests", "AC1"
PUBLIC = "https://veivalg.example"


@dataclass
class ProviderDoor:
    """What came through the webhooks of a channel, and a store that may be away."""

    channel: str  # sms or phone
    app: FastAPI = field(default_factory=FastAPI)
    clock: FakeClock = field(default_factory=FakeClock)
    taken: list[Inbound] = field(default_factory=list)
    away: bool = False

    def __post_init__(self) -> None:
        """Nothing is open yet."""
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://10.0.0.7:8000")

    def opens(self, router: APIRouter) -> None:
        """These webhooks are there."""
        self.app.include_router(router)
        install(self.app, releases=FakeReleases(content()), clock=self.clock, secure=True)

    async def take(self, inbound: Inbound) -> None:
        """What the service would store."""
        if self.away:
            raise Unavailable("away")
        self.taken.append(inbound)

    async def post(self, request: Request) -> bool:
        """A request of the simulated network."""
        path = request.url.removeprefix(PUBLIC)
        response = await self.client.post(path, content=request.body, headers=dict(request.headers))
        return response.is_success

    async def twilio(self, fields: dict[str, str], path: str = "/inbound", **changed: str) -> httpx.Response:
        """A request of Twilio, signed as Twilio's own library signs; `changed` are other headers."""
        url = f"{PUBLIC}/channels/{self.channel}/twilio{path}"
        headers = {"x-twilio-signature": RequestValidator(TOKEN).compute_signature(url, fields), **changed}
        return await self.client.post(url.removeprefix(PUBLIC), data=fields, headers=headers)


def by_account(channels: Sequence[Channel]) -> dict[str, Channel]:
    """Channels as webhooks take them."""
    return {channel.account: channel for channel in channels}
