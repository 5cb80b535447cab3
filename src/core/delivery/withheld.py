"""Callers who do not say their number, as providers tell of them."""

BY_PROVIDERS = ("anonymous", "blocked", "private", "restricted", "unavailable", "unknown", "withheld")
BY_PEOPLE = ("hemmelig", "hidden", "skjult", "ukjent")
WORDS = frozenset(("", *BY_PROVIDERS, *BY_PEOPLE))
KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
# A provider that can give nothing but a number spells the word on a keypad: +266696687 is ANONYMOUS. None is Norwegian.
SPELT = frozenset(word.translate(KEYPAD) for word in BY_PROVIDERS)


def is_withheld(text: str) -> bool:
    """Whether a text stands for a caller without a number: empty, a word, its spelling, or an anonymous SIP address."""
    said = text.strip().strip('"<>').lower().removeprefix("sip:").partition("@")[0]
    return said in WORDS or said.removeprefix("+") in SPELT
