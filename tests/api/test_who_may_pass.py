"""The gate of the API: a token or a session, the scope, a profile, no freeze."""

import pytest
from django.test import Client

from accounts.models import User
from kernel import tokens
from moderation import decisions
from tests.api.conftest import API, assert_refused
from tests.clock import NOON

MEMBERS_ONLY = [
    "me",
    "availability",
    "candidates",
    "invitations",
    "meetings/current",
    "points",
    "blocks",
    "plans",
    "pulses",
    "pulses/pledges",
    "alerts",
    "candidates/again",
    "less-like",
]


def test_without_a_token_nobody_is_let_in(client, db):
    answer = client.get(API + "me")
    assert_refused(answer, 401, "not-signed-in")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="kairos"'


def test_a_wrong_token_is_not_overlooked(client, db):
    assert_refused(client.get(API + "me", headers={"Authorization": "Bearer kairos_x"}), 401, "not-signed-in")


def test_a_revoked_token_is_worth_nothing(annas):
    tokens.revoke(user=annas.token.user, now=NOON)
    assert_refused(annas.get("me"), 401, "not-signed-in")


@pytest.mark.parametrize(
    ("scope", "open_to", "closed_to"), [("me", "me", "availability"), ("meet", "availability", "me")]
)
def test_a_token_opens_what_its_scope_names(anna, program_of, scope, open_to, closed_to):
    program = program_of(anna, scopes=[scope])
    assert program.get(open_to).status_code == 200
    assert_refused(program.get(closed_to), 403, "not-allowed")


@pytest.mark.parametrize("path", MEMBERS_ONLY)
def test_whoever_said_nothing_of_themselves_is_asked_to_first(newcomer, program_of, path):
    assert_refused(program_of(newcomer).get(path), 403, "profile-needed")


def test_the_token_of_a_frozen_account_stops_working(anna, annas):
    decisions.freeze(person=anna, facts="Threats.", clause="3.1", now=NOON)
    assert_refused(annas.get("me"), 401, "not-signed-in")


@pytest.mark.parametrize("path", MEMBERS_ONLY)
def test_a_freeze_alone_closes_every_door(anna, annas, path):
    decisions.freeze(person=anna, facts="Threats.", clause="3.1", now=NOON)
    User.objects.filter(pk=anna.pk).update(is_active=True)
    assert_refused(annas.get(path), 403, "frozen")


def test_a_session_opens_me_and_meet(anna):
    browser = Client()
    browser.force_login(anna)
    assert [browser.get(API + path).status_code for path in ("me", "availability")] == [200, 200]


def test_a_session_changes_nothing_without_the_csrf_token(anna):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    answer = browser.post(API + "availability/heartbeat", {}, content_type="application/json")
    assert_refused(answer, 403, "not-allowed")
