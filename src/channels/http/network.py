"""The network that a request came from, for counting tries."""

from ipaddress import ip_address, ip_network


def network_of(host: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 address: a household has one of the first and all of the second."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(address) if address.version == 4 else str(ip_network((int(address), 64), strict=False))
