"""The mails of the embedded mode, which go to a folder instead of a server.

Called by the local mailbox page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

_BETWEEN: Final = b"\n" + b"-" * 79 + b"\n"
"""What Django's file backend writes after each mail."""

_CODE: Final = re.compile(r"\b(\d{3}) (\d{3})\b")
_SHOWN: Final = 50
"""Mails on the page: more than anybody reads."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as the page shows it; `code` is what its subject asks to be typed, if it does."""

    to: str
    subject: str
    body: str
    sent_at: datetime
    code: str


def latest(folder: Path) -> list[Mail]:
    """The latest mails of the folder, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)[:_SHOWN]
    mails = [_read(message) for file in files for message in _messages(file)]
    # Of mails of one second, which is all that a mail's date says, the newest file stays first.
    return sorted(mails, key=lambda mail: mail.sent_at, reverse=True)[:_SHOWN]


def _messages(file: Path) -> Iterator[EmailMessage]:
    for part in file.read_bytes().split(_BETWEEN):
        if part.strip():
            yield message_from_bytes(part, _class=EmailMessage, policy=policy.default)


def _read(message: EmailMessage) -> Mail:
    subject = str(message["Subject"])
    body = message.get_body(("plain",))
    code = _CODE.search(subject)
    return Mail(
        to=str(message["To"]),
        subject=subject,
        body=str(body.get_content()).strip() if body else "",
        sent_at=parsedate_to_datetime(str(message["Date"])),
        code="".join(code.groups()) if code else "",
    )
