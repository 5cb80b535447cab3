"""The doors for providers of SMS."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter
from starlette.responses import Response

from channels.http.webhooks import Kind, Take, address_of, webhooks
from channels.sms.twilio import ANSWER, Twilio
from core.delivery.channel import Channel
from core.ports.machine import Clock


def webhook(public_url: str, provider: str, kind: Kind) -> str:
    """The public address that a provider is told to use."""
    return address_of(public_url, "sms", provider, kind)


def sms(*, accounts: Mapping[str, Channel], take: Take, public_url: str, clock: Clock) -> APIRouter:
    """The routes under /channels/sms, for accounts by name, such as `sms:twilio`. See channels.http.webhooks."""
    return webhooks("sms", accounts=accounts, take=take, acknowledge=_acknowledge, public_url=public_url, clock=clock)


def _acknowledge(channel: Channel, _: Kind) -> Response:
    if isinstance(channel, Twilio):
        return Response(ANSWER, media_type="text/xml")
    return Response(status_code=HTTPStatus.NO_CONTENT)
