"""No door takes what it did not ask for; no door takes where anybody is, in whatever shape."""

import pytest

from tests import builders
from tests.api.conftest import assert_refused

AN_ID = "5f0c9d52-7a43-4f0e-8d5b-0b1f6c2f7e11"
ABOUT = {"kind": "candidate", "id": AN_ID}
CHANGES = [
    ("post", "me", {"first_name": "Gil", "role": "Baker", "languages": ["en"], "is_adult": True}),
    ("patch", "me", {"headline": "Boats"}),
    (
        "post",
        "availability",
        {"cell": builders.HERE, "minutes": 45, "intention": "hire", "topic": "Boats", "reach_min": 10},
    ),
    ("patch", "availability", {"topic": "Boats"}),
    ("post", "availability/heartbeat", {}),
    ("post", "invitations", {"to": AN_ID, "length_min": 20}),
    *(
        ("post", f"invitations/{AN_ID}/{verb}", {})
        for verb in ("acceptance", "refusal", "withdrawal", "extension")
    ),
    *(("post", f"meetings/{AN_ID}/{verb}", {}) for verb in ("departure", "arrival", "release", "end")),
    ("post", f"meetings/{AN_ID}/lateness", {"minutes": 5}),
    ("post", f"meetings/{AN_ID}/messages", {"preset": "outside"}),
    ("post", f"meetings/{AN_ID}/proof", {"code": "0000"}),
    ("post", f"meetings/{AN_ID}/cancellation", {"reason": "other"}),
    (
        "post",
        "plans",
        {
            "point": AN_ID,
            "starts_at": "2026-06-17T11:00:00Z",
            "ends_at": "2026-06-17T11:45:00Z",
            "intention": "hire",
            "topic": "Boats",
            "reach_min": 10,
        },
    ),
    ("post", "pulses/pledges", {"point": AN_ID, "starts_at": "2026-06-17T15:00:00Z"}),
    ("post", "alerts", {"point": AN_ID, "until": "2026-06-17T12:00:00Z"}),
    ("post", f"candidates/{AN_ID}/less-like", {}),
    ("post", "blocks", {"about": ABOUT}),
    ("post", "reports", {"about": ABOUT, "category": "fake"}),
]
every_change = pytest.mark.parametrize(("method", "path", "body"), CHANGES)


@every_change
def test_an_undeclared_field_is_refused_by_name(annas, method, path, body):
    answer = getattr(annas, method)(path, {**body, "astonish": True})
    assert_refused(answer, 422, "invalid")
    assert list(answer.json()["errors"]) == ["astonish"]


@every_change
@pytest.mark.parametrize(
    "where",
    [
        {"lat": 60.17},
        {"lon": "24.94"},
        {"position": {"x": 1}},
        {"topic": "I am at 60.1719, 24.9414"},
        {"note": "geo:60.17,24.94"},
        {"cell": [60.1719, 24.9414]},
    ],
)
def test_a_position_is_refused_before_anything_else(annas, method, path, body, where):
    assert_refused(getattr(annas, method)(path, {**body, **where}), 400, "coordinates-not-accepted")


@pytest.mark.parametrize("path", ["points", "candidates", "invitations", "me"])
def test_a_position_in_the_address_is_refused_too(annas, path):
    assert_refused(annas.get(path, {"lat": "60.17"}), 400, "coordinates-not-accepted")


@every_change
@pytest.mark.parametrize("body_that_is_none", [[], "text", 7])
def test_what_is_no_object_is_refused(annas, method, path, body, body_that_is_none):
    assert_refused(getattr(annas, method)(path, body_that_is_none), 422, "invalid")


def test_an_undeclared_field_inside_another_is_refused(annas):
    answer = annas.post("blocks", {"about": {**ABOUT, "person": AN_ID}})
    assert_refused(answer, 422, "invalid")
    assert answer.json()["errors"] == {"about": {"person": ["There is no such field."]}}
