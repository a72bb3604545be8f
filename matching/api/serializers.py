"""Availability and candidates as JSON. What a card may show is decided by `matching.candidates`."""

from datetime import datetime
from typing import Any, ClassVar

from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.api.serializers import languages_field
from accounts.models.people import OpenTo
from kernel.api import StrictSerializer
from matching import policy
from matching.api import examples
from matching.models import Availability, AvailabilityState, Reachable
from matching.wording import INTENTIONS, NEAR, REASONS

INTENTION_CHOICES = list(INTENTIONS.items())
NEAR_CHOICES = list(NEAR.items())
MINUTES_ON_FOOT = [(minutes, f"about {minutes} min") for minutes in policy.REACH_CHOICES_MIN]
LEVELS = [level for _least, level in reversed(policy.LIQUIDITY_LEVELS)]
REACHABLE = ["now", "push"]
CELL_SIGNS = r"^[0-3]{12,17}$"


class MomentField(serializers.DateTimeField):
    """A time that says its zone: a bare "10:00" would be taken for UTC by us and for local time by people."""

    default_error_messages: ClassVar = {
        "zone": _("Give the zone of this time, for example with Z or +02:00."),
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        """Refuse what has none."""
        if is_naive(value):
            self.fail("zone")
        return super().enforce_timezone(value)


class ReasonSerializer(serializers.Serializer[Any]):
    """Why this person, in the reader's language."""

    code = serializers.ChoiceField(list(REASONS))
    text = serializers.CharField()


class LiquiditySerializer(serializers.Serializer[Any]):
    """How many people are free in reach."""

    level = serializers.ChoiceField(LEVELS)
    count = serializers.IntegerField(allow_null=True)


class CandidateSerializer(serializers.Serializer[Any]):
    """What one person may see of another before a yes."""

    id = serializers.UUIDField(help_text="Of the live session: yesterday's opens nothing today.")
    first_name = serializers.CharField()
    role = serializers.CharField()
    company = serializers.CharField(help_text="Empty unless the viewer is verified.")
    topic = serializers.CharField()
    languages = languages_field()
    score = serializers.IntegerField(min_value=0, max_value=100)
    reasons = ReasonSerializer(many=True)
    near = serializers.ChoiceField(NEAR_CHOICES)
    about_min = serializers.ChoiceField(MINUTES_ON_FOOT, help_text="From cell to cell.")
    is_demo = serializers.BooleanField(help_text="A fictional person of the demo city.")
    verified = serializers.BooleanField()
    until = serializers.DateTimeField(help_text="Rounded down to five minutes.")
    reachable = serializers.ChoiceField(
        REACHABLE, help_text="`push`: with no page open; it rings longer there."
    )
    unexpected = serializers.BooleanField(help_text="From outside the tags: one card in six.")


@extend_schema_serializer(examples=[examples.CANDIDATES])
class CandidatesSerializer(serializers.Serializer[Any]):
    """The gauge, and at most twelve cards, best first."""

    liquidity = LiquiditySerializer(help_text="Over the people I may be shown.")
    candidates = CandidateSerializer(many=True, source="cards")
    limit_reached = serializers.BooleanField(
        help_text="Sixty people were shown to me within 24 hours: gauge and cards are of these until then."
    )


class AgainSerializer(serializers.Serializer[Any]):
    """Somebody I met lately. They are in no list of candidates; inviting them is the same."""

    id = serializers.UUIDField(help_text="Of the live session, for `/invitations`.")
    first_name = serializers.CharField()
    role = serializers.CharField()
    met_at = serializers.DateTimeField()
    near = serializers.ChoiceField(NEAR_CHOICES)
    about_min = serializers.ChoiceField(MINUTES_ON_FOOT)
    until = serializers.DateTimeField(help_text="Rounded down to five minutes.")
    is_demo = serializers.BooleanField()


@extend_schema_serializer(many=False, examples=[examples.AGAIN])
class PeopleAgainSerializer(serializers.Serializer[Any]):
    """People to see again, the latest meeting first."""

    results = AgainSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: these are all.")


@extend_schema_serializer(examples=[examples.KIND])
class LessLikeSerializer(serializers.Serializer[Any]):
    """A kind of people I asked less of. They come last on my list; nobody is told."""

    id = serializers.UUIDField()
    role = serializers.CharField()
    at = serializers.DateTimeField()


@extend_schema_serializer(examples=[examples.AVAILABILITY])
class AvailabilitySerializer(serializers.Serializer[Any]):
    """My window: where, until when, what for."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(AvailabilityState.choices)
    cell = serializers.CharField(
        help_text="The one under which I am shown: wider than sent where it is sparse."
    )
    started_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    hard_stop = serializers.DateTimeField(source="hard_stop_at", allow_null=True)
    intention = serializers.ChoiceField(INTENTION_CHOICES)
    topic = serializers.CharField()
    reach_min = serializers.ChoiceField(MINUTES_ON_FOOT)
    open_to = serializers.ChoiceField(OpenTo.choices)
    can_extend = serializers.BooleanField()
    surprise = serializers.BooleanField(
        help_text="Whether I asked to be rung together with somebody who fits."
    )
    reachable = serializers.SerializerMethodField(
        help_text="`foreground`: a heartbeat came within 3 min. `push`: none did, but a browser or program"
        " of mine takes push. `none`: nothing reaches me, so nobody sees or invites me."
    )

    @extend_schema_field(serializers.ChoiceField(Reachable.choices))
    def get_reachable(self, session: Availability) -> str:
        """How an invitation would reach me now."""
        return session.reachable(self.context["now"])


@extend_schema_serializer(examples=[examples.WISHES])
class StartSerializer(StrictSerializer):
    """Free now. The cell is computed on the device; coordinates are never taken."""

    cell = serializers.RegexField(CELL_SIGNS, help_text="The quadkey of the grid's cell, or of its parent.")
    minutes = serializers.IntegerField(min_value=policy.SESSION_LEAST_MIN, max_value=policy.SESSION_MOST_MIN)
    intention = serializers.ChoiceField(INTENTION_CHOICES)
    topic = serializers.CharField(max_length=policy.TOPIC_LONGEST, allow_blank=True)
    reach_min = serializers.ChoiceField(MINUTES_ON_FOOT)
    hard_stop = MomentField(
        source="hard_stop_at",
        required=False,
        help_text="When I must have left, with its zone, within a day: the way back has to fit too.",
    )
    open_to = serializers.ChoiceField(
        OpenTo.choices, required=False, help_text="As in my profile if left out."
    )
    surprise = serializers.BooleanField(
        required=False, help_text="Surprise me: ring us both when somebody fits, at `/tables/current`."
    )


@extend_schema_serializer(examples=examples.CHANGES)
class ChangeSerializer(StrictSerializer):
    """One change at a time: each may be refused by itself."""

    add_minutes = serializers.ChoiceField([policy.EXTENSION_MIN], required=False)
    cell = serializers.RegexField(CELL_SIGNS, required=False)
    topic = serializers.CharField(max_length=policy.TOPIC_LONGEST, allow_blank=True, required=False)
    surprise = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one."""
        if len(attrs) != 1:
            raise serializers.ValidationError(_("One change at a time, please."))
        return attrs
