"""A needs picture in JSON."""

from collections.abc import Set
from dataclasses import astuple
from datetime import date
from typing import Any

from adapters.store.codec.apart import Apart
from core.needs.picture import FoundNeed, FoundPathway, Picture, Reasons
from core.needs.rule import Help


def write_picture(picture: Picture, private: Set[str], apart: Apart) -> dict[str, Any]:
    """The picture, with gaps for the answers to private questions."""
    return {
        "journey": picture.journey,
        "as_of": picture.as_of.isoformat(),
        "help": picture.help.value,
        "rule": picture.rule,
        "rule_version": picture.rule_version,
        "reasons": picture.reasons,
        "needs": [astuple(need) for need in picture.needs],
        "pathways": [astuple(pathway) for pathway in picture.pathways],
        "answers": {key: apart.gap(value, key in private) for key, value in picture.answers.items()},
        "not_used": picture.not_used,
        "missing": picture.missing,
        "not_sure": picture.not_sure,
        "would_decide": picture.would_decide,
        "rests_on_not_sure": picture.rests_on_not_sure,
    }


def read_picture(read: dict[str, Any], apart: Apart) -> Picture:
    """The picture again, as it was frozen."""
    return Picture(
        journey=read["journey"],
        as_of=date.fromisoformat(read["as_of"]),
        help=Help(read["help"]),
        rule=read["rule"],
        rule_version=read["rule_version"],
        reasons=_sets(read["reasons"]),
        needs=tuple(FoundNeed(key, level, _sets(reasons)) for key, level, reasons in read["needs"]),
        pathways=tuple(
            FoundPathway(key, number, offer, provider, _sets(reasons))
            for key, number, offer, provider, reasons in read["pathways"]
        ),
        answers={key: apart.fill(value) for key, value in read["answers"].items()},
        not_used=tuple(read["not_used"]),
        missing=tuple(read["missing"]),
        not_sure=tuple(read["not_sure"]),
        would_decide=_sets(read["would_decide"]),
        rests_on_not_sure=read["rests_on_not_sure"],
    )


def _sets(read: list[list[str]]) -> Reasons:
    return tuple(tuple(one) for one in read)
