"""How hard a text is to read."""

import re

from core.text import Text

WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.:!?]+(?=\s|$)")
LONG = 6  # letters; a longer word counts as long in LIX
ENOUGH = 25  # words; of fewer, LIX says nothing
HARD = 40  # LIX above this is too hard for a page that everybody must understand
QUESTION_WORDS = 15
QUESTION_LETTERS = 16


def lix(text: str) -> float | None:
    """Words a sentence, and the share of long words; none for a text that is too short to tell."""
    words = WORD.findall(text)
    if len(words) < ENOUGH:
        return None
    sentences = max(1, len(SENTENCE_END.findall(text)))
    long = sum(1 for word in words if len(word) > LONG)
    return len(words) / sentences + 100 * long / len(words)


def heavy(question: Text, language: str) -> str:
    """What is heavy about a single question; empty when nothing is."""
    words = WORD.findall(question.languages[language])
    if len(words) > QUESTION_WORDS:
        return f"has {len(words)} words; {QUESTION_WORDS} are enough for one thought"
    longest = max(words, key=len, default="")
    if len(longest) > QUESTION_LETTERS:
        return f"has the word «{longest}»; {QUESTION_LETTERS} letters are the most that is easy to read"
    return ""
