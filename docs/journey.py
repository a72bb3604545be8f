"""Two people meet through the public interface alone, and every step is said.

    python docs/journey.py http://localhost:8000 TOKEN_A TOKEN_B

Needs a running Kairos, `pip install websockets`, and two tokens, printed by

    bin/kairos manage issue_token anna@nordlys.example --create
    bin/kairos manage issue_token bo@berg.example --create

(Colleagues, by their mail domain or their company, are hidden from each other.)
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from websockets.sync.client import connect

# Two cells that touch, round Helsinki Central Station. A phone would compute its own from where it is, and
# send nothing finer.
CELL_A, CELL_B = "1201202110133100", "1201202110133101"
HEARD_WITHIN_S = 30  # an event comes at once; with the bell out of order it may take 25 s
SECURITY, NORDICS = (
    "cybersecurity",
    "doing-business-nordics",
)  # terms of the taxonomy: what each seeks, the other offers


class Refused(Exception):
    """The interface said no, and why."""


class Phone:
    """One person's program: it asks over HTTP and hears over the socket."""

    def __init__(self, name: str, site: str, token: str) -> None:
        self.name = name
        self.api = f"{site.rstrip('/')}/api/v1"
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}

    def get(self, path: str) -> Any:
        """Read."""
        return self._ask("GET", path)

    def post(self, path: str, **body: Any) -> Any:
        """Change."""
        return self._ask("POST", path, body)

    def patch(self, path: str, **body: Any) -> Any:
        """Change some of it."""
        return self._ask("PATCH", path, body)

    def delete(self, path: str) -> None:
        """Take away."""
        self._ask("DELETE", path)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hold the socket open. Knowing nothing yet, one is told to read the present state."""
        document = self.get("/asyncapi.json")
        server, address = document["servers"]["live"], document["channels"]["events"]["address"]
        url = f"{server['protocol']}://{server['host']}{address}"
        with connect(url, additional_headers=self.headers, proxy=None) as self.socket:
            self.socket.send(json.dumps({"type": "hello", "epoch": None, "since": 0}))
            self.socket.recv(HEARD_WITHIN_S)
            yield

    def hear(self, name: str) -> dict[str, Any]:
        """Wait for an event of this name."""
        while True:
            frame = json.loads(self.socket.recv(HEARD_WITHIN_S))
            if frame["type"] == "event" and frame["name"] == name:
                say(self.name, f"hears {name}")
                return dict(frame)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        request = Request(self.api + path, method=method, headers=self.headers)  # noqa: S310 -- the address that the reader gave -- the reader's own site
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        try:
            with urlopen(request) as answer:  # noqa: S310 -- the address that the reader gave
                return json.loads(answer.read() or "null")
        except HTTPError as error:
            problem = json.loads(error.read())
            raise Refused(f"{method} {path}: {problem['code']}: {problem['detail']}") from None


def main(site: str, token_a: str, token_b: str) -> None:
    """The whole way, from two strangers to two people who met."""
    anna, bo = Phone("Anna", site, token_a), Phone("Bo", site, token_b)
    introduce(anna, role="Product manager", company="Nordlys", offers=[NORDICS], seeks=[SECURITY])
    introduce(bo, role="Security engineer", company="Berg & Co", offers=[SECURITY], seeks=[NORDICS])
    go_live(anna, CELL_A, "Security of a product for the Nordics")
    bos_session = go_live(bo, CELL_B, "A security product for the Nordics")
    with anna.listening(), bo.listening():
        see(anna, bos_session)
        invite(anna, bos_session)
        meeting = accept(bo)
        anna.hear("meeting-agreed")
        walk(anna, bo, meeting)
        prove(anna, bo, meeting)
        part(anna, bo, meeting)


def introduce(phone: Phone, *, role: str, company: str, offers: list[str], seeks: list[str]) -> None:
    """Say who one is and what one offers and seeks, the first time; whoever has said so keeps it."""
    me = phone.post("/me", first_name=phone.name, role=role, company=company, languages=["en"], is_adult=True)
    if not me["offers"] and not me["seeks"]:
        me = phone.patch("/me", offers=offers, seeks=seeks)
    say(phone.name, f"is {me['first_name']}, {me['role']}")
    phone.name = me["first_name"]


def go_live(phone: Phone, cell: str, topic: str) -> str:
    """Free for 45 minutes. Newcomers are not verified, so each opens to all."""
    session = phone.post(
        "/availability",
        cell=cell,
        minutes=45,
        intention="swap-ideas",
        topic=topic,
        reach_min=10,
        open_to="all",
    )
    if session["state"] != "live":
        raise Refused(f"{phone.name} is in a meeting already: end that one first.")
    say(phone.name, f"is free in cell {session['cell']} until {session['ends_at'][11:16]} UTC")
    return str(session["id"])


def see(phone: Phone, session: str) -> None:
    """Find the other among the candidates, with the reason."""
    found = phone.get("/candidates")
    card = next((card for card in found["candidates"] if card["id"] == session), None)
    if card is None:
        raise Refused(
            f"{phone.name} does not see the other. A list has twelve people at most; and people of one "
            "company or mail domain, without a common language, who met this month or whose invitation had "
            "no yes today are not shown to each other. Take two others."
        )
    reasons = "; ".join(reason["text"] for reason in card["reasons"])
    say(
        phone.name,
        f"sees {card['first_name']}, {card['role']}, about {card['about_min']} min away ({reasons})",
    )


def invite(phone: Phone, session: str) -> None:
    """Ring at the other."""
    invitation = phone.post("/invitations", to=session, length_min=20)
    say(phone.name, f"invites {invitation['person']['first_name']} to {invitation['point']['name']}")


def accept(phone: Phone) -> str:
    """Hear the ring, look, say yes; the meeting's path."""
    ring = phone.hear("invitation-received")
    invitation = phone.get(f"/invitations/{ring['invitation']}")
    who, where, walk_min = invitation["person"], invitation["point"]["name"], invitation["walk_you_min"]
    say(
        phone.name, f"reads: {who['first_name']}, {who['role']}, at {where}, {walk_min} min on foot; says yes"
    )
    agreed = phone.post(f"/invitations/{invitation['id']}/acceptance")
    return f"/meetings/{agreed['meeting']}"


def walk(anna: Phone, bo: Phone, meeting: str) -> None:
    """Both set off and arrive, and read what to look for."""
    for phone in (anna, bo):
        state = phone.post(f"{meeting}/departure")["state"]
        say(phone.name, f"is on the way (the meeting is {state})")
    for phone in (anna, bo):
        beacon = phone.post(f"{meeting}/arrival")["beacon"]
        say(phone.name, f"is there and shows: {beacon['colour']} {beacon['shape']}, {beacon['word']}")


def prove(anna: Phone, bo: Phone, meeting: str) -> None:
    """Bo says the own code aloud, Anna types it: enough for both."""
    code = bo.get(meeting)["code"]
    say(bo.name, f"says the code {code}")
    anna.post(f"{meeting}/proof", code=code)
    for phone in (anna, bo):
        phone.hear("meeting-met")
        say(phone.name, f"reads that the meeting is: {phone.get(meeting)['state']}")


def part(anna: Phone, bo: Phone, meeting: str) -> None:
    """Goodbye; both would be free again, and go."""
    say(anna.name, f"says goodbye (the meeting is {anna.post(f'{meeting}/end')['state']})")
    for phone in (anna, bo):
        phone.hear("meeting-ended")
        phone.delete("/availability")
        say(phone.name, "goes invisible")


def say(who: str, what: str) -> None:
    """One line of the story."""
    print(f"{who:>6} {what}", flush=True)  # noqa: T201 -- the point of this script


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except Refused as refused:
        sys.exit(f"Stopped: {refused}")
