"""The words of urgent help, as editors write them: strong and weak phrases of four classes, and what speaks against."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from core.errors import Invalid
from core.text import LANGUAGES
from core.understanding.lexicon import Lexicon
from core.understanding.phrase import Phrase, Phrases, read_phrase
from core.understanding.spelling import bare

CLASSES = ("life", "medical", "violence", "basics")  # the first wins when one message speaks of several
LISTS = ("strong", "weak", "idioms", "trades")
AROUND = ("negations", "past", "present")
Tree = object  # plain YAML: mappings, lists and texts


@dataclass(frozen=True)
class ClassWords:
    """The phrases of one class."""

    key: str
    strong: Phrases
    weak: Phrases
    idioms: Phrases  # they stop a weak phrase that they share words with
    trades: Phrases  # they stop every weak phrase of the sentence


@dataclass(frozen=True)
class UrgentWords:
    """All of it, in every language at once."""

    classes: tuple[ClassWords, ...]
    negations: Phrases  # they deny what they stand beside
    past: Phrases
    present: Phrases  # with one of these, what is told of the past is not over
    lexicon: Lexicon


def read_urgent_words(tree: Tree) -> UrgentWords:
    """Read the plain tree of `urgent_words.yaml`, or raise Invalid with every fault."""
    reading = _Reading(tree)
    listed = {key: [reading.phrases("classes", key, name) for name in LISTS] for key in CLASSES}
    around = [reading.phrases(name) for name in AROUND]
    every = Phrases(tuple(phrase for lists in (*listed.values(), around) for phrases in lists for phrase in phrases))
    words = UrgentWords(
        tuple(ClassWords(key, *map(Phrases, lists)) for key, lists in listed.items()),
        Phrases(around[0]),
        Phrases(around[1]),
        Phrases(around[2]),
        Lexicon(every.words, reading.exact),
    )
    reading.check_keys()
    if reading.faults:
        raise Invalid(*reading.faults)
    return words


class _Reading:
    """One reading of the tree, which notes all that is wrong."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.faults: list[str] = []
        groups = _below(tree, "groups")
        self.groups = {
            str(name): [str(word) for word in words]
            for name, words in (groups.items() if isinstance(groups, Mapping) else ())
            if _is_list(words)
        }
        own = _below(tree, "exact")
        self.exact = frozenset(bare(str(word).casefold()) for word in (own if _is_list(own) else ()))

    def phrases(self, *path: str) -> tuple[Phrase, ...]:
        """The phrases of a list that has its languages side by side."""
        return tuple(self._phrases(path))

    def check_keys(self) -> None:
        """Note the keys that nobody reads."""
        self._only(self.tree, "", ("groups", "exact", *AROUND, "classes"))
        classes = _below(self.tree, "classes")
        self._only(classes, "classes", CLASSES)
        for key in CLASSES:
            self._only(_below(classes, key), f"classes/{key}", LISTS)

    def _only(self, tree: Tree, where: str, keys: Sequence[str]) -> None:
        if isinstance(tree, Mapping):
            self.faults += [f"{where}/{key}: unknown key" for key in tree if key not in keys]

    def _phrases(self, path: tuple[str, ...]) -> Iterator[Phrase]:
        tree = self.tree
        for key in path:
            tree = _below(tree, key)
        for language in LANGUAGES:
            listed = _below(tree, language)
            if not _is_list(listed):
                self.faults.append(f"{'/'.join(path)}: a list of phrases in `{language}` is missing")
                continue
            for written in listed:
                try:
                    yield read_phrase(str(written), self.groups, language)
                except Invalid as error:
                    self.faults.append(f"{'/'.join(path)}/{language}: {error}")


def _below(tree: Tree, key: str) -> Tree:
    return tree.get(key) if isinstance(tree, Mapping) else None


def _is_list(tree: Tree) -> TypeGuard[Sequence[Tree]]:
    return isinstance(tree, Sequence) and not isinstance(tree, str)
