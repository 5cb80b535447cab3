"""Invites: an address that was typed somewhere takes up that conversation by a word that nothing else asks for.

A plain yes would be no proof: whoever types a stranger's number would get what that stranger answers, and a yes to our
own questions would be taken for one to theirs. So where the number was typed a short number is shown, which the yes
must name: whoever answers has both in hand. What is answered afterwards is theirs, wherever they read it.
"""

import re
from hashlib import blake2b

YES_WITH_NUMBER = re.compile(r"(?:ja|jo|yes)(?: takk| please)?[\s,.:;-]*(\d\d)")
YES = frozenset(("ja", "jo", "yes", "ja takk", "yes please"))


def number_to_name(conversation: str, account: str, to: str) -> str:
    """The two digits that a yes from that address must name; the same for as long as it is invited there."""
    drawn = blake2b(f"{conversation} {account} {to}".encode(), digest_size=8, person=b"invite").digest()
    return str(10 + int.from_bytes(drawn, "big") % 90)


def named_in(text: str) -> str:
    """The number that a yes names; empty when the words are no yes with a number."""
    said = YES_WITH_NUMBER.fullmatch(_plain(text))
    return said[1] if said else ""


def is_plain_yes(text: str) -> bool:
    """Whether the words are a yes that names nothing."""
    return _plain(text) in YES


def _plain(text: str) -> str:
    return " ".join(text.strip(" .!\n").casefold().split())
