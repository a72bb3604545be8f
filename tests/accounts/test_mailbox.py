"""The local mailbox: on a machine without a mail server, and nowhere else."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from accounts import mailbox
from tests.accounts.steps import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KAIROS_EMBEDDED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def test_the_newest_code_stands_out(client: Client, folder: Path) -> None:
    ask(client, "first@acme.com")
    ask(Client(), "second@acme.com")
    page = client.get("/mailbox/").content.decode()
    newest = mailbox.latest(folder)[0]
    assert (newest.to, len(newest.code)) == ("second@acme.com", 6)
    assert page.index("second@acme.com") < page.index("first@acme.com")
    assert f'data-code="{newest.code}"' in page
    assert newest.body.startswith(f"Your code is {newest.code[:3]} {newest.code[3:]}")


def test_several_mails_in_one_file_are_read_with_their_accents(folder: Path) -> None:
    letters = [EmailMessage(subject=f"Été {n}", body="Déjà là\n" + "-" * 20, to=["a@b.fi"]) for n in range(2)]
    get_connection().send_messages(letters)
    read = mailbox.latest(folder)
    assert {mail.subject for mail in read} == {"Été 0", "Été 1"}
    assert {mail.code for mail in read} == {""}
    assert read[0].body.startswith("Déjà là")


def test_an_empty_mailbox_says_so(client: Client, folder: Path) -> None:
    assert "No mail yet" in client.get("/mailbox/").content.decode()


def test_where_mails_really_leave_there_is_no_such_page(client: Client, settings: Any) -> None:
    settings.KAIROS_EMBEDDED = False
    assert client.get("/mailbox/").status_code == 404
