"""Where somebody goes on once they are signed in: a page of the desk, and nothing else that an address can be."""

import re

HOME = "/desk"
LONGEST = 300
# What our own addresses are made of. Whatever else a browser would take for an address is none of ours.
PART = r"[A-Za-z0-9][A-Za-z0-9_.~-]*"
PAGE = re.compile(rf"/desk(?:/{PART})*(?:\?[A-Za-z0-9_.~=&+-]*)?", re.ASCII)
NEVER = ("/desk/sign-in", "/desk/signed-in", "/desk/sign-out")  # these would only lead round


def page_of(address: str) -> str:
    """The address, when it is of a page of the desk; else the first page of the desk."""
    if len(address) > LONGEST or not PAGE.fullmatch(address) or address.partition("?")[0] in NEVER:
        return HOME
    return address
