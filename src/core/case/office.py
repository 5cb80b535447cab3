"""The office that runs the service: when it is open, how it is reached, and what it promises."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from core.case.hours import OpeningHours, read_hours
from core.delivery.numbers import NORDIC, Number, Reason, judge_number, read_number
from core.errors import Invalid


@dataclass(frozen=True)
class Office:
    """What an installation says of itself. Without hours set it keeps Nav's: weekdays 9 to 15."""

    name: str = ""
    address: str = ""
    unit: str = "office"  # whose queue new cases stand in
    phone: str = ""  # as it is shown, and as it is called from; empty when nobody answers one
    sms_account: str = ""  # the account that texts to numbers go out by; empty when there is none
    sms_number: str = ""  # where texts are sent to, as it is shown
    public_url: str = "http://127.0.0.1:8000"
    hours: OpeningHours = field(default_factory=lambda: read_hours("mon-fri 09:00-15:00"))
    tells_hours: bool = False  # whether they were set, and so are shown on pages
    answer_within: timedelta = timedelta(hours=6)  # opening hours: one working day
    urgent_within: timedelta = timedelta(hours=1)  # opening hours
    calls_in_slot: int = 2  # calls that can be made in one slot, in each language
    countries: frozenset[str] = NORDIC  # whose numbers are called and texted
    full: frozenset[str] = frozenset()  # slots found to be taken
    asked: frozenset[str] = frozenset()  # invites found to be another's

    @property
    def host(self) -> str:
        """The address of the pages, as it is written in a text."""
        return self.public_url.partition("://")[2]

    @cached_property
    def own_numbers(self) -> frozenset[str]:
        """The numbers that are ours, in the form of citizens': nothing is sent to them, and nobody writes from them."""
        return frozenset(filter(None, map(self._whole, (self.phone, self.sms_number))))

    def reads(self, given: str) -> Number:
        """The number of a text, when we may call it; else raise Invalid with the reason. Our own is a service's."""
        number = read_number(given, self.countries)
        if number.e164 in self.own_numbers:
            raise Invalid(Reason.SERVICE)
        return number

    def _whole(self, shown: str) -> str:
        """A number as it is shown, in whole; empty when it is none that could be called from abroad."""
        try:
            return judge_number(shown, self.countries).e164
        except Invalid:
            return ""

    def answers_by(self, now: datetime, urgent: bool = False) -> datetime:
        """When a person has answered at the latest what came in now, counted in opening hours."""
        return self.hours.add(now, self.urgent_within if urgent else self.answer_within)


OFFICE = Office()
