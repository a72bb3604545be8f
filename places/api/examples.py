"""What the document shows of places."""

from drf_spectacular.utils import OpenApiExample

STATION = {
    "id": "0f6f6f0e-58b5-5c1e-9a55-3f0f7c6b7a10",
    "name": "Helsinki Central Station",
    "kind": "station",
    "where": "under the clock",
    "lon": 24.9414,
    "lat": 60.1719,
}
NEAR = OpenApiExample(
    "One place",
    value={"results": [{**STATION, "walk_min": 2, "is_open": True, "open_until": None}], "next": None},
    response_only=True,
)
