"""What exists in the city at a moment, so that whoever asks can aim: attackers may know it all, ids too."""

import re
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from accounts.models import Block
from matching.models import Alert, Availability, LessLike, Plan, Pledge
from meetups.models import Invitation, Meeting, Party, Table
from moderation.models import Report
from notifications.models import PushSubscription
from places.models import MeetingPoint
from tests.privacy.worlds import World

STRANGE: Final = str(UUID(int=7))  # nobody's
WRONG: Final = ["0000", "123456"]
NEWEST: Final = 6


def rows(model: type[Model], order: str) -> Callable[[World], list[str]]:
    def newest(_world: World) -> list[str]:
        return [str(row.pk) for row in model._default_manager.order_by(order, "pk")[:NEWEST]]

    return newest


def codes(_world: World) -> list[str]:
    return list(Party.objects.filter(running=True).order_by("pk").values_list("code", flat=True))


def mailed(world: World) -> list[str]:
    found = [re.match(r"(\d{3}) (\d{3}) ", str(message.subject)) for message in world.mails[-2:]]
    return ["".join(match.groups()) for match in found if match]


# Kind -> those that exist, newest first. A path's placeholders and `Known` name these.
KNOWN: Final[dict[str, Callable[[World], list[str]]]] = {
    "session_id": rows(Availability, "-started_at"),
    "candidate_id": rows(Availability, "-started_at"),
    "invitation_id": rows(Invitation, "-sent_at"),
    "table_id": rows(Table, "-offered_at"),
    "meeting_id": rows(Meeting, "-agreed_at"),
    "block_id": rows(Block, "-created_at"),
    "report_id": rows(Report, "-received_at"),
    "plan_id": rows(Plan, "-created_at"),
    "pledge_id": rows(Pledge, "-created_at"),
    "alert_id": rows(Alert, "-created_at"),
    "kind_id": rows(LessLike, "-at"),
    "subscription_id": rows(PushSubscription, "-created_at"),
    "point": rows(MeetingPoint, "name"),
    "code": codes,
    "mailed code": mailed,
}
MEANT: Final = {"candidate": "session_id", "invitation": "invitation_id", "meeting": "meeting_id"}


def choices(kind: str, world: World) -> list[Any]:
    """Those that exist, and one or two that do not."""
    return [*KNOWN[kind](world), *(WRONG if "code" in kind else [STRANGE])]


class Aimed(dict[str, str]):
    """Fills the placeholders of a path."""

    def __init__(self, machine: Any, data: Any) -> None:
        self.machine, self.data = machine, data

    def __missing__(self, kind: str) -> str:
        return self.machine.one_of(kind, self.data)
