"""Why a condition holds: the minimal sets of answers that suffice to make it true (or false)."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product

from core.journey.condition import All, Any, Condition, Fact, NeedAtLeast, Not, Situation

Reason = frozenset[str]  # the questions whose answers suffice together
NONE: frozenset[Reason] = frozenset()
EMPTY: frozenset[Reason] = frozenset([frozenset()])


def sets(
    condition: Condition,
    want: bool,
    in_: Situation,
    behind: Mapping[str, Condition],
    needs: Mapping[str, frozenset[Reason]],
) -> frozenset[Reason]:
    """The minimal sufficient sets of questions for the condition to come out as `want`; none when it does not.

    An implied answer stands on what it follows from (`behind`), a need on its own reasons (`needs`).
    """

    def of(part: Condition, want: bool) -> frozenset[Reason]:
        return sets(part, want, in_, behind, needs)

    if condition.holds(in_) is not want:
        return NONE
    match condition:
        case All(parts):
            return minimal(joined(of(part, True) for part in parts) if want else gathered(parts, False, of))
        case Any(parts):
            return minimal(gathered(parts, True, of) if want else joined(of(part, False) for part in parts))
        case Not(part):
            return of(part, not want)
        case Fact(name):
            return of(in_.facts[name], want)
        case NeedAtLeast(need):
            return needs.get(need, EMPTY) if want else EMPTY
        case leaf if leaf.question in behind:
            return of(behind[leaf.question], True)
        case leaf if leaf.question in in_.answers:
            return frozenset([frozenset([leaf.question])])
    return EMPTY


def gathered(
    parts: Iterable[Condition], want: bool, of: Callable[[Condition, bool], frozenset[Reason]]
) -> frozenset[Reason]:
    """Any one part suffices: the sets of all parts together."""
    return frozenset[Reason]().union(*(of(part, want) for part in parts))


def joined(of_parts: Iterable[frozenset[Reason]]) -> frozenset[Reason]:
    """Every part is needed: one set of each, in every combination."""
    return frozenset(frozenset[str]().union(*choice) for choice in product(*of_parts))


def minimal(found: frozenset[Reason]) -> frozenset[Reason]:
    """Without the sets that contain another."""
    return frozenset(one for one in found if not any(other < one for other in found))


def ordered(found: Iterable[Reason], place: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """As they are shown: questions in the journey's order, the smallest sets first. The empty set says nothing."""
    sorted_sets = (tuple(sorted(one, key=lambda key: place.get(key, -1))) for one in found if one)
    return tuple(sorted(sorted_sets, key=lambda one: (len(one), one)))
