"""A summary for whoever takes a case over, made of the case; its writer changes it before it goes."""

from collections.abc import Iterator

from channels.desk.case_need import need_of
from channels.desk.case_timeline import entries, shortened
from channels.desk.case_words import moment, place
from channels.desk.session import Visit
from core.case.desk import CaseFile
from core.case.interpreters import interpreter_name
from core.release import Release

LAST = 2  # of the citizen's own words
LONG = 200  # letters of each


def summary(visit: Visit, release: Release, file: CaseFile) -> str:
    """What it is about, what was suggested and why, what the citizen thinks, and what was said last."""
    return "\n".join(_lines(visit, release, file))


def _lines(visit: Visit, release: Release, file: CaseFile) -> Iterator[str]:
    case, state = file.case, file.known.state
    topic = release.journey(file.known.journey).title.on(visit.day, visit.language)
    yield visit.say("desk_sum_topic", topic=topic, form=visit.say(f"desk_form_{state.language}"),
                    channel=place(visit, state.talk.lead or "web"))  # fmt: skip
    if case.interpreter:
        yield visit.say("desk_sum_interpreter", wanted=interpreter_name(case.interpreter, visit.language))
    need = need_of(visit, release, file)
    if need:
        yield visit.say("desk_sum_need", title=need.title)
        yield from (f"- {reason}" for reason in need.reasons)
        if need.view:
            said = f": {need.words}" if need.words else ""
            yield f"{visit.say(f'desk_case_view_{need.view}')}{said}"
    told = entries(visit, release, file)
    for entry in [one for one in told if one.kind == "words"][-LAST:]:
        yield visit.say("desk_sum_said", at=moment(visit, entry.at), words=shortened(entry.words or entry.text, LONG))
    replies = sum(one.kind == "reply" for one in told)
    yield visit.say("desk_sum_replies", n=replies)
    yield visit.say("desk_case_by", by=moment(visit, case.promised_by))
