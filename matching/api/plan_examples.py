"""What the document shows of plans, pulses and alerts."""

from drf_spectacular.utils import OpenApiExample

from places.api.examples import STATION

PLAN = {
    "id": "3b0c5c1e-3a57-4f0d-8f6e-0a7a1f9f0b11",
    "point": STATION,
    "starts_at": "2026-06-18T11:00:00Z",
    "ends_at": "2026-06-18T11:45:00Z",
    "intention": "swap-ideas",
    "topic": "Opening a Nordic office",
    "reach_min": 10,
}
PLEDGE = {
    "id": "9d1f7f0a-5b0e-4c60-9a1c-6f2f6a3d4e22",
    "point": STATION,
    "starts_at": "2026-06-18T09:00:00Z",
    "ends_at": "2026-06-18T10:30:00Z",
    "gathers": False,
}
ALERT = {
    "id": "c7a9d6a0-1f4b-4e55-8d65-2b3c4d5e6f33",
    "point": STATION,
    "until": "2026-06-17T15:00:00Z",
    "fired_at": None,
}
PULSE = {
    "starts_at": "2026-06-18T09:00:00Z",
    "ends_at": "2026-06-18T10:30:00Z",
    "others": 5,
    "pledge": PLEDGE["id"],
    "open": True,
    "gathers": False,
    "under_way": False,
}


def shown(name: str, value: object) -> OpenApiExample:
    """An answer."""
    return OpenApiExample(name, value=value, response_only=True)


def listed(name: str, value: object) -> OpenApiExample:
    """A list of one."""
    return shown(name, {"results": [value], "next": None})


A_PLAN, PLANS = shown("A plan", PLAN), listed("One plan", PLAN)
A_PLEDGE, PLEDGES = shown("A pledge", PLEDGE), listed("One pledge", PLEDGE)
AN_ALERT, ALERTS = shown("An alert", ALERT), listed("One alert", ALERT)
PULSES = shown(
    "Tomorrow's lunch",
    {"point": STATION, "liquidity": {"level": "warm", "count": 10}, "results": [PULSE], "next": None},
)
NEW_PLAN = OpenApiExample(
    "Tomorrow, 45 minutes",
    value={**{key: PLAN[key] for key in PLAN if key != "id"}, "point": STATION["id"]},
    request_only=True,
)
NEW_PLEDGE = OpenApiExample(
    "Tomorrow's lunch",
    value={"point": STATION["id"], "starts_at": PLEDGE["starts_at"]},
    request_only=True,
)
NEW_ALERT = OpenApiExample(
    "This afternoon", value={"point": STATION["id"], "until": ALERT["until"]}, request_only=True
)
