"""Every door of the services, a line each: the verb, the address, what is said there.

A new endpoint is a new line; until it has one, `test_nothing_is_left_out` names it. Ids in braces and `Known`
values are drawn from what exists in the city at that moment (`known.py`), now and then from what does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from accounts import policy as accounts
from matching import policy as matching
from matching.forms import PlanForm
from meetups import policy as meetups
from moderation import policy as moderation
from tests import builders


@dataclass(frozen=True)
class Known:
    """Something of this kind that exists: one of the kinds of `known.py`."""

    kind: str


@dataclass(frozen=True)
class About:
    """Whom somebody means: `kind:id` in a form, an object in JSON."""


@dataclass(frozen=True)
class Door:
    """A verb at an address. `says` are the fields of a form, of a JSON object, or of the query of a GET."""

    verb: str
    path: str
    says: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.verb} {self.path}"


def get(path: str, **says: Any) -> Door:
    return Door("GET", path, says)


def post(path: str, **says: Any) -> Door:
    return Door("POST", path, says)


def patch(path: str, **says: Any) -> Door:
    return Door("PATCH", path, says)


def delete(path: str) -> Door:
    return Door("DELETE", path, {})


minutes = st.sampled_from(matching.SESSION_CHOICES_MIN)
intention = st.sampled_from(["swap-ideas", "hire", "find-clients"])
topic = st.sampled_from(["Ways into the Nordics", "Security", ""])
reach_min = st.sampled_from(matching.REACH_CHOICES_MIN)
cell = st.sampled_from(
    [builders.HERE, builders.NEXT, builders.A_WALK, builders.FAR, builders.HERE[:-1], builders.NOWHERE, "x"]
)
open_to = st.sampled_from(matching.OPEN_TO)
answer_s = st.sampled_from(accounts.ANSWER_CHOICES_S)
length_min = st.sampled_from(meetups.LENGTHS_MIN)
late = st.sampled_from(meetups.LATENESS_MIN)
preset = st.sampled_from(meetups.PRESETS)
reason = st.sampled_from(meetups.CANCEL_REASONS)
category = st.sampled_from(sorted(moderation.CATEGORIES))
email = st.sampled_from(["vera@vera.example", "anna@anna.example", "new@acme.example", "no address"])
language = st.sampled_from(["en", "fr"])
role = st.sampled_from(["Consultant", "Buyer"])
tags = st.sampled_from([[], ["cybersecurity"], ["product-management", "mentoring"]])
wish = st.sampled_from(["on", "on", ""])
soon = st.sampled_from(["2026-06-17T09:06:00Z", "2026-06-17T09:30:00Z"])  # by the clock of NOON
later = st.sampled_from(["2026-06-17T10:00:00Z", "2026-06-17T20:00:00Z"])
# This evening's rush hour, tomorrow's lunch, and none.
rush_hour = st.sampled_from(["2026-06-17T15:00:00Z", "2026-06-18T09:00:00Z", "2026-06-18T09:01:00Z"])
begins = {
    "day": st.sampled_from(["2026-06-17", "2026-06-18"]), "begins": st.sampled_from(["12:07", "18:00"]),
    "minutes": st.sampled_from(PlanForm.MINUTES),
}  # fmt: skip
# Of somebody who is not in this city, and none.
browser = st.sampled_from(["https://fcm.googleapis.com/fcm/send/someone", "https://evil.example/x"])
quiet = {
    "quiet_from": st.sampled_from(["", "22:00"]), "quiet_until": st.sampled_from(["", "07:00"]),
    "time_zone": "Europe/Helsinki",
}  # fmt: skip
hours = st.sampled_from(matching.ALERT_CHOICES_H)
PROFILE: Final = {"first_name": "Ada", "role": role, "company": "Acme"}

PAGES: Final = (
    get("/", around=Known("point")),
    get("/health/"),
    get("/health/tasks/"),
    get("/mailbox/"),
    post("/language/", language=language),
    post("/demo/enter/"),
    # Signing in
    get("/sign-in/"),
    post("/sign-in/", email=email),
    get("/sign-in/code/"),
    post("/sign-in/code/", code=Known("mailed code"), action=st.sampled_from(["", "resend"])),
    get("/sign-in/cancelled/"),
    post("/sign-in/cancelled/"),
    post("/sign-out/"),
    get("/frozen/"),
    post("/frozen/"),
    # Me
    get("/profile/"),
    post("/profile/", **PROFILE, topic=topic, is_adult="on"),
    get("/me/"),
    get("/me/profile/"),
    post("/me/profile/", **PROFILE, headline="", offers_0="cybersecurity", seeks_0="", languages=["en"]),
    get("/me/privacy/"),
    post("/me/privacy/", open_to=open_to, hide_company=st.sampled_from(["", "on"]), hidden_companies="Vera"),
    get("/me/ringing/"),
    post("/me/ringing/", **quiet, may_mail=wish),
    post("/me/ringing/browsers/", endpoint=browser, p256dh=builders.P256DH, auth="A" * 22,
         time_zone="Europe/Helsinki"),
    post("/me/ringing/browsers/{subscription_id}/removal/"),
    get("/sw.js"),
    get("/manifest.webmanifest"),
    post("/push/renewal/", old=browser, endpoint=browser, p256dh=builders.P256DH, auth="A" * 22),
    get("/position/"),
    post("/me/area/", wide_area=wish),
    post("/me/answer-time/", answer_s=answer_s),
    # Free now
    get("/now/", around=Known("point")),
    get("/now/quiet/"),
    post("/availability/", cell=cell, minutes=minutes, intention=intention, topic=topic, reach_min=reach_min,
         surprise=wish),
    post("/availability/surprise/", surprise=wish),
    post("/availability/extension/"),
    post("/availability/cell/", cell=cell),
    post("/availability/heartbeat/"),
    post("/availability/end/"),
    get("/candidates/"),
    get("/ringing/"),
    get("/people/{session_id}/"),
    post("/people/{session_id}/not-a-fit/"),
    post("/people/{session_id}/less-like/"),
    get("/less-like/"),
    post("/less-like/{kind_id}/removal/"),
    # Later
    get("/plans/", around=Known("point")),
    post("/plans/", point=Known("point"), intention=intention, topic=topic, reach_min=reach_min, **begins),
    post("/plans/{plan_id}/removal/"),
    post("/pulses/pledges/", point=Known("point"), starts_at=rush_hour),
    post("/pulses/pledges/{pledge_id}/removal/"),
    post("/alerts/", point=Known("point"), hours=hours),
    post("/alerts/{alert_id}/removal/"),
    # Meet now
    post("/invitations/", to=Known("session_id"), length_min=length_min, point=Known("point")),
    get("/invitations/{invitation_id}/"),
    post("/invitations/{invitation_id}/acceptance/"),
    post("/invitations/{invitation_id}/refusal/"),
    post("/invitations/{invitation_id}/withdrawal/"),
    post("/invitations/{invitation_id}/extension/"),
    get("/tables/{table_id}/"),
    post("/tables/{table_id}/acceptance/"),
    post("/tables/{table_id}/refusal/"),
    # The meeting
    get("/meetings/current/"),
    get("/meetings/{meeting_id}/"),
    get("/meetings/{meeting_id}/beacon/"),
    post("/meetings/{meeting_id}/departure/"),
    post("/meetings/{meeting_id}/lateness/", minutes=late),
    post("/meetings/{meeting_id}/arrival/"),
    post("/meetings/{meeting_id}/messages/", preset=preset),
    get("/meetings/{meeting_id}/proof/"),
    post("/meetings/{meeting_id}/proof/", code=Known("code")),
    post("/meetings/{meeting_id}/handshake/"),
    post("/meetings/{meeting_id}/cancellation/", reason=reason),
    post("/meetings/{meeting_id}/release/"),
    post("/meetings/{meeting_id}/end/"),
    get("/met/"),
    # Safety
    post("/blocks/", about=About()),
    post("/blocks/{block_id}/removal/"),
    get("/reports/new/", about=About()),
    post("/reports/new/", about=About(), category=category, note=""),
    get("/reports/{report_id}/"),
    # The house's own, refused to all but staff
    get("/admin/"),
    get("/admin/matching/availability/"),
    get("/admin/meetups/meeting/"),
)  # fmt: skip

API: Final = (
    get("/api/v1/schema/"),
    get("/api/v1/docs/"),
    get("/api/v1/asyncapi.json"),
    get("/api/v1/me"),
    post("/api/v1/me", first_name="Ada", role=role, languages=["en"], is_adult=True),
    patch("/api/v1/me", offers=tags, seeks=tags),
    patch("/api/v1/me", wide_area=st.booleans()),
    patch("/api/v1/me", answer_s=answer_s),
    get("/api/v1/me/push-subscriptions"),
    post("/api/v1/me/push-subscriptions", endpoint=browser,
         keys=st.just({"p256dh": builders.P256DH, "auth": "A" * 22})),
    delete("/api/v1/me/push-subscriptions/{subscription_id}"),
    get("/api/v1/me/ringing"),
    patch("/api/v1/me/ringing", may_mail=st.booleans()),
    get("/api/v1/availability"),
    post("/api/v1/availability", cell=cell, minutes=minutes, intention=intention, topic=topic,
         reach_min=reach_min, open_to=open_to, surprise=st.booleans()),
    patch("/api/v1/availability", cell=cell),
    patch("/api/v1/availability", add_minutes=15),
    patch("/api/v1/availability", topic=topic),
    patch("/api/v1/availability", surprise=st.booleans()),
    delete("/api/v1/availability"),
    post("/api/v1/availability/heartbeat"),
    get("/api/v1/candidates"),
    get("/api/v1/candidates/again"),
    post("/api/v1/candidates/{candidate_id}/less-like"),
    get("/api/v1/less-like"),
    delete("/api/v1/less-like/{kind_id}"),
    get("/api/v1/points"),
    get("/api/v1/plans"),
    post("/api/v1/plans", point=Known("point"), starts_at=soon, ends_at=later, intention=intention,
         topic=topic, reach_min=reach_min),
    delete("/api/v1/plans/{plan_id}"),
    get("/api/v1/pulses", around=Known("point")),
    get("/api/v1/pulses/pledges"),
    post("/api/v1/pulses/pledges", point=Known("point"), starts_at=rush_hour),
    delete("/api/v1/pulses/pledges/{pledge_id}"),
    get("/api/v1/alerts"),
    post("/api/v1/alerts", point=Known("point"), until=later),
    delete("/api/v1/alerts/{alert_id}"),
    get("/api/v1/invitations"),
    post("/api/v1/invitations", to=Known("session_id"), length_min=length_min),
    post("/api/v1/invitations", to=Known("session_id"), point=Known("point")),
    get("/api/v1/invitations/{invitation_id}"),
    post("/api/v1/invitations/{invitation_id}/acceptance"),
    post("/api/v1/invitations/{invitation_id}/refusal"),
    post("/api/v1/invitations/{invitation_id}/withdrawal"),
    post("/api/v1/invitations/{invitation_id}/extension"),
    get("/api/v1/tables/current"),
    get("/api/v1/tables/{table_id}"),
    post("/api/v1/tables/{table_id}/acceptance"),
    post("/api/v1/tables/{table_id}/refusal"),
    get("/api/v1/meetings/current"),
    get("/api/v1/meetings/{meeting_id}"),
    post("/api/v1/meetings/{meeting_id}/departure"),
    post("/api/v1/meetings/{meeting_id}/lateness", minutes=late),
    post("/api/v1/meetings/{meeting_id}/arrival"),
    post("/api/v1/meetings/{meeting_id}/messages", preset=preset),
    post("/api/v1/meetings/{meeting_id}/proof", code=Known("code")),
    post("/api/v1/meetings/{meeting_id}/proof", we_met=True),
    post("/api/v1/meetings/{meeting_id}/cancellation", reason=reason),
    post("/api/v1/meetings/{meeting_id}/release"),
    post("/api/v1/meetings/{meeting_id}/end"),
    get("/api/v1/blocks"),
    post("/api/v1/blocks", about=About()),
    delete("/api/v1/blocks/{block_id}"),
    post("/api/v1/reports", about=About(), category=category),
    get("/api/v1/events", after=st.sampled_from([0, 3])),
)  # fmt: skip

DOORS: Final = PAGES + API

# What one glance takes in: everything that shows other people, without changing anything.
LOOKS: Final = tuple(
    get(path)
    for path in (
        "/api/v1/candidates", "/people/{session_id}/", "/candidates/", "/api/v1/invitations",
        "/meetings/current/", "/api/v1/meetings/current", "/api/v1/points", "/api/v1/candidates/again",
        "/now/quiet/", "/api/v1/tables/current", "/api/v1/alerts", "/api/v1/pulses/pledges",
    )
)  # fmt: skip

# What one means to do later, said on a page; and where others may read of it.
LATER: Final = tuple(
    door for door in PAGES if str(door) in {"POST /plans/", "POST /pulses/pledges/", "POST /alerts/"}
)
READ_OF_LATER: Final = (get("/api/v1/pulses", around=Known("point")), get("/plans/", around=Known("point")))

# Addresses that no rule drives, each with its reason. What begins with one of these is left out with it.
EXEMPT: Final = {
    "/admin/": "raw rows for staff; who is refused there, and two of the lists, are driven by name above",
    "/sign-in/with/": "needs an identity provider, a third party; what comes of it is `/sign-in/code/`'s",
}

# Periodic work that no rule drives.
EXEMPT_TASKS: Final = {
    "demo.tasks.live": "the demo people come over HTTP, through the doors that the attackers use",
    "demo.tasks.sweep_due": "moves the demo people, of whom there are none in this city",
}

# Events that nobody in this city hears.
EXEMPT_EVENTS: Final = {
    "account-frozen": "only a moderator's decision in the administration makes it, and it carries nothing",
}
