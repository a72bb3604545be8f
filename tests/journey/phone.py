"""A phone that knows what it was told and nothing else: it catches up, and keeps what follows from that."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from matching.models import Availability
from meetups.models import Invitation, Meeting
from notifications.inbox import events_after
from notifications.messages import Numbered, Sync

OVER = ("invitation-accepted", "invitation-expired", "invitation-withdrawn", "invitation-superseded")
PARTED = ("meeting-cancelled", "meeting-released", "meeting-ended")


class Phone:
    """One person's phone. `shows` is what its screen would say from the events alone."""

    def __init__(self, person: User) -> None:
        self.person = person
        self.names: list[str] = []
        self._epoch: UUID | None = None
        self._since = 0
        self._session: str | None = None
        self._out: set[str] = set()
        self._incoming: set[str] = set()
        self._meeting: str | None = None

    def catch_up(self) -> None:
        """Hear what came since the last time, in order and whole."""
        sync = events_after(self.person.pk, epoch=self._epoch, since=self._since)
        assert isinstance(sync, Sync)
        for event in sync.events:
            assert event.seq == self._since + 1
            self._since = event.seq
            self._hear(event)
        assert sync.head == self._since
        self._epoch = sync.epoch

    @property
    def shows(self) -> tuple[str | None, set[str], set[str], str | None]:
        return self._session, self._out, self._incoming, self._meeting

    def _hear(self, event: Numbered) -> None:
        self.names.append(event.name)
        invitation, meeting = event.payload.get("invitation"), event.payload.get("meeting")
        match event.name:
            case "availability-started" | "availability-ended":
                self._session = event.payload["availability"] if event.name.endswith("started") else None
            case "invitation-sent":
                self._out.add(invitation)
            case "invitation-received":
                self._incoming.add(invitation)
            case "invitation-refused":
                self._incoming.discard(invitation)
            case name if name in OVER:
                self._out.discard(invitation)
                self._incoming.discard(invitation)
            case "meeting-agreed":
                self._meeting = meeting
            case name if name in PARTED:
                assert self._meeting == meeting
                self._meeting = None


def fetched(person: User, *, now: datetime) -> tuple[str | None, set[str], set[str], str | None]:
    """What a page loaded this moment would say."""
    session = Availability.objects.open().filter(person=person).values_list("pk", flat=True).first()
    out = Invitation.objects.out_from(person, now=now).values_list("pk", flat=True)
    incoming = Invitation.objects.ringing_for(person, now=now).values_list("pk", flat=True)
    meeting = Meeting.objects.for_person(person).running().values_list("pk", flat=True).first()
    return (
        session and str(session),
        {str(pk) for pk in out},
        {str(pk) for pk in incoming},
        meeting and str(meeting),
    )
