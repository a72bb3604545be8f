"""What the document shows of availability and candidates."""

from drf_spectacular.utils import OpenApiExample

CELL = "1201202110133100"  # round Helsinki Central Station
SESSION = "5f0c9d52-7a43-4f0e-8d5b-0b1f6c2f7e11"

WISHES = OpenApiExample(
    "45 minutes",
    value={
        "cell": CELL,
        "minutes": 45,
        "intention": "swap-ideas",
        "topic": "Opening a Nordic office",
        "reach_min": 10,
    },
    request_only=True,
)
CHANGES = [
    OpenApiExample("A quarter of an hour more", value={"add_minutes": 15}, request_only=True),
    OpenApiExample("I have moved", value={"cell": CELL}, request_only=True),
    OpenApiExample("Surprise me", value={"surprise": True}, request_only=True),
    OpenApiExample("Another topic", value={"topic": "Hiring in Helsinki"}, request_only=True),
]
AVAILABILITY = OpenApiExample(
    "Live",
    value={
        "id": "c2f1d7f4-8d0b-4a52-9d7e-6f3a1b2c4d5e",
        "state": "live",
        "cell": CELL,
        "started_at": "2026-06-17T09:02:30Z",
        "ends_at": "2026-06-17T09:47:30Z",
        "hard_stop": None,
        "intention": "swap-ideas",
        "topic": "Opening a Nordic office",
        "reach_min": 10,
        "open_to": "verified",
        "can_extend": True,
        "surprise": False,
        "reachable": "foreground",
    },
    response_only=True,
)
KIND = OpenApiExample(
    "Fewer security engineers",
    value={
        "id": "0b8e6f0a-5c1e-4c39-9a39-5f2f0f5f9a77",
        "role": "Security engineer",
        "offers": ["cybersecurity"],
        "at": "2026-06-17T09:04:10Z",
    },
    response_only=True,
)
CANDIDATES = OpenApiExample(
    "One person free",
    value={
        "liquidity": {"level": "cold", "count": 1},
        "candidates": [
            {
                "id": SESSION,
                "first_name": "Bo",
                "role": "Security engineer",
                "company": "Berg & Co",
                "topic": "Securing a young product",
                "languages": ["en"],
                "score": 80,
                "reasons": [
                    {"code": "offers-what-you-seek", "text": "Offers what you look for: Cybersecurity"}
                ],
                "near": "next-area",
                "about_min": 10,
                "is_demo": False,
                "verified": True,
                "until": "2026-06-17T09:45:00Z",
                "reachable": "now",
                "unexpected": False,
            }
        ],
        "limit_reached": False,
    },
    response_only=True,
)
AGAIN = OpenApiExample(
    "One person",
    value={
        "results": [
            {
                "id": SESSION,
                "first_name": "Bo",
                "role": "Security engineer",
                "met_at": "2026-06-03T09:12:00Z",
                "near": "same-area",
                "about_min": 5,
                "until": "2026-06-17T09:45:00Z",
                "is_demo": False,
            }
        ],
        "next": None,
    },
    response_only=True,
)
