"""What is shown, as an SMS: one turn, one message."""

import re
import unicodedata
from collections.abc import Sequence

from channels.http.received import words
from channels.sms.cutting import cut
from core.delivery.channel import Capabilities, Part, Shown

SEGMENTS = 3  # at most in one message: what a counsellor's reply may take
SMS = Capabilities(form="sms", unit="gsm", one_part=160, parts=SEGMENTS, begins=True, quiet_hours=True)

LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
SPACES_AT_END = re.compile(r"[ \t]+(?=\n|$)")
# Signs that cost a Norwegian message more than half its length, and the letters of GSM 03.38 that say the same. Letters
# of languages are never among them: a name in Sami is spelled as it is spelled.
PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        "…": "...",
        "•": "-",
    }
)


def render(shown: Sequence[Shown], segments: int = SEGMENTS, *, plain: bool = False) -> tuple[Part, ...]:
    """Everything that a turn shows, notices before the prompt, in one message; in more only when it cannot be one.

    With `plain`, typographic quotes and dashes are written in letters that do not make the message longer.
    """
    text = "\n".join(said for one in shown if (said := tidy(one.text)))
    return tuple(Part(part) for part in cut(written_plainly(text) if plain else text, segments))


def tidy(text: str) -> str:
    """The same words with plain line ends, letters in their composed form, and nothing that a phone cannot show."""
    text = UNSEEN.sub("", LINE_ENDS.sub("\n", words(text)).replace("\t", " "))
    return SPACES_AT_END.sub("", unicodedata.normalize("NFC", text)).strip()


def written_plainly(text: str) -> str:
    """The text with GSM quotes, dashes and spaces. No letter of any language is touched."""
    return text.translate(PLAIN)
