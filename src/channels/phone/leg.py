"""The two phones of a call, and how the address for receipts tells them apart."""

from urllib.parse import parse_qs, urlencode, urlsplit

from core.delivery.channel import Request, Status

COUNSELLOR = "counsellor"


def callback_of(url: str, key: str, leg: str = "") -> str:
    """The address that is told what becomes of a phone: the citizen's, unless another is named."""
    return f"{url}?{urlencode({'part': key, 'leg': leg} if leg else {'part': key})}"


def is_counsellors(request: Request) -> bool:
    """Whether a receipt is about the counsellor's phone."""
    return parse_qs(urlsplit(request.url).query).get("leg") == [COUNSELLOR]


def of_counsellor(status: Status) -> Status:
    """What the state of the counsellor's phone says of the call: it failed, or the citizen's is still to ring."""
    return Status.FAILED if status is Status.FAILED else Status.QUEUED
