"""What people say of themselves: the first profile, its changes, its words, its last topics.

Called by the doors of accounts, and by the stages above for `plain_words` and `remember_topic`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Final, TypedDict

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import languages as spoken
from accounts import policy
from accounts.mail_domains import work_domain
from accounts.models import Profile, User
from accounts.taxonomy import TERMS
from accounts.wording import company_key, names_a_contact, tidy
from kernel.refusals import Refusal
from notifications import subscriptions


class ProfileRefused(Refusal):
    """What a profile will not hold."""

    status = 422
    title = _("This cannot be kept in a profile.")
    sentences: ClassVar = {
        "contact-in-text": _(
            "Please leave out links, handles, mail addresses and phone numbers:"
            " you exchange those when you meet."
        ),
        "missing": _("A first name and a role are needed, so that people know whom they meet."),
        "not-adult": _("Kairos is for people who are 18 or older."),
        "no-language": _("Please choose at least one language."),
        "unknown-term": _("Please choose from the list."),
        "too-many": _("Three at most: choose the ones that matter today."),
        "too-many-companies": _("Twenty companies at most."),
        "too-long": _("This is too long: %(limit)s characters at most."),
    }


class Changes(TypedDict, total=False):
    """The fields of a profile that its person may change; those left out stay as they are."""

    first_name: str
    last_name: str
    role: str
    company: str
    headline: str
    languages: list[str]
    offers: list[str]
    seeks: list[str]
    free_offers: list[str]
    free_seeks: list[str]
    interface_language: str
    hide_company: bool
    hidden_companies: list[str]
    wide_area: bool
    open_to: str
    answer_s: int


@transaction.atomic
def complete(
    *,
    by: User,
    now: datetime,
    first_name: str,
    role: str,
    company: str = "",
    topic: str = "",
    languages: Iterable[str],
    interface_language: str,
    is_adult: bool,
) -> Profile:
    """Write the first profile; whoever has one keeps it as it is.

    Effects: the profile, with the proofs that sign-in already gave; the topic waits there as a suggestion.
    Refuses: not-adult, missing, no-language, contact-in-text, too-long.
    """
    if by.has_profile:
        return by.profile
    if not is_adult:
        raise ProfileRefused("not-adult")
    profile = Profile(user=by, is_adult_at=now, topics=[first] if (first := cleaned("topic", topic)) else [])
    said = Changes(
        first_name=first_name,
        role=role,
        company=company,
        languages=list(languages),
        interface_language=interface_language,
    )
    _write(profile, said)
    _carry_proofs(profile, by, now)
    profile.save(force_insert=True)
    return profile


@transaction.atomic
def update(*, by: User, changes: Changes) -> Profile:
    """Change the profile in what is given.

    Refuses: missing, no-language, contact-in-text, unknown-term, too-many, too-many-companies, too-long.
    """
    profile = Profile.objects.select_for_update().get(pk=by.pk)
    _write(profile, changes)
    profile.save(update_fields=[*changes, *(["company_key"] if "company" in changes else [])])
    if "interface_language" in changes:
        subscriptions.speak(by=by.pk, language=profile.interface_language)  # phones and mails too
    by.profile = profile
    return profile


@transaction.atomic
def remember_topic(*, by: User, topic: str) -> None:
    """Put the topic first among those offered again; the oldest of three goes."""
    profile = Profile.objects.select_for_update().get(pk=by.pk)
    others = [kept for kept in profile.topics if kept.casefold() != topic.casefold()]
    profile.topics = [topic, *others][: policy.TOPICS_KEPT]
    profile.save(update_fields=["topics"])


def plain_words(text: str, *, limit: int = policy.TOPIC_CHARS, domains: bool = True) -> str:
    """Return the text tidied up, or refuse it; for any free text that is shown before a yes.

    `domains=False` lets a bare domain pass, for the name of a company ("Booking.com").
    Refuses: contact-in-text, too-long.
    """
    tidied = tidy(text)
    if len(tidied) > limit:
        raise ProfileRefused("too-long", limit=limit)
    if names_a_contact(tidied, domains=domains):
        raise ProfileRefused("contact-in-text")
    return tidied


def cleaned(field: str, value: Any) -> Any:
    """Return the value as the profile would keep it, or refuse it; a form asks, to say so beside the field.

    Refuses: what `complete` and `update` refuse of a single field.
    """
    return _CLEANERS[field](value) if field in _CLEANERS else value


def _write(profile: Profile, changes: Changes) -> None:
    for field, value in changes.items():
        setattr(profile, field, cleaned(field, value))
    profile.company_key = company_key(profile.company)
    if not (profile.first_name and profile.role):
        raise ProfileRefused("missing")


def _carry_proofs(profile: Profile, person: User, now: datetime) -> None:
    """The mailbox was proved, or the provider linked, before there was a profile to note it in."""
    profile.mail_domain = work_domain(person.email)
    profile.work_mail_at = person.mail_proved_at if profile.mail_domain else None
    profile.oidc_at = now if SocialAccount.objects.filter(user=person).exists() else None


def _words(limit: int, *, domains: bool = True) -> Callable[[str], str]:
    return lambda text: plain_words(text, limit=limit, domains=domains)


def _languages(codes: Iterable[str]) -> list[str]:
    chosen = [code for code in dict.fromkeys(codes) if code in spoken.NATIVE_NAMES]
    if not chosen:
        raise ProfileRefused("no-language")
    return chosen


def _terms(codes: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(codes))
    if any(code not in TERMS for code in chosen):
        raise ProfileRefused("unknown-term")
    return _three(chosen)


def _tags(texts: Iterable[str]) -> list[str]:
    return _three(_once(plain_words(text, limit=policy.TAG_CHARS) for text in texts))


def _companies(names: Iterable[str]) -> list[str]:
    keys = _once(company_key(name) for name in names)
    if len(keys) > policy.HIDDEN_COMPANIES:
        raise ProfileRefused("too-many-companies")
    return keys


def _once(texts: Iterable[str]) -> list[str]:
    """Each text once, whatever its capitals; empty ones not at all."""
    return list({text.casefold(): text for text in texts if text}.values())


def _three(chosen: list[str]) -> list[str]:
    if len(chosen) > policy.TAGS_A_SIDE:
        raise ProfileRefused("too-many")
    return chosen


_CLEANERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "first_name": _words(policy.NAME_CHARS),
    "last_name": _words(policy.NAME_CHARS),
    "role": _words(policy.ROLE_CHARS),
    "company": _words(policy.COMPANY_CHARS, domains=False),
    "headline": _words(policy.HEADLINE_CHARS),
    "topic": _words(policy.TOPIC_CHARS),
    "languages": _languages,
    "offers": _terms,
    "seeks": _terms,
    "free_offers": _tags,
    "free_seeks": _tags,
    "hidden_companies": _companies,
}
