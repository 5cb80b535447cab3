"""What a front-end may want to know before it begins."""

from collections.abc import Awaitable, Callable
from datetime import UTC

from channels.chat.capabilities import LONGEST_TITLE, MOST_CHOICES
from channels.chat.follow import LONGEST
from channels.chat.problem_words import TITLES
from channels.chat.service import Chat
from channels.chat.shapes import Moment, Out
from channels.chat.tokens import GOOD_FOR, RENEWED_FOR
from core.case.norway import today
from core.case.period import DAYS, Period
from core.text import LANGUAGES

LONGEST_MESSAGE = 2000


class JourneyOut(Out):
    """A journey, and the languages that it is complete in."""

    key: str
    title: dict[str, str]
    languages: tuple[str, ...]


class LimitsOut(Out):
    """How much, how often, how long. Minutes are clock minutes; 0 is no limit."""

    message_characters: int
    writes_a_minute_in_a_conversation: int
    requests_a_minute_with_a_key: int
    beginnings_a_minute_from_a_network: int
    token_minutes: int
    token_renewable_hours: int
    long_poll_seconds: int


class CapabilityLimits(Out):
    """The widest limits that a front-end can declare."""

    max_choices: int
    choice_title_max: int
    text_formats: tuple[str, ...]


class Hours(Out):
    """When a person answers, in Norwegian time."""

    open_now: bool
    next_open: Moment
    weekdays: dict[str, tuple[str, ...]]


class Meta(Out):
    """The service as it is now."""

    content_version: str
    journeys: tuple[JourneyOut, ...]
    limits: LimitsOut
    capabilities: CapabilityLimits
    opening_hours: Hours
    channels: tuple[str, ...]


class ProblemKind(Out):
    """A code that a problem may have, and what it is called."""

    code: str
    title: dict[str, str]


class Problems(Out):
    """Every code."""

    problems: tuple[ProblemKind, ...]


def meta(chat: Chat) -> Callable[..., Awaitable[Meta]]:
    """The route."""

    async def meta() -> Meta:
        """Languages, limits, opening hours, and the version of the content."""
        release, now, office = chat.releases.current, chat.clock.now(), chat.office
        day = today(now)
        return Meta(
            content_version=release.id,
            journeys=tuple(
                JourneyOut(
                    key=journey.key,
                    title={language: journey.title.on(day, language) for language in journey.languages},
                    languages=journey.languages,
                )
                for journey in release.journeys.values()
            ),
            limits=_limits(chat),
            capabilities=CapabilityLimits(
                max_choices=MOST_CHOICES, choice_title_max=LONGEST_TITLE, text_formats=("plain",)
            ),
            opening_hours=Hours(
                open_now=office.hours.is_open(now),
                next_open=office.hours.next_open(now).astimezone(UTC).isoformat(timespec="seconds"),
                weekdays={
                    DAYS[weekday]: tuple(_period(period) for period in periods)
                    for weekday, periods in sorted(office.hours.weekdays.items())
                },
            ),
            channels=("chat", "web", "phone", *(("sms",) if office.sms_account else ())),
        )

    return meta


def problems(_: Chat) -> Callable[..., Awaitable[Problems]]:
    """The route."""

    async def problems() -> Problems:
        """What `type` of a problem leads to: every code, and what it is called."""
        return Problems(
            problems=tuple(
                ProblemKind(code=code, title=dict(zip(LANGUAGES, titles, strict=True)))
                for code, titles in TITLES.items()
            )
        )

    return problems


def _limits(chat: Chat) -> LimitsOut:
    return LimitsOut(
        message_characters=LONGEST_MESSAGE,
        writes_a_minute_in_a_conversation=chat.limits.conversation,
        requests_a_minute_with_a_key=chat.limits.key,
        beginnings_a_minute_from_a_network=chat.limits.network,
        token_minutes=int(GOOD_FOR.total_seconds() // 60),
        token_renewable_hours=int(RENEWED_FOR.total_seconds() // 3600),
        long_poll_seconds=LONGEST,
    )


def _period(period: Period) -> str:
    return f"{period.begins:%H:%M}-{period.ends:%H:%M}"
