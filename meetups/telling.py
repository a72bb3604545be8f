"""What somebody is told of another, written down when it is told: when it rings, when both have agreed.

Whoever reads it later reads the same: what the other does meanwhile, moves, changes words, blocks, goes
invisible, shows nowhere. Written by invitations, tables and meetings, read by screens.
"""

from datetime import datetime
from typing import Any, TypedDict

from matching import policy
from matching.models import Availability


class Told(TypedDict):
    """Shape: `id` of the live session, `until` an ISO time rounded down to five minutes."""

    id: str
    first_name: str
    last_name: str
    role: str
    company: str
    languages: list[str]
    verified: bool
    works_at: str
    is_demo: bool
    topic: str
    until: str


def told_of(session: Availability, *, now: datetime) -> dict[str, Any]:
    """Everything that may be said of the person of a session now; screens say who may read which of it."""
    profile = session.person.profile
    said = Told(
        id=str(session.pk),
        first_name=profile.first_name,
        last_name=profile.last_name,
        role=profile.role,
        company=profile.company,
        languages=list(profile.languages),
        verified=profile.verified_at(now),
        works_at=profile.works_at(now),
        is_demo=session.person.is_demo,
        topic=session.topic,
        until=policy.shown_time(session.ends_at).isoformat(),
    )
    return dict(said)
