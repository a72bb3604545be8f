"""What every request asks comes out as Django would have answered it, without Django's composing it anew."""

import pytest

from accounts.models import User
from accounts.sign_in.backend import ACTIVE
from accounts.sign_in.gate import with_gate
from matching.availability import window
from matching.models import Availability

pytestmark = pytest.mark.django_db


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def asked_of_django(person):
    return with_gate(User.objects.filter(pk=person.pk)).get()


def test_a_person_is_the_person_whom_django_gives(anna):
    ours, theirs = ACTIVE.first(anna.pk), asked_of_django(anna)
    assert (values(ours), values(ours.profile)) == (values(theirs), values(theirs.profile))
    assert (ours.is_frozen, ours.profile.user is ours) == (theirs.is_frozen, True)


def test_each_asking_is_about_whom_it_names(anna, bo):
    assert [ACTIVE.first(one.pk).pk for one in (anna, bo, anna)] == [anna.pk, bo.pk, anna.pk]


def test_what_comes_along_may_be_missing(django_assert_num_queries):
    newcomer = User.objects.create_user("new@example.org")
    read = ACTIVE.first(newcomer.pk)
    with django_assert_num_queries(0):
        assert not hasattr(read, "profile")


def test_nobody_is_nobody(anna):
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert ACTIVE.first(anna.pk) is None


def test_what_is_left_for_later_is_there_when_it_is_used(anna, django_assert_num_queries):
    session = window.OPEN.first(anna.pk)
    with django_assert_num_queries(1):
        read = values(session)
    assert read == values(Availability.objects.get(person=anna, state="live"))
