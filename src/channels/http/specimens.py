"""What our specimens of several channels share: requests signed as providers sign them, and chance without any."""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from channels.http.authentic import Signed, sign
from channels.http.twilio_signature import signature
from channels.kit.specimen import NOW, Answer
from core.delivery.channel import Request

SID, ANOTHER_SID = "AC" + "0" * 32, "AC" + "9" * 32
OFFICE = "+4719990100"  # a number that nobody can have


def from_twilio(url: str, fields: Mapping[str, str], secret: str, sid: str = SID) -> Request:
    """A form as Twilio signs it."""
    said = {**fields, "AccountSid": sid}
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": signature(url, list(said.items()), secret),
    }
    return Request(url, headers, urlencode(said).encode())


def twilio_refuses(status: int, code: int, wait: int | None = None) -> Answer:
    """How Twilio says no."""
    body = json.dumps({"code": code, "message": "Why not, in words", "status": status}).encode()
    return Answer(status, body, {"retry-after": str(wait)} if wait else {}, wait=wait)


def signed_json(url: str, said: object, secret: str) -> Request:
    """JSON signed with its time, as by the simulators and by providers that settings describe."""
    signed, body, stamp = Signed("signed", ()), json.dumps(said).encode(), str(int(NOW.timestamp()))
    headers = {
        "content-type": "application/json",
        signed.timestamp_header: stamp,
        signed.signature_header: sign(signed, secret, stamp, body),
    }
    return Request(url, headers, body)


async def acknowledged(_: Request) -> bool:
    """A webhook that takes whatever comes."""
    return True


class Counted:
    """Seeds that count."""

    def __init__(self) -> None:
        self.drawn = 0

    def seed(self) -> bytes:
        """See Chance.seed."""
        self.drawn += 1
        return self.drawn.to_bytes(16, "big")
