"""What a mail address says about an employer: nothing when anybody can have one there. Pure.

Called by verification (the badge) and the first profile (the company it suggests).
"""

from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("data") / "free-mail.txt"
_LISTED: Final = frozenset(
    line for line in _FILE.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")
)
_SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "edu", "gob", "gouv", "gov", "gv", "net", "or", "org"})
"""Under a country's ending these are not a company's own name: acme.co.uk."""


def canonical(address: str) -> str:
    """The address as it is kept: small letters, the domain in its ASCII form, so that one mailbox is one row.

    Raises `ValueError` for a domain that has no ASCII form.
    """
    local, _, domain = address.strip().rpartition("@")
    return f"{local.lower()}@{domain.encode('idna').decode('ascii').lower()}"


def work_domain(address: str) -> str:
    """The employer's domain, its departments left out; empty for a mailbox that anybody can have."""
    labels = address.rpartition("@")[2].lower().split(".")
    endings = (".".join(labels[at:]) for at in range(len(labels)))
    own = _own(labels)
    return "" if own[0] in _LISTED or any(ending in _LISTED for ending in endings) else ".".join(own)


def company_of(domain: str) -> str:
    """A company name to suggest from its domain, to be corrected by whoever works there."""
    return domain.partition(".")[0].replace("-", " ").title()


def _own(labels: list[str]) -> list[str]:
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return labels[-3:] if country else labels[-2:]
