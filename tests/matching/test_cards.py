"""What a card tells before a yes: who, why, how near, until about when. No more than that."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.utils import translation

from accounts.models import Profile
from matching import availability, wording
from matching.candidates import candidates_for, card_of, pair_of
from matching.models import Availability, Standing
from matching.scoring import Reason
from tests import builders
from tests.builders import A_LONG_WALK, A_WALK, HERE, NEXT


@pytest.fixture
def card(anna, bo, clock):
    """Bo's card as Anna sees it now."""

    def card():
        viewer = availability.current(builders.again(anna), now=clock.now)
        (only,) = candidates_for(viewer, now=clock.now).cards
        return only

    return card


def test_a_card_says_who_why_and_how_near(card, bo):
    shown = card()
    assert (shown.id, shown.first_name, shown.role, shown.topic) == (
        builders.session_of(bo).pk, "Bo", "Security engineer", "Securing a young product",
    )  # fmt: skip
    assert (shown.near, shown.about_min, shown.languages, shown.verified) == ("next-area", 10, ("en",), True)
    assert [reason.text for reason in shown.reasons] == [
        "Offers what you look for: Cybersecurity",
        "Looks for what you offer: Product management",
        "You are both here to swap ideas",
    ]


@pytest.mark.parametrize(
    ("reason", "english", "french"),
    [
        # A word of a topic is no term of the taxonomy, though a term may have it for a name.
        (
            Reason("same-topic", "cloud"),
            "You both mention “cloud”",
            "Un mot que vous avez en commun\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}cloud\N{NO-BREAK SPACE}»",
        ),
        (
            Reason("near-topic", "Embauche"),
            "Close to your topic: “Embauche”",
            "Proche de votre sujet\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}Embauche\N{NO-BREAK SPACE}»",
        ),
        (
            Reason("same-subject", "recruiting"),
            "Your topics meet: Recruiting",
            "Vos sujets se rejoignent\N{NO-BREAK SPACE}: Recrutement",
        ),
    ],
)
def test_a_reason_names_a_word_as_written_and_a_term_in_the_readers_language(reason, english, french, clock):
    said = []
    for language in ("en", "fr"):
        with translation.override(language):
            said.append(
                wording.sentence(
                    reason, theirs=clock.now, yours=clock.now, zone="Europe/Helsinki", walk_min=5
                )
            )
    assert said == [english, french]


def test_a_card_carries_no_id_of_the_person_and_no_cell(card, bo):
    told = repr(card())
    assert [word for word in (str(bo.pk), bo.email, "Berg", NEXT) if word in told] == []


def test_company_and_mail_domain_are_for_verified_viewers(card, anna, bo):
    assert (card().company, card().works_at) == ("Bo & Co", "bo.example")
    Profile.objects.filter(user=anna).update(work_mail_at=None)
    Availability.objects.filter(person=bo).update(open_to="all")
    assert (card().company, card().works_at) == ("", "")


def test_a_badge_that_was_not_renewed_within_the_year_is_not_shown(card, bo, clock):
    Profile.objects.filter(user=bo).update(work_mail_at=clock.now - timedelta(days=365), oidc_at=clock.now)
    assert (card().verified, card().works_at, card().company) == (True, "", "Bo & Co")


@pytest.mark.parametrize(
    ("ends_at", "until"),
    [((9, 50, 0), (9, 50)), ((9, 54, 59), (9, 50)), ((9, 55, 0), (9, 55)), ((10, 0, 1), (10, 0))],
)
def test_until_is_rounded_down_to_five_minutes(card, bo, ends_at, until):
    Availability.objects.filter(person=bo).update(ends_at=datetime(2026, 6, 17, *ends_at, tzinfo=UTC))
    assert card().until == datetime(2026, 6, 17, *until, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "near", "about_min"),
    [(HERE, "same-area", 5), (NEXT, "next-area", 10), (A_WALK, "a-walk", 15), (A_LONG_WALK, "a-walk", 20)],
)
def test_nearness_is_a_word_and_a_bucket(card, bo, cell, near, about_min):
    Availability.objects.update(reach_min=20)
    Availability.objects.filter(person=bo).update(cell=cell)
    assert (card().near, card().about_min) == (near, about_min)


def test_a_single_card_is_the_card_of_the_list(card, anna, clock):
    viewer = availability.current(anna, now=clock.now)
    assert card_of(viewer, card().id, now=clock.now) == card()


def test_the_other_reads_the_reasons_from_the_other_side(anna, bo, clock):
    viewer = availability.current(anna, now=clock.now)
    assert pair_of(viewer, builders.session_of(bo).pk, now=clock.now).reasons_back == (
        Reason("offers-what-you-seek", "product-management"),
        Reason("seeks-what-you-offer", "cybersecurity"),
        Reason("same-intention", "swap-ideas"),
    )


def test_below_five_promises_nobodys_reliability_counts(card, bo):
    before = card().score
    Standing.objects.create(person=bo, committed=4, kept=0)
    assert card().score == before
    Standing.objects.filter(person=bo).update(committed=5)
    assert card().score < before


@pytest.mark.parametrize(
    ("free", "level"), [(0, "cold"), (3, "cold"), (4, "warming"), (12, "hot"), (15, "hot")]
)
def test_the_gauge_counts_everybody_free_and_names_it(anna, clock, free, level):
    for number in range(free):
        builders.live(builders.person(f"Guest{number}"))
    liquidity = candidates_for(availability.current(anna, now=clock.now), now=clock.now).liquidity
    assert (liquidity.count, liquidity.level) == (free, level)


@pytest.fixture
def asked(monkeypatch):
    """How often the server is asked, counted where every statement passes, prepared ones too."""
    statements = []
    send = psycopg.Connection.wait
    monkeypatch.setattr(
        psycopg.Connection, "wait", lambda *args, **kw: statements.append(1) or send(*args, **kw)
    )

    def asked(question):
        statements.clear()
        question()
        return len(statements)

    return asked


def test_the_list_costs_as_many_queries_for_thirty_people_as_for_one(anna, bo, clock, asked):
    def cards():
        return candidates_for(availability.current(anna, now=clock.now), now=clock.now).cards

    assert len(cards()) == 1
    for_one = asked(cards)
    for number in range(29):
        builders.live(builders.person(f"Guest{number}"))
    assert len(cards()) == 12
    assert asked(cards) == for_one == 4


def test_a_card_does_not_change_with_the_second_of_the_clock(card, clock):
    before = card()
    clock.tick(seconds=20)
    assert card() == before
    clock.tick(minutes=20)
    Availability.objects.update(heartbeat_at=clock.now, ends_at=clock.now + timedelta(minutes=45))
    assert card().until > before.until
