"""How long a text is as an SMS: in units of its alphabet, and in segments, which are what is paid for."""

from dataclasses import dataclass

# GSM 03.38: the basic table in its order, without the escape (0x1B) that leads to the extension table.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # each takes two units: an escape goes before it
LAST_OF_ONE = "\uffff"  # what comes behind takes two units of UCS-2
GSM = BASIC | EXTENDED
ONE = {"gsm": 160, "ucs2": 70}  # units in a message of one segment
MORE = {"gsm": 153, "ucs2": 67}  # units in each of several, which carry their order with them


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is."""

    alphabet: str  # gsm, or ucs2 when a letter is not among those of GSM 03.38
    units: int
    segments: int


def length_of(text: str) -> Length:
    """Units and segments of a text. A letter of two units is never split between segments."""
    alphabet = "gsm" if GSM.issuperset(text) else "ucs2"
    wide = _wide(text, alphabet)
    units = len(text) + sum(text.count(letter) for letter in wide)
    if units <= ONE[alphabet]:
        return Length(alphabet, units, 1)
    return Length(alphabet, units, _segments([2 if letter in wide else 1 for letter in text], MORE[alphabet]))


def foreign(text: str) -> str:
    """The letters, each once, that make a text UCS-2 and so less than half as long."""
    return "".join(dict.fromkeys(letter for letter in text if letter not in GSM))


def _wide(text: str, alphabet: str) -> frozenset[str]:
    """The letters of a text that take two units each."""
    if alphabet == "gsm":
        return EXTENDED.intersection(text)
    return frozenset() if max(text) <= LAST_OF_ONE else frozenset(letter for letter in text if letter > LAST_OF_ONE)


def _segments(sizes: list[int], most: int) -> int:
    segments, left = 1, most
    for size in sizes:
        if size > left:
            segments, left = segments + 1, most
        left -= size
    return segments
