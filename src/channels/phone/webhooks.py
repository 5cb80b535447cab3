"""The doors for phone networks."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter
from starlette.responses import Response

from channels.http.webhooks import Kind, Take, address_of, webhooks
from channels.phone.twilio import TwilioPhone
from channels.phone.twiml import NOTHING, REJECT
from core.delivery.channel import Channel
from core.ports.machine import Clock


def webhook(public_url: str, provider: str, kind: Kind) -> str:
    """The public address that a provider is told to use."""
    return address_of(public_url, "phone", provider, kind)


def phone(*, accounts: Mapping[str, Channel], take: Take, public_url: str, clock: Clock) -> APIRouter:
    """The routes under /channels/phone, for accounts by name, such as `phone:twilio`. See channels.http.webhooks."""
    return webhooks("phone", accounts=accounts, take=take, acknowledge=_acknowledge, public_url=public_url, clock=clock)


def _acknowledge(channel: Channel, kind: Kind) -> Response:
    """Nobody picks up: whoever rings is rung back."""
    if isinstance(channel, TwilioPhone):
        return Response(REJECT if kind == "inbound" else NOTHING, media_type="text/xml")
    return Response(status_code=HTTPStatus.NO_CONTENT)
