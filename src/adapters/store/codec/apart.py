"""The private answers of one turn: each leaves a gap where it was, and they are kept together."""

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.store.codec.answers import answer, plain
from core.journey.answer import Answer


class Apart:
    """Private answers in the order they are met, which is the same in writing and in reading."""

    def __init__(self, kept: Iterable[Any] = ()) -> None:
        self.kept: list[Any] = list(kept)
        self._next: Iterator[Any] = iter(self.kept)

    def gap(self, value: Answer, private: bool) -> Any:
        """What to write in its place."""
        if private:
            self.kept.append(plain(value))
            return None
        return plain(value)

    def fill(self, read: Any) -> Answer:
        """The answer, from its place or from the private ones."""
        return answer(next(self._next) if read is None else read)
