"""All that should hold of content before it is used: proofs over every way, lengths, reserved words, plain language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from channels.terminal.content import CheckedContent, Fault
from channels.terminal.readable import HARD, heavy, lix
from channels.terminal.talk_check import TOGETHER, talk_texts, talk_together, talk_unfilled
from core.conversation.narrow import prompt_text
from core.delivery.segments import ONE, foreign, length_of
from core.journey.journey import Journey
from core.journey.proof import Claim, Proof, prove
from core.needs.rule import Rules
from core.release import Release
from core.text import Text
from core.understanding.normal import normal
from core.understanding.spelling import bare

RESERVED = frozenset(
    {"stop", "stopall", "stopp", "end", "quit", "cancel", "unsubscribe", "revoke", "optout", "start", "unstop", "help",
     "hjelp", "info"}
)  # fmt: skip
SENT = {"checkpoint": {}, "private_gate": {"k": 3}, "skip_hint": {}, "nothing_applied_sms": {}}  # as SMS, as they stand
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text as it is sent by SMS, and its length."""

    name: str
    language: str
    text: str
    units: int
    segments: int
    alphabet: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard the page of a question is to read."""

    journey: str
    question: str
    language: str
    lix: float


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found."""

    release: Release | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    proofs: tuple[Proof, ...]
    prompts: tuple[Prompt, ...]
    readings: tuple[Reading, ...]


def check_release(content: CheckedContent, today: date) -> Checked:
    """Check content that was read; what cannot be loaded is not looked at further."""
    release = content.release
    if release is None:
        return Checked(None, tuple(content.faults), (), (), (), ())
    proofs = tuple(
        prove(journey, release.rules[key], release.pathways, today) for key, journey in release.journeys.items()
    )
    prompts: list[Prompt] = []
    readings: list[Reading] = []
    faults, warnings = list(content.faults), []
    for proof in proofs:
        faults += [content.place(claim.names, failed(claim)) for claim in proof.failed]
        journey = release.journey(proof.journey)
        for names, prompt in _prompts(release, journey, proof, today):
            prompts.append(prompt)
            if too_long(prompt):
                faults.append(content.place(names, too_long(prompt)))
        faults += [
            content.place(names, message)
            for names, message in (*_reserved(journey, release), *_pairs(journey, release, today))
        ]
        readings += _readings(journey)
        warnings += [content.place(names, message) for names, message in _heavy(journey)]
    faults += [content.place(("texts", key), f"nobody fills `{{{gap}}}` here") for key, gap in talk_unfilled(release)]
    warnings += [
        content.place(("journeys", one.journey, "questions", one.question, "text", one.language), _hard(one))
        for one in readings
        if one.lix > HARD
    ]
    return Checked(release, _sorted(faults), _sorted(warnings), proofs, tuple(prompts), tuple(readings))


def failed(claim: Claim) -> str:
    """A claim that is not so, as a fault."""
    subject = f"{claim.kind} `{claim.name}`"
    if claim.proven is None:
        return f"not proven: that {subject} {claim.says}; make the conditions simpler"
    return f"it is not so that {subject} {claim.says}{_mend(claim)}"


def _mend(claim: Claim) -> str:
    if claim.kind == "journey":
        return "; take out a question, or ask fewer people"
    if claim.says == "is not always true":
        return ": it holds for everybody, so leave it out or mend it"
    return ": no answers lead there, so mend its condition or what stands before it"


def too_long(prompt: Prompt) -> str:
    """Why a text does not fit one SMS; empty when it does."""
    if prompt.alphabet != "gsm":
        letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in foreign(prompt.text))
        return f"{prompt.name} in {prompt.language} has {letters}, which the SMS alphabet lacks; write it otherwise"
    if prompt.units > ONE["gsm"]:
        return f"{prompt.name} in {prompt.language} is {prompt.units} units as an SMS; {ONE['gsm']} fit, so shorten it"
    return ""


def _prompts(release: Release, journey: Journey, proof: Proof, today: date) -> Iterator[tuple[Names, Prompt]]:
    most = proof.longest.questions if proof.longest else len(journey.questions)
    for question in journey.questions:
        names = ("journeys", journey.key, "questions", question.key)
        for language in journey.languages:
            text = prompt_text(release, question, language, today, progress=(most, most))
            yield (*names, "narrow", language), _prompt(f"question `{question.key}`", language, text)
            for group in question.groups:
                text = prompt_text(release, question, language, today, group=group.key)
                name = f"group `{group.key}` of `{question.key}`"
                yield (*names, group.key, "narrow", language), _prompt(name, language, text)
    yield from _fixed(release, release.rules[journey.key], journey, today)


def _fixed(release: Release, rules: Rules, journey: Journey, today: date) -> Iterator[tuple[Names, Prompt]]:
    for language in journey.languages:
        for help, result in rules.results.items():
            names = ("rules", journey.key, "results", help.value, "narrow", language)
            yield names, _prompt(f"result `{help.value}`", language, result.narrow.on(today, language))
        for key, filled in SENT.items():
            if key in release.texts:
                text = release.say(key, today, language, **filled)
                yield ("texts", key, language), _prompt(f"text `{key}`", language, text)
        for key, text in talk_texts(release, journey, language, today):
            yield ("texts", key, language), _prompt(f"text `{key}`", language, text)


def _pairs(journey: Journey, release: Release, today: date) -> Iterator[tuple[Names, str]]:
    """Texts of urgent help that are sent together with who reads them, and are too long for that."""
    for language in journey.languages:
        for key, other, text in talk_together(release, journey, language, today):
            segments = length_of(text).segments
            if segments > TOGETHER:
                yield (
                    ("texts", key, language),
                    f"with `{other}` it takes {segments} SMS in {language}; {TOGETHER} may go",
                )


def _prompt(name: str, language: str, text: str) -> Prompt:
    length = length_of(text)
    return Prompt(name, language, text, length.units, length.segments, length.alphabet)


def _reserved(journey: Journey, release: Release) -> Iterator[tuple[Names, str]]:
    """Options whose whole text an SMS gateway acts on by itself, or stops or starts messages with us."""
    ours = release.vocabulary.stop | release.vocabulary.start if release.vocabulary else frozenset[str]()
    reserved = RESERVED | ours
    for question in journey.questions:
        names = ("journeys", journey.key, "questions", question.key)
        for option in question.options:
            for key, text in (("text", option.text), ("narrow", option.narrow)):
                for language, said in text.languages.items():
                    if _as_read(said) in reserved:
                        yield (*names, option.key, key, language), _is_reserved(said)
            for name in option.names:
                if _as_read(name) in reserved:
                    yield (*names, option.key, "names"), _is_reserved(name)


def _is_reserved(word: str) -> str:
    who = "SMS gateways act on by themselves" if _as_read(word) in RESERVED else "stops or starts messages"
    return f"«{word}» is a word that {who}; no answer may be called so"


def _as_read(word: str) -> str:
    """As it is compared when somebody writes it."""
    return " ".join(bare(part) for part in normal(word).split())


def _readings(journey: Journey) -> Iterator[Reading]:
    for question in journey.questions:
        for language in journey.languages:
            page = " ".join(_said(text, language) for text in (question.text, question.hint, question.why) if text)
            measured = lix(page)
            if measured is not None:
                yield Reading(journey.key, question.key, language, measured)


def _said(text: Text, language: str) -> str:
    words = text.languages[language].strip()
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _hard(reading: Reading) -> str:
    return f"the page of `{reading.question}` in {reading.language} has LIX {reading.lix:.0f}; {HARD} is hard enough"


def _heavy(journey: Journey) -> Iterator[tuple[Names, str]]:
    for question in journey.questions:
        for language in journey.languages:
            why = heavy(question.text, language)
            if why:
                names = ("journeys", journey.key, "questions", question.key, "text", language)
                yield names, f"the question `{question.key}` in {language} {why}"


def _sorted(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column, fault.message)))


def longest_prompt(prompts: tuple[Prompt, ...]) -> Prompt | None:
    """The text that comes nearest to the limit."""
    return max(prompts, key=lambda prompt: prompt.units, default=None)
