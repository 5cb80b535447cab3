"""Channels of other distributions, as they are installed beside the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from channels.kit.specimen import Specimen
from core.delivery.channel import Channel

GROUP = "veivalg.channels"


class FaultyPlugin(Exception):
    """A distribution offers a channel that cannot be used. The message says why, and never quotes a setting."""


class Plugin(Protocol):
    """What an entry point leads to: a module, mostly, with two functions."""

    def make(self, settings: Mapping[str, str]) -> Channel:
        """The channel by its settings (`settings_of`); ValueError, saying which, when one is missing or wrong."""
        ...

    def specimen(self) -> Specimen:
        """The channel for `veivalg channel check`, without any settings."""
        ...


@dataclass(frozen=True, slots=True)
class Installed:
    """A channel that is installed. Nothing of it is imported before it is loaded."""

    name: str
    distribution: str
    entry_point: EntryPoint

    def load(self) -> Plugin:
        """Import it; FaultyPlugin when it fails, or has not what a plug-in must have."""
        try:
            loaded: Plugin = self.entry_point.load()
        except Exception as error:
            raise FaultyPlugin(f"{self.told}: it cannot be imported ({type(error).__name__})") from error
        lacking = [name for name in ("make", "specimen") if not callable(getattr(loaded, name, None))]
        if lacking:
            raise FaultyPlugin(f"{self.told}: {self.entry_point.value} has no function {' and no '.join(lacking)}")
        return loaded

    @property
    def told(self) -> str:
        """Which one it is."""
        return f"the channel `{self.name}` of {self.distribution}"


def installed_channels() -> Mapping[str, Installed]:
    """Every channel that a distribution offers under `veivalg.channels`, by name. FaultyPlugin when two share one."""
    found: dict[str, Installed] = {}
    for point in entry_points(group=GROUP):
        one = Installed(point.name, point.dist.name if point.dist else "an unknown distribution", point)
        if point.name in found and found[point.name].distribution != one.distribution:
            raise FaultyPlugin(f"{one.told}: {found[point.name].distribution} has one of the same name")
        found[point.name] = one
    return found


def settings_of(name: str, environment: Mapping[str, str], public_url: str) -> dict[str, str]:
    """The settings of an installed channel: VEIVALG_PAPER_SLIP_SECRET is `secret` of `paper-slip`.

    `public_url` is that of the service, and always there.
    """
    prefix = f"VEIVALG_{name.replace('-', '_').upper()}_"
    named = {key.removeprefix(prefix).lower(): value for key, value in environment.items() if key.startswith(prefix)}
    return {name: value for name, value in named.items() if name} | {"public_url": public_url}
