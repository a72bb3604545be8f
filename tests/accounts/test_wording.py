"""What may be written before a yes, how it is tidied, and when two company names are one."""

import pytest

from accounts import profiles
from accounts.wording import company_key, names_a_contact, tidy

CONTACTS = [
    "https://acme.com",
    "see acme.com for more",
    "www.acme.com",
    "acme . com",
    "acme dot com",
    "acme point com",
    "ａｃｍｅ．ｃｏｍ",
    "acme\u200b.com",
    "anna@acme.com",
    "@anna_b",
    "anna at acme dot com",
    "anna arobase gmail",
    "anna (at) gmail",
    "anna[at]acme[dot]fi",
    "t.me/anna",
    "linkedin.com/in/anna",
    "/in/anna-berg",
    "Telegram: anna_b",
    "WhatsApp 612345678",
    "+33 6 12 34 56 78",
    "06.12.34.56.78",
    "(040) 123-4567",
    "0 6 1 2 3 4 5 6 7 8",
    "zero six one two three four five six",
    "zéro six un deux trois quatre cinq",
    "٠٦١٢٣٤٥٦٧٨",
    "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣",
]

PLAIN = [
    "Seed round for a fintech, 2024-2026",
    "Levée de 5 000 000 €, série A",
    "1,000,000 users in Europe",
    "ASP.NET and Node.js",
    "R&D in AI/ML, B2B/B2C",
    "Point de vente connecté",
    "Looking for clients @ 5 pm",
    "Gmail deliverability",
    "LinkedIn ads that work",
    "ISO 9001 and 27001, Industry 4.0",
    "24/7 support in 12 languages",
    "Un ou deux clients pilotes",
    "Raising 1,5 M€ at 10 M pre-money",
    "e.g. logistics, i.e. freight",
]


@pytest.mark.parametrize("text", CONTACTS)
def test_a_way_to_be_reached_elsewhere_is_found(text: str) -> None:
    assert names_a_contact(tidy(text))
    with pytest.raises(profiles.ProfileRefused, match="contact-in-text"):
        profiles.plain_words(text)


@pytest.mark.parametrize("text", PLAIN)
def test_what_people_write_about_work_is_let_through(text: str) -> None:
    assert profiles.plain_words(text) == text


def test_a_company_may_be_named_after_its_domain() -> None:
    assert profiles.plain_words("Booking.com", domains=False) == "Booking.com"
    with pytest.raises(profiles.ProfileRefused):
        profiles.plain_words("www.booking.com", domains=False)


def test_a_text_that_is_too_long_is_refused_with_its_limit() -> None:
    with pytest.raises(profiles.ProfileRefused, match="80 characters at most"):
        profiles.plain_words("x" * 81)
    assert profiles.plain_words("x" * 80) == "x" * 80


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two \t words\n", "two words"),
        ("e\u0301nergie", "énergie"),
        ("turned \u202earound\u202c", "turned around"),
        ("hid\u200bden\ufeff", "hidden"),
        ("a\x00b\x07c", "a b c"),
        ("next\u2028line", "next line"),
        ("👩\u200d🔬 می\u200cخواهم", "👩\u200d🔬 می\u200cخواهم"),
    ],
)
def test_text_is_kept_tidy(typed: str, kept: str) -> None:
    assert tidy(typed) == kept
    assert tidy(kept) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordlys Oy", "nordlys"),
        ("ACME S.A.S.", "Acme SAS"),
        ("Oy Karl Fazer Ab", "Karl Fazer"),
        ("L’Oréal SA", "L'Oreal"),
        ("Procter & Gamble Co.", "Procter and Gamble"),
        ("Crédit Agricole S.A.", "credit  agricole"),
        ("Novo Nordisk A/S", "Novo Nordisk"),
        ("Allegro Sp. z o.o.", "Allegro"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("Ørsted A/S", "Orsted"),
        ("The Economist Ltd", "Economist Limited"),
        ("Société Générale", "SOCIETE GENERALE"),
    ],
)
def test_two_spellings_are_one_company(one: str, other: str) -> None:
    assert company_key(one) == company_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Volvo Cars", "Volvo Trucks"), ("Ab", "Oy"), ("Co", "")])
def test_two_companies_stay_two(one: str, other: str) -> None:
    assert company_key(one) != company_key(other)
