"""Other answers, tried: what they would change, and which of them it rests on. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.journey.answer import Answer, Answers
from core.journey.journey import Journey, walk
from core.needs.picture import Picture, assess
from core.release import Release


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The picture of the answers that stand, and of those tried.

    `changed` are the tried answers that differ and lie on the path; `gone` the questions whose answers would be set
    aside; `decisive` those changed answers without which the suggestion would be another again.
    """

    before: Picture
    after: Picture
    changed: Mapping[str, Answer]
    gone: tuple[str, ...]
    decisive: frozenset[str]


def what_if(release: Release, journey: Journey, given: Answers, tried: Mapping[str, Answer], day: date) -> WhatIf:
    """Try answers over the ones that stand. They were accepted by their questions."""
    answers = {**given, **tried}
    path, stood = walk(journey, answers), walk(journey, given)
    changed = {key: value for key, value in tried.items() if given.get(key) != value and key in path.asked}
    before, after = _picture(release, journey, given, day), _picture(release, journey, answers, day)
    differs = before.help is not after.help
    return WhatIf(
        before=before,
        after=after,
        changed=changed,
        gone=tuple(key for key in path.aside if key in stood.asked and key in given),
        decisive=frozenset(
            key
            for key in (changed if differs else ())
            if _without(release, journey, given, answers, key, day).help is not after.help
        ),
    )


def _without(release: Release, journey: Journey, given: Answers, answers: Answers, key: str, day: date) -> Picture:
    """The picture when one answer stays as it stands, and the others are as tried."""
    rest = {name: value for name, value in answers.items() if name != key}
    return _picture(release, journey, {**rest, **({key: given[key]} if key in given else {})}, day)


def _picture(release: Release, journey: Journey, given: Answers, day: date) -> Picture:
    return assess(journey, release.rules[journey.key], release.pathways, given, day)
