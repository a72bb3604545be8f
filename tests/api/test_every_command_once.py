"""Every door that changes something: said again with its key it answers the same and changes nothing."""

import json
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import connections
from drf_spectacular.generators import SchemaGenerator

from accounts.models import User
from kernel.models import RememberedCall
from tests import builders
from tests.api.commands import SCENES, Cast
from tests.api.conftest import API, Program, assert_refused
from tests.clock import Clock

KEY = {"Idempotency-Key": "once"}
OWN = {
    "kernel.rememberedcall",
    "kernel.apitoken",
    "sessions.session",
}  # what letting in and remembering writes


def everything():
    """All rows of all tables, but for what remembers calls."""
    return {
        model._meta.label_lower: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_models()
        if model._meta.managed and model._meta.label_lower not in OWN
    }


def say(program, door, command, *, body=None, **headers):
    said = json.dumps(command.body if body is None else body).encode()
    return program.send(door.split()[0], command.path, said, **KEY, **headers)


def test_every_command_has_its_scene(db):
    document = SchemaGenerator().get_schema(request=None, public=True)
    commands = {
        f"{verb.upper()} {path.removeprefix(API)}"
        for path, operations in document["paths"].items()
        for verb in operations
        if verb != "get"
    }
    assert set(SCENES) == commands


@pytest.mark.parametrize("door", SCENES)
def test_said_again_it_is_answered_in_the_same_words_and_done_once(cast, door):
    command = SCENES[door](cast)
    program, before = Program(command.by), everything()
    first = say(program, door, command)
    assert (200 <= first.status_code < 300, first.content, everything() != before) == (
        True,
        first.content,
        True,
    )
    done = everything()
    cast.clock.tick(seconds=1)
    again = say(program, door, command)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert everything() == done


@pytest.mark.parametrize("door", SCENES)
def test_other_words_under_the_same_key_are_refused_and_change_nothing(cast, door):
    command = SCENES[door](cast)
    program = Program(command.by)
    say(program, door, command)
    done = everything()
    assert_refused(say(program, door, command, body=command.other), 422, "idempotency-key-reused")
    assert everything() == done


def test_another_verb_under_the_same_key_is_other_words(annas, anna):
    annas.patch("availability", {"topic": "Prices"}, **KEY)
    assert_refused(annas.delete("availability", **KEY), 422, "idempotency-key-reused")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", SCENES)
def test_said_twice_at_once_on_two_connections_it_is_done_once(monkeypatch, transactional_db, door):
    """Whoever comes second waits for the first and is answered in the same words."""
    builders.places()
    anna, bo = builders.person("Anna", offers=["product-management"]), builders.person("Bo")
    for member in (anna, bo):
        builders.live(member)
    clock = Clock()
    monkeypatch.setattr("kernel.clock.now", lambda: clock.now)
    cast = Cast(anna, bo, builders.person("Eve"), User.objects.create_user("new@example.org"), clock)
    command = SCENES[door](cast)
    program, gate, answers = Program(command.by), Barrier(2, timeout=30), []

    def racer():
        try:
            gate.wait()
            answers.append(say(program, door, command))
        finally:
            connections.close_all()

    racers = [Thread(target=racer) for _ in range(2)]
    for one in racers:
        one.start()
    for one in racers:
        one.join()
    [first, second] = answers
    assert (first.status_code < 300, first.content) == (True, second.content)
    assert RememberedCall.objects.count() == 1
    done = everything()
    say(program, door, command)
    assert everything() == done
