"""Rules, needs and results, from the tree."""

from datetime import date, timedelta

from adapters.content.conditions import Outline
from adapters.content.part import Part, unique
from adapters.content.texts import SOURCE_KEYS, Texts, read_source
from core.needs.rule import Help, Level, Need, Result, Rule, Rules, Version

HELP = tuple(help.value for help in Help)
HIGHEST = 2  # level 3, today, is only ever the citizen's own word
ONE_DAY = timedelta(days=1)


def read_rules(part: Part, outline: Outline, texts: Texts) -> Rules:
    """The rules of one journey. The last one always holds, and the versions of each follow day upon day."""
    part.only("journey", "suggested_help", "results", "needs", "source", "note")
    listed = part.need("suggested_help").items()
    if not listed and part.get("suggested_help"):
        part.below("suggested_help").fault("write rules, and `otherwise` as the last one")
    rules = tuple(_rule(item, outline, texts, item is listed[-1]) for item in listed)
    unique([(rule.key, item.below("rule")) for rule, item in zip(rules, listed, strict=True)], "rule")
    needs_listed = part.need("needs").items()
    needs = tuple(_need(item, outline, texts) for item in needs_listed)
    unique([(need.key, item.below("need")) for need, item in zip(needs, needs_listed, strict=True)], "need")
    return Rules(rules, needs, _results(part.need("results"), texts))


def _rule(part: Part, outline: Outline, texts: Texts, is_last: bool) -> Rule:
    part.only("rule", "gives", "reason", "versions", "when", *SOURCE_KEYS)
    key = part.need("rule").key()
    if is_last and (part.get("when") or part.get("versions")):
        part.fault("the last rule holds when no other does, so it has no condition; write `otherwise` as the last one")
    versions = part.get("versions")
    return Rule(
        key=key,
        gives=Help(part.need("gives").one_of(HELP, "there is no suggestion") or HELP[0]),
        reason=texts.read(part.need("reason")),
        versions=_versions(versions, key, outline) if versions else (_version(part, outline, is_last),),
    )


def _version(part: Part, outline: Outline, is_last: bool) -> Version:
    when = part.get("when")
    if not is_last and when is None:
        part.fault("`when` is missing; only the last rule holds without a condition")
    if is_last:
        for key in ("valid_from", "valid_to"):
            part.below(key).fault("the last rule always holds", of_key=True) if part.get(key) else None
    return Version(outline.read(when) if when else None, read_source(part))


def _versions(part: Part, key: str, outline: Outline) -> tuple[Version, ...]:
    items = part.items()
    if isinstance(part.tree, list) and not items:
        part.fault(f"`{key}` has no version")
    for item in items:
        item.only("when", *SOURCE_KEYS)
    versions = tuple(Version(outline.read(item.need("when")), read_source(item)) for item in items)
    _check_follow(key, items, versions)
    return versions


def _check_follow(key: str, items: list[Part], versions: tuple[Version, ...]) -> None:
    for place, (item, version) in enumerate(zip(items, versions, strict=True)):
        first, last = version.source.valid_from, version.source.valid_to
        if place == 0 and first:
            item.below("valid_from").fault(f"the first version of `{key}` has no `valid_from`: it holds from the start")
        if place == len(items) - 1 and last:
            item.below("valid_to").fault(
                f"the last version of `{key}` has no `valid_to`: it holds until another is written"
            )
        if place == 0:
            continue
        before = versions[place - 1].source.valid_to
        if not before:
            items[place - 1].fault(f"this version of `{key}` needs `valid_to`: another follows it")
        elif not first:
            item.fault(f"this version of `{key}` needs `valid_from`: write {before + ONE_DAY}")
        else:
            _check_next(key, item.below("valid_from"), before, first)


def _check_next(key: str, part: Part, before: date, first: date) -> None:
    begins = before + ONE_DAY
    if first > begins:
        part.fault(
            f"no version of `{key}` holds on {begins}; begin here on {begins}, or move `valid_to` of the version before"
        )
    elif first < begins:
        part.fault(
            f"two versions of `{key}` hold on {first}; begin here on {begins}, or move `valid_to` of the version before"
        )


def _need(part: Part, outline: Outline, texts: Texts) -> Need:
    part.only("need", "title", "effect", "help", "levels", *SOURCE_KEYS)
    key = part.need("need").key()
    levels: dict[int, Level] = {}
    for item in part.need("levels").items():
        item.only("level", "when", "note", "source")
        level = item.need("level").whole(1)
        if level is not None and level > HIGHEST:
            item.below("level").fault(f"a rule gives level 1 or {HIGHEST}; 3, today, is only the citizen's own word")
        if level in levels:
            item.below("level").fault(f"level {level} of `{key}` is there already; join the conditions with `any`")
        levels.setdefault(level or 0, Level(level or 0, outline.read(item.need("when"))))
    return Need(
        key=key,
        title=texts.read(part.need("title")),
        effect=texts.read(part.need("effect")),
        levels=tuple(levels[level] for level in sorted(levels, reverse=True)),
        source=read_source(part),
        help=texts.maybe(part.get("help")),
    )


def _results(part: Part, texts: Texts) -> dict[Help, Result]:
    results: dict[Help, Result] = {}
    for item in part.items():
        item.only("result", "title", "text", "narrow", "note", "source")
        word = item.need("result").one_of(HELP, "there is no suggestion")
        if word and Help(word) in results:
            item.below("result").fault(f"result `{word}` is there already")
        text = texts.read(item.need("text"))
        help = Help(word or HELP[0])
        narrow = texts.maybe(item.get("narrow")) or text
        results.setdefault(help, Result(help, texts.read(item.need("title")), text, narrow))
    if not part.absent:
        for help in Help:
            if help not in results:
                part.fault(f"result `{help.value}` is missing; say what it means for the citizen")
    return results
