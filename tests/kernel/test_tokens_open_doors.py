"""Personal tokens: kept as a hash, limited to their scopes, gone when revoked."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from kernel import clock, tokens
from kernel.models import ApiToken
from tests.kernel.conftest import client_with

pytestmark = pytest.mark.usefixtures("doors")


def status(secret, path="/api/v1/things"):
    return client_with(secret).get(path).status_code


def test_a_token_opens_what_its_scopes_say_and_nothing_else(issue):
    assert status(issue("meet")) == 200
    assert status(issue("me")) == 403
    assert status(issue("meet"), "/api/v1/organized") == 403
    assert status(issue("organize"), "/api/v1/organized") == 200


def test_a_session_may_meet_and_organize(anna, client):
    client.force_login(anna)
    assert client.get("/api/v1/things").status_code == 200
    assert client.get("/api/v1/organized").status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "kairos_x"])
def test_a_header_that_opens_nothing_is_401_even_with_a_session(anna, client, header):
    client.force_login(anna)
    answer = client.get("/api/v1/things", headers={"Authorization": header})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="kairos"')


def test_the_secret_is_nowhere_in_the_database(issue):
    secret = issue("meet")
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest, to_jsonb(kept)::text FROM kernel_apitoken kept")
        digest, text = cursor.fetchone()
    assert bytes(digest) == tokens.digest_of(secret)
    assert secret not in text
    assert secret.removeprefix(tokens.PREFIX) not in text


def test_a_revoked_token_is_over_and_stays_over(issue):
    secret = issue("meet")
    token = ApiToken.objects.get()
    now = clock.now()
    later = now + timedelta(hours=1)
    assert [tokens.revoke(user=token.user, now=moment) for moment in (now, later)] == [1, 0]
    token.refresh_from_db()
    assert token.revoked_at == now
    assert status(secret) == 401


def test_the_token_of_who_is_not_active_is_over(issue, anna):
    secret = issue("meet")
    anna.is_active = False
    anna.save()
    assert status(secret) == 401


def test_its_use_is_noted_but_not_at_every_reading(issue, django_assert_num_queries):
    secret = issue("meet")
    status(secret)
    noted = ApiToken.objects.get().last_used_at
    assert noted is not None
    status(secret)
    assert ApiToken.objects.get().last_used_at == noted


@pytest.mark.parametrize("scopes", [[], ["everything"]])
def test_the_database_knows_which_scopes_there_are(anna, scopes):
    with pytest.raises(IntegrityError, match="token_has_known_scopes"):
        tokens.issue(user=anna, scopes=scopes, now=clock.now())


def test_the_command_prints_a_secret_that_works(anna):
    out = io.StringIO()
    call_command("issue_token", anna.email, stdout=out)
    assert status(out.getvalue().strip()) == 200
    assert ApiToken.objects.get().scopes == ["me", "meet"]


def test_the_command_makes_an_account_only_when_told(db):
    with pytest.raises(CommandError, match="--create"):
        call_command("issue_token", "new@example.test")
    out = io.StringIO()
    call_command("issue_token", "New@Example.test", "--scope", "moderate", "--create", stdout=out)
    token = ApiToken.objects.get()
    assert (token.user.email, token.scopes) == ("new@example.test", ["moderate"])
    assert get_user_model().objects.count() == 1


def test_the_command_refuses_what_is_no_address_and_whom_a_token_would_not_help(anna):
    with pytest.raises(CommandError, match="no mail address"):
        call_command("issue_token", "somebody", "--create")
    get_user_model().objects.filter(pk=anna.pk).update(is_active=False)
    with pytest.raises(CommandError, match="frozen"):
        call_command("issue_token", anna.email)
    assert (get_user_model().objects.count(), ApiToken.objects.count()) == (1, 0)


def test_the_command_ends_every_token_of_an_account(anna, issue):
    secrets = [issue("meet"), issue("me")]
    out = io.StringIO()
    call_command("revoke_token", anna.email.upper(), stdout=out)
    assert (out.getvalue(), [status(secret) for secret in secrets]) == ("2 ended\n", [401, 401])
    with pytest.raises(CommandError, match="No account"):
        call_command("revoke_token", "nobody@example.test")
