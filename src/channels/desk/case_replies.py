"""Replies that are ready to be put into the box and changed: by topic, in the citizen's own language."""

import re
from dataclasses import dataclass

from channels.desk.session import Guest
from core.delivery.segments import length_of
from core.release import Release

BEGINS, TOPIC, TITLE = "reply_", "reply_topic_", "_title"
GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Ready:
    """One of them: what it is called, in words of the desk; what it says, in the citizen's; its length as an SMS."""

    key: str
    topic: str
    title: str
    said: str
    segments: int


def ready_replies(visit: Guest, language: str, by: str) -> list[Ready]:
    """All of them, by topic as they stand in the content. Gaps are filled; what nobody knows is left to be written."""
    release = visit.service.releases.current
    filled = {"name": visit.who.name if visit.who else "", "by": by}
    return [_ready(visit, release, key, language, filled) for key in _keys(release)]


def reply_of(visit: Guest, key: str, language: str, by: str) -> str:
    """What one of them says; empty when there is none by that key."""
    release = visit.service.releases.current
    filled = {"name": visit.who.name if visit.who else "", "by": by}
    return _said(visit, release, key, language, filled) if key in _keys(release) else ""


def _keys(release: Release) -> list[str]:
    keys = [key for key in release.texts if key.startswith(BEGINS) and not key.startswith(TOPIC)]
    return [key for key in keys if f"{key}{TITLE}" in release.texts and _topic(release, key)]


def _topic(release: Release, key: str) -> str:
    topic = key.removeprefix(BEGINS).partition("_")[0]
    return topic if f"{TOPIC}{topic}" in release.texts else ""


def _ready(visit: Guest, release: Release, key: str, language: str, filled: dict[str, str]) -> Ready:
    said = _said(visit, release, key, language, filled)
    topic = visit.say(f"{TOPIC}{_topic(release, key)}")
    return Ready(key, topic, visit.say(f"{key}{TITLE}"), said, length_of(said).segments)


def _said(visit: Guest, release: Release, key: str, language: str, filled: dict[str, str]) -> str:
    template = release.texts[key].on(visit.day, language)
    return GAP.sub(lambda gap: filled.get(gap[1]) or gap[0], template)
