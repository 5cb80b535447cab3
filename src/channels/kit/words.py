"""Promises of `render`: whatever is shown arrives whole, in parts that the channel can carry."""

from collections.abc import Iterable

from channels.kit import samples
from channels.kit.bench import SECRET, Bench, Promise
from channels.kit.finding import must
from channels.kit.stand_in import texts_in
from core.delivery.channel import Capabilities, Part
from core.delivery.segments import length_of


def the_same_words_give_the_same_parts(bench: Bench) -> None:
    """A message is put into parts once and frozen; a retry must not be able to say it in another way."""
    for shown in samples.all_shown():
        channel, put = bench.channel(SECRET), bench.prepared(shown)
        first = channel.render(put)
        must(
            first == channel.render(put) == bench.channel(SECRET).render(put),
            "the same words were rendered into different parts",
            "make `render` a function of what is shown: no counter, no clock, no chance",
        )
        must(
            type(first) is tuple and all(type(part) is Part for part in first),
            "`render` gave something else than a tuple of Part",
            "return tuple(…) of core.delivery.channel.Part",
        )


def nothing_is_left_out_and_no_word_is_cut(bench: Bench) -> None:
    """Every word that is shown, in its order: the longest text too, and Sami letters, and each emoji."""
    for shown in (samples.short(), samples.long(), samples.long(samples.SAMI), samples.short(" ".join(samples.SMILES))):
        wanted = " ".join(one.text for one in shown).split()
        missing = _first_missing(wanted, _words(bench.rendered(shown)))
        must(
            missing is None,
            f"{missing!r} is missing, or cut in two",
            "make more parts instead of a shorter text, and cut only between words",
        )


def the_text_is_complete_without_buttons(bench: Bench) -> None:
    """Whoever sees no buttons can still read every option."""
    shown = samples.with_options()
    missing = _first_missing(" ".join(one.text for one in shown).split(), _words(bench.rendered(shown)))
    must(
        missing is None,
        f"{missing!r} is missing from the text of a question with options",
        "render `Shown.text`, which holds its options, of every prompt; buttons come beside it, never instead of it",
    )


def no_letter_is_cut(bench: Bench) -> None:
    """A word that fills a message by itself may be cut; a letter, an emoji or a flag may not, and nothing is lost."""
    for letter in ("å", samples.FAMILY, samples.FLAG, samples.WAVE, samples.ACCENTED):
        found = 0
        for part in bench.rendered(samples.unbroken(letter, 300)):
            signs = "".join(sign for sign in _words_in(part) if sign in letter)
            whole, rest = divmod(len(signs), len(letter))
            must(
                not rest and signs == letter * whole,
                f"{letter!r}, which is one letter to whoever reads it, was cut in two",
                "never cut before a mark, a joiner, a skin tone, or within a pair of regional signs",
            )
            found += whole
        must(found == 300, f"of 300 times {letter!r} there are {found} left", "leave nothing out of a long word")


def every_part_is_within_its_limits(bench: Bench) -> None:
    """What is too long for a provider is refused there, or split by somebody who knows nothing of words."""
    can = bench.channel(SECRET).capabilities
    for shown in samples.all_shown():
        for part in bench.rendered(shown):
            must(
                _fits(part.text, can),
                f"a part of {len(part.text)} letters is longer than the capabilities say",
                "split in `render` by the limit that `capabilities` declares, in its units; or declare the true limit",
            )


def buttons_are_within_their_limits(bench: Bench) -> None:
    """As many as the channel can carry, with titles that fit, and the keys of the options."""
    can = bench.channel(SECRET).capabilities
    for count in (1, 2, 9):
        shown = samples.with_options(count)
        keys = {option.key for option in samples.OPTIONS[:count]}
        for part in bench.rendered(shown):
            must(
                len(part.options) <= can.choices,
                f"a part has {len(part.options)} buttons, and the channel carries {can.choices}",
                "give no buttons at all when there are more options than the channel carries: the text has them",
            )
            must(
                all(len(option.title) <= can.choice_title for option in part.options),
                f"a button has a title of more than {can.choice_title} letters",
                "give no buttons when a title is too long; do not cut it",
            )
            given = [option.key for option in part.options]
            must(
                len(given) == len(set(given)) and set(given) <= keys,
                "a button has a key that no option has, or that another button has",
                "hand `Option.key` on as it is",
            )


def nothing_shown_is_nothing_sent(bench: Bench) -> None:
    """An empty message reaches nobody."""
    for shown in ((), samples.short(""), samples.short(" \n ")):
        parts = bench.rendered(shown)
        must(
            all(part.data or part.text.strip() for part in parts),
            "where nothing is shown, `render` gave an empty part",
            "leave out what has no words; return () when nothing is left",
        )


def _words_in(part: Part) -> str:
    """The words of a part; of one whose message is no text, those in its data."""
    if not part.data:
        return part.text
    return "\n".join(texts_in(part.data)) or part.data.decode("utf-8", "replace")


def _words(parts: Iterable[Part]) -> list[str]:
    return [word for part in parts for word in _words_in(part).split()]


def _first_missing(wanted: Iterable[str], found: Iterable[str]) -> str | None:
    """The first word that does not come where it should; words in between do no harm: a number, a greeting."""
    rest = iter(found)
    return next((word for word in wanted if word not in rest), None)


def _fits(text: str, can: Capabilities) -> bool:
    if not can.one_part:
        return True
    return length_of(text).segments <= can.parts if can.unit == "gsm" else len(text) <= can.one_part * can.parts


PROMISES: tuple[Promise, ...] = (
    the_same_words_give_the_same_parts,
    nothing_is_left_out_and_no_word_is_cut,
    the_text_is_complete_without_buttons,
    no_letter_is_cut,
    every_part_is_within_its_limits,
    buttons_are_within_their_limits,
    nothing_shown_is_nothing_sent,
)
