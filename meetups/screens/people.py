"""A person on a screen: before a yes the first name, after it the full name and the company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Profile
from matching.cards import HUES


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person on a screen."""

    first_name: str
    last_name: str
    role: str
    company: str
    languages: tuple[str, ...]
    verified: bool
    works_at: str
    is_demo: bool
    hue: int

    @property
    def initials(self) -> str:
        """For the avatar."""
        return initials_of(self.first_name, self.last_name)


def initials_of(first_name: str, last_name: str = "") -> str:
    """Two letters for the avatar; from the first name alone before a yes."""
    return (first_name[:1] + last_name[:1] if last_name else first_name[:2]).upper()


def person_before_yes(told: Mapping[str, Any], viewer: Profile, *, now: datetime) -> PersonShown:
    """First name and role; company and work mail domain only to a verified viewer."""
    return PersonShown(**person_facts(told, trusted=viewer.verified_at(now), full_name=False))


def person_after_yes(told: Mapping[str, Any]) -> PersonShown:
    """The full name and the company: both said yes."""
    return PersonShown(**person_facts(told, trusted=True, full_name=True))


def person_named(told: Mapping[str, Any]) -> PersonShown:
    """Whom it was about, by first name, and nothing else of them: it came to nothing."""
    return PersonShown(**named_facts(told))


def person_facts(told: Mapping[str, Any], *, trusted: bool, full_name: bool) -> dict[str, Any]:
    """The fields of `PersonShown`, as they were when it was told (`meetups.telling`)."""
    return {
        "first_name": told.get("first_name", ""),
        "last_name": told.get("last_name", "") if full_name else "",
        "role": told.get("role", ""),
        "company": told.get("company", "") if trusted else "",
        "languages": tuple(told.get("languages", ())),
        "verified": told.get("verified", False),
        "works_at": told.get("works_at", "") if trusted else "",
        "is_demo": told.get("is_demo", False),
        "hue": UUID(told["id"]).bytes[0] % HUES if "id" in told else 0,
    }


def named_facts(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the first name alone."""
    whole = person_facts(told, trusted=False, full_name=False)
    return {**whole, "role": "", "languages": (), "verified": False}


def until_told(told: Mapping[str, Any], otherwise: datetime) -> datetime:
    """Until when the person said to be free, rounded, when it was told."""
    return datetime.fromisoformat(told["until"]) if "until" in told else otherwise
