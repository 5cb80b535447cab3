"""What the service does by itself outlives its failures, and is missed when it does not succeed."""

from datetime import timedelta

from tests.fakes import FakeClock

from adapters.errand import Errand


class Work:
    """Work that fails as often as it is told to."""

    def __init__(self, failures: int) -> None:
        self.failures, self.done = failures, 0

    async def __call__(self) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError
        self.done += 1


async def test_a_failure_is_no_end() -> None:
    work = Work(failures=1)
    errand = Errand("forgetting", work, 60, FakeClock())
    assert not await errand.once()
    assert await errand.once()
    assert work.done == 1


async def test_what_has_not_succeeded_for_long_is_told() -> None:
    clock = FakeClock()
    errand = Errand("forgetting", Work(failures=9), 60, clock)
    clock.forward(timedelta(seconds=179))
    await errand.once()
    assert errand.overdue() == []
    clock.forward(timedelta(seconds=2))
    assert errand.overdue() == ["forgetting has not succeeded since 2026-11-24T09:00+00:00"]
