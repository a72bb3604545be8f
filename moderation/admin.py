"""Where an administrator reads reports and can freeze an account at once."""

import json

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Restriction, User
from kernel import clock
from moderation import decisions
from moderation.models import Report, Signal


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin[Report]):
    list_display = ("receipt", "category", "subject", "received_at", "due_at", "state")
    list_filter = ("state", "category")
    search_fields = ("receipt",)
    actions = ("freeze_reported", "lift_freeze")
    readonly_fields = (
        "receipt", "reporter", "subject", "category", "note", "about_kind", "about_id", "evidence",
        "received_at", "due_at",
    )  # fmt: skip
    exclude = ("context",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("What both saw"))
    def evidence(self, report: Report) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(report.context, indent=2, ensure_ascii=False))

    @admin.action(description=_("Freeze the reported account at once"))
    def freeze_reported(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        now = clock.now()
        for person in User.objects.filter(reports_about__in=reports).distinct():
            decisions.freeze(
                person=person,
                facts=_("A report about this account was received and is being reviewed."),
                clause=_("Safety of people who meet"),
                now=now,
            )
        messages.success(request, gettext("The accounts are frozen."))

    @admin.action(description=_("Lift the freeze of the reported account"))
    def lift_freeze(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        now = clock.now()
        for restriction in (
            Restriction.objects.in_force(now).filter(user__reports_about__in=reports).distinct()
        ):
            decisions.lift(restriction=restriction, now=now)
        messages.success(request, gettext("The accounts are free again."))


@admin.register(Signal)
class SignalAdmin(admin.ModelAdmin[Signal]):
    """To read: what follows from a signal is decided in a case."""

    list_display = ("raised_at", "kind", "person", "cells", "people", "last_at")
    list_filter = ("kind",)
    list_select_related = ("person",)
    fields = ("person", "kind", "cells", "people", "raised_at", "last_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
