"""What is said at the top of the page that a submit led to, once: it stands in the address, and is no state."""

import re

from starlette.requests import Request

from channels.pages.words import Say

TOLD = "told"
# What can be said so; those with a number say how many.
KEYS = (
    "acute", "soonest", "language", "nobody_has", "nothing_waits", "carries_enough", "there", "away", "put_back",
    "filter_kept", "filter_dropped",
)  # fmt: skip
SAID = re.compile(rf"({'|'.join(KEYS)})(?:\.([0-9]{{1,3}}))?", re.ASCII)


def told(say: Say, request: Request) -> str:
    """What the address says was done; empty when it says nothing that we know."""
    found = SAID.fullmatch(request.query_params.get(TOLD, ""))
    if not found:
        return ""
    key, number = found.groups()
    return say(f"desk_told_{key}", n=number or "0")
