"""Whom a push may be sent to: hosts of a list, by https, at an address that everybody can reach.

The address is judged as it is connected to, so a name that answers otherwise the second time gains nothing.
"""

import ipaddress
import socket
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from django.conf import settings

HTTPS_PORT = 443

Address: TypeAlias = tuple[int, int, int, str, tuple[Any, ...]]  # as `socket.getaddrinfo` finds one


class HostRefused(OSError):
    """Nothing is sent there. An `OSError`, so that whoever connects takes it for an address that failed."""


def is_push_service(endpoint: str) -> bool:
    """Tell whether an endpoint belongs to a push service that we know, by its form alone."""
    try:
        url = urlsplit(endpoint)
        port = url.port
    except ValueError:
        return False
    if is_tried(endpoint):
        return True
    is_plain = "@" not in url.netloc and port in {None, HTTPS_PORT} and endpoint.isascii()
    return url.scheme == "https" and is_plain and _is_listed(url.hostname or "")


def is_tried(endpoint: str) -> bool:
    """Tell whether tests listen there."""
    return bool(settings.PUSH_TRIED_AT) and endpoint.startswith(f"{settings.PUSH_TRIED_AT}/")


def origin_of(endpoint: str) -> str:
    """Return scheme, host and port: whom a VAPID token is for."""
    url = urlsplit(endpoint)
    return f"{url.scheme}://{url.netloc}"


def connect_to(address: Address) -> socket.socket:
    """Return a socket for an address that a name stands for. *Refuses*: `HostRefused` for a private one."""
    family, kind, protocol, _name, place = address
    if not _is_public(place[0]):
        raise HostRefused(f"{place[0]} is no address of a push service")
    return socket.socket(family=family, type=kind, proto=protocol)


def connect_to_any(address: Address) -> socket.socket:
    """Return a socket for any address: for what tests listen at."""
    family, kind, protocol, _name, _place = address
    return socket.socket(family=family, type=kind, proto=protocol)


def _is_listed(host: str) -> bool:
    return any(
        host.endswith(known[1:]) if known.startswith("*.") else host == known for known in settings.PUSH_HOSTS
    )


def _is_public(address: str) -> bool:
    """Global unicast only; also of what an address of version 6 wraps."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None:
            return _is_public(str(inner))
        if found in _NAT64:
            return _is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast and not found.is_reserved


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
