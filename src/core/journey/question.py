"""Questions and their options."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from core.errors import Invalid
from core.journey.answer import Answer, NoValue, Value
from core.journey.condition import Condition
from core.text import Text


class Kind(Enum):
    """What an answer looks like."""

    SINGLE = "single"
    MULTI = "multi"
    YES_NO = "yes_no"
    NUMBER = "number"
    SCALE = "scale"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    key: str
    text: Text
    said: Text
    narrow: Text
    source_ref: str = ""
    exclusive: bool = False
    names: tuple[str, ...] = ()
    tell: Text | None = None  # what the result says first to whoever chose it


@dataclass(frozen=True, slots=True)
class Group:
    """Options under a heading; narrow channels ask for the group first."""

    key: str
    text: Text
    narrow: Text
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Question:
    """One thing we ask, once, and why."""

    key: str
    section: str
    kind: Kind
    text: Text
    short: Text
    narrow: Text
    why: Text
    topic: Text
    hint: Text | None = None
    said: Text | None = None
    options: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()
    by_name: bool = False
    private: bool = False
    optional: bool = False
    unknown_asks: bool = False
    ask_when: Condition | None = None
    skip_when: Condition | None = None
    at_least: Value | None = None
    at_most: Value | None = None
    max_length: int = 500
    source: str = ""
    not_sure_ref: str = ""

    @cached_property
    def option(self) -> dict[str, Option]:
        """Its options by key."""
        return {option.key: option for option in self.options}

    def accept(self, value: Answer) -> Answer:
        """Return the answer as it is kept, or raise Invalid with the reason's key: what to say is the text's matter."""
        if isinstance(value, NoValue):
            return value
        match self.kind:
            case Kind.SINGLE | Kind.YES_NO:
                return self._option(value)
            case Kind.MULTI:
                return self._options(value)
            case Kind.NUMBER | Kind.SCALE:
                return self._number(value)
            case Kind.DATE:
                return self._day(value)
            case Kind.TEXT:
                return self._words(value)

    def _option(self, value: Value) -> str:
        if not isinstance(value, str) or value not in self.option:
            raise Invalid("choose_one")
        return value

    def _options(self, value: Value) -> tuple[str, ...]:
        if not isinstance(value, tuple) or not value or any(key not in self.option for key in value):
            raise Invalid("choose_some")
        if len(set(value)) > 1 and any(self.option[key].exclusive for key in value):
            raise Invalid("choose_alone")
        return tuple(option.key for option in self.options if option.key in value)

    def _number(self, value: Value) -> int:
        """A whole number: between two whole bounds, a fraction would be neither below nor above."""
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
            raise Invalid("write_number")
        self._within(int(value))
        return int(value)

    def _day(self, value: Value) -> str:
        try:
            day = date.fromisoformat(str(value)).isoformat()
        except ValueError as error:
            raise Invalid("write_date") from error
        self._within(day)
        return day

    def _words(self, value: Value) -> str:
        words = value.strip() if isinstance(value, str) else ""
        if not words:
            raise Invalid("write_text")
        if len(words) > self.max_length:
            raise Invalid("write_less")
        return words

    def _within(self, value: Value) -> None:
        if self.at_least is not None and value < self.at_least:  # type: ignore[operator]
            raise Invalid("out_of_range")
        if self.at_most is not None and value > self.at_most:  # type: ignore[operator]
            raise Invalid("out_of_range")
