"""Addresses of the pages. A change is a POST to a noun."""

from django.urls import include, path

from meetups.views import invitations, meetings, now, partings, tables

app_name = "meetups"

_invitation = [
    path("", invitations.invitation, name="invitation"),
    path("acceptance/", invitations.accept, name="accept"),
    path("refusal/", invitations.refuse, name="refuse"),
    path("withdrawal/", invitations.withdraw, name="withdraw"),
    path("extension/", invitations.extend, name="extension"),
]
_table = [
    path("", tables.table, name="table"),
    path("acceptance/", tables.accept, name="accept-table"),
    path("refusal/", tables.refuse, name="refuse-table"),
]
_meeting = [
    path("", meetings.meeting, name="meeting"),
    path("beacon/", meetings.beacon, name="beacon"),
    path("departure/", meetings.depart, name="depart"),
    path("lateness/", meetings.late, name="late"),
    path("arrival/", meetings.arrive, name="arrive"),
    path("messages/", meetings.say, name="say"),
    path("proof/", meetings.prove, name="prove"),
    path("handshake/", meetings.vouch, name="vouch"),
    path("cancellation/", meetings.cancel, name="cancel"),
    path("release/", meetings.release, name="release"),
    path("end/", meetings.end, name="end-meeting"),
]

urlpatterns = [
    path("", now.landing, name="landing"),
    path("now/", now.now, name="now"),
    path("candidates/", now.candidates, name="candidates"),
    path("ringing/", now.ringing, name="ringing"),
    path("now/quiet/", now.quiet, name="quiet"),
    path("availability/end/", now.go_invisible, name="go-invisible"),
    path("people/<uuid:session_id>/", invitations.person, name="person"),
    path("people/<uuid:session_id>/not-a-fit/", invitations.not_a_fit, name="not-a-fit"),
    path("invitations/", invitations.invite, name="invite"),
    path("invitations/<uuid:invitation_id>/", include(_invitation)),
    path("tables/<uuid:table_id>/", include(_table)),
    path("meetings/current/", meetings.current, name="current"),
    path("meetings/<uuid:meeting_id>/", include(_meeting)),
    path("met/", meetings.met, name="met"),
    path("blocks/", partings.block, name="block"),
    path("blocks/<uuid:block_id>/removal/", partings.unblock, name="unblock"),
]
