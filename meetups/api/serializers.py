"""Invitations, meetings and blocks as JSON. What may be shown is decided by `meetups.screens`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from accounts.api.serializers import languages_field
from kernel.api import StrictSerializer
from matching.api.serializers import MINUTES_ON_FOOT, NEAR_CHOICES, ReasonSerializer
from meetups import policy, wording
from meetups.api import examples
from meetups.models import InvitationState, MeetingState, TableState
from meetups.whom import KINDS
from places.api.serializers import PointSerializer

PRESET_CHOICES = list(wording.PRESETS.items())
REASON_CHOICES = list(wording.CANCEL_REASONS.items())


class PersonSerializer(serializers.Serializer[Any]):
    """Somebody, as far as I may know them now."""

    first_name = serializers.CharField()
    last_name = serializers.CharField(help_text="Empty until both have said yes.")
    role = serializers.CharField()
    company = serializers.CharField(help_text="Empty before a yes unless the viewer is verified.")
    languages = languages_field()
    verified = serializers.BooleanField()
    works_at = serializers.CharField(help_text="The domain of a proved company mailbox, or empty.")
    is_demo = serializers.BooleanField(help_text="A fictional person of the demo city.")


@extend_schema_serializer(examples=[examples.INVITATION])
class InvitationSerializer(serializers.Serializer[Any]):
    """One "meet now?", from my side, as it was when it began to ring.

    Once it neither rings nor was agreed, of the other the first name is left, the rest null or empty.
    """

    id = serializers.UUIDField()
    direction = serializers.ChoiceField(["in", "out"])
    state = serializers.ChoiceField(InvitationState.choices)
    person = PersonSerializer()
    point = PointSerializer()
    topic = serializers.CharField()
    reasons = ReasonSerializer(many=True, help_text="Why, for the invitee.")
    near = serializers.ChoiceField(NEAR_CHOICES, allow_null=True)
    about_min = serializers.ChoiceField(MINUTES_ON_FOOT, allow_null=True)
    walk_you_min = serializers.IntegerField(allow_null=True, help_text="Minutes from my cell to the point.")
    walk_them_min = serializers.IntegerField(allow_null=True)
    length_min = serializers.ChoiceField(policy.LENGTHS_MIN, help_text="Minutes of talk.")
    sent_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(
        help_text="90 s after it was sent, 150 where only push reaches the invitee, 180 or 300 where they"
        " chose to have that long; a minute later once they asked for it."
    )
    until = serializers.DateTimeField(
        allow_null=True, help_text="When they must end, rounded down to five minutes."
    )
    can_extend = serializers.BooleanField(help_text="Whether the invitee may add a minute.")
    refused = serializers.BooleanField(help_text="My own “not now”. The sender never learns it.")
    meeting = serializers.UUIDField(allow_null=True)


@extend_schema_serializer(examples=[examples.MEET_NOW])
class InviteSerializer(StrictSerializer):
    """Meet now."""

    to = serializers.UUIDField(help_text="The `id` of a candidate.")
    length_min = serializers.ChoiceField(
        policy.LENGTHS_MIN, default=policy.LENGTH_DEFAULT_MIN, help_text="Minutes of talk."
    )
    point = serializers.UUIDField(
        required=False, help_text="One of those between the two; the best if left out."
    )


@extend_schema_serializer(examples=[examples.AGREED])
class AgreedSerializer(serializers.Serializer[Any]):
    """What a yes came to."""

    meeting = serializers.UUIDField()


class GuestSerializer(PersonSerializer):
    """Somebody else at a table, as on a card."""

    id = serializers.UUIDField(help_text="Of the live session: what a block or a report names.")
    topic = serializers.CharField()
    near = serializers.ChoiceField(NEAR_CHOICES, allow_null=True)
    about_min = serializers.ChoiceField(MINUTES_ON_FOOT, allow_null=True)
    until = serializers.DateTimeField(
        allow_null=True, help_text="When they must end, rounded down to five minutes."
    )
    reasons = ReasonSerializer(many=True)


@extend_schema_serializer(examples=[examples.TABLE])
class TableSerializer(serializers.Serializer[Any]):
    """A table of two or three, from my side, as it was when it began to ring.

    What the others answer shows in nothing but a meeting. Once it neither rings nor was agreed, of them the
    first names are left, the rest null or empty.
    """

    id = serializers.UUIDField()
    state = serializers.ChoiceField(TableState.choices)
    answer = serializers.ChoiceField(["", "yes", "no"], help_text="My own. The others never learn a no.")
    people = GuestSerializer(many=True, source="guests")
    point = PointSerializer()
    walk_you_min = serializers.IntegerField(allow_null=True, help_text="Minutes from my cell to the point.")
    length_min = serializers.ChoiceField(policy.LENGTHS_MIN, help_text="Minutes of talk.")
    offered_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="As long as the one needs who needs longest.")
    until = serializers.DateTimeField(
        allow_null=True, help_text="When the first of them must end, rounded down."
    )
    meeting = serializers.UUIDField(allow_null=True)


@extend_schema_serializer(examples=[examples.SEATED, examples.WAITING])
class SeatedSerializer(serializers.Serializer[Any]):
    """What a yes at a table came to: the meeting, or null while it waits for another's yes."""

    meeting = serializers.UUIDField(allow_null=True)


class SideSerializer(PersonSerializer):
    """One side of a meeting: who, and what they tapped."""

    walk_min = serializers.IntegerField(help_text="Minutes from the middle of their cell to the point.")
    on_my_way_at = serializers.DateTimeField(allow_null=True)
    late_min = serializers.IntegerField(help_text="Minutes announced.")
    here_at = serializers.DateTimeField(allow_null=True)
    vouched = serializers.BooleanField(help_text="Has said “we met”.")
    proven = serializers.BooleanField(help_text="Has met: by a code, or by “we met” from two.")
    left = serializers.BooleanField(help_text="Of three, one may leave; the two others go on.")
    host = serializers.BooleanField(help_text="At a table: the first to say yes, who speaks first.")


class PeopleSerializer(serializers.Serializer[Any]):
    """The two, named as events name them; at a table of three `others` holds both others."""

    you = SideSerializer()
    other = SideSerializer(source="them")
    others = SideSerializer(many=True)


class BeaconSerializer(serializers.Serializer[Any]):
    """What both phones show, unlike any other beacon within 500 m."""

    colour = serializers.ChoiceField(list(wording.COLOURS.items()))
    shape = serializers.ChoiceField(list(wording.SHAPES.items()))
    word = serializers.ChoiceField(policy.WORDS)


class MessageSerializer(serializers.Serializer[Any]):
    """A preset sentence, in the reader's language."""

    mine = serializers.BooleanField()
    preset = serializers.ChoiceField(PRESET_CHOICES)
    text = serializers.CharField()
    at = serializers.DateTimeField()
    name = serializers.CharField(help_text="The first name of who said it.")


@extend_schema_serializer(examples=[examples.MEETING])
class MeetingSerializer(serializers.Serializer[Any]):
    """A meeting, from my side."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(MeetingState.choices)
    people = PeopleSerializer(source="*")
    point = PointSerializer()
    topic = serializers.CharField()
    length_min = serializers.ChoiceField(policy.LENGTHS_MIN, help_text="Minutes of talk.")
    meet_at = serializers.DateTimeField()
    expected_at = serializers.DateTimeField(help_text="`meet_at` with the delay announced.")
    met_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(help_text="When the clock closes it.")
    beacon = BeaconSerializer()
    code = serializers.CharField(help_text="My own four digits: the other types them.")
    tries_left = serializers.IntegerField()
    messages = MessageSerializer(many=True)
    can_release = serializers.BooleanField()
    release_at = serializers.DateTimeField(help_text="From then on I may go free if they have not set off.")
    over_by_you = serializers.BooleanField()


@extend_schema_serializer(examples=[examples.LATE])
class LatenessSerializer(StrictSerializer):
    """A delay to announce."""

    minutes = serializers.ChoiceField(policy.LATENESS_MIN)


@extend_schema_serializer(examples=[examples.SENTENCE])
class SaySerializer(StrictSerializer):
    """One of eight sentences."""

    preset = serializers.ChoiceField(PRESET_CHOICES)


@extend_schema_serializer(examples=examples.PROOFS)
class ProofSerializer(StrictSerializer):
    """Either the other's code, or "we met"."""

    code = serializers.RegexField(r"^[0-9]{4}$", required=False, help_text="The four digits the other shows.")
    we_met = serializers.ChoiceField([True], required=False, help_text="Counts when both have said it.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one."""
        if len(attrs) != 1:
            raise serializers.ValidationError(_("Either their code, or that you met."))
        return attrs


@extend_schema_serializer(examples=[examples.REASON])
class CancelSerializer(StrictSerializer):
    """Why not."""

    reason = serializers.ChoiceField(REASON_CHOICES)


class AboutSerializer(StrictSerializer):
    """Whom I mean: the person behind a card, an invitation or a meeting that I can see."""

    kind = serializers.ChoiceField(KINDS)
    id = serializers.UUIDField()


@extend_schema_serializer(examples=[examples.WHOM])
class BlockSomebodySerializer(StrictSerializer):
    """Part for good."""

    about = AboutSerializer()


@extend_schema_serializer(examples=[examples.BLOCK])
class BlockSerializer(serializers.Serializer[Any]):
    """Somebody whom I do not see, and who does not see me."""

    id = serializers.UUIDField()
    first_name = serializers.CharField(source="blocked.profile.first_name")
    created_at = serializers.DateTimeField()
