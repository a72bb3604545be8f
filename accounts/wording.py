"""What may be written before a yes, and when two company names are one. Pure.

Called by profiles, and by the stages above for topics; nothing here knows who wrote the text.
"""

import re
import unicodedata
from typing import Final

# --- Tidy ----------------------------------------------------------------------------------------------

_JOINERS: Final = "\u200c\u200d"
"""Invisible signs that Persian, Indic scripts and emoji need; every other invisible sign goes."""
_MARKS: Final = "".join(
    chr(code) for code in range(0x300, 0xE0200) if unicodedata.category(chr(code)) in {"Mn", "Me"}
)
_TOWER: Final = re.compile(rf"([{re.escape(_MARKS)}]{{4}})[{re.escape(_MARKS)}]+")
"""More marks on one letter than any script sets, which would write over the lines around."""


def tidy(text: str) -> str:
    """The text composed (NFC), on one line, without control signs, bidi signs, towers or runs of blanks."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join(_TOWER.sub(r"\1", "".join(_visible(sign) for sign in composed)).split())


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    # Cf turns writing around or hides in it, Co and Cs and Cn mean nothing to anybody else.
    return "" if category[0] == "C" and sign not in _JOINERS else sign


# --- Ways to be reached elsewhere ----------------------------------------------------------------------

_ENDINGS: Final = (
    "com|net|org|info|biz|io|ai|co|me|app|dev|xyz|site|online|shop|link|page|club|pro|tech|tv|ly|gg|eu|uk|us|ca"
    "|fr|fi|se|no|dk|ee|lv|lt|de|at|ch|be|nl|lu|es|pt|it|gr|pl|cz|sk|hu|ro|bg|hr|si|ie|is|ru|ua|in|cn|jp|br|mx"
)
_APPS: Final = r"whats\s?app|telegram|snap(?:chat)?|insta(?:gram)?|wechat|skype|discord|viber|tik\s?tok"
_MAILERS: Final = r"gmail|hotmail|outlook|yahoo|icloud|proton(?:mail)?|gmx|orange|laposte"

_CONTACTS: Final = [
    re.compile(pattern)
    for pattern in (
        r"\w+://|\bwww\b\s*\.",  # a link
        rf"\b(?:{_APPS}|linkedin)\.\w+/|/in/\w|\b(?:t|wa|fb)\.me\b",  # an address on a network
        r"\S@\S|(?<!\S)@\w",  # a mail address, a handle
        r"\b(?:at|arobase|chez)\b\W*\S+\W*\b(?:dot|point)\b",  # "anna at acme dot com"
        rf"(?:\b(?:at|arobase)|[(\[]\s*(?:at|@)\s*[)\]])\W*(?:{_MAILERS})\b",  # "anna (at) gmail"
        r"[(\[]\s*(?:at|@|dot|point|\.)\s*[)\]]",  # "anna[at]acme[dot]com"
        r"\w(?:\s*\b(?:dot|point)\s+|\s+\.\s*)(?:com|net|org|io|fi|fr)\b",  # "acme dot com", "acme . com"
        rf"\b(?:{_APPS})\s*[:=]\s*\S",  # "Telegram: anna_b"
    )
]
_DOMAIN: Final = re.compile(rf"\b[a-z0-9][\w-]*\.(?:{_ENDINGS})\b(?!\.\w)")
_PRODUCTS: Final = re.compile(r"\b(?:asp|ado|vb)\.net\b|\bsocket\.io\b")
"""Names of techniques that only look like domains."""

_PHONE: Final = re.compile(r"(?:\+\s*)?\d(?:[\s.\-–—_/()·,]*\d){6,}")
_YEARS: Final = re.compile(r"\b(?:19|20)\d\d\s*[-–—/]\s*(?:(?:19|20)\d\d)\b")
_ROUND_AMOUNT: Final = re.compile(r"\b\d{1,3}(?:[\s.,]\d{3})*(?:[\s.,]000)+\b")
"""Seven digits that are no phone number: "2024-2026", "5 000 000"."""

_SPOKEN_DIGITS: Final = {
    word: str(value)
    for value, words in enumerate(
        (
            ("zero", "oh", "o"),
            ("one", "un", "une"),
            ("two", "deux"),
            ("three", "trois"),
            ("four", "quatre"),
            ("five", "cinq"),
            ("six",),
            ("seven", "sept"),
            ("eight", "huit"),
            ("nine", "neuf"),
        )
    )
    for word in words
}


def names_a_contact(text: str, *, domains: bool = True) -> bool:
    """Whether the text tells how to reach somebody elsewhere: link, domain, handle, mail address, phone.

    `domains=False` lets a bare domain pass, for the name of a company ("Booking.com").
    """
    plain = _skeleton(text)
    if any(pattern.search(plain) for pattern in _CONTACTS):
        return True
    if domains and _DOMAIN.search(_PRODUCTS.sub(" ", plain)):
        return True
    numbers = _ROUND_AMOUNT.sub(" ", _YEARS.sub(" ", _with_digits(plain)))
    return _PHONE.search(numbers) is not None


def _skeleton(text: str) -> str:
    """What a reader sees: full-width and circled signs as plain ones, no accents, nothing invisible."""
    seen = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in seen if unicodedata.category(sign) not in {"Cf", "Mn", "Me"})


def _with_digits(plain: str) -> str:
    return re.sub(r"[a-z]+", lambda word: _SPOKEN_DIGITS.get(word[0], word[0]), plain)


# --- Companies -----------------------------------------------------------------------------------------

_UNACCENTED: Final = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_LEGAL_FORMS: Final = frozenset(
    """
    ab abp aps ag as asa bv bvba co company corp corporation eurl gie gmbh inc incorporated kft kg kk lda
    limited llc llp lp ltd ltda nv oao oo ooo ou oy oyj plc pte pty pvt sa sab sagl sarl sas sasu sca scop
    sia sl slu snc spa srl srls sro uab ug ulc zrt
    """.split()  # noqa: SIM905 -- as a list it would be sixty lines
)
_LEADING_FORMS: Final = frozenset({"the", "oy", "ab", "sarl", "sas", "sa", "pt"})
_LINKING: Final = frozenset({"and", "et", "und", "och", "ja"})


def company_key(name: str) -> str:
    """The name reduced to what makes two spellings one company; empty for an empty name."""
    letters = unicodedata.normalize("NFKD", name.casefold()).translate(_UNACCENTED)
    # "S.A.S." is one word and "L'Oréal" too; "A/S" is "AS"; every other sign parts words.
    joined = re.sub(r"[.'’]", "", letters).replace("a/s", "as").replace("sp z oo", "spzoo")
    signs = (sign for sign in joined if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in signs).split()
    return " ".join(_without_forms(words))[:80]


def _without_forms(words: list[str]) -> list[str]:
    rest = [word for word in words if word not in _LINKING] or words
    while len(rest) > 1 and rest[-1] in _LEGAL_FORMS | {"spzoo"}:
        rest = rest[:-1]
    while len(rest) > 1 and rest[0] in _LEADING_FORMS:
        rest = rest[1:]
    return rest
