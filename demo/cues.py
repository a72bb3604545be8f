"""Who of the city invites which newcomer, and when, so that one person alone sees both sides of Kairos.

Called by the task. A cue is only a thought: the resident invites by phone like anybody, and may be refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max, Q

from demo.models import Cue, Resident
from demo.steps import seconds_between
from matching import policy
from matching.candidates import candidates_for
from matching.models import Availability, AvailabilityState
from meetups.models import Invitation, InvitationState, Seat

# Seconds, least and most, that a newcomer is left alone before the first resident rings, and before the last.
ALONE_FOR_S: Final = ((20, 40), (60, 120))
# Who asked to be surprised waits less: somebody asks for a surprise too, and the dispatcher rings both.
SURPRISED_AFTER_S: Final = ((1, 3), (10, 20), (20, 40), (60, 120))


@dataclass(frozen=True, slots=True)
class Story:
    """What happened in a session: what rings, how often residents came forward, since when all is quiet."""

    ringing: int
    invited: int
    quiet_since: datetime


def give_due(*, now: datetime) -> int:
    """Ask one resident to invite each newcomer who has been alone long enough; the count of the asked."""
    return sum(give(session, now=now) for session in newcomers(now=now) if is_due(session, now=now))


def newcomers(*, now: datetime) -> Iterable[Availability]:
    """The sessions of real people who are free and looking."""
    return (
        Availability.objects.filter(state=AvailabilityState.LIVE, person__is_demo=False, ends_at__gt=now)
        .filter(Q(heartbeat_at__gt=now - policy.HIDDEN_AFTER) | Q(push_until__gt=now))
        .select_related("person__profile")
    )


def is_due(session: Availability, *, now: datetime) -> bool:
    """Whether nothing rings, nothing has for a while, and residents have not rung often enough."""
    story = story_of(session)
    waits_s = SURPRISED_AFTER_S if session.surprise else ALONE_FOR_S
    if story.ringing or story.invited >= len(waits_s):
        return False
    alone_for = seconds_between(waits_s[story.invited], session.pk, story.invited)
    return now >= story.quiet_since + alone_for


def story_of(session: Availability) -> Story:
    """What has happened in `session` so far."""
    told = Invitation.objects.filter(Q(sender_session=session) | Q(invitee_session=session)).aggregate(
        ringing=Count("pk", filter=Q(state=InvitationState.SENT)),
        invited=Count("pk", filter=Q(invitee_session=session, sender__is_demo=True)),
        settled_at=Max("settled_at"),
        over_at=Max("meeting__over_at"),
    )
    sat = Seat.objects.filter(session=session).aggregate(
        ringing=Count("pk", filter=Q(open=True)),
        settled_at=Max("table__settled_at"),
        over_at=Max("table__meeting__over_at"),
    )
    came = Cue.objects.filter(session=session).aggregate(count=Count("pk"), at=Max("taken_at"))
    invited = came["count"] if session.surprise else told["invited"]
    moments = [session.started_at, *(what[at] for what in (told, sat) for at in ("settled_at", "over_at"))]
    if session.surprise:
        moments.append(came["at"])
    return Story(told["ringing"] + sat["ringing"], invited, quiet_since=max(filter(None, moments)))


def give(session: Availability, *, now: datetime) -> bool:
    """Ask the best resident on the newcomer's list; False where one is asked already or none is left."""
    hosts = hosts_for(session, now=now)
    if not hosts:
        return False
    cue, given = Cue.objects.get_or_create(
        session=session, taken_at=None, defaults={"resident": hosts[0], "given_at": now}
    )
    if given:
        Resident.objects.filter(pk=cue.resident_id).update(due_at=now)
    return given


def hosts_for(session: Availability, *, now: datetime) -> list[Resident]:
    """The residents on a newcomer's list who were not asked yet, best first."""
    cards = candidates_for(session, now=now).cards
    # Below the floor the dispatcher pairs nobody up.
    suiting = [card for card in cards if not session.surprise or card.score >= policy.SCORE_FLOOR]
    rank = {card.id: place for place, card in enumerate(suiting)}
    listed = Availability.objects.filter(pk__in=rank, person__resident__isnull=False)
    fresh = listed.exclude(person__resident__cues__session=session).select_related("person__resident")
    return [row.person.resident for row in sorted(fresh, key=lambda row: rank[row.pk])]
