"""Whose request it is: the address behind the configured proxies (account-service.md, Who it serves)."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]

UNKNOWN = "unknown"
"""What is counted for a peer without an IP address."""
_MOST_HOPS = 32
_PREFIX = 64


def networks(texts: Iterable[str]) -> Networks:
    """Networks in CIDR form; ``ValueError`` for anything else."""
    return tuple(ip_network(text, strict=False) for text in texts)


def parsed(text: str) -> Address | None:
    """An address as it stands in a header: with or without a port, IPv6 with or without brackets. One that
    holds an IPv4 address is that address.
    """
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _is_in(address: Address, proxies: Networks) -> bool:
    return any(address in network for network in proxies if network.version == address.version)


@lru_cache(maxsize=1024)
def client_address(peer: str | None, forwarded: Sequence[str], proxies: Networks) -> str:
    """The text that budgets are counted on: an IPv4 address, or the /64 of an IPv6 address.

    ``forwarded``: the values of ``X-Forwarded-For`` in the order of their lines. They count only when
    ``peer`` is a proxy, and are read from the right to the first hop that is none of them; what cannot be
    read ends the reading.
    """
    address = parsed(peer) if peer else None
    if address is None:
        return UNKNOWN
    if proxies and _is_in(address, proxies):
        hops = [hop for line in forwarded for hop in line.split(",")]
        for hop in reversed(hops[-_MOST_HOPS:]):
            found = parsed(hop)
            if found is None:
                break
            address = found
            if not _is_in(address, proxies):
                break
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, _PREFIX), strict=False))
    return str(address)


def is_loopback(host: str) -> bool:
    """Whether everything that ``host`` stands for can be reached from this machine only."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(ip_address(str(one).partition("%")[0]).is_loopback for one in found)
