"""What stands on a session's row so that the look-up of people in reach joins nothing."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts import policy as accounts_policy
from matching import policy


def _words(max_length: int) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=max_length), default=list, blank=True, editable=False)


def _text(max_length: int) -> "models.CharField[str, str]":
    return models.CharField(max_length=max_length, blank=True, editable=False)


class CopiedPerson(models.Model):
    """A copy of what the look-up and the score ask of the person, while the session is open.

    The database keeps it true by triggers on profile, account and standing (migration 0003) and empties it
    when the session ends: no code writes it, none can forget to. A join would cost more than all the rest.
    """

    active = models.BooleanField(default=True, editable=False)
    languages = _words(8)
    offers = _words(40)
    seeks = _words(40)
    # One bit of 64 a tag: lists that share no bit share no tag, which is cheaper to see.
    offers_bits = models.BigIntegerField(default=0, editable=False)
    seeks_bits = models.BigIntegerField(default=0, editable=False)
    role = _text(accounts_policy.ROLE_CHARS)
    company_key = _text(accounts_policy.COMPANY_CHARS)
    mail_domain = _text(253)
    hide_company = models.BooleanField(default=True, editable=False)
    hidden_companies = _words(accounts_policy.COMPANY_CHARS)
    committed = models.PositiveIntegerField(default=0, editable=False)
    kept = models.PositiveIntegerField(default=0, editable=False)
    answer_for = models.DurationField(default=policy.RING_FOR, editable=False)
    # Until when a browser rings for them with no page open (migration 0009); null where none does.
    push_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class Showing(models.Model):
    """Who was shown to whom in this slot of the clock: `matching.exposure` writes and explains it."""

    shown_slot = models.BigIntegerField(default=0, editable=False)
    shown = models.PositiveSmallIntegerField(default=0, editable=False)
    listed_slot = models.BigIntegerField(default=0, editable=False)
    listed = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    listed_fairly = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)

    class Meta:
        abstract = True
