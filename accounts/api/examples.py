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
