"""The city before anybody arrives: its people with their profiles and phones, and nothing between them.

Stages for the command `settle_demo` and the hourly task. Safe to run twice, and by two at once.
"""

import base64
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac

from accounts import profiles, verification
from accounts.models import Profile, User
from demo.models import Cue, Resident
from demo.people import CAST, Persona
from kernel import tokens
from kernel.models import ApiToken
from matching.models import Acquaintance, CellChange, CoolDown, Seen, Unmet
from meetups.models import Seat, Table

MET_RESTS_FOR: Final = timedelta(hours=1)  # in place of the product's 30 days: a fair lasts an afternoon
_SALT: Final = "demo.city.secret"


def settle(*, now: datetime) -> None:
    """Let everybody of the cast live here as the cast says, and nobody else.

    Effects: accounts, profiles, tokens and residents; who left the cast stays an account that does nothing.
    """
    with transaction.atomic():
        _one_at_a_time()
        Resident.objects.exclude(key__in=CAST).delete()
        for persona in CAST.values():
            person = _account_of(persona, now=now)
            _introduce(person, persona, now=now)
            _let_have_met(person, now=now)
            _give_phone(person, persona, now=now)
            Resident.objects.get_or_create(person=person, defaults={"key": persona.key, "due_at": now})


def refresh(*, now: datetime) -> None:
    """Let residents be met again an hour after a meeting, and at once after an invitation without a yes.

    The city has thirty people: with the rests of the product its rooms would be empty after some tries. What
    people chose themselves, a block or "not a fit", stays.
    """
    of_the_city = User.objects.filter(is_demo=True).values("pk")
    rested = Q(sender__in=of_the_city) | Q(invitee__in=of_the_city)
    CoolDown.objects.filter(rested, until__isnull=False).delete()
    met = Q(low__in=of_the_city) | Q(high__in=of_the_city)
    Acquaintance.objects.filter(met, met_at__lte=now - MET_RESTS_FOR).delete()
    sat = Seat.objects.filter(person__in=of_the_city, table__settled_at__lte=now - MET_RESTS_FOR)
    Table.objects.filter(pk__in=sat.values("table"), meeting=None).delete()
    together = Seat.objects.filter(person=OuterRef("low"), table__seats__person=OuterRef("high"))
    Unmet.objects.filter(~Exists(together), met).delete()
    # A city that starts many times a day always starts in the same cells.
    CellChange.objects.filter(person__in=of_the_city).delete()
    # More guests may come in a day than one person is shown.
    Seen.objects.filter(viewer__in=of_the_city).delete()
    Cue.objects.filter(taken_at__lte=now - MET_RESTS_FOR).delete()


def secret_of(persona: Persona) -> str:
    """The secret of a resident's token: computed, so that every worker knows it and no table holds it."""
    digest = salted_hmac(_SALT, persona.key, algorithm="sha256").digest()
    return tokens.PREFIX + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('demo city'))")


def _account_of(persona: Persona, *, now: datetime) -> User:
    known = User.objects.filter(email=persona.mail).first()
    person = known or User.objects.create_user(persona.mail, is_demo=True, date_joined=now)
    if person.mail_proved_at is None:
        verification.prove_mailbox(by=person, now=now)
    return person


def _let_have_met(person: User, *, now: datetime) -> None:
    """They live here: they have met one another, and count where only such people do."""
    Profile.objects.filter(user=person, met_once_at=None).update(met_once_at=now)


def _introduce(person: User, persona: Persona, *, now: datetime) -> None:
    language = "fr" if persona.languages[0] == "fr" else "en"
    profiles.complete(
        by=person,
        now=now,
        first_name=persona.first_name,
        role=persona.role,
        languages=persona.languages,
        interface_language=language,
        is_adult=True,
    )
    changes = profiles.Changes(
        first_name=persona.first_name,
        last_name=persona.last_name,
        role=persona.role,
        company=persona.company,
        languages=list(persona.languages),
        offers=list(persona.offers),
        seeks=list(persona.seeks),
        open_to="all",
    )
    profiles.update(by=person, changes=changes)


def _give_phone(person: User, persona: Persona, *, now: datetime) -> None:
    digest = tokens.digest_of(secret_of(persona))
    ApiToken.objects.filter(user=person).exclude(digest=digest).delete()
    ApiToken.objects.update_or_create(
        digest=digest,
        defaults={"user": person, "scopes": ["meet"], "revoked_at": None},
        create_defaults={"user": person, "scopes": ["meet"], "created_at": now},
    )
