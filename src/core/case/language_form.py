"""Which written form words are in, told by the small words that the forms do not share. A hint, never a verdict."""

import re
from collections.abc import Mapping

ENOUGH = 2  # telling words before anything is said, so that a quote or a name is not taken for a language
WORDS = re.compile(r"[^\W\d_]+")
TELLING: Mapping[str, frozenset[str]] = {
    "nb": frozenset(
        (
            "jeg", "ikke", "hva", "hvordan", "hvorfor", "hvilken", "hvilke", "hvem", "noe", "noen", "fra", "hun",
            "dere", "kommer", "være", "blir", "ble", "gjøre", "hjemme", "mye", "mer", "sammen", "uke", "uken", "vet",
            "også", "bare", "et", "skriver",
        )
    ),
    "nn": frozenset(
        (
            "eg", "ikkje", "kva", "korleis", "kvifor", "kven", "noko", "nokon", "frå", "ho", "dykk", "kjem", "vere",
            "vert", "vart", "gjere", "heime", "mykje", "meir", "saman", "veke", "veka", "veit", "sjølv", "òg", "berre",
            "dei", "ein", "eit", "att",
        )
    ),
    "en": frozenset(
        ("you", "the", "and", "is", "are", "we", "will", "your", "have", "with", "this", "that", "what", "how")
    ),
}  # fmt: skip


def form_of(words: str) -> str:
    """nb, nn or en, when the words tell; empty when they do not."""
    said = [word.lower() for word in WORDS.findall(words)]
    counts = {form: sum(word in telling for word in said) for form, telling in TELLING.items()}
    first, second = sorted(counts, key=lambda form: counts[form], reverse=True)[:2]
    return first if counts[first] >= ENOUGH and counts[first] > counts[second] else ""
