"""Measures against an account. Called by the admin; each writes its statement of reasons first."""

from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Restriction, Statement, User
from kernel.refusals import Refusal, Sentence
from meetups import partings
from moderation import mails
from notifications.events import AccountFrozen, Notice
from notifications.publish import publish


class DecisionRefused(Refusal):
    """Why a measure is not taken."""

    title = _("This cannot be decided")
    sentences: ClassVar = {"staff": _("A staff account cannot be frozen from here.")}


def freeze(*, person: User, facts: Sentence, clause: Sentence, now: datetime) -> Restriction:
    """Freeze an account at once: hidden, invitations ended, the meeting cancelled, every sign-in ended.

    Shape: `facts` and `clause` lazy where they can be said in the person's own language.
    Effects: statement, restriction, all that ran ends as if by itself; `account-frozen`.
    Repeating it changes nothing.
    Refuses: staff.
    """
    if person.is_staff:
        raise DecisionRefused("staff")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if standing := Restriction.objects.in_force(now).filter(user=person, kind="freeze").first():
            return standing
        restriction = Restriction.objects.create(
            user=person, kind="freeze", statement=statement_for(person, facts, clause, now=now), from_at=now
        )
        notices = partings.leave_everything(person.pk, now=now)
        # Inactive closes sockets and tokens; the sessions carry a hash of this unusable password, and a new
        # one ends them even for the time after.
        person.is_active = False
        person.set_unusable_password()
        person.save(update_fields=["is_active", "password"])
        publish([*notices, Notice(person.pk, AccountFrozen())], now=now)
        transaction.on_commit(lambda: mails.send_statement(restriction.statement))
    return restriction


def lift(*, restriction: Restriction, now: datetime) -> None:
    """Let the person come back. Repeating it changes nothing."""
    with transaction.atomic():
        Restriction.objects.filter(pk=restriction.pk, lifted_at=None).update(lifted_at=now)
        if not Restriction.objects.in_force(now).filter(user=restriction.user_id).exists():
            User.objects.filter(pk=restriction.user_id).update(is_active=True)


def statement_for(person: User, facts: Sentence, clause: Sentence, *, now: datetime) -> Statement:
    """The reasons in the person's own language, with the way to contest them."""
    language = person.profile.interface_language if person.has_profile else "en"
    with translation.override(language):
        redress = gettext("You may contest this within six months by answering the mail that you received.")
        return Statement.objects.create(
            user=person,
            facts=str(facts),
            clause=str(clause),
            automated=False,
            redress=redress,
            language=language,
            created_at=now,
        )
