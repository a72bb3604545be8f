"""One request as anybody may send it: a form from a page, JSON from a program."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from tests.privacy.people import Person
from tests.privacy.received import Answer

API = "/api/v1/"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """A request that is the same whoever sends it and in whatever world."""

    verb: str
    path: str
    said: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def sent_by(self, person: Person, client: Client) -> Answer:
        """A page's request comes with the cookies of the browser, a program's with a token besides."""
        path, body, kind = self.path, "", FORM
        headers = {name: value for name, value in self.headers.items() if name != "Accept"}
        if self.path.startswith(API):
            headers |= person.program
            kind = "application/json"
        if self.verb == "GET":
            path += f"?{urlencode(self.said, doseq=True)}" if self.said else ""
        else:
            body = json.dumps(self.said) if kind != FORM else urlencode(self.said, doseq=True)
        response = client.generic(self.verb, path, body, content_type=kind, headers=headers)
        return Answer.of(person.name, response)
