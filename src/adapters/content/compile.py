"""From trees to a release, or every fault in them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.content.body import release_id
from adapters.content.conditions import Asked, Outline
from adapters.content.fault import ContentFaults, Fault, instead, unlocated
from adapters.content.journeys import languages_of, outline_of, read_journey
from adapters.content.part import Part, unique
from adapters.content.pathways import read_pathway, read_provider
from adapters.content.rules import read_rules
from adapters.content.texts import Named, Texts, read_particulars
from adapters.content.tree import Documents
from core.errors import Invalid
from core.journey.condition import Condition, Has
from core.journey.domain import MOST_NAMED, leaves_by_question
from core.journey.journey import Journey
from core.needs.rule import Rules
from core.pathway.pathway import Pathway
from core.pathway.provider import Provider
from core.release import Release, Urgent, UrgentClass
from core.text import Text
from core.understanding.urgent_words import read_urgent_words
from core.understanding.vocabulary import Vocabulary, read_vocabulary

FOLDERS = ("journeys", "rules", "pathways", "providers", "texts")
FILES = ("particulars.yaml", "urgent.yaml", "urgent_words.yaml", "withdrawn.yaml")
RELEASE = re.compile(r"[0-9a-f]{16}")
URGENT = ("life", "violence", "basics", "medical")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A release as far as it could be read, and all that is wrong."""

    release: Release
    faults: list[Fault]
    named: list[Named]


def compile_release(documents: Documents) -> Release:
    """The release, or ContentFaults with every fault. Nothing half-loads."""
    compiled = compile_all(documents)
    if compiled.faults:
        raise ContentFaults(unlocated(fault) for fault in compiled.faults)
    return compiled.release


def compile_all(documents: Documents) -> Compiled:
    """All that can be read, with all faults. Only when there are none is the release of any use."""
    faults: list[Fault] = []
    files = {name: Part(tree, (name,), faults) for name, tree in sorted(documents.items())}
    _check_names(files)
    journeys = _in("journeys", files)
    languages = tuple(dict.fromkeys(each for part in journeys for each in languages_of(Part(part.tree, part.path, []))))
    particulars = read_particulars(_file("particulars.yaml", files, faults), languages)
    texts = Texts(languages, particulars)
    outlines = {str(part.below("journey").tree): outline_of(part) for part in journeys}
    needs = _needs(_in("rules", files))
    for_pathways = _joined(outlines.values(), needs)
    read = _journeys(journeys, outlines, texts)
    rules = _rules(_in("rules", files), outlines, texts)
    for part in journeys:
        key = part.below("journey")
        if isinstance(key.tree, str) and not key.absent and key.tree not in rules:
            key.fault(f"there are no rules for journey `{key.tree}`; write rules/{key.tree}.yaml")
    providers = _providers(_in("providers", files), for_pathways, texts)
    said = _texts(_in("texts", files), texts)
    release = Release(
        id=release_id(documents),
        journeys=read,
        rules=rules,
        pathways=_pathways(_in("pathways", files), for_pathways, texts, providers),
        providers=providers,
        texts=said,
        urgent=_urgent(_file("urgent.yaml", files, faults), texts),
        particulars=particulars,
        vocabulary=_vocabulary(files, said),
        withdrawn=_withdrawn(files),
    )
    if not faults:
        _check_named(journeys, release)
    return Compiled(release, faults, texts.named)


def _check_named(parts: list[Part], release: Release) -> None:
    """Reasoning over every way looks at each set of the options that conditions name; they must not be too many."""
    for part in parts:
        journey = release.journeys[str(part.below("journey").tree)]
        asked = leaves_by_question(_conditions(release, journey), journey.facts)
        for place, question in enumerate(journey.questions):
            named = {leaf.option for leaf in asked.get(question.key, ()) if isinstance(leaf, Has)}
            if len(named) > MOST_NAMED:
                item = part.below("questions").below(place)
                item.fault(
                    f"conditions name {len(named)} options of `{question.key}`; {MOST_NAMED} can be reasoned about"
                )


def _conditions(release: Release, journey: Journey) -> Iterator[Condition]:
    for question in journey.questions:
        yield from (condition for condition in (question.ask_when, question.skip_when) if condition)
    yield from (implied.when for implied in journey.implied)
    yield from journey.facts.values()
    rules = release.rules[journey.key]
    yield from (version.when for rule in rules.suggested_help for version in rule.versions if version.when)
    yield from (level.when for need in rules.needs for level in need.levels)
    for pathway in release.pathways:
        yield from (condition for condition in (pathway.condition, pathway.own_when, pathway.first_when) if condition)


def _check_names(files: dict[str, Part]) -> None:
    for name, part in files.items():
        folder, _, file = name.partition("/")
        belongs = name in FILES or (folder in FOLDERS and "/" not in file and file.endswith(".yaml"))
        if not belongs:
            known = ", ".join((*FILES, *(f"{each}/NAME.yaml" for each in FOLDERS)))
            part.fault(f"this file is never read; content stands in {known}")


def _vocabulary(files: dict[str, Part], texts: dict[str, Text]) -> Vocabulary | None:
    """How messages are read; None when there are no urgent words, and so no channel that reads free text."""
    part = files.get("urgent_words.yaml")
    if part is None:
        return None
    try:
        urgent = read_urgent_words(part.tree)
        return read_vocabulary({key: text.languages for key, text in texts.items()}, urgent)
    except Invalid as error:
        for fault in error.faults:
            part.fault(fault)
        return None


def _withdrawn(files: dict[str, Part]) -> frozenset[str]:
    """Releases that must not be used, each with the reason; none when there is no such file."""
    part = files.get("withdrawn.yaml")
    if part is None:
        return frozenset()
    part.only("withdrawn")
    read: list[tuple[str, Part]] = []
    for item in part.need("withdrawn").items():
        item.only("release", "reason")
        release = item.need("release").scalar()
        if release and not RELEASE.fullmatch(release):
            item.below("release").fault("a release is named by its 16 signs, as `veivalg releases` lists it")
        item.need("reason").scalar()
        read.append((release, item.below("release")))
    unique(read, "release")
    return frozenset(release for release, _ in read)


def _in(folder: str, files: dict[str, Part]) -> list[Part]:
    return [part for name, part in files.items() if name.startswith(f"{folder}/") and name.endswith(".yaml")]


def _file(name: str, files: dict[str, Part], faults: list[Fault]) -> Part:
    if name not in files:
        faults.append(Fault((name,), "the file is missing"))
        return Part("", (name,), faults, absent=True)
    return files[name]


def _needs(parts: list[Part]) -> dict[str, tuple[int, ...]]:
    needs: dict[str, tuple[int, ...]] = {}
    for part in parts:
        for item in Part(part.tree, part.path, []).below("needs").items():
            levels = (level.below("level").whole() for level in item.below("levels").items())
            needs[str(item.below("need").tree)] = tuple(level for level in levels if level)
    return needs


def _joined(outlines: Iterable[Outline], needs: dict[str, tuple[int, ...]]) -> Outline:
    """What a pathway may ask about: the questions of every journey, and the facts that all of them have."""
    questions: dict[str, Asked] = {}
    facts: frozenset[str] | None = None
    for outline in outlines:
        questions.update(outline.questions)
        facts = outline.facts if facts is None else facts & outline.facts
    return Outline(questions, facts or frozenset(), needs)


def _journeys(parts: list[Part], outlines: dict[str, Outline], texts: Texts) -> dict[str, Journey]:
    read = [(read_journey(part, outlines[str(part.below("journey").tree)], texts), part) for part in parts]
    unique([(journey.key, part.below("journey")) for journey, part in read], "journey")
    return {journey.key: journey for journey, _ in read}


def _rules(parts: list[Part], outlines: dict[str, Outline], texts: Texts) -> dict[str, Rules]:
    read: list[tuple[str, Part]] = []
    rules: dict[str, Rules] = {}
    for part in parts:
        key = part.need("journey").one_of(outlines, "there is no journey")
        rules[key] = read_rules(part, outlines.get(key, Outline()), texts)
        read.append((key, part.below("journey")))
    unique(read, "the rules of journey")
    return rules


def _pathways(parts: list[Part], outline: Outline, texts: Texts, providers: dict[str, Provider]) -> tuple[Pathway, ...]:
    read = [(read_pathway(part, outline, texts, providers), part) for part in parts]
    unique([(pathway.key, part.below("pathway")) for pathway, part in read], "pathway")
    unique([(str(pathway.number), part.below("number")) for pathway, part in read], "pathway number")
    return tuple(sorted((pathway for pathway, _ in read), key=lambda pathway: pathway.number))


def _providers(parts: list[Part], outline: Outline, texts: Texts) -> dict[str, Provider]:
    listed: list[Part] = []
    for part in parts:
        part.only("providers")
        listed += part.need("providers").items()
    keys = {str(item.below("provider").tree) for item in listed}
    read = [(read_provider(item, outline, texts, keys), item) for item in listed]
    unique([(provider.key, item.below("provider")) for provider, item in read], "provider")
    return {provider.key: provider for provider, _ in read}


def _texts(parts: list[Part], texts: Texts) -> dict[str, Text]:
    keyed: list[tuple[str, Part]] = []
    for part in parts:
        part.only("texts")
        keyed += part.need("texts").entries().items()
    unique(keyed, "text")
    return {key: texts.read(part, None) for key, part in keyed}


def _urgent(part: Part, texts: Texts) -> Urgent:
    part.only("intro", "classes", "also", "note", "source", "checked_on")
    classes = [_urgent_class(item, texts) for item in part.need("classes").items()]
    unique(
        [(found.key, item.below("urgent")) for found, item in zip(classes, part.below("classes").items(), strict=True)],
        "class",
    )
    also = tuple(_line(item, texts) for item in part.below("also").items())
    return Urgent(texts.read(part.need("intro"), confirmed=True), tuple(classes), also)


def _urgent_class(part: Part, texts: Texts) -> UrgentClass:
    part.only("urgent", "title", "lines")
    key = part.need("urgent").scalar()
    if key and key not in URGENT:
        part.below("urgent").fault(f"there is no class `{key}`{instead(key, URGENT)}")
    lines = tuple(_line(item, texts) for item in part.need("lines").items())
    return UrgentClass(key, texts.read(part.need("title"), confirmed=True), lines)


def _line(part: Part, texts: Texts) -> Text:
    part.only("text", "note", "source")
    return texts.read(part.need("text"), confirmed=True)
