"""A believable office, made by the use cases themselves: forty made-up citizens in every channel and state."""

from datetime import datetime, time, timedelta
from random import Random

from adapters.clock import SystemClock
from adapters.content.load import read_content
from adapters.content.stored_releases import StoredReleases
from adapters.master_key import key_ring
from adapters.settings import Settings
from adapters.store.open import store_at
from core.case.norway import DAY, at, today
from core.case.office import Office
from core.conversation.turn import Known
from core.errors import Conflict
from demo.people import NUMBERS, TEXTS, Citizen, Desk, House, SetClock
from demo.staff import PEOPLE, let_in
from demo.stories import STORIES, offered

AGO = (0, 1, 0, 0, 3, 0, 1, 0, 2, 0)  # days ago that they came
CHANNELS = ("web", "sms", "chat", "sms", "web")
LANGUAGES = ("nb", "nb", "nn", "en", "nb", "nn")


async def seed(settings: Settings, office: Office, issuer: str = "") -> int:
    """Make the office; how many citizens it has. Conflict when they are there already."""
    store = store_at(settings.database_url, key_ring(settings), clock := SetClock(SystemClock().now()))
    try:
        releases = StoredReleases(read_content(settings.content), store)
        await releases.save()
        await let_in(store.staff, issuer or settings.oidc_issuer or "https://demo.invalid")
        if isinstance(await store.conversation(TEXTS, f"{NUMBERS}1001"), Known):
            raise Conflict("the made-up citizens are here already; use another database")
        house = House(store, releases, clock, office, Random(14))  # noqa: S311 - the same office each time
        counsellors = [one.staff for one in PEOPLE if one.staff.unit == office.unit and "counsellor" in one.staff.roles]
        stories = [story for story, times in STORIES for _ in range(times)]
        for n, story in enumerate(stories):
            clock.moment = _came(n)
            channel, language = CHANNELS[n % len(CHANNELS)], LANGUAGES[n % len(LANGUAGES)]
            sender = f"{NUMBERS}{1000 + n:04}" if channel == "sms" else f"seed-{clock.moment.timestamp():.0f}-{n:04}"
            staff = counsellors[n % len(counsellors)] if story is not offered else counsellors[0]
            await story(Citizen(house, channel, language, sender), Desk(house, staff))
            await house.sends()
        return len(stories)
    finally:
        await store.close()


def _came(n: int) -> datetime:
    """Most of them today, some on the days before, in the morning hours."""
    days, now = AGO[n % len(AGO)], SystemClock().now()
    if not days:
        return now - timedelta(minutes=50 + 37 * n % 300)
    return at(today(now) - DAY * days, time(8 + n % 6, 7 * n % 60))
