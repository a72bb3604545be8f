"""A person on a screen: before a yes the first name, after it the full name and the company."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Profile
from matching.cards import HUES
from matching.models import Availability


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


def person_before_yes(session: Availability, viewer: Profile, *, now: datetime) -> PersonShown:
    """First name and role; company and work mail domain only to a verified viewer."""
    return PersonShown(**person_facts(session, trusted=viewer.verified_at(now), full_name=False, now=now))


def person_after_yes(session: Availability, *, now: datetime) -> PersonShown:
    """The full name and the company: both said yes."""
    return PersonShown(**person_facts(session, trusted=True, full_name=True, now=now))


def person_facts(session: Availability, *, trusted: bool, full_name: bool, now: datetime) -> dict[str, Any]:
    """The fields of `PersonShown`."""
    profile = session.person.profile
    return {
        "first_name": profile.first_name,
        "last_name": profile.last_name if full_name else "",
        "role": profile.role,
        "company": profile.company if trusted else "",
        "languages": tuple(profile.languages),
        "verified": profile.verified_at(now),
        "works_at": profile.works_at(now) if trusted else "",
        "is_demo": session.person.is_demo,
        "hue": session.pk.bytes[0] % HUES,
    }
