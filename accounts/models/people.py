"""Who a person is: the account that signs in, and the profile that others see.

A profile exists only once it is complete, so whoever has one has said a name, a role and being an adult.
"""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import policy


class UserQuerySet(models.QuerySet["User"]):
    """Accounts, by what has become of them."""

    def forgotten(self, now: datetime) -> Self:
        """Provisional accounts whose code was not typed in time."""
        return self.filter(is_provisional=True, date_joined__lte=now - policy.PROVISIONAL_FOR)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # made when it runs
    """Creates accounts by mail address; there are no user names and no passwords."""

    def create_user(self, email: str, password: None = None, **fields: Any) -> "User":
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The password that Django's command may offer is dropped: an administrator signs in by code too."""
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(email=(username or "").lower())
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account: the mail address that signs in, and nothing that others see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("mail address"), unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_demo = models.BooleanField(_("person of the demo city"), default=False)
    is_provisional = models.BooleanField(
        _("provisional"), default=False, help_text=_("Asked for a code and has not typed one yet.")
    )
    mail_proved_at = models.DateTimeField(_("mailbox proved at"), null=True, blank=True)
    date_joined = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            # With the unique index this makes an address one account whatever its capitals.
            models.CheckConstraint(name="user_email_lower", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="user_provisional_unproved",
                condition=Q(is_provisional=False)
                | Q(mail_proved_at=None, is_staff=False, is_superuser=False),
            ),
        ]
        indexes = [
            # The hourly sweep reads a handful of rows among all accounts.
            models.Index(name="user_provisional", fields=["date_joined"], condition=Q(is_provisional=True)),
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        return f"{self.profile.first_name} {self.profile.last_name}".strip() if self.has_profile else ""

    def get_short_name(self) -> str:
        return self.profile.first_name if self.has_profile else ""

    @property
    def has_profile(self) -> bool:
        """Whether the first profile is complete; until then only its page is open."""
        return hasattr(self, "profile")


class InterfaceLanguage(models.TextChoices):
    """The languages Kairos itself speaks, each named in itself."""

    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"


class OpenTo(models.TextChoices):
    """Who may see and invite me outside zones."""

    VERIFIED = "verified", _("Verified people")
    ALL = "all", _("Everybody")


class AnswerTime(models.IntegerChoices):
    """How long an invitation rings at me, in seconds."""

    USUAL = policy.ANSWER_CHOICES_S[0], _("90 s")
    LONGER = policy.ANSWER_CHOICES_S[1], _("3 min")
    LONGEST = policy.ANSWER_CHOICES_S[2], _("5 min")


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Profiles, by what has been proved of them."""

    def verified(self, now: datetime) -> Self:
        """The same rule as `Profile.verified_at`, for lists."""
        return self.filter(
            Q(work_mail_at__gt=now - policy.WORK_MAIL_FOR)
            | Q(oidc_at__isnull=False)
            | Q(met_once_at__isnull=False)
        )


def _tags(max_length: int, label: Any) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=max_length), verbose_name=label, default=list, blank=True)


def _no_more_than(count: int, *fields: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(name=f"profile_{field}_few", condition=Q(**{f"{field}__len__lte": count}))
        for field in fields
    ]


class Profile(models.Model):
    """What a person says of themselves, what was proved of it, and who may see it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="profile")

    first_name = models.CharField(_("first name"), max_length=policy.NAME_CHARS)
    last_name = models.CharField(_("last name"), max_length=policy.NAME_CHARS, blank=True)
    role = models.CharField(_("role"), max_length=policy.ROLE_CHARS)
    company = models.CharField(_("company"), max_length=policy.COMPANY_CHARS, blank=True)
    headline = models.CharField(_("headline"), max_length=policy.HEADLINE_CHARS, blank=True)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages spoken"))
    offers = _tags(40, _("what I offer"))
    seeks = _tags(40, _("what I look for"))
    free_offers = _tags(policy.TAG_CHARS, _("what I offer, in my words"))
    free_seeks = _tags(policy.TAG_CHARS, _("what I look for, in my words"))
    topics = _tags(policy.TOPIC_CHARS, _("last topics"))

    interface_language = models.CharField(
        _("language of Kairos"), max_length=2, choices=InterfaceLanguage, default=InterfaceLanguage.ENGLISH
    )
    is_adult_at = models.DateTimeField(_("said to be 18 or older at"))

    hide_company = models.BooleanField(_("hidden from my company"), default=True)
    hidden_companies = _tags(policy.COMPANY_CHARS, _("hidden from these companies too"))
    wide_area = models.BooleanField(_("shown in a wider area"), default=False)
    open_to = models.CharField(_("open to"), max_length=8, choices=OpenTo, default=OpenTo.VERIFIED)
    answer_s = models.PositiveSmallIntegerField(
        _("seconds to answer"), choices=AnswerTime, default=AnswerTime.USUAL
    )

    company_key = models.CharField(max_length=policy.COMPANY_CHARS, blank=True, editable=False)
    mail_domain = models.CharField(_("work mail domain"), max_length=253, blank=True)
    work_mail_at = models.DateTimeField(_("work mail proved at"), null=True, blank=True)
    met_once_at = models.DateTimeField(_("first proven meeting at"), null=True, blank=True)
    oidc_at = models.DateTimeField(_("identity provider linked at"), null=True, blank=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(name="profile_named", condition=~Q(first_name="") & ~Q(role="")),
            models.CheckConstraint(name="profile_speaks", condition=Q(languages__len__gte=1)),
            models.CheckConstraint(
                name="profile_interface_language",
                condition=Q(interface_language__in=InterfaceLanguage.values),
            ),
            models.CheckConstraint(name="profile_open_to", condition=Q(open_to__in=OpenTo.values)),
            models.CheckConstraint(name="profile_answer_s", condition=Q(answer_s__in=AnswerTime.values)),
            models.CheckConstraint(
                name="profile_work_mail_has_domain", condition=Q(work_mail_at=None) | ~Q(mail_domain="")
            ),
            *_no_more_than(policy.TAGS_A_SIDE, "offers", "seeks", "free_offers", "free_seeks"),
            *_no_more_than(policy.TOPICS_KEPT, "topics"),
            *_no_more_than(policy.HIDDEN_COMPANIES, "hidden_companies"),
        ]
        indexes = [
            # "Hide from my company" compares these two on every list of candidates.
            models.Index(name="profile_company_key", fields=["company_key"], condition=~Q(company_key="")),
            models.Index(name="profile_mail_domain", fields=["mail_domain"], condition=~Q(mail_domain="")),
        ]

    def __str__(self) -> str:
        return self.first_name

    @property
    def has_tags(self) -> bool:
        """Whether anything is said of what one offers or looks for."""
        return bool(self.offers or self.seeks or self.free_offers or self.free_seeks)

    def works_at(self, now: datetime) -> str:
        """The domain on the badge, empty when no company mailbox was proved within the year."""
        fresh = self.work_mail_at is not None and self.work_mail_at > now - policy.WORK_MAIL_FOR
        return self.mail_domain if fresh else ""

    def verified_at(self, now: datetime) -> bool:
        """Whether at this moment something vouches for the person."""
        return bool(self.works_at(now) or self.oidc_at or self.met_once_at)

    @property
    def verified(self) -> bool:
        """`verified_at` this moment; the web server's clock will do for a rule counted in days."""
        return self.verified_at(timezone.now())
