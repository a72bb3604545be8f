"""A profile as JSON. What its words may be is decided by `accounts.profiles`; here stand shapes and sizes."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from accounts import policy
from accounts.api import examples
from accounts.languages import NATIVE_NAMES
from accounts.models import Profile
from accounts.models.people import AnswerTime, InterfaceLanguage, OpenTo
from accounts.taxonomy import TERMS
from kernel.api import StrictSerializer

TERM_CHOICES = [(term.code, term.label("en")) for term in TERMS.values()]
LANGUAGE_CHOICES = list(NATIVE_NAMES.items())


def languages_field(**options: Any) -> serializers.ListField:
    """The languages somebody can hold a conversation in."""
    return serializers.ListField(child=serializers.ChoiceField(LANGUAGE_CHOICES), min_length=1, **options)


def terms_field(help_text: str) -> serializers.ListField:
    """Three terms of the taxonomy at most."""
    return serializers.ListField(
        child=serializers.ChoiceField(TERM_CHOICES), max_length=policy.TAGS_A_SIDE, help_text=help_text
    )


def tags_field(help_text: str) -> serializers.ListField:
    """Three tags in one's own words at most."""
    return serializers.ListField(
        child=serializers.CharField(max_length=policy.TAG_CHARS),
        max_length=policy.TAGS_A_SIDE,
        help_text=help_text,
    )


@extend_schema_serializer(examples=[examples.FIRST_WORDS])
class IntroductionSerializer(StrictSerializer):
    """What a newcomer says before the first "free now"."""

    first_name = serializers.CharField(max_length=policy.NAME_CHARS)
    role = serializers.CharField(max_length=policy.ROLE_CHARS)
    company = serializers.CharField(max_length=policy.COMPANY_CHARS, allow_blank=True, default="")
    topic = serializers.CharField(max_length=policy.TOPIC_CHARS, allow_blank=True, default="")
    languages = languages_field()
    interface_language = serializers.ChoiceField(
        InterfaceLanguage.choices, default=InterfaceLanguage.ENGLISH.value
    )
    is_adult = serializers.BooleanField(help_text="Being 18 or older, confirmed by the person.")


class ProfileSerializer(StrictSerializer):
    """What a person may say of themselves, and who may see it."""

    first_name = serializers.CharField(max_length=policy.NAME_CHARS)
    last_name = serializers.CharField(
        max_length=policy.NAME_CHARS, allow_blank=True, help_text="Shown after a yes only."
    )
    role = serializers.CharField(max_length=policy.ROLE_CHARS)
    company = serializers.CharField(max_length=policy.COMPANY_CHARS, allow_blank=True)
    headline = serializers.CharField(max_length=policy.HEADLINE_CHARS, allow_blank=True)
    languages = languages_field()
    offers = terms_field("What I offer.")
    seeks = terms_field("What I look for.")
    free_offers = tags_field("What I offer, in my own words.")
    free_seeks = tags_field("What I look for, in my own words.")
    interface_language = serializers.ChoiceField(InterfaceLanguage.choices)
    open_to = serializers.ChoiceField(OpenTo.choices, help_text="Who may see and invite me.")
    hide_company = serializers.BooleanField(help_text="Hidden from people of my own company.")
    hidden_companies = serializers.ListField(
        child=serializers.CharField(max_length=policy.COMPANY_CHARS), max_length=policy.HIDDEN_COMPANIES
    )
    answer_s = serializers.ChoiceField(
        AnswerTime.choices,
        help_text="Seconds that an invitation rings at me, also in an open session. Who sends it sees the"
        " countdown, never the choice.",
    )
    wide_area = serializers.BooleanField(
        help_text="Shown in the parent of my cell, four times as large: send that, nothing finer is kept."
        " Switched on, an open session is widened at once; switched off, it stays as it is until I move."
    )


@extend_schema_serializer(examples=[examples.NEW_TAGS])
class ChangesSerializer(ProfileSerializer):
    """The fields that change; what is left out stays as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"partial": True, **kwargs})


@extend_schema_serializer(examples=[examples.ME])
class MeSerializer(ProfileSerializer):
    """Me, with what was proved."""

    email = serializers.EmailField(source="user.email", read_only=True)
    topics = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="The last three.")
    verified = serializers.BooleanField(read_only=True)
    works_at = serializers.SerializerMethodField(
        help_text="The domain of a company mailbox proved this year."
    )

    def get_works_at(self, profile: Profile) -> str:
        """The badge, or nothing."""
        return profile.works_at(self.context["now"])
