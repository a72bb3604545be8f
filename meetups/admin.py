"""Raw rows of meetups, to read. What happens to them goes through the stages."""

from django.contrib import admin

from matching.admin import ReadOnly
from meetups.models import Invitation, Meeting, Table


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ("sender", "invitee", "state", "sent_at", "expires_at", "point")
    list_filter = ("state",)


@admin.register(Table)
class TableAdmin(ReadOnly):
    list_display = ("state", "point", "offered_at", "expires_at", "host")
    list_filter = ("state",)


@admin.register(Meeting)
class MeetingAdmin(ReadOnly):
    list_display = ("invitation", "table", "state", "point", "agreed_at", "meet_at", "met_at", "over_at")
    list_filter = ("state",)
