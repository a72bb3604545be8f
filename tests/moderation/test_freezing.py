"""Freezing an account: everything of the person ends at once, and no measure stands without its reasons."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import Restriction, Statement, User
from matching.models import Availability
from meetups import invitations
from meetups.invitations import InvitationRefused
from meetups.models import Party
from moderation import decisions, reports
from moderation.decisions import DecisionRefused
from moderation.models import Report
from notifications import events
from tests import builders
from tests.builders import session_of, stored
from tests.cast import refuses, told


def freeze(member, clock):
    return decisions.freeze(person=member, facts="Danger was reported.", clause="Conduct 3", now=clock.now)


def test_a_freeze_is_in_force_with_its_reasons(bo, clock):
    frozen = freeze(bo, clock)
    assert list(Restriction.objects.in_force(clock.now).filter(user=bo)) == [frozen]
    reasons = frozen.statement
    assert (reasons.facts, reasons.clause, reasons.automated, reasons.language) == (
        "Danger was reported.", "Conduct 3", False, "en",
    )  # fmt: skip


@pytest.fixture
def in_the_admin(nina, client):
    """Nina takes a measure on every report."""
    User.objects.filter(pk=nina.pk).update(is_staff=True, is_superuser=True)
    client.force_login(nina)

    def act(measure):
        selected = list(Report.objects.values_list("pk", flat=True))
        action = {"action": measure, "_selected_action": selected}
        client.post("/admin/moderation/report/", action, headers={"Accept-Language": "en"})

    return act


def reported(by, member, clock):
    about = builders.card(by, member).pk
    return reports.report(by=by, kind="candidate", about=about, category="danger", note="", now=clock.now)


def test_the_reasons_of_the_admin_are_written_in_the_persons_own_language(places, bo, clock, in_the_admin):
    remi = builders.person("Remi", interface_language="fr")
    builders.live(remi)
    reported(bo, remi, clock)
    in_the_admin("freeze_reported")
    said = Statement.objects.get(user=remi)
    assert (said.language, said.clause) == ("fr", "Sécurité des personnes qui se rencontrent")
    assert said.facts.startswith("Un signalement au sujet de ce compte")


def test_no_restriction_stands_without_a_statement(bo, clock):
    frozen = freeze(bo, clock)
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.filter(pk=frozen.pk).update(statement=None)


def test_freezing_twice_is_freezing_once(bo, clock, ears):
    first = freeze(bo, clock)
    ears.heard()
    clock.tick(minutes=1)
    assert (freeze(bo, clock), Statement.objects.count(), ears.heard()) == (first, 1, {})


def test_the_window_ends_and_only_the_person_hears_why(anna, bo, clock, ears):
    session = session_of(bo)
    freeze(bo, clock)
    assert stored(session).state == "ended"
    assert ears.heard() == {"Bo": told(events.AvailabilityEnded(session.pk), events.AccountFrozen())}


def test_a_meeting_is_cancelled_and_the_other_goes_on(anna, bo, clock, ears):
    meeting = builders.meeting(anna, bo)
    session = session_of(bo)
    ears.heard()
    freeze(bo, clock)
    assert (stored(meeting).state, Party.objects.filter(running=True).count()) == ("cancelled", 0)
    assert [stored(session).state, session_of(anna).state] == ["ended", "live"]
    heard = ears.heard()
    assert heard["Anna"] == told(
        events.MeetingCancelled(meeting.pk, "other"), events.AvailabilityChanged(session_of(anna).pk)
    )
    assert [name for name, _payload in heard["Bo"]] == [
        "meeting-cancelled", "availability-changed", "availability-ended", "account-frozen",
    ]  # fmt: skip


def test_a_meeting_proven_already_is_cancelled_too(anna, bo, clock):
    meeting = builders.met(anna, bo)
    freeze(anna, clock)
    assert stored(meeting).state == "cancelled"


def test_own_rings_are_taken_back_and_others_ring_on_as_if_unheard(anna, bo, eve, clock):
    builders.live(eve)
    out, incoming = builders.invitation(bo, eve), builders.invitation(anna, bo)
    freeze(bo, clock)
    assert (stored(out).state, stored(incoming).state) == ("withdrawn", "sent")
    with refuses(InvitationRefused, "not-available"):
        invitations.accept(invitation_id=incoming.pk, by=bo, now=clock.now)


def test_every_sign_in_ends(bo, clock):
    before = builders.again(bo).get_session_auth_hash()
    freeze(bo, clock)
    assert builders.again(bo).get_session_auth_hash() != before


def test_who_is_in_a_meeting_with_nobody_is_frozen_alike(eve, clock, ears):
    freeze(eve, clock)
    assert ears.heard() == {"Eve": told(events.AccountFrozen())}


def test_a_moderator_is_not_frozen_from_here(nina, clock):
    with refuses(DecisionRefused, "staff"):
        freeze(nina, clock)
    assert (Restriction.objects.count(), Statement.objects.count()) == (0, 0)


def test_a_freeze_is_lifted_once_and_its_reasons_remain(bo, clock):
    frozen = freeze(bo, clock)
    decisions.lift(restriction=frozen, now=clock.tick(hours=1))
    lifted_at = clock.now
    decisions.lift(restriction=frozen, now=clock.tick(hours=1))
    assert (Restriction.objects.in_force(clock.now).count(), stored(frozen).lifted_at) == (0, lifted_at)
    assert Statement.objects.count() == 1


def test_who_was_frozen_can_be_live_again_once_it_is_lifted(bo, clock):
    decisions.lift(restriction=freeze(bo, clock), now=clock.now)
    builders.live(bo, now=clock.now, cell=builders.NEXT)
    assert Availability.objects.open().filter(person=bo).count() == 1


def test_the_admin_lifts_what_the_admin_froze(anna, bo, clock, in_the_admin):
    reported(anna, bo, clock)
    in_the_admin("freeze_reported")
    assert (stored(bo).is_active, Restriction.objects.in_force(Now()).count()) == (False, 1)
    in_the_admin("lift_freeze")
    assert (stored(bo).is_active, Restriction.objects.in_force(Now()).count()) == (True, 0)
