"""Where the service may send requests to, that somebody else named."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LONGEST = 500  # letters of an address
NAT64 = IPv6Network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is allowed. `private`: also without TLS, and to this machine and its network, as in a demonstration.

    `hosts`: these hosts alone, and what stands under them; none for every host in public.
    """

    private: bool = False
    hosts: tuple[str, ...] = ()

    def fault(self, url: str) -> str:
        """What is wrong with an address as it is written; empty when nothing is."""
        if len(url) > LONGEST or not url.isascii() or any(letter <= " " or letter == "\x7f" for letter in url):
            return "url_invalid"
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return "url_invalid"
        host = (parts.hostname or "").rstrip(".")
        if not host or port == 0 or parts.username is not None or parts.fragment or "\\" in url:
            return "url_invalid"
        if parts.scheme != "https" and not (self.private and parts.scheme == "http"):
            return "url_not_https"
        if not self._listed(host) or not (self._named(host) or self.private):
            return "url_not_allowed"
        return ""

    def allows(self, address: str) -> bool:
        """Whether a host's address, as it was looked up, may be connected to."""
        try:
            return self.private or is_public(ip_address(address))
        except ValueError:
            return False

    def _listed(self, host: str) -> bool:
        return not self.hosts or any(host == one or host.endswith(f".{one}") for one in self.hosts)

    def _named(self, host: str) -> bool:
        """Whether a host stands for somebody in public: a name with a dot, or a public address."""
        try:
            return is_public(ip_address(host))
        except ValueError:
            return "." in host and not host.endswith((".localhost", ".local", ".internal")) and not _numeric(host)


def is_public(address: Address) -> bool:
    """Whether an address is somebody's in public, through whatever form of it. Others are ours, or nobody's."""
    if isinstance(address, IPv6Address):
        if within := _within(address):
            return is_public(within)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def _within(address: IPv6Address) -> IPv4Address | None:
    """The address of the older kind that one of the newer stands for."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def _numeric(host: str) -> bool:
    """Whether it may be read as a number, as in 127.1 or 0x7f.0.0.1: resolvers do."""
    last = host.rpartition(".")[2]
    return last.isdigit() or last.startswith("0x")
