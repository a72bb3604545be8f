"""Ruling 11: one answer, page, mail and amount of work for an address we know and one we do not."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from kernel import clock
from tests.accounts.steps import Make, ask, freeze, type_in

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN, FROZEN, INACTIVE = "knw@acme.com", "new@acme.com", "frz@acme.com", "ina@acme.com"
EVERYBODY = (KNOWN, UNKNOWN, FROZEN, INACTIVE)


@pytest.fixture(autouse=True)
def the_people(member: Make) -> None:
    member(KNOWN, first_name="Karin", interface_language="fr")
    freeze(member(FROZEN), clock.now())
    User.objects.filter(pk=member(INACTIVE).pk).update(is_active=False)


def without_chance(answer: Any, address: str) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body, but for the time, the CSRF token and the address itself."""
    body = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", answer.content.decode())
    body = re.sub(r'data-now="[^"]*"', "", body)
    headers = sorted(header for header in answer.headers.items() if header[0] != "Expires")
    return answer.status_code, headers, body.replace(address, "ADDRESS")


def what_comes_back(address: str) -> list[Any]:
    browser = Client()
    answers = [
        ask(browser, address),
        browser.get("/sign-in/code/"),
        type_in(browser, "12"),
        type_in(browser, "000000"),
        ask(Client(), address),
    ]
    letter = mail.outbox.pop().message()
    for chance in ("Message-ID", "Date"):
        del letter[chance]
    mailed = re.sub(r"\d{3} \d{3}", "CODE", letter.as_string()).replace(address, "ADDRESS")
    cookies = {name: {**cookie, "expires": ""} for name, cookie in browser.cookies.items()}
    return [[without_chance(answer, address) for answer in answers], mailed, cookies]


def test_every_address_gets_the_same_answers_pages_cookies_and_mail() -> None:
    known, *others = [what_comes_back(address) for address in EVERYBODY]
    assert known[1].startswith("Content-Type: text/plain")
    assert others == [known] * 3


def test_every_address_asks_the_same_of_the_database() -> None:
    def questions(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            ask(Client(), address)
        return [re.sub(r"'[^']*'|\d+", "?", question["sql"]) for question in asked]

    known, *others = [questions(address) for address in EVERYBODY]
    assert others == [known] * 3


def test_the_mail_speaks_the_language_of_the_page_not_of_the_profile() -> None:
    Client().post("/sign-in/", {"email": KNOWN}, headers={"accept-language": "en"})
    assert mail.outbox[-1].subject.endswith("is your Kairos code")


def test_an_address_in_capitals_is_the_same_person() -> None:
    ask(Client(), KNOWN.upper())
    assert mail.outbox[-1].to == [KNOWN]
    assert User.objects.filter(email__iexact=KNOWN).count() == 1
