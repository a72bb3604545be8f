"""F2: what vouches for a person, and for how long."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts import mail_domains, verification
from accounts.models import Profile
from kernel import clock
from tests.accounts.steps import Make, ask, change, mailed_code, type_in

YEAR = timedelta(days=365)


@pytest.mark.parametrize(
    ("address", "domain", "company"),
    [
        ("anna@acme.com", "acme.com", "Acme"),
        ("anna@eu.sales.acme.com", "acme.com", "Acme"),
        ("anna@acme.co.uk", "acme.co.uk", "Acme"),
        ("anna@hr.acme.co.uk", "acme.co.uk", "Acme"),
        ("anna@nordlys-group.fi", "nordlys-group.fi", "Nordlys Group"),
    ],
)
def test_a_company_mailbox_names_the_company(address: str, domain: str, company: str) -> None:
    assert mail_domains.work_domain(address) == domain
    assert mail_domains.company_of(domain) == company


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "yahoo.co.uk",
        "hotmail.fr",
        "outlook.com",
        "free.fr",
        "orange.fr",
        "gmx.de",
        "proton.me",
        "qq.com",
    ],
)
def test_a_mailbox_that_anybody_can_have_names_none(domain: str) -> None:
    assert mail_domains.work_domain(f"anna@{domain}") == ""
    assert mail_domains.work_domain(f"anna@mail.{domain}") == ""


def test_one_mailbox_has_one_spelling() -> None:
    assert mail_domains.canonical(" Anna@MÜLLER.de ") == "anna@xn--mller-kva.de"
    with pytest.raises(ValueError, match=r"idna|label"):
        mail_domains.canonical("anna@" + "ü" * 80 + ".de")


@pytest.mark.django_db
def test_the_badge_lasts_a_year_and_every_code_renews_it(client: Client, member: Make) -> None:
    anna, now = member("anna@acme.com"), clock.now()
    change(anna, work_mail_at=now - YEAR, mail_domain="acme.com")
    expired = Profile.objects.get()
    assert (expired.works_at(now), expired.verified_at(now)) == ("", False)
    assert expired.works_at(now - timedelta(seconds=1)) == "acme.com"

    ask(client, "anna@acme.com")
    type_in(client, mailed_code())
    assert Profile.objects.get().works_at(clock.now()) == "acme.com"


@pytest.mark.django_db
def test_lists_and_single_profiles_follow_one_rule(member: Make) -> None:
    now = clock.now()
    states = {
        "nothing@gmail.com": {},
        "work@acme.com": {"work_mail_at": now, "mail_domain": "acme.com"},
        "old@acme.com": {"work_mail_at": now - YEAR, "mail_domain": "acme.com"},
        "oidc@gmail.com": {"oidc_at": now - 9 * YEAR},
        "met@gmail.com": {"met_once_at": now - 9 * YEAR},
    }
    for email, state in states.items():
        change(member(email), **state)
    listed = set(Profile.objects.verified(now).values_list("user__email", flat=True))
    single = {
        profile.user.email for profile in Profile.objects.select_related("user") if profile.verified_at(now)
    }
    assert listed == single == {"work@acme.com", "oidc@gmail.com", "met@gmail.com"}


@pytest.mark.django_db
def test_proving_twice_changes_nothing_but_the_time(member: Make) -> None:
    anna, now = member("anna@acme.com"), clock.now()
    for moment in (now, now + timedelta(hours=1)):
        verification.prove_mailbox(by=anna, now=moment)
    profile = Profile.objects.get()
    assert (profile.mail_domain, profile.work_mail_at) == ("acme.com", now + timedelta(hours=1))


@pytest.mark.django_db
def test_without_a_linked_provider_nothing_is_noted(member: Make) -> None:
    verification.note_provider(by=member(), now=clock.now())
    assert Profile.objects.get().oidc_at is None
