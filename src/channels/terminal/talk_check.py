"""The texts of talking as they are longest, for checking that each fits one SMS."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from core import when
from core.case.office import Office
from core.conversation.saying import Saying
from core.journey.journey import Journey
from core.release import Release
from core.text import Text

TALK = "talk_"
ELSEWHERE = ("_screen", "_phone")  # never sent as an SMS
# Made of sentences of the result, or never sent by SMS.
NOT_ONE = (
    "talk_reasons", "talk_reasons_some", "talk_pathways", "talk_check_list", "talk_aloud_press",
    "talk_plan_agreed", "talk_plan_theirs", "talk_counsellor_says", "talk_referral_consent",
)  # fmt: skip
GAP = re.compile(r"\{([^{}]*)\}")
TOGETHER = 2  # segments of a text of urgent help with the one on who reads it
LONGEST_OFFICE = Office(phone="+47 55 55 33 33", sms_number="+47 594 12 345", public_url="https://veiledning.fylket.no")
MOMENTS = ("by", "next", "from", "to", "at", "slot1", "slot2", "slot3")
YEAR = [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days) for days in range(365)]
SIMPLE: Mapping[str, str] = {
    **dict.fromkeys(("n", "N", "k"), "12"),
    **dict.fromkeys(("number", "last", "digit"), "8"),
    "numbers": "1, 2, 3, 4, 5, 6, 7 og 8",
    "clock": "20.00",
    "low": "2020-01-01",
    "high": "2030-12-31",
    "pin": "4821",
    "name": "Anne-Kristine Vestergaard",
    "unit": "Karrieresenteret i Møre og Romsdal",
    "code": "KF72-MPQX-3HWT",
    "link": "https://veiledning.fylket.no/resume/KF7-2MP",
}
KNOWN = frozenset(
    (
        *SIMPLE,
        *MOMENTS,
        *(f"{one}_day" for one in MOMENTS),
        *(f"{one}_clock" for one in MOMENTS),
        *("until", "on", "title", "standing", "given", "names", "phone", "host", "sms_number"),
        *("reasons", "ways", "answers", "items", "words", "unit", "purpose", "fields"),
    )
)


def talk_texts(release: Release, journey: Journey, language: str, today: date) -> Iterator[tuple[str, str]]:
    """Every text that goes out as one SMS, by its key, with the longest values that its gaps can take.

    Both as it is said now and as it is said when a particular that it names no longer holds.
    """
    saying = _saying(release, journey, language, today)
    values = _longest(saying)
    for key, text in release.texts.items():
        if key.startswith(TALK) and not key.endswith(ELSEWHERE) and key not in NOT_ONE and not _gaps(text) - KNOWN:
            yield key, saying.fill(saying.of(text), values)
            if text.otherwise:
                yield key, saying.fill(text.otherwise[language], values)


def talk_unfilled(release: Release) -> Iterator[tuple[str, str]]:
    """Gaps that nothing fills, with the key of their text."""
    for key, text in release.texts.items():
        if key.startswith(TALK):
            yield from ((key, gap) for gap in sorted(_gaps(text) - KNOWN))


def talk_together(release: Release, journey: Journey, language: str, today: date) -> Iterator[tuple[str, str, str]]:
    """The texts of urgent help, each with every text on who reads it, in one message."""
    texts = dict(reversed(list(talk_texts(release, journey, language, today))))  # as they are said now
    others = {key: text for key, text in texts.items() if key.startswith("talk_reads_")}
    for key, text in texts.items():
        if key.startswith("talk_urgent_"):
            yield from ((key, other, f"{text}\n{reads}") for other, reads in others.items())


def _saying(release: Release, journey: Journey, language: str, today: date) -> Saying:
    return Saying(release, journey, LONGEST_OFFICE, language, "sms", datetime.combine(today, time(12), UTC))


def _longest(saying: Saying) -> dict[str, str]:
    questions, language = saying.journey.questions, saying.language
    titles = (saying.title(question, one.key) for question in questions for one in question.options)
    shorts = sorted((saying.of(question.short) for question in questions), key=len)[-3:]
    return {
        **SIMPLE,
        **dict.fromkeys(MOMENTS, _most(when.day_and_clock(one, language, one.date()) for one in YEAR)),
        **dict.fromkeys(
            (f"{name}_day" for name in MOMENTS), _most(when.day(one.date(), language, one.date()) for one in YEAR)
        ),
        **dict.fromkeys((f"{name}_clock" for name in MOMENTS), when.clock(YEAR[0])),
        **dict.fromkeys(("until", "on"), _most(when.day(one.date(), language, date.max) for one in YEAR)),
        **dict.fromkeys(("title", "standing", "given"), _most(titles)),
        "names": f"{', '.join(shorts)} and 9 more",
    }


def _gaps(text: Text) -> set[str]:
    """What a text leaves open; particulars are filled by themselves."""
    said = (*text.languages.values(), *(text.otherwise or {}).values())
    return {gap for one in said for gap in GAP.findall(one) if not gap.startswith("particular.")}


def _most(words: Iterable[str]) -> str:
    """The words that take most letters."""
    return max(words, key=len, default="")
