"""What a message means for the open prompt, in one fixed order.

Stop words, then what speaks of danger, then exact answers, then commands, then answers with a slip in them, then free
text where the question takes it; else ask again. Exact answers win over weak words of danger, never over strong ones.
"""

from dataclasses import replace
from datetime import date

from core.journey.question import Kind
from core.understanding.choices import guess_choice, read_choice, read_not_sure
from core.understanding.days import read_day
from core.understanding.expected import Expected
from core.understanding.identity_number import mask
from core.understanding.numbers import read_number
from core.understanding.said import Said
from core.understanding.several import guess_several, read_several
from core.understanding.spelling import nearest
from core.understanding.understood import Status, Understood, answer, command, not_sure, reask
from core.understanding.urgency import STRONG, Urgency, urgency
from core.understanding.vocabulary import Vocabulary
from core.understanding.yes_no import guess_yes_no, read_yes_no

NEVER_GUESSED = frozenset({"delete", "start"})  # what cannot be undone is done only for the exact word
WRONG = {
    Kind.SINGLE: "choose_one",
    Kind.YES_NO: "choose_one",
    Kind.MULTI: "choose_some",
    Kind.NUMBER: "write_number",
    Kind.SCALE: "write_number",
    Kind.DATE: "write_date",
    Kind.TEXT: "write_text",
}


def understand(
    text: str,
    expected: Expected | None,
    vocabulary: Vocabulary,
    *,
    today: date | None = None,
    opted_out: bool = False,
) -> Understood:
    """Read a message. `expected` is the open prompt, None when nothing is asked. Never raises, whatever the text.

    Identity numbers are taken out first, so no part of what is returned has one. `opted_out`: the sender has stopped
    all messages; then only START, and the DELETE that the confirmation offers, are read.
    """
    clean, masked = mask(text)
    understood = _read(Said(clean, vocabulary), expected, vocabulary, today, opted_out)
    return replace(understood, masked=masked)


def _read(
    said: Said, expected: Expected | None, vocabulary: Vocabulary, today: date | None, opted_out: bool
) -> Understood:
    if said.whole in vocabulary.stop and not opted_out:
        return command("stop", said.whole)
    danger = urgency(said.text, vocabulary.urgent)
    if opted_out:
        return _while_stopped(said, danger)
    if danger and danger.strength == STRONG:
        return _emergency(danger)
    exact = _exact(said, expected, today)
    if danger and not _is_plain(exact):
        return _emergency(danger)
    return exact or _command(said) or _guess(said, expected) or _otherwise(said, expected)


def _while_stopped(said: Said, danger: Urgency | None) -> Understood:
    if said.whole in said.vocabulary.start | said.vocabulary.start_after_stop:
        return command("start", said.whole)
    first, _, rest = said.whole.partition(" ")
    if said.vocabulary.commands.get(said.whole) == "delete":
        return command("delete", said.whole)
    if said.vocabulary.commands.get(first) == "delete" and rest.isascii() and rest.isdigit():
        return command("delete", said.whole, rest)
    silent = command("opted_out")
    return replace(silent, urgent=danger.urgent, strength=danger.strength) if danger else silent


def _emergency(danger: Urgency) -> Understood:
    return Understood(Status.EMERGENCY, matched=danger.matched, urgent=danger.urgent, strength=danger.strength)


def _is_plain(exact: Understood | None) -> bool:
    return exact is not None and exact.status not in (Status.REASK, Status.COMMAND) and not exact.note


def _exact(said: Said, expected: Expected | None, today: date | None) -> Understood | None:
    if expected is None or not said.whole:
        return None
    match expected.kind:
        case Kind.SINGLE:
            return read_choice(said, expected)
        case Kind.MULTI:
            return read_several(said, expected)
        case Kind.YES_NO:
            return read_yes_no(said, expected)
        case Kind.NUMBER | Kind.SCALE:
            return read_number(said, expected)
        case Kind.DATE:
            return read_day(said, expected, today)
        case Kind.TEXT:
            return _read_text(said)


def _read_text(said: Said) -> Understood | None:
    """Nine and zero mean what they mean everywhere; *I do not know* counts when it is all that is said."""
    if said.whole == "9":
        return not_sure(said.whole)
    if said.whole == "0":
        return command("person", said.whole)
    unsure = read_not_sure(said)
    return unsure if unsure and not unsure.note else None


def _command(said: Said) -> Understood | None:
    for words in (said.whole, said.core):
        if words in said.vocabulary.commands:
            return command(said.vocabulary.commands[words], words)
        if words in said.vocabulary.start:
            return command("start", words)
        if words in said.vocabulary.languages:
            return command("language", words, said.vocabulary.languages[words])
    first, _, rest = said.whole.partition(" ")
    if said.vocabulary.commands.get(first) == "language" and rest in said.vocabulary.languages:
        return command("language", said.whole, said.vocabulary.languages[rest])
    if said.vocabulary.commands.get(first) == "delete" and rest.isascii() and rest.isdigit():
        return command("delete", said.whole, rest)
    return None


def _guess(said: Said, expected: Expected | None) -> Understood | None:
    """What was meant when one slip is allowed: an option, then a command. Free text is no misspelt command."""
    if expected is None or expected.kind is not Kind.TEXT:
        return _guess_answer(said, expected) or _guess_command(said)
    return None


def _guess_answer(said: Said, expected: Expected | None) -> Understood | None:
    if expected is None or not said.core:
        return None
    match expected.kind:
        case Kind.SINGLE:
            return guess_choice(said, expected)
        case Kind.MULTI:
            return guess_several(said, expected)
        case Kind.YES_NO:
            return guess_yes_no(said, expected)
        case _:
            return None


def _guess_command(said: Said) -> Understood | None:
    commands = said.vocabulary.commands
    meant = {commands[word] for word in nearest(said.whole, commands)} - NEVER_GUESSED
    return command(meant.pop(), said.whole) if len(meant) == 1 else None


def _otherwise(said: Said, expected: Expected | None) -> Understood:
    text = said.text.strip()
    if not said.whole:
        return reask("empty")
    if expected is None:
        return reask("nothing_asked", note=text)
    if expected.kind is not Kind.TEXT:
        return reask(WRONG[expected.kind], note=text)
    if len(text) > expected.max_length:
        return reask("write_less")
    return answer(text, text)
