"""What a check of content found, for people and for programs."""

from collections.abc import Iterator

from channels.terminal.answers_as_json import all_as_json, on_a_line
from channels.terminal.content import Fault
from channels.terminal.content_check import Checked, Prompt, longest_prompt
from core.delivery.segments import ONE
from core.journey.proof import LONGEST, LONGEST_STRETCH, Claim, Proof
from core.release import Release


def as_line(fault: Fault) -> str:
    """One fault, where an editor finds it."""
    return f"{fault.file}:{fault.line}:{fault.column}: {fault.message}"


def check_as_json(checked: Checked) -> dict[str, object]:
    """All that was found."""
    longest = longest_prompt(checked.prompts)
    return {
        "ok": not checked.faults,
        "release": checked.release.id if checked.release else None,
        "counts": _counts(checked.release) if checked.release else {},
        "faults": [_fault(fault) for fault in checked.faults],
        "warnings": [_fault(fault) for fault in checked.warnings],
        "journeys": [_proof(proof) for proof in checked.proofs],
        "sms": {
            "limit": ONE["gsm"],
            "longest": _prompt(longest) if longest else None,
            "prompts": [_prompt(prompt) for prompt in checked.prompts],
        },
        "lix": [
            {"journey": one.journey, "question": one.question, "language": one.language, "lix": round(one.lix, 1)}
            for one in checked.readings
        ],
    }


def check_as_text(checked: Checked) -> str:
    """All that was found, faults last, so that they are what is seen."""
    lines: list[str] = []
    if checked.release:
        lines += _summary(checked.release)
        for proof in checked.proofs:
            lines += ["", *_of_proof(proof)]
        lines += ["", *_of_prompts(checked.prompts), *_of_readings(checked), ""]
    lines += [f"{as_line(warning)} (a warning)" for warning in checked.warnings]
    lines += [as_line(fault) for fault in checked.faults]
    count = len(checked.faults)
    if count:
        lines.append(f"{count} {'fault' if count == 1 else 'faults'}: nothing of this is loaded until mended.")
    else:
        lines.append("No faults.")
    return "\n".join(lines)


def _counts(release: Release) -> dict[str, int]:
    return {
        "journeys": len(release.journeys),
        "questions": sum(len(journey.questions) for journey in release.journeys.values()),
        "rules": sum(len(rules.suggested_help) for rules in release.rules.values()),
        "needs": sum(len(rules.needs) for rules in release.rules.values()),
        "pathways": len(release.pathways),
        "providers": len(release.providers),
        "texts": len(release.texts),
        "particulars": len(release.particulars),
        "open particulars": sum(1 for particular in release.particulars.values() if not particular.confirmed),
    }


def _summary(release: Release) -> list[str]:
    return [f"Release {release.id}", "  " + ", ".join(f"{count} {what}" for what, count in _counts(release).items())]


def _of_proof(proof: Proof) -> Iterator[str]:
    yield f"Journey {proof.journey}, over every way it can be answered:"
    if proof.longest:
        yield f"  every path ends, after at most {proof.longest.questions} questions (limit {LONGEST})"
        yield f"    {on_a_line(proof.longest.answers)}"
    if proof.longest_stretch:
        yield f"  by SMS and phone at most {proof.longest_stretch.questions} without a stop (limit {LONGEST_STRETCH})"
    for kind, says in (
        ("question", "questions asked of somebody"),
        ("condition", "conditions satisfiable, and not always true"),
        ("rule", "versions of rules that give somebody's suggestion"),
        ("result", "suggestions reachable"),
        ("need", "need levels reachable"),
        ("pathway", "pathways reachable"),
    ):
        claims = [claim for claim in proof.claims if claim.kind == kind]
        yield f"  {sum(1 for claim in claims if claim.proven)} of {len(claims)} {says}"
        if kind in ("rule", "pathway"):
            yield from (f"    {claim.name}: {_witness(claim)}" for claim in claims)


def _witness(claim: Claim) -> str:
    if claim.proven is None:
        return "NOT PROVEN"
    if claim.witness is None:
        return "NOT REACHABLE"
    return on_a_line(claim.witness) + (f", on {claim.day}" if claim.day else "")


def _of_prompts(prompts: tuple[Prompt, ...]) -> Iterator[str]:
    lengths: dict[str, list[str]] = {}
    for prompt in prompts:
        lengths.setdefault(prompt.name, []).append(f"{prompt.language} {prompt.units}")
    yield f"SMS, units of {ONE['gsm']}"
    yield from (f"  {name}: {', '.join(units)}" for name, units in lengths.items())
    longest = longest_prompt(prompts)
    if longest:
        yield (
            f"SMS: {len(prompts)} texts; the longest is {longest.name} in {longest.language}, "
            f"{longest.units} of {ONE['gsm']} units"
        )


def _of_readings(checked: Checked) -> Iterator[str]:
    if checked.readings:
        hardest = max(checked.readings, key=lambda one: one.lix)
        mean = sum(one.lix for one in checked.readings) / len(checked.readings)
        yield (
            f"LIX of question pages: {mean:.0f} on average; "
            f"the highest is `{hardest.question}` in {hardest.language}, {hardest.lix:.0f}"
        )


def _fault(fault: Fault) -> dict[str, object]:
    return {"file": fault.file, "line": fault.line, "column": fault.column, "message": fault.message}


def _prompt(prompt: Prompt) -> dict[str, object]:
    return {
        "name": prompt.name,
        "language": prompt.language,
        "units": prompt.units,
        "segments": prompt.segments,
        "alphabet": prompt.alphabet,
    }


def _proof(proof: Proof) -> dict[str, object]:
    return {
        "journey": proof.journey,
        "longest": proof.longest
        and {"questions": proof.longest.questions, "limit": LONGEST, "witness": all_as_json(proof.longest.answers)},
        "longest_without_stop": proof.longest_stretch
        and {
            "questions": proof.longest_stretch.questions,
            "limit": LONGEST_STRETCH,
            "witness": all_as_json(proof.longest_stretch.answers),
        },
        "claims": [
            {
                "kind": claim.kind,
                "name": claim.name,
                "says": claim.says,
                "proven": claim.proven,
                "witness": None if claim.witness is None else all_as_json(claim.witness),
                "day": claim.day and claim.day.isoformat(),
            }
            for claim in proof.claims
        ],
    }
