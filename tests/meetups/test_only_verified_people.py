"""Outside zones only verified people see and invite, unless one opened oneself to everybody: every door."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts import profiles
from accounts.models import Profile
from kernel import tokens
from matching.models import Availability
from meetups.models import Invitation
from tests import builders
from tests.clock import NOON

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def una(places):
    """Nothing is proved of her yet."""
    member = builders.person("Una", verified=False)
    builders.live(member)
    return builders.again(member)


@pytest.fixture
def page(client, una):
    client.force_login(una)
    return client


@pytest.fixture
def program(una):
    client = APIClient()
    _token, secret = tokens.issue(user=una, scopes=["meet"], now=NOON)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def open_to_all(member):
    profiles.update(by=member, changes={"open_to": "all"})


def doors(page, program, session):
    """What each door lets through: the list and the card as pages, the list as JSON, both ways to ring."""
    listed = [path for path in ("/now/", "/candidates/") if f"/people/{session}/" in said(page, path)]
    opened = page.get(f"/people/{session}/").status_code == 200
    found = [card["id"] for card in program.get("/api/v1/candidates").json()["candidates"]]
    page.post("/invitations/", {"to": session, "length_min": 20})
    rung = Invitation.objects.count()
    answer = program.post("/api/v1/invitations", {"to": str(session), "length_min": 20}, format="json")
    return listed, opened, found == [str(session)], rung, answer.status_code


def said(page, path):
    return page.get(path).content.decode()


NOTHING = ([], False, False, 0, 409)
EVERYTHING = (["/now/", "/candidates/"], True, True, 1, 201)


def test_nobody_unverified_passes_any_door(page, program, bo):
    assert doors(page, program, builders.session_of(bo).pk) == NOTHING


def test_who_opened_oneself_to_everybody_is_seen_and_rung_by_everybody(page, program, bo):
    open_to_all(bo)
    assert doors(page, program, builders.session_of(bo).pk) == EVERYTHING


def test_a_window_may_be_opened_to_everybody_by_itself(page, program, bo):
    Availability.objects.filter(person=bo).update(open_to="all")
    assert doors(page, program, builders.session_of(bo).pk) == EVERYTHING


def test_closing_oneself_again_holds_for_the_open_window_at_once(page, program, bo):
    open_to_all(bo)
    profiles.update(by=bo, changes={"open_to": "verified"})
    assert doors(page, program, builders.session_of(bo).pk) == NOTHING


def test_changing_something_else_leaves_the_choice_of_this_window(page, program, bo):
    Availability.objects.filter(person=bo).update(open_to="all")
    profiles.update(by=bo, changes={"headline": "Boats"})
    assert doors(page, program, builders.session_of(bo).pk) == EVERYTHING


@pytest.mark.parametrize("proof", ["work_mail_at", "oidc_at", "met_once_at"])
def test_one_proof_opens_every_door(una, page, program, bo, proof):
    said_of = {"mail_domain": "una.example"} if proof == "work_mail_at" else {}
    Profile.objects.filter(pk=una.pk).update(**{proof: NOON - timedelta(days=1)}, **said_of)
    assert doors(page, program, builders.session_of(bo).pk) == EVERYTHING


def test_a_mailbox_proved_over_a_year_ago_opens_none(una, page, program, bo):
    Profile.objects.filter(pk=una.pk).update(
        work_mail_at=NOON - timedelta(days=366), mail_domain="una.example"
    )
    assert doors(page, program, builders.session_of(bo).pk) == NOTHING
