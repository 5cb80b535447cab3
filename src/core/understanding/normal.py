"""Text as it is compared: one form for what people, keyboards and carriers write in many."""

import re
import unicodedata

# Quotes, dashes and signs that stand for a plain one. What Unicode itself unites (full-width letters) is not listed.
PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4\u0060", "'"),  # single quotes and accents used as such
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),  # double quotes
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),  # hyphens and dashes
        **dict.fromkeys("\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"),  # keycaps, skin tones
        "\U0001f51f": "10",
    }
)
HALF = re.compile(r"(\d)\s*½")
AROUND = " .!,;:\"'()[]"
SENTENCE = re.compile(r"[.!?;:\n\r\u2028\u2029]+")
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|,")


def tidy(text: str) -> str:
    """The text in one Unicode form, with plain digits, quotes and single spaces, and nothing invisible. Case stays."""
    if text.isascii() and text.isprintable():
        return " ".join(text.replace("`", "'").split())
    text = HALF.sub(r"\1,5", text).replace("½", "0,5").translate(PLAIN)
    text = unicodedata.normalize("NFKC", text).translate(PLAIN)
    return " ".join("".join(_letter(letter) for letter in text).split())


def normal(text: str) -> str:
    """The tidy text without case, quotes around it and marks at its end. A mark alone stays: `?` is a command."""
    small = tidy(text).casefold().strip(AROUND)
    return small.rstrip(AROUND + "?") or small[:1]


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence, without case and marks. Commas stay, as words of their own."""
    parts = (TOKEN.findall(tidy(part).casefold()) for part in SENTENCE.split(text))
    return [words for words in parts if words]


def _letter(letter: str) -> str:
    if letter.isascii() and letter.isprintable():
        return letter
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Cs"):
        return ""
    if kind[0] in "CZ":
        return " "
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)
