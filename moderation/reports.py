"""Reporting a person: three taps, a receipt at once. Called by the doors of moderation."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kernel.refusals import Refusal
from meetups.evidence import evidence
from meetups.whom import other_person
from moderation import policy
from moderation.models import Report


class ReportRefused(Refusal):
    """Why a report is not taken."""

    title = _("This report cannot be taken")
    sentences: ClassVar = {
        "nobody": _("There is nobody to report here."),
        "unknown-category": _("Please choose what happened."),
    }
    statuses: ClassVar = {"nobody": 404, "unknown-category": 422}


def report(*, by: User, kind: str, about: UUID, category: str, note: str, now: datetime) -> Report:
    """Take a report of the person behind a card, an invitation or a meeting, with what both saw of it.

    Effects: the report, due by its category. The same report again returns the first one's receipt.
    Refuses: nobody, unknown-category.
    """
    if category not in policy.CATEGORIES:
        raise ReportRefused("unknown-category")
    subject = other_person(by, kind, about, now=now)
    if subject is None:
        raise ReportRefused("nobody")
    with transaction.atomic():
        taken, _created = Report.objects.get_or_create(
            reporter=by, about_kind=kind, about_id=about, category=category,
            defaults={
                "receipt": new_receipt(), "subject_id": subject, "note": note.strip()[: policy.NOTE_LONGEST],
                "context": evidence(by, subject, kind, about), "received_at": now,
                "due_at": now + timedelta(hours=policy.CATEGORIES[category]),
            },
        )  # fmt: skip
    return taken


def new_receipt() -> str:
    """A number that can be read aloud on the phone."""
    return "".join(secrets.choice(policy.RECEIPT_SIGNS) for _ in range(policy.RECEIPT_LENGTH))
