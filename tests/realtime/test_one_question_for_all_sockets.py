"""However many sockets a process holds, it asks Postgres once: who may stay, and what is new for whom."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import clock, tokens
from notifications.carriers.tickets import Question, Ticket, ask
from notifications.events import MeetingAgreed, Notice
from notifications.messages import MOST_AT_ONCE, Reset, Sync
from notifications.models import Stream
from notifications.publish import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd():
    """Thirty people; the n-th has a token and n events."""
    users = get_user_model().objects
    people = [users.create_user(email=f"{number}@example.test") for number in range(30)]
    notices = [Notice(one.pk, MeetingAgreed(one.pk)) for n, one in enumerate(people) for _ in range(n)]
    publish(notices, now=clock.now())
    Stream.objects.get_or_create(person=people[0])
    return [Ticket(one.pk, token=issue(one).pk) for one in people]


def issue(person, *scopes):
    return tokens.issue(user=person, scopes=scopes or ["meet"], now=clock.now())[0]


def question(ticket, since=0):
    return Question(ticket, Stream.objects.get(pk=ticket.person).epoch, since)


def test_each_gets_its_own_answer_in_its_place(crowd):
    answers = ask([question(ticket, since=n // 2) for n, ticket in enumerate(crowd)])
    for n, answer in enumerate(answers):
        assert isinstance(answer, Sync)
        assert [event.seq for event in answer.events] == list(range(n // 2 + 1, n + 1))
        assert {event.payload["meeting"] for event in answer.events} <= {str(crowd[n].person)}


def test_thirty_cost_as_much_as_one(crowd):
    for some in (crowd[:1], crowd):
        questions = [question(ticket) for ticket in some]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask(questions)
        assert len(captured) == 1


def test_one_who_may_not_stay_changes_nothing_for_the_others(crowd):
    tokens.revoke(user=get_user_model().objects.get(pk=crowd[1].person), now=clock.now())
    answers = ask([question(ticket) for ticket in crowd[:3]])
    assert [type(answer) for answer in answers] == [Sync, type(None), Sync]


def test_a_ticket_is_good_for_its_own_person_only(crowd):
    one, other, *_ = crowd
    assert ask([question(Ticket(one.person, token=other.token))]) == [None]
    assert ask([question(Ticket(one.person, session="nobody's"))]) == [None]
    assert ask([question(Ticket(one.person))]) == [None]
    assert ask([Question(Ticket(uuid.uuid4(), token=one.token), None, 0)]) == [None]


def test_who_has_no_counting_gets_one_and_keeps_it(crowd):
    Stream.objects.all().delete()
    first = ask([Question(ticket, None, 0) for ticket in crowd])
    second = ask([Question(ticket, None, 0) for ticket in crowd])
    assert first == second
    assert {(type(answer), answer.head) for answer in first} == {(Reset, 0)}


def test_who_lacks_too_many_reads_the_present_state_instead(crowd):
    some = crowd[0]
    publish([Notice(some.person, MeetingAgreed(some.person))] * (MOST_AT_ONCE + 1), now=clock.now())
    assert isinstance(ask([question(some, since=1)])[0], Sync)
    assert isinstance(ask([question(some, since=0)])[0], Reset)
