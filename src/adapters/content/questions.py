"""Questions and their options, from the tree."""

from dataclasses import dataclass

from adapters.content.conditions import Outline
from adapters.content.part import Part, unique
from adapters.content.texts import Texts
from core.journey.answer import Value
from core.journey.question import Group, Kind, Option, Question

KEYS = (
    "question", "section", "type", "text", "short", "hint", "why", "narrow", "topic", "private", "optional", "ask_when",
    "skip_when", "unknown_asks", "source", "note", "not_sure_ref", "options", "groups", "by_name", "from", "to",
    "said", "max_length",
)  # fmt: skip
CHOOSING = (Kind.SINGLE, Kind.MULTI, Kind.YES_NO)
MOST = 8  # options or groups that fit a narrow channel
NO_OPTIONS = ("not_sure", "declined")


@dataclass(frozen=True, slots=True)
class Questions:
    """Reads the questions of one journey."""

    texts: Texts
    outline: Outline
    sections: frozenset[str]

    def read(self, part: Part, place: int) -> Question:
        """The question at this place in the order."""
        part.only(*KEYS)
        kind = _kind(part)
        groups = tuple(self._group(item) for item in (part.get("groups") or _none(part)).items())
        alone = tuple(self._option(item) for item in (part.get("options") or _none(part)).items())
        options = alone or tuple(option for group in groups for option in group.options)
        _check_options(part, kind, options, groups)
        text = self.texts.read(part.need("text"))
        gaps = ("value",) if kind in (Kind.NUMBER, Kind.SCALE, Kind.DATE) else ()
        ask_when, skip_when, most = part.get("ask_when"), part.get("skip_when"), part.get("max_length")
        at_least, at_most = _range(part, kind)
        return Question(
            key=part.need("question").key(),
            section=part.need("section").one_of(self.sections, "there is no section"),
            kind=kind,
            text=text,
            short=self.texts.read(part.need("short")),
            narrow=self.texts.maybe(part.get("narrow")) or text,
            why=self.texts.read(part.need("why")),
            topic=self.texts.read(part.need("topic")),
            hint=self.texts.maybe(part.get("hint")),
            said=self.texts.maybe(part.get("said"), gaps),
            options=options,
            groups=groups,
            by_name=_flag(part, "by_name"),
            private=_flag(part, "private"),
            optional=_flag(part, "optional"),
            unknown_asks=_flag(part, "unknown_asks"),
            ask_when=self.outline.read(ask_when, place) if ask_when else None,
            skip_when=self.outline.read(skip_when, place) if skip_when else None,
            at_least=at_least,
            at_most=at_most,
            max_length=(most.whole(1) if most else None) or 500,
            source=part.need("source").scalar(),
            not_sure_ref=_word(part, "not_sure_ref"),
        )

    def _group(self, part: Part) -> Group:
        part.only("group", "text", "narrow", "options")
        text = self.texts.read(part.need("text"))
        options = tuple(self._option(item) for item in part.need("options").items())
        if len(options) > MOST:
            part.below("options").fault(f"a group has at most {MOST} options, and this one {len(options)}; split it")
        narrow = self.texts.maybe(part.get("narrow")) or text
        return Group(part.need("group").key(), text, narrow, options)

    def _option(self, part: Part) -> Option:
        part.only("option", "text", "narrow", "said", "source_ref", "exclusive", "names", "tell", "note")
        key = part.need("option").key()
        if key in NO_OPTIONS:
            part.below("option").fault(f"`{key}` belongs to every question already; take this option out")
        text = self.texts.read(part.need("text"))
        names = part.get("names")
        return Option(
            key=key,
            text=text,
            said=self.texts.read(part.need("said")),
            narrow=self.texts.maybe(part.get("narrow")) or text,
            source_ref=_word(part, "source_ref"),
            exclusive=_flag(part, "exclusive"),
            names=names.scalars() if names else (),
            tell=self.texts.maybe(part.get("tell")),
        )


def _kind(part: Part) -> Kind:
    word = part.need("type").one_of((kind.value for kind in Kind), "there is no type")
    return Kind(word) if word else Kind.TEXT


def _check_options(part: Part, kind: Kind, options: tuple[Option, ...], groups: tuple[Group, ...]) -> None:
    given, grouped = part.get("options"), part.get("groups")
    where = given or grouped
    if given and grouped:
        grouped.fault("a question has either `options` or `groups`", of_key=True)
    if kind in CHOOSING and where is None and not part.below("type").absent:
        part.fault(f"a {kind.value} question needs `options`" + (" or `groups`" if kind is Kind.SINGLE else ""))
    if where and kind not in CHOOSING and _word(part, "type") in {each.value for each in Kind}:
        where.fault(f"a {kind.value} question has no options", of_key=True)
    if kind is Kind.YES_NO and where and {option.key for option in options} != {"yes", "no"}:
        where.fault("a yes_no question has the options `yes` and `no`, and no other")
    if given and len(options) > MOST and not _flag(part, "by_name"):
        given.fault(f"{len(options)} options are more than {MOST}; put them in `groups`, or set `by_name: yes`")
    if grouped and len(groups) > MOST:
        grouped.fault(f"{len(groups)} groups are more than {MOST}, which is all that narrow channels can show")
    _check_keys(part)
    _check_exclusive(part, kind)


def _check_keys(part: Part) -> None:
    groups = (part.get("groups") or _none(part)).items() if isinstance(part.below("groups").tree, list) else []
    unique([(_word(group, "group"), group.below("group")) for group in groups], "group")
    unique([(_word(option, "option"), option.below("option")) for option in option_parts(part)], "option")


def _check_exclusive(part: Part, kind: Kind) -> None:
    for option in option_parts(part):
        exclusive = option.get("exclusive")
        if exclusive and kind is not Kind.MULTI:
            exclusive.fault("only options of a multi question stand alone; the others always do", of_key=True)


def option_parts(part: Part) -> list[Part]:
    """Every option of a question, in groups or not, as far as it can be read."""
    lists = [part.below("options").tree]
    paths = [part.below("options")]
    groups = part.below("groups")
    if isinstance(groups.tree, list):
        paths += [group.below("options") for group in groups.items()]
        lists += [path.tree for path in paths[1:]]
    return [
        option
        for path, tree in zip(paths, lists, strict=True)
        if isinstance(tree, list)
        for option in path.items()
        if isinstance(option.tree, dict)
    ]


def _range(part: Part, kind: Kind) -> tuple[Value | None, Value | None]:
    low, high = part.get("from"), part.get("to")
    if kind not in (Kind.NUMBER, Kind.SCALE, Kind.DATE):
        for limit in (low, high):
            if limit:
                limit.fault(f"a {kind.value} question has no range", of_key=True)
        return None, None
    if kind is Kind.SCALE:
        part.need("from")
        part.need("to")
    first, last = _limit(low, kind), _limit(high, kind)
    if first is not None and last is not None and high and first > last:  # type: ignore[operator]
        high.fault(f"`to` must not be less than `from`, which is {first}")
    return first, last


def _limit(part: Part | None, kind: Kind) -> Value | None:
    if part is None:
        return None
    if kind is Kind.DATE:
        day = part.day()
        return day.isoformat() if day else None
    return part.number()


def _flag(part: Part, key: str) -> bool:
    flag = part.get(key)
    return flag.flag() if flag else False


def _word(part: Part, key: str) -> str:
    word = part.get(key)
    return word.tree if word and isinstance(word.tree, str) else ""


def _none(part: Part) -> Part:
    return Part("", part.path, part.faults, absent=True)
