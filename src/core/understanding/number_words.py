"""Numbers in words: bokmål, nynorsk and English, the old way of counting too."""

from collections.abc import Sequence

from core.understanding.spelling import bare

UNITS = {
    0: "null zero",
    1: "en én ein éin ei ett ét eitt éitt et one",
    2: "to two",
    3: "tre three",
    4: "fire four",
    5: "fem five",
    6: "seks six",
    7: "sju syv seven",
    8: "åtte eight",
    9: "ni nine",
    10: "ti ten",
    11: "elleve eleven",
    12: "tolv twelve",
    13: "tretten thirteen",
    14: "fjorten fourteen",
    15: "femten fifteen",
    16: "seksten sixteen",
    17: "sytten søtten seventeen",
    18: "atten eighteen",
    19: "nitten nineteen",
}
TENS = {
    20: "tjue tyve twenty",
    30: "tretti tredve thirty",
    40: "førti førr forty fourty",
    50: "femti fifty",
    60: "seksti sixty",
    70: "sytti søtti seventy",
    80: "åtti eighty",
    90: "nitti ninety",
}
TIMES = {100: "hundre hundred", 1000: "tusen thousand"}
AND = ("og", "and")
HALVES = {"halvannen": 1.5, "halvanna": 1.5, "halvtanna": 1.5, "en og en halv": 1.5, "ein og ein halv": 1.5}
HALF = (
    ("og", "en", "halv"),
    ("og", "ein", "halv"),
    ("og", "et", "halvt"),
    ("og", "eit", "halvt"),
    ("and", "a", "half"),
)
ORDINALS = {
    1: "første fyrste first 1st",
    2: "andre second 2nd",
    3: "tredje third 3rd",
    4: "fjerde fourth 4th",
    5: "femte fifth 5th",
    6: "sjette sixth 6th",
    7: "sjuende syvende sjuande seventh 7th",
    8: "åttande eighth 8th",  # not the bokmål word: without its letter it is nynorsk for *back*
}


def _table(numbers: dict[int, str]) -> dict[str, int]:
    return {bare(word): number for number, words in numbers.items() for word in words.split()}


def _below_hundred() -> dict[str, int]:
    table = _table(UNITS) | _table(TENS)
    ones = [(bare(word), number) for number in range(1, 10) for word in UNITS[number].split()]
    for ten, words in _table(TENS).items():
        for one, number in ones:
            table[ten + one] = words + number  # tjuefem, twentyfive
            table[f"{one}og{ten}"] = words + number  # femogtjue
    return table


BELOW_HUNDRED = _below_hundred()
ORDINAL = _table(ORDINALS)
_TENS = frozenset(TENS)
_TIMES = _table(TIMES)


def one_word(word: str) -> int | None:
    """The number below a hundred that one word names."""
    return BELOW_HUNDRED.get(bare(word.replace("-", "")))


def in_words(words: Sequence[str]) -> int | float | None:
    """The number that these words name together; none when any of them is something else."""
    small = [bare(part) for word in words for part in word.replace("-", " ").split()]
    joined = " ".join(small)
    if joined in HALVES:
        return HALVES[joined]
    for half in HALF:
        if len(small) > len(half) and tuple(small[-len(half) :]) == half:
            whole = in_words(small[: -len(half)])
            return None if whole is None else whole + 0.5
    return _whole(small)


def _whole(words: list[str]) -> int | None:
    if not words:
        return None
    for times in (1000, 100):
        at = next((at for at, word in enumerate(words) if _TIMES.get(word) == times), None)
        if at is not None:
            before = _whole(words[:at]) if at else 1
            after = _whole(_without_and(words[at + 1 :])) if words[at + 1 :] else 0
            return None if before is None or after is None or after >= times else before * times + after
    return _small(words)


def _without_and(words: list[str]) -> list[str]:
    return words[1:] if words[0] in AND else words


def _small(words: list[str]) -> int | None:
    numbers = [BELOW_HUNDRED.get(word) for word in words if word not in AND]
    match numbers:
        case [int(one)] if len(words) == 1:
            return one
        case [int(ten), int(one)] if ten in _TENS and 0 < one < 10 and len(words) == 2:
            return ten + one  # tjue fem
        case [int(one), int(ten)] if ten in _TENS and 0 < one < 10 and len(words) == 3 and words[1] in AND:
            return ten + one  # fem og tjue
    return None
