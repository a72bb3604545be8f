"""Lists: one shape, newest first, and no question more for three rows than for one."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.api import Pages
from meetups import partings
from tests import builders
from tests.api.conftest import assert_refused
from tests.clock import NOON


def asked_by(program, path):
    """How many questions the database was asked for an answer."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert program.get(path).status_code == 200
    return len(asked)


def ring_at(anna, name):
    sender = builders.person(name)
    builders.live(sender)
    builders.invitation(sender, anna)


def block(anna, name):
    partings.block(by=anna, other_id=builders.person(name).pk, now=NOON)


def appear(anna, name):
    builders.live(builders.person(name))


@pytest.mark.parametrize(
    ("path", "one_more"), [("invitations", ring_at), ("blocks", block), ("candidates", appear)]
)
def test_three_cost_no_more_questions_than_one(anna, annas, path, one_more):
    one_more(anna, "Gil")
    annas.get(path)  # what is cached once is cached
    with_one = asked_by(annas, path)
    for name in ("Hal", "Ivy"):
        one_more(anna, name)
    annas.get(path)  # who is new on a list is noted once
    assert asked_by(annas, path) == with_one


def test_the_newest_comes_first_and_the_rest_on_the_next_page(anna, annas, clock, monkeypatch):
    monkeypatch.setattr(Pages, "page_size", 2)
    for minutes, name in enumerate(("Gil", "Hal", "Ivy")):
        other = builders.person(name)
        partings.block(by=anna, other_id=other.pk, now=NOON + timedelta(minutes=minutes))
    first = annas.get("blocks").json()
    second = annas.get(first["next"].partition("/api/v1/")[2]).json()
    assert [row["first_name"] for row in first["results"] + second["results"]] == ["Ivy", "Hal", "Gil"]
    assert second["next"] is None


@pytest.mark.parametrize("cursor", ["x", b64encode(b"p=yesterday"), b64encode(b"o=x"), b64encode(b"p=\0")])
@pytest.mark.parametrize("path", ["invitations", "blocks", "less-like"])
def test_a_made_up_cursor_opens_nothing(annas, path, cursor):
    assert_refused(annas.get(path, {"cursor": cursor}), 404, "not-found")


def test_invitations_are_listed_both_ways(annas, anna, bo, clock):
    builders.invitation(anna, bo)
    clock.tick(seconds=10)
    gil = builders.person("Gil")
    builders.live(gil, now=clock.now)
    builders.invitation(gil, anna, now=clock.now)
    rows = annas.get("invitations").json()["results"]
    assert [(row["direction"], row["person"]["first_name"]) for row in rows] == [("in", "Gil"), ("out", "Bo")]
    assert rows == [annas.get(f"invitations/{row['id']}").json() for row in rows]
