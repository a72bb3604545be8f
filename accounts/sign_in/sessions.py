"""The browser's session, in the database as Django keeps it; only how it is read is our own."""

from typing import Final

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from kernel.statements import Prepared

IN_FORCE: Final = Prepared(
    Session, lambda key: Session.objects.filter(session_key=key, expire_date__gt=Now()), stand_in="a key"
)


class SessionStore(DatabaseStore):
    """Django's, read at every request by a statement that the server has planned already."""

    def _get_session_from_db(self) -> Session | None:
        session = IN_FORCE.first(self.session_key)
        if session is None:
            self._session_key = None
        return session
