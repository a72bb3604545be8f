"""What the document shows of "me"."""

from drf_spectacular.utils import OpenApiExample

FIRST_WORDS = OpenApiExample(
    "First words",
    value={
        "first_name": "Anna",
        "role": "Product manager",
        "company": "Nordlys",
        "topic": "Opening a Nordic office",
        "languages": ["en", "fi"],
        "is_adult": True,
    },
    request_only=True,
)
NEW_TAGS = OpenApiExample(
    "New tags", value={"offers": ["product-management"], "seeks": ["cybersecurity"]}, request_only=True
)
ME = OpenApiExample(
    "Anna",
    value={
        "first_name": "Anna",
        "last_name": "Aalto",
        "role": "Product manager",
        "company": "Nordlys",
        "headline": "",
        "languages": ["en", "fi"],
        "offers": ["product-management"],
        "seeks": ["cybersecurity"],
        "free_offers": ["Nordic retail"],
        "free_seeks": [],
        "interface_language": "en",
        "open_to": "verified",
        "hide_company": True,
        "hidden_companies": [],
        "answer_s": 90,
        "wide_area": False,
        "email": "anna@nordlys.example",
        "topics": ["Opening a Nordic office"],
        "verified": True,
        "works_at": "nordlys.example",
    },
    response_only=True,
)
SUBSCRIPTION = OpenApiExample(
    "As a browser's `toJSON()` gives it",
    value={
        "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk",
        "keys": {
            "p256dh": "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA"
            "-eFivOM1drMV7Oy7ZAaDe_UfU",
            "auth": "AAAAAAAAAAAAAAAAAAAAAA",
        },
        "language": "en",
        "time_zone": "Europe/Helsinki",
    },
    request_only=True,
)
_BROWSER = {
    "id": "3f0c1c8e-5a51-4c7c-9a6f-6f0f9f2f3c11",
    "name": "Firefox, Android",
    "language": "en",
    "created_at": "2026-06-17T09:00:00Z",
    "succeeded_at": None,
    "rings": True,
}
A_BROWSER = OpenApiExample("A browser", value=_BROWSER, response_only=True)
BROWSERS = OpenApiExample("One", value={"results": [_BROWSER], "next": None}, response_only=True)
QUIET_NIGHTS = OpenApiExample(
    "Quiet nights",
    value={"quiet_from": "22:00", "quiet_until": "07:00", "time_zone": "Europe/Helsinki"},
    request_only=True,
)
WISHES = OpenApiExample(
    "Quiet nights, no mail",
    value={
        "public_key": SUBSCRIPTION.value["keys"]["p256dh"],
        "quiet_from": "22:00",
        "quiet_until": "07:00",
        "time_zone": "Europe/Helsinki",
        "may_mail": False,
    },
    response_only=True,
)
