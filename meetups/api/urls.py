"""Addresses of the API from going live to goodbye. A change is a POST to a noun."""

from django.urls import include, path

from meetups.api.views import availability, blocks, invitations, meetings, tables

_invitation = [
    path("acceptance", invitations.Acceptance.as_view(), name="api-acceptance"),
    path("refusal", invitations.Refusal.as_view(), name="api-refusal"),
    path("withdrawal", invitations.Withdrawal.as_view(), name="api-withdrawal"),
    path("extension", invitations.Extension.as_view(), name="api-extension"),
]
_table = [
    path("acceptance", tables.Acceptance.as_view(), name="api-table-acceptance"),
    path("refusal", tables.Refusal.as_view(), name="api-table-refusal"),
]
_meeting = [
    path("departure", meetings.Departure.as_view(), name="api-departure"),
    path("lateness", meetings.Lateness.as_view(), name="api-lateness"),
    path("arrival", meetings.Arrival.as_view(), name="api-arrival"),
    path("messages", meetings.Messages.as_view(), name="api-messages"),
    path("proof", meetings.Proof.as_view(), name="api-proof"),
    path("cancellation", meetings.Cancellation.as_view(), name="api-cancellation"),
    path("release", meetings.Release.as_view(), name="api-release"),
    path("end", meetings.End.as_view(), name="api-end"),
]

urlpatterns = [
    path("availability", availability.MyAvailability.as_view(), name="api-availability"),
    path("invitations", invitations.Invitations.as_view(), name="api-invitations"),
    path("invitations/<uuid:invitation_id>", invitations.OneInvitation.as_view(), name="api-invitation"),
    path("invitations/<uuid:invitation_id>/", include(_invitation)),
    path("tables/current", tables.CurrentTable.as_view(), name="api-current-table"),
    path("tables/<uuid:table_id>", tables.OneTable.as_view(), name="api-table"),
    path("tables/<uuid:table_id>/", include(_table)),
    path("meetings/current", meetings.CurrentMeeting.as_view(), name="api-current-meeting"),
    path("meetings/<uuid:meeting_id>", meetings.OneMeeting.as_view(), name="api-meeting"),
    path("meetings/<uuid:meeting_id>/", include(_meeting)),
    path("blocks", blocks.Blocks.as_view(), name="api-blocks"),
    path("blocks/<uuid:block_id>", blocks.OneBlock.as_view(), name="api-block"),
]
