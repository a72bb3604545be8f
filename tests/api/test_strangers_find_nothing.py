"""What one may not see does not exist: 404 for a stranger, in the same words as for what was never there."""

from uuid import UUID

import pytest

from meetups import partings
from tests import builders
from tests.api.conftest import assert_refused
from tests.clock import NOON

NOBODYS = UUID(int=7, version=4)  # fixed: every worker must collect the same names
OF_INVITATIONS = [("get", "", None)] + [
    ("post", verb, None) for verb in ("/acceptance", "/refusal", "/withdrawal", "/extension")
]
OF_TABLES = [("get", "", None), ("post", "/acceptance", None), ("post", "/refusal", None)]
OF_MEETINGS = [
    ("get", "", None),
    ("post", "/departure", None),
    ("post", "/lateness", {"minutes": 5}),
    ("post", "/arrival", None),
    ("post", "/messages", {"preset": "outside"}),
    ("post", "/proof", {"code": "0000"}),
    ("post", "/proof", {"we_met": True}),
    ("post", "/cancellation", {"reason": "other"}),
    ("post", "/release", None),
    ("post", "/end", None),
]


@pytest.mark.parametrize("call", OF_INVITATIONS)
def test_an_invitation_of_others(eves, anna, bo, call):
    method, verb, body = call
    assert_nothing(eves, method, f"invitations/{builders.invitation(anna, bo).pk}{verb}", body)


@pytest.mark.parametrize("call", OF_TABLES)
def test_a_table_of_others(eves, anna, bo, call):
    method, verb, body = call
    assert_nothing(eves, method, f"tables/{builders.table(anna, bo).pk}{verb}", body)


@pytest.mark.parametrize("call", OF_MEETINGS)
def test_a_meeting_of_others(eves, anna, bo, call):
    method, verb, body = call
    assert_nothing(eves, method, f"meetings/{builders.meeting(anna, bo).pk}{verb}", body)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [(method, f"invitations/{NOBODYS}{verb}", body) for method, verb, body in OF_INVITATIONS]
    + [(method, f"tables/{NOBODYS}{verb}", body) for method, verb, body in OF_TABLES]
    + [(method, f"meetings/{NOBODYS}{verb}", body) for method, verb, body in OF_MEETINGS]
    + [("delete", f"{path}/{NOBODYS}", None) for path in ("blocks", "less-like")],
)
def test_what_was_never_there(eves, method, path, body):
    assert_nothing(eves, method, path, body)


def test_a_block_of_others(eves, anna, bo):
    block = partings.block(by=anna, other_id=bo.pk, now=NOON)
    assert_nothing(eves, "delete", f"blocks/{block.pk}", None)
    assert builders.stored(block) == block


def test_the_lists_of_a_stranger_are_empty(eves, anna, bo):
    builders.invitation(anna, bo)
    partings.block(by=anna, other_id=builders.person("Gil").pk, now=NOON)
    assert [eves.get(path).json() for path in ("invitations", "blocks")] == [
        {"results": [], "next": None}
    ] * 2


@pytest.mark.parametrize(
    "path", ["nowhere", "invitations/1", "meetings/now", "zones", "contacts", "me/export"]
)
def test_an_address_that_is_none(eves, path):
    assert_nothing(eves, "get", path, None)


def assert_nothing(program, method, path, body):
    send = getattr(program, method)
    assert_refused(send(path, body) if body else send(path), 404, "not-found")
