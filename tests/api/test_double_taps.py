"""The same button twice on a page, without a key: what sets a state sets it once. What adds is named here."""

import pytest
from django.test import Client

from tests.api.commands import SCENES
from tests.api.test_every_command_once import everything

# The buttons of pages whose address and words are those of the interface.
BUTTONS = [
    door for door in SCENES if door.split("/")[0] in {"POST invitations", "POST tables", "POST meetings"}
]
# Each tap is a sentence, or so many minutes more (fifteen at most): one looks at the page and means it.
ADDS = {f"POST meetings/{{meeting_id}}/{verb}" for verb in ("messages", "lateness")}


@pytest.mark.parametrize("door", BUTTONS)
def test_a_second_tap_changes_nothing_more(cast, door):
    command = SCENES[door](cast)
    page = Client()
    page.force_login(command.by)
    before = everything()
    answers = [page.post(f"/{command.path}/", command.body).status_code]
    done = everything()
    answers.append(page.post(f"/{command.path}/", command.body).status_code)
    assert done != before
    assert all(status < 500 for status in answers)
    assert (everything() == done) == (door not in ADDS)
