"""What is shown, as it would be said aloud: one part, with a pause after every few choices."""

from collections.abc import Iterator, Sequence

from core.delivery.channel import Capabilities, Part, Shown
from core.journey.answer import NoValue

AT_ONCE = 4  # choices that can be kept in mind while they are heard
# Nothing is sent to a phone: what a machine says might be heard by a mailbox, or by whoever picks up.
VOICE = Capabilities(form="voice", reachable=False)


def render(shown: Sequence[Shown]) -> tuple[Part, ...]:
    """Everything that a turn shows, in one part. A line is what is said without a pause."""
    said = "\n".join(line for one in shown for line in _lines(one))
    return (Part(said),) if said else ()


def _lines(shown: Shown) -> Iterator[str]:
    """The words of one prompt, broken before every fifth choice."""
    begins = 0
    for place in [*_places(shown)[AT_ONCE::AT_ONCE], len(shown.text)]:
        if line := " ".join(shown.text[begins:place].split()):
            yield line
        begins = place


def _places(shown: Shown) -> list[int]:
    """Where each choice with a digit begins in the words, sought from the end: a question may name them before."""
    places: list[int] = []
    end = len(shown.text)
    for option in reversed([one for one in shown.options if one.digit and one.key != NoValue.NOT_SURE.value]):
        found = shown.text.rfind(option.title, 0, end)
        if found < 0:
            return []
        places.append(found)
        end = found
    return places[::-1]
