"""The choices of a prompt, as many and as long as a front-end can show."""

from collections.abc import Mapping, Sequence

from channels.chat.capabilities import Capabilities
from channels.chat.shapes import Choice
from core.delivery.channel import Option
from core.journey.answer import NoValue


def fitting(
    options: Sequence[Option], narrow: Mapping[str, str], capabilities: Capabilities
) -> tuple[tuple[Choice, ...], int]:
    """The choices that fit, and how many are left to the text. Whoever is not sure keeps a button of their own.

    `narrow` are short titles by key, for where the usual ones are too long.
    """
    most = capabilities.max_choices
    kept = list(options) if most is None or most >= len(options) else _first(options, most)
    longest = capabilities.choice_title_max
    return (
        tuple(Choice(key=one.key, title=_title(one, narrow, longest), digit=one.digit or None) for one in kept),
        len(options) - len(kept),
    )


def _first(options: Sequence[Option], most: int) -> list[Option]:
    named = [one for one in options if one.key not in (NoValue.NOT_SURE.value, NoValue.DECLINED.value)]
    unsure = [one for one in options if one.key == NoValue.NOT_SURE.value] if most > 1 else []
    return [*named[: most - len(unsure)], *unsure]


def _title(option: Option, narrow: Mapping[str, str], longest: int | None) -> str:
    if longest is None or len(option.title) <= longest:
        return option.title
    short = narrow.get(option.key, option.title)
    return short if len(short) <= longest else cut(short, longest)


def cut(title: str, longest: int) -> str:
    """The beginning of a title, after a whole word where one fits."""
    begun = title[: longest - 1]
    whole = begun if title[longest - 1] == " " else begun.rpartition(" ")[0]
    return f"{(whole or begun).rstrip(' ,;:–-')}…"
