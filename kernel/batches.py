"""Forgetting in batches: each is one transaction, so that a sweep of much holds little at a time."""

from collections.abc import Callable

from django.db import transaction


def in_batches(forget: Callable[[], int], *, at_once: int) -> int:
    """Run `forget` until it finds less than the `at_once` it may take; how many in all. Safe to run twice."""
    count = 0
    while True:
        with transaction.atomic():
            found = forget()
        count += found
        if found < at_once:
            return count
