"""Content as it was loaded, for people and for programs."""

from channels.terminal.conditions_as_yaml import as_yaml, on_a_line
from core.journey.condition import Condition
from core.journey.journey import Journey
from core.journey.question import Option, Question
from core.pathway.pathway import Pathway
from core.pathway.provider import Provider
from core.release import Release
from core.text import Text

Tree = dict[str, object]
SAID = ("offline_step", "cost", "bring", "after", "duration", "decides", "legal_basis")


def journey_as_json(release: Release, journey: Journey) -> Tree:
    """One journey, question by question."""
    return {
        "journey": journey.key,
        "release": release.id,
        "title": _text(journey.title),
        "languages": list(journey.languages),
        "result_after": journey.result_after,
        "sections": [{"section": section.key, "text": _text(section.text)} for section in journey.sections],
        "questions": [_question(question) for question in journey.questions],
        "facts": [{"fact": name, "when": as_yaml(fact)} for name, fact in journey.facts.items()],
        "implied": [{"when": as_yaml(one.when), "answers": dict(one.answers)} for one in journey.implied],
        "stops": [{"stop": s.key, "before": s.before, "channels": list(s.channels)} for s in journey.stops],
    }


def release_as_json(release: Release) -> Tree:
    """All journeys, pathways and providers."""
    return {
        "release": release.id,
        "journeys": [journey_as_json(release, journey) for journey in release.journeys.values()],
        "pathways": [_pathway(pathway) for pathway in release.pathways],
        "providers": [_provider(provider) for provider in release.providers.values()],
    }


def journey_as_text(release: Release, journey: Journey) -> str:
    """One journey, to read."""
    lines = [f"{journey.key}: {_said(journey.title)} (release {release.id}; {', '.join(journey.languages)})"]
    for place, question in enumerate(journey.questions, start=1):
        lines += ["", *_question_lines(place, question)]
    lines += ["", *(f"fact {name}: {on_a_line(fact)}" for name, fact in journey.facts.items())]
    for implied in journey.implied:
        follows = ", ".join(f"{key}={answer}" for key, answer in implied.answers.items())
        lines.append(f"implied: {follows} when {on_a_line(implied.when)}")
    lines += [f"stop {stop.key}: before {stop.before}, {', '.join(stop.channels)}" for stop in journey.stops]
    return "\n".join(lines)


def release_as_text(release: Release) -> str:
    """All journeys, pathways and providers, to read."""
    lines = [f"Release {release.id}", "", "Journeys"]
    lines += [
        f"  {journey.key}: {_said(journey.title)} ({len(journey.questions)} questions)"
        for journey in release.journeys.values()
    ]
    lines += ["", "Pathways"]
    for pathway in release.pathways:
        condition = on_a_line(pathway.condition) if pathway.condition else "anyone"
        lines.append(
            f"  {pathway.number:2} {pathway.key} ({pathway.place.value}, {pathway.offer}): {_said(pathway.title)}"
        )
        lines.append(f"       for {condition}; {pathway.provider}")
    lines += ["", "Providers"]
    lines += [
        f"  {provider.key} ({provider.kind}{', ' + provider.county if provider.county else ''}): {_said(provider.name)}"
        for provider in release.providers.values()
    ]
    return "\n".join(lines)


def _text(text: Text | None) -> Tree | None:
    return dict(text.languages) if text else None


def _said(text: Text) -> str:
    return " · ".join(dict.fromkeys(text.languages.values()))


def _question(question: Question) -> Tree:
    groups = {option.key: group.key for group in question.groups for option in group.options}
    tree: Tree = {
        "question": question.key,
        "section": question.section,
        "type": question.kind.value,
        "private": question.private,
        "optional": question.optional,
        "by_name": question.by_name,
        "unknown_asks": question.unknown_asks,
        "text": _text(question.text),
        "short": _text(question.short),
        "hint": _text(question.hint),
        "why": _text(question.why),
        "narrow": _text(question.narrow),
        "topic": _text(question.topic),
        "said": _text(question.said),
        "source": question.source,
        "not_sure_ref": question.not_sure_ref,
        "from": question.at_least,
        "to": question.at_most,
        "ask_when": _condition(question.ask_when),
        "skip_when": _condition(question.skip_when),
        "options": [_option(option, groups.get(option.key, "")) for option in question.options],
    }
    if question.groups:
        tree["groups"] = [
            {"group": group.key, "text": _text(group.text), "narrow": _text(group.narrow)} for group in question.groups
        ]
    return tree


def _option(option: Option, group: str) -> Tree:
    return {
        "option": option.key,
        "text": _text(option.text),
        "narrow": _text(option.narrow),
        "said": _text(option.said),
        "source_ref": option.source_ref,
        "group": group,
        "exclusive": option.exclusive,
        "names": list(option.names),
    }


def _condition(condition: Condition | None) -> Tree | None:
    return as_yaml(condition) if condition else None


def _pathway(pathway: Pathway) -> Tree:
    return {
        "pathway": pathway.key,
        "number": pathway.number,
        "place": pathway.place.value,
        "offer": pathway.offer,
        "provider": pathway.provider,
        "title": _text(pathway.title),
        "summary": _text(pathway.summary),
        "first_step": _text(pathway.first_step),
        "who_does": pathway.who_does,
        "steps": [{"who": step.who, "text": _text(step.text)} for step in pathway.steps],
        **{name: _text(getattr(pathway, name)) for name in SAID},
        "for": _condition(pathway.condition),
        "own_when": _condition(pathway.own_when),
        "first_when": _condition(pathway.first_when),
        "needs": list(pathway.needs),
        "counties": {county: override.provider for county, override in pathway.counties.items()},
        "source": pathway.source.name,
        "source_url": pathway.source.url,
        "checked_on": pathway.source.checked_on.isoformat(),
    }


def _provider(provider: Provider) -> Tree:
    return {
        "provider": provider.key,
        "kind": provider.kind,
        "county": provider.county,
        "name": _text(provider.name),
        "url": provider.url,
        "phone": _text(provider.phone),
        "fallback": provider.fallback,
        "source": provider.source.name,
        "checked_on": provider.source.checked_on.isoformat(),
    }


def _question_lines(place: int, question: Question) -> list[str]:
    marks = [question.kind.value]
    marks += [mark for mark in ("private", "optional", "by_name", "unknown_asks") if getattr(question, mark)]
    if question.at_least is not None or question.at_most is not None:
        marks.append(f"{question.at_least} to {question.at_most}")
    lines = [f"{place}. {question.key} ({', '.join(marks)}): {_said(question.text)}"]
    if question.ask_when:
        lines.append(f"   asked when {on_a_line(question.ask_when)}")
    if question.skip_when:
        lines.append(f"   not when {on_a_line(question.skip_when)}")
    if not question.groups:
        return lines + [f"   - {option.key}: {_said(option.text)}" for option in question.options]
    for group in question.groups:
        lines.append(f"   {group.key}: {_said(group.text)}")
        lines += [f"     - {option.key}: {_said(option.text)}" for option in group.options]
    return lines
