"""The city settles once and stays so; by the hour it forgets what keeps people apart, but nobody's choice."""

from django.core.management import call_command

from accounts.models import Block, Profile, User
from demo import city as stages
from demo.models import Resident
from demo.people import CAST
from kernel import tokens
from kernel.models import ApiToken
from matching import standing
from matching.models import Acquaintance, CellChange, CoolDown
from tests import builders
from tests.demo.conftest import AINO, KEYS, PRIYA, free, resident


def everything():
    tables = (User, Profile, ApiToken, Resident)
    return {table.__name__: sorted(map(str, table.objects.values_list())) for table in tables}


def test_everybody_of_the_cast_moves_in(whole_city):
    assert set(Resident.objects.values_list("key", flat=True)) == set(CAST)
    profile = resident(AINO).profile
    assert (profile.first_name, profile.role, profile.company) == (
        "Aino",
        "Robotics engineer",
        "Saimaa Robotiikka",
    )
    assert (profile.languages, profile.open_to) == (["fi", "en", "sv"], "all")


def test_all_are_marked_as_demo_and_verified_by_their_invented_mailbox(city, clock):
    people = User.objects.filter(resident__isnull=False)
    assert people.filter(is_demo=True, is_provisional=False, is_staff=False).count() == len(KEYS)
    assert Profile.objects.verified(clock.now).filter(user__in=people).count() == len(KEYS)


def test_all_count_where_only_who_has_met_somebody_does(city):
    assert Profile.objects.filter(user__resident__isnull=False, met_once_at=None).count() == 0


def test_settling_twice_changes_nothing(city, clock):
    before = everything()
    stages.settle(now=clock.tick(days=1))
    assert everything() == before


def test_a_changed_cast_is_followed(city, clock, monkeypatch):
    Profile.objects.filter(first_name="Aino").update(role="Something old")
    monkeypatch.setattr(stages, "CAST", {key: CAST[key] for key in KEYS if key != PRIYA})
    stages.settle(now=clock.now)
    assert resident(AINO).profile.role == "Robotics engineer"
    assert set(Resident.objects.values_list("key", flat=True)) == set(KEYS) - {PRIYA}
    assert User.objects.filter(email=CAST[PRIYA].mail, resident=None).exists()


def test_a_phone_opens_the_doors_of_meeting_only(city):
    token = tokens.find(stages.secret_of(CAST[AINO]))
    assert (token.user, token.scopes) == (resident(AINO), ["meet"])


def test_another_secret_key_means_other_phones_and_no_old_ones(city, clock, settings):
    old = stages.secret_of(CAST[AINO])
    settings.SECRET_KEY = "another" * 10
    stages.settle(now=clock.now)
    assert (tokens.find(old), tokens.find(stages.secret_of(CAST[AINO])).user) == (None, resident(AINO))
    assert ApiToken.objects.count() == len(KEYS)


def test_an_hour_after_a_meeting_the_two_may_meet_again(city, newcomer, clock):
    builders.met_and_parted(newcomer, free(AINO), now=clock.now)
    stages.refresh(now=clock.tick(minutes=59))
    assert Acquaintance.objects.count() == 1
    stages.refresh(now=clock.tick(minutes=1))
    assert Acquaintance.objects.count() == 0


def test_after_an_invitation_without_a_yes_nobody_rests_long(city, newcomer, clock):
    standing.cool_down(sender_id=newcomer.pk, invitee_id=resident(PRIYA).pk, now=clock.now)
    standing.cool_down(sender_id=resident(PRIYA).pk, invitee_id=newcomer.pk, now=clock.now)
    stages.refresh(now=clock.now)
    assert CoolDown.objects.count() == 0


def test_a_city_that_often_starts_anew_never_runs_out_of_cells(city, clock):
    free(AINO)
    stages.refresh(now=clock.now)
    assert CellChange.objects.filter(person=resident(AINO)).count() == 0


def test_nothing_is_forgotten_between_real_people(city, newcomer, clock):
    other = builders.person("Other")
    builders.live(other)
    builders.met_and_parted(newcomer, other, now=clock.now)
    standing.cool_down(sender_id=newcomer.pk, invitee_id=other.pk, now=clock.now)
    stages.refresh(now=clock.tick(days=1))
    assert (Acquaintance.objects.count(), CoolDown.objects.count()) == (1, 1)


def test_what_people_chose_themselves_stays(city, newcomer, clock):
    standing.hide_for_good(by_id=newcomer.pk, other_id=resident(AINO).pk)
    Block.objects.create(blocker=newcomer, blocked=resident(PRIYA), created_at=clock.now)
    stages.refresh(now=clock.now)
    assert (CoolDown.objects.count(), Block.objects.count()) == (1, 1)


def test_the_command_settles_everybody(haunts, clock, capsys):
    call_command("settle_demo")
    assert capsys.readouterr().out == "30 people live in the demo city.\n"
    assert Resident.objects.stirring(clock.now).count() == len(CAST)
