"""How far the citizen is stands beside every question, and is always that of the answers as they are by then."""

from random import Random

import pytest
from tests.unit.conversation.people import Person, release

from core.conversation.turn import Prompt
from core.journey.journey import walk

MOST = 40  # texts
SAID = ("1", "2", "3", "4", "9", "hopp", "34", "Agder", "tilbake", "ja", "hei")


@pytest.mark.parametrize("seed", range(12))
async def test_progress_is_that_of_the_path_after_the_turn(seed: int) -> None:
    """Also when an answer takes others off the path, and when one brings them back."""
    anna, chance = Person(), Random(seed)
    told = 0
    for _ in range(MOST):
        turn = await anna.texts(chance.choice(SAID))
        path = walk(release().journey("work-needs"), (await anna.state()).given())
        for prompt in turn.prompts:
            if prompt.kind == "question" and prompt.values:
                told += 1
                answered = len(path.asked) - len(path.open)
                assert _progress(prompt) == (min(answered + 1, len(path.asked)), len(path.asked))
    assert told > 3


def _progress(prompt: Prompt) -> tuple[int, int]:
    values = dict(prompt.values)
    return int(values["n"]), int(values["N"])
