"""A row with a state, in a table that exists only in these tests."""

import uuid

from django.db import models


class Thing(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    state = models.CharField(max_length=20, default="open")
    note = models.CharField(max_length=20, default="")

    class Meta:
        app_label = "kernel_tests"

    def __str__(self) -> str:
        return self.state
