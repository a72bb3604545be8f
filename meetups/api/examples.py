"""What the document shows of invitations, meetings and blocks."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

from matching.api.examples import SESSION
from places.api.examples import STATION

MEETING_ID = "8a4c7f0e-0d53-4b1c-9f6e-2f1f3f0f5a21"
ANNA = {
    "first_name": "Anna",
    "last_name": "Aalto",
    "role": "Product manager",
    "company": "Nordlys",
    "languages": ["en", "fi"],
    "verified": True,
    "works_at": "nordlys.example",
    "is_demo": False,
}
BO = {**ANNA, "first_name": "Bo", "last_name": "Berg", "role": "Security engineer", "company": "Berg & Co"}

ON_THE_WAY: dict[str, Any] = {
    "on_my_way_at": None,
    "late_min": 0,
    "here_at": None,
    "vouched": False,
    "proven": False,
    "left": False,
    "host": False,
}


def asked(name: str, **value: Any) -> OpenApiExample:
    """A request."""
    return OpenApiExample(name, value=value, request_only=True)


def answered(name: str, **value: Any) -> OpenApiExample:
    """An answer."""
    return OpenApiExample(name, value=value, response_only=True)


MEET_NOW = asked("Twenty minutes", to=SESSION, length_min=20)
LATE = asked("Late", minutes=5)
SENTENCE = asked("A sentence", preset="at-the-counter")
REASON = asked("A reason", reason="plans-changed")
PROOFS = [asked("Their code", code="0412"), asked("Without a screen", we_met=True)]
WHOM = asked("After a meeting", about={"kind": "meeting", "id": MEETING_ID})

AGREED = answered("Agreed", meeting=MEETING_ID)
SEATED = answered("The second yes", meeting=MEETING_ID)
WAITING = answered("The first yes", meeting=None)
BLOCK = answered(
    "A block",
    id="d3b07384-d113-4ec9-9a1e-7f5a6b8c9d0e",
    first_name="Bo",
    created_at="2026-06-17T09:30:00Z",
)
INVITATION = answered(
    "Ringing",
    id="31c6d2d3-7bc1-4983-8218-c4725aae2aea",
    direction="in",
    state="sent",
    person={**ANNA, "last_name": ""},
    point=STATION,
    topic="Opening a Nordic office",
    reasons=[{"code": "seeks-what-you-offer", "text": "Looks for what you offer: Cybersecurity"}],
    near="next-area",
    about_min=10,
    walk_you_min=7,
    walk_them_min=2,
    length_min=20,
    sent_at="2026-06-17T09:02:30Z",
    expires_at="2026-06-17T09:04:00Z",
    until="2026-06-17T09:45:00Z",
    can_extend=True,
    refused=False,
    meeting=None,
)
TABLE = answered(
    "Ringing",
    id="6a1f0c52-3f53-4a0e-8c5b-5b1f6c2f7e90",
    state="offered",
    answer="",
    people=[
        {
            **ANNA,
            "last_name": "",
            "id": SESSION,
            "topic": "Opening a Nordic office",
            "near": "next-area",
            "about_min": 10,
            "until": "2026-06-17T09:45:00Z",
            "reasons": [{"code": "seeks-what-you-offer", "text": "Looks for what you offer: Cybersecurity"}],
        }
    ],
    point=STATION,
    walk_you_min=7,
    length_min=20,
    offered_at="2026-06-17T09:02:30Z",
    expires_at="2026-06-17T09:04:00Z",
    until="2026-06-17T09:45:00Z",
    meeting=None,
)
MEETING = answered(
    "On the way",
    id=MEETING_ID,
    state="under-way",
    people={
        "you": {**ANNA, **ON_THE_WAY, "walk_min": 2, "on_my_way_at": "2026-06-17T09:04:10Z"},
        "other": {**BO, **ON_THE_WAY, "walk_min": 7, "late_min": 5},
        "others": [{**BO, **ON_THE_WAY, "walk_min": 7, "late_min": 5}],
    },
    point=STATION,
    topic="Opening a Nordic office",
    length_min=20,
    meet_at="2026-06-17T09:13:30Z",
    expected_at="2026-06-17T09:18:30Z",
    met_at=None,
    ends_at="2026-06-17T09:33:30Z",
    beacon={"colour": "amber", "shape": "triangle", "word": "delta"},
    code="8258",
    tries_left=5,
    messages=[
        {
            "mine": False,
            "preset": "running-late",
            "text": "Running a little late, sorry",
            "at": "2026-06-17T09:05:00Z",
            "name": "Bo",
        }
    ],
    can_release=False,
    release_at="2026-06-17T09:06:30Z",
    over_by_you=False,
)
