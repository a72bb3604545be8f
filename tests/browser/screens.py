"""Every screen of the product, one after the other, reached as people reach them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts import profiles
from accounts.models import User
from kernel import clock
from matching import alerts, availability, less_like, plans, pulses
from matching.models import Availability
from meetups import meetings, partings, tables
from meetups.models import Table
from moderation import reports
from places.models import MeetingPoint
from tests import builders
from tests.browser.house import House
from tests.browser.phone import Phone

TOPIC = "Pilot customers for a payments interface in the Nordics, honestly compared costs"
PEOPLE = (
    (
        "Marguerite-Antoinette",
        "Directrice générale adjointe chargée de la transformation",
        "Compagnie de Sûreté",
    ),
    ("Li", "CTO", "Ox"),
    ("Aleksandra", "Head of strategic partnerships, Central and Eastern Europe", "Wielkopolska Robotics"),
    ("Juho", "Founder", "Suomenlinna Ferries"),
    ("Priyadarshini", "Principal machine learning engineer", "Vaasa Grid"),
    ("Søren", "Investor", "Kastrup Ventures"),
    ("Chiamaka", "Procurement lead", "Lagos Ports"),
    ("Wolfgang", "Leiter Einkauf und Lieferantenentwicklung", "Bergmann Fördertechnik"),
    ("Ngoc", "Designer", ""),
    ("Eleanor", "Partner", "Ashworth & Pemberton"),
    ("Dmitri", "Researcher", "Institute of Applied Hydrology"),
)

Screen = tuple[str, Phone]


def station(name: str = "Helsinki Central Station") -> MeetingPoint:
    """A place of the city, by name."""
    return MeetingPoint.objects.get(name=name)


def planned(member: User, *, starts_at: datetime, point: MeetingPoint | None = None) -> None:
    """A plan with a topic as long as they come."""
    plans.add(
        by=member, now=clock.now(), point=(point or station()).pk, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=45), intention="swap-ideas", topic=TOPIC,
    )  # fmt: skip


def crowd() -> None:
    """Enough people for a full list, with names and roles as long as they come."""
    now = clock.now()
    for number, (name, role, company) in enumerate(PEOPLE):
        member = builders.person(
            name, now=now, mail=f"p{number}@p{number}.example", role=role, company=company,
            offers=["cybersecurity", "crm"], seeks=["payments", "product-management"], languages=["en", "fr"],
        )  # fmt: skip
        cell = (builders.HERE, builders.NEXT, builders.A_WALK)[number % 3]
        builders.live(member, now=now, cell=cell, topic=TOPIC if number % 2 else "Heat pumps")


def ask_less_of(anna: User, *, role: str) -> None:
    """A kind of people that comes last."""
    card = Availability.objects.open().get(role=role)
    assert less_like.less_like(builders.session_of(anna), session=card.pk, now=clock.now())


def of_a_newcomer(phone: Phone, house: House, name: str) -> Iterator[Screen]:
    """What a stranger sees, up to being live where nobody is."""
    address = f"{name.lower()}@newcomer.example"
    here = f"?around={station().pk}"
    for screen, path in (
        ("landing", "/"), ("landing-around", f"/{here}"), ("404", "/no-such-page/"), ("sign-in", "/sign-in/"),
    ):  # fmt: skip
        yield phone.shows(screen, path)
    yield phone.shows("position-stranger", "/position/")
    yield phone.sends("code", "/sign-in/", "sign-in", email=address)
    yield phone.sends("code-wrong", "/sign-in/code/", "code", code="000000")
    yield phone.shows("mailbox", "/mailbox/")
    yield phone.sends("first-profile", "/sign-in/code/", "code", code=house.code_for(address))
    now = clock.now()
    newcomer = User.objects.get(email=address)
    profiles.complete(
        by=newcomer, now=now, first_name=name, role="Founder", company="", languages=["en", "fr"],
        interface_language="en", is_adult=True,
    )  # fmt: skip
    yield phone.shows("now", "/now/")
    yield phone.shows("now-around", f"/now/?around={station('Kerava Station').pk}")
    yield phone.shows("plans-empty", "/plans/")
    planned(newcomer, starts_at=now + timedelta(minutes=4))
    yield phone.shows("now-due", "/now/")
    yield phone.shows("met-nobody", "/met/")
    builders.live(newcomer, now=now, cell=builders.FAR, topic="First customers")
    yield phone.shows("live-empty", "/now/")


def of_a_member(phone: Phone, anna: User, bo: User) -> Iterator[Screen]:
    """One's own pages, then from the list to the handshake and the receipt."""
    now = clock.now()
    session = builders.session_of(bo).pk
    planned(anna, starts_at=now + timedelta(days=1))
    alerts.watch(by=anna, now=now, point=station().pk, until=now + timedelta(hours=4))
    pulses.pledge(
        by=anna, now=now, point=station().pk, starts_at=pulses.coming(station(), now=now)[-1].starts_at
    )
    yield phone.shows("plans", f"/plans/?around={station().pk}")
    ask_less_of(anna, role="Researcher")
    for name, path in (
        ("me", "/me/"), ("edit-profile", "/me/profile/"), ("privacy", "/me/privacy/"),
        ("position", "/position/"), ("less-like", "/less-like/"), ("live", "/now/"),
    ):  # fmt: skip
        yield phone.shows(name, path)
    yield phone.shows("person", f"/people/{session}/")
    yield phone.shows("report", f"/reports/new/?about=candidate:{session}")
    rung = builders.invitation(anna, bo, now=now)
    yield phone.shows("ringing-out", f"/invitations/{rung.pk}/")
    yield phone.shows("live-ringing", "/now/")
    builders.invitations.withdraw(invitation_id=rung.pk, by=anna, now=now)
    yield phone.shows("ringing-over", f"/invitations/{rung.pk}/")
    ringing = builders.invitation(bo, anna, now=now)
    yield phone.comes_to("ringing-in", f"/invitations/{ringing.pk}/")
    agreed = builders.invitations.accept(invitation_id=ringing.pk, by=anna, now=now)
    yield phone.comes_to("meeting", f"/meetings/{agreed.pk}/")
    meetings.say(meeting_id=agreed.pk, by=bo, now=now, preset="at-the-counter")
    meetings.depart(meeting_id=agreed.pk, by=bo, now=now)
    meetings.late(meeting_id=agreed.pk, by=bo, now=now, minutes=5)
    yield phone.shows("meeting-on-the-way", f"/meetings/{agreed.pk}/")
    yield phone.shows("beacon", f"/meetings/{agreed.pk}/beacon/")
    yield phone.says_wrong("beacon-wrong", "code", builders.wrong_code_for(agreed, bo))
    builders.proof.prove(meeting_id=agreed.pk, by=anna, now=now, code=builders.code_of(agreed, bo))
    yield phone.comes_to("met", f"/meetings/{agreed.pk}/")
    yield phone.shows("met-list", "/met/")
    meetings.end(meeting_id=agreed.pk, by=anna, now=now)
    yield phone.shows("live-again", "/now/")
    report = reports.report(by=anna, kind="meeting", about=agreed.pk, category="selling", note="", now=now)
    yield phone.shows("receipt", f"/reports/{report.pk}/")


def somebody(name: str, role: str, topic: str) -> User:
    """Another person who finds what Anna offers, and offers what she looks for."""
    now = clock.now()
    member = builders.person(
        name, now=now, role=role, company=f"{name} & Co", last_name="Lindqvist", languages=["en", "fr"],
        offers=["cybersecurity", "crm"], seeks=["payments", "product-management"],
    )  # fmt: skip
    builders.live(member, now=now, cell=builders.NEXT, topic=topic)
    return member


def of_who_is_surprised(phone: Phone, anna: User) -> Iterator[Screen]:
    """Asking for a surprise, the ring of two, a moment that passed, and three at one table."""
    now = clock.now()
    availability.wish(session_id=builders.session_of(anna).pk, by=anna, now=now, surprise=True)
    yield phone.shows("live-looking", "/now/")
    cleo = somebody("Cléo", "Head of security", "Payments without a queue")
    two = builders.table(anna, cleo, now=now)
    yield phone.comes_to("table-in", f"/tables/{two.pk}/")
    tables.accept(table_id=two.pk, by=anna, now=now)
    yield phone.shows("table-waits", f"/tables/{two.pk}/")
    yield phone.shows("live-waiting", "/now/")
    Table.objects.filter(pk=two.pk).update(expires_at=now + timedelta(milliseconds=1))
    tables.expire_due(now=clock.now())
    partings.go_invisible(by=cleo, now=clock.now())
    yield phone.shows("table-passed", f"/tables/{two.pk}/")
    emil, noor = (
        somebody("Emil", "Founder", "Fraud, caught early"),
        somebody("Noor", "CTO", "Cards in the North"),
    )
    three = builders.table(anna, emil, noor, now=clock.now())
    yield phone.comes_to("table-of-three", f"/tables/{three.pk}/")
    for member in (anna, emil, noor):
        agreed = tables.accept(table_id=three.pk, by=member, now=clock.now())
    yield phone.comes_to("meeting-of-three", f"/meetings/{agreed.pk}/")
    meetings.depart(meeting_id=agreed.pk, by=emil, now=clock.now())
    meetings.say(meeting_id=agreed.pk, by=noor, now=clock.now(), preset="outside")
    yield phone.shows("meeting-of-three-on-the-way", f"/meetings/{agreed.pk}/")
    yield phone.shows("beacon-of-three", f"/meetings/{agreed.pk}/beacon/")
    builders.proof.prove(meeting_id=agreed.pk, by=anna, now=clock.now(), code=builders.code_of(agreed, emil))
    yield phone.comes_to("met-one-to-come", f"/meetings/{agreed.pk}/")
