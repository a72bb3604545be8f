"""The hard filters, one by one: each test shows the person, changes one thing, and sees them gone."""

from datetime import timedelta

import pytest

from accounts import profiles
from accounts.models import Profile, User
from matching import availability, standing
from matching.candidates import candidates_for, card_of
from matching.models import Availability
from meetups import partings
from moderation import decisions
from tests import builders
from tests.builders import A_LONG_WALK, A_WALK, HERE, NEXT, TOO_FAR


@pytest.fixture
def sees(clock):
    """Who is shown to somebody now, by first name; the single card must agree with the list."""

    def sees(viewer, *people):
        session = availability.current(builders.again(viewer), now=clock.now)
        listed = {card.id for card in candidates_for(session, now=clock.now).cards}
        others = [builders.session_of(member) for member in people]
        singly = {other.pk for other in others if card_of(session, other.pk, now=clock.now)}
        assert listed & {other.pk for other in others} == singly
        return [
            member.profile.first_name
            for member, other in zip(people, others, strict=True)
            if other.pk in singly
        ]

    return sees


def test_people_who_are_free_near_each_other_see_each_other(anna, bo, sees):
    assert (sees(anna, bo), sees(bo, anna)) == (["Bo"], ["Anna"])


def test_who_is_thirty_kilometres_away_is_not_shown(anna, bo, chen, sees):
    assert (sees(anna, bo, chen), sees(chen, anna, bo)) == (["Bo"], [])


def test_nobody_sees_oneself(anna, sees):
    assert sees(anna, anna) == []


def test_people_without_a_language_in_common_are_not_shown(anna, bo, sees):
    profiles.update(by=bo, changes={"languages": ["fi", "sv"]})
    assert (sees(anna, bo), sees(bo, anna)) == ([], [])
    profiles.update(by=anna, changes={"languages": ["en", "sv"]})
    assert (sees(anna, bo), sees(bo, anna)) == (["Bo"], ["Anna"])


def test_a_block_hides_both_from_each_other(anna, bo, eve, clock, sees):
    builders.live(eve)
    assert sees(bo, anna, eve) == ["Anna", "Eve"]
    row = partings.block(by=anna, other_id=bo.pk, now=clock.now)
    assert (sees(anna, bo, eve), sees(bo, anna, eve)) == (["Eve"], ["Eve"])
    partings.unblock(by=anna, block_id=row.pk)
    assert (sees(anna, bo), sees(bo, anna)) == (["Bo"], ["Anna"])


def test_dora_whom_anna_blocked_sees_everybody_else(anna, bo, dora, sees):
    assert (sees(dora, anna, bo), sees(bo, anna, dora)) == (["Bo"], ["Anna", "Dora"])


@pytest.mark.parametrize("who_hides", ["anna", "bo"])
def test_colleagues_by_company_name_are_not_shown_if_either_hides(anna, bo, sees, who_hides):
    hiding = {"anna": anna, "bo": bo}[who_hides]
    for member in (anna, bo):
        profiles.update(by=member, changes={"hide_company": False})
    profiles.update(by=anna, changes={"company": "Acme"})
    profiles.update(by=bo, changes={"company": "ACME Oy"})
    assert (sees(anna, bo), sees(bo, anna)) == (["Bo"], ["Anna"])
    profiles.update(by=hiding, changes={"hide_company": True})
    assert (sees(anna, bo), sees(bo, anna)) == ([], [])


def test_colleagues_by_mail_domain_are_not_shown(places, sees):
    ann = builders.person("Ann", mail="ann@acme.example", company="Acme")
    ben = builders.person("Ben", mail="ben@sales.acme.example", company="Ben Consulting")
    eli = builders.person("Eli", company="Eli Consulting")
    for member in (ann, ben, eli):
        builders.live(member)
    assert (sees(ann, ben, eli), sees(ben, ann, eli)) == (["Eli"], ["Eli"])
    for member in (ann, ben):
        profiles.update(by=member, changes={"hide_company": False})
    assert (sees(ann, ben), sees(ben, ann)) == (["Ben"], ["Ann"])


def test_people_without_a_company_are_not_colleagues(places, sees):
    ann, ben = (
        builders.person(name, mail=f"{name}@gmail.com", company="", verified=False) for name in ("Ann", "Ben")
    )
    for member in (ann, ben):
        builders.live(member, open_to="all")
    assert (sees(ann, ben), sees(ben, ann)) == (["Ben"], ["Ann"])


@pytest.mark.parametrize("named", ["Bo & Co", "BO, Ltd.", "bo.example"])
def test_a_company_that_one_hides_from_is_hidden_both_ways(anna, bo, sees, named):
    assert (sees(anna, bo), sees(bo, anna)) == (["Bo"], ["Anna"])
    profiles.update(by=anna, changes={"hidden_companies": [named]})
    assert (sees(anna, bo), sees(bo, anna)) == ([], [])


def test_an_invitation_without_a_yes_hides_the_invitee_from_the_sender_only(anna, bo, clock, sees):
    assert sees(anna, bo) == ["Bo"]
    standing.cool_down(sender_id=anna.pk, invitee_id=bo.pk, now=clock.now - timedelta(hours=23, minutes=59))
    assert (sees(anna, bo), sees(bo, anna)) == ([], ["Anna"])
    clock.tick(minutes=1)
    assert (sees(anna, bo), sees(bo, anna)) == (["Bo"], ["Anna"])


def test_not_a_fit_hides_both_from_each_other_for_good(anna, bo, clock, sees):
    partings.not_a_fit(by=anna, other_id=bo.pk)
    assert (sees(anna, bo), sees(bo, anna)) == ([], [])
    clock.tick(days=400)
    Availability.objects.update(heartbeat_at=clock.now, ends_at=clock.now + timedelta(minutes=45))
    Profile.objects.update(work_mail_at=clock.now)
    assert (sees(anna, bo), sees(bo, anna)) == ([], [])


def test_people_who_met_are_in_no_list_for_thirty_days(anna, bo, clock, sees):
    def listed(viewer):
        session = availability.current(builders.again(viewer), now=clock.now)
        return [card.first_name for card in candidates_for(session, now=clock.now).cards]

    builders.met_and_parted(anna, bo, now=clock.now)
    assert (listed(anna), listed(bo)) == ([], [])
    clock.tick(days=29, hours=23)
    Availability.objects.update(heartbeat_at=clock.now, ends_at=clock.now + timedelta(hours=2))
    assert (listed(anna), listed(bo)) == ([], [])
    clock.tick(hours=1)
    Availability.objects.update(heartbeat_at=clock.now)
    assert (sees(anna, bo), sees(bo, anna)) == (["Bo"], ["Anna"])


def test_who_is_not_verified_sees_only_those_who_are_open_to_everybody(places, sees):
    new = builders.person("New", verified=False)
    sure, open_one = builders.person("Sure"), builders.person("Open")
    builders.live(new)
    builders.live(sure)
    builders.live(open_one, open_to="all")
    assert (sees(new, sure, open_one), sees(sure, new, open_one)) == (["Open"], ["New", "Open"])


@pytest.mark.parametrize("proof", ["work_mail_at", "oidc_at", "met_once_at"])
def test_each_proof_makes_verified(anna, bo, clock, sees, proof):
    Profile.objects.filter(user=anna).update(work_mail_at=None)
    assert sees(anna, bo) == []
    Profile.objects.filter(user=anna).update(**{proof: clock.now})
    assert sees(anna, bo) == ["Bo"]


def test_a_work_mail_proves_for_a_year(anna, bo, clock, sees):
    Profile.objects.filter(user=anna).update(
        work_mail_at=clock.now - timedelta(days=365) + timedelta(seconds=1)
    )
    assert sees(anna, bo) == ["Bo"]
    clock.tick(seconds=1)
    assert sees(anna, bo) == []


@pytest.mark.parametrize("where", [(HERE, 5), (NEXT, 10), (A_WALK, 15), (A_LONG_WALK, 20), (TOO_FAR, None)])
@pytest.mark.parametrize("reach_min", [5, 10, 15, 20])
def test_both_must_be_ready_to_walk_that_far(anna, bo, sees, where, reach_min):
    cell, about_min = where
    Availability.objects.update(reach_min=20)
    Availability.objects.filter(person=bo).update(cell=cell, reach_min=reach_min)
    shown = about_min is not None and about_min <= reach_min
    assert (sees(anna, bo), sees(bo, anna)) == ((["Bo"], ["Anna"]) if shown else ([], []))


@pytest.mark.parametrize("whose", ["anna", "bo"])
def test_ring_walk_and_the_shortest_talk_must_fit_into_the_time_of_both(anna, bo, clock, sees, whose):
    # 1.5 to ring, 10 to walk, 10 to talk.
    enough = clock.now + timedelta(minutes=21, seconds=30)
    Availability.objects.filter(person__profile__first_name=whose.capitalize()).update(ends_at=enough)
    assert (sees(anna, bo), sees(bo, anna)) == (["Bo"], ["Anna"])
    clock.tick(seconds=1)
    assert (sees(anna, bo), sees(bo, anna)) == ([], [])


@pytest.mark.parametrize("whose", ["anna", "bo"])
def test_the_way_back_must_fit_before_the_train_of_either(anna, bo, clock, sees, whose):
    # The same and 10 to walk back, 5 to spare.
    train = clock.now + timedelta(minutes=36, seconds=30)
    Availability.objects.filter(person__profile__first_name=whose.capitalize()).update(hard_stop_at=train)
    assert (sees(anna, bo), sees(bo, anna)) == (["Bo"], ["Anna"])
    clock.tick(seconds=1)
    assert (sees(anna, bo), sees(bo, anna)) == ([], [])


def test_who_is_in_a_meeting_is_in_nobodys_list(anna, bo, eve, sees):
    builders.live(eve)
    assert sees(eve, anna, bo) == ["Anna", "Bo"]
    builders.meeting(anna, bo)
    assert sees(eve, anna, bo) == []


def test_who_fell_silent_is_in_nobodys_list(anna, bo, clock, sees):
    Availability.objects.filter(person=bo).update(heartbeat_at=clock.now - timedelta(minutes=2, seconds=59))
    assert sees(anna, bo) == ["Bo"]
    Availability.objects.filter(person=bo).update(heartbeat_at=clock.now - timedelta(minutes=3))
    assert sees(anna, bo) == []


def test_who_is_frozen_is_in_nobodys_list(anna, bo, clock, sees):
    assert sees(anna, bo) == ["Bo"]
    session = builders.session_of(bo)
    decisions.freeze(person=bo, facts="Danger", clause="Conduct", now=clock.now)
    viewer = availability.current(anna, now=clock.now)
    assert (candidates_for(viewer, now=clock.now).cards, card_of(viewer, session.pk, now=clock.now)) == (
        [],
        None,
    )


def test_who_is_not_active_is_in_nobodys_list(anna, bo, sees):
    assert sees(anna, bo) == ["Bo"]
    User.objects.filter(pk=bo.pk).update(is_active=False)
    assert sees(anna, bo) == []


def test_who_sleeps_through_an_end_is_in_nobodys_list_without_any_sweep(anna, bo, clock, sees):
    assert sees(anna, bo) == ["Bo"]
    Availability.objects.filter(person=bo).update(ends_at=clock.tick(seconds=1))
    assert sees(anna, bo) == []
