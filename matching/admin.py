"""Raw rows of matching, to read. What happens to them goes through the stages."""

from django.contrib import admin
from django.http import HttpRequest

from matching.models import Availability, CoolDown, Standing


class ReadOnly(admin.ModelAdmin[Availability]):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Availability)
class AvailabilityAdmin(ReadOnly):
    list_display = ("person", "state", "started_at", "ends_at", "intention", "topic")
    list_filter = ("state", "intention")
    fields = (
        "person",
        "state",
        "started_at",
        "ends_at",
        "ended_at",
        "intention",
        "topic",
        "reach_min",
    )


@admin.register(CoolDown)
class CoolDownAdmin(ReadOnly):
    list_display = ("sender", "invitee", "step", "until")


@admin.register(Standing)
class StandingAdmin(ReadOnly):
    list_display = ("person", "committed", "kept")
