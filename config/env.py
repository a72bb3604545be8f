"""What the environment may say, read once and checked; pure, so that its rules are testable sentences.

Only `config.settings` calls `read`. A missing or wrong value raises `EnvironmentRefused`, which names it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlencode, urlsplit

VAPID_KEY = re.compile("[A-Za-z0-9_-]{43}=?")  # 32 bytes
NO_PUSH = "off"
SECRET_KEY_LEAST = 32  # characters; Django's own generator makes 50
LIVE_PORT = 8001  # the socket process beside a plain-http site; behind a proxy it shares the site's port


class EnvironmentRefused(Exception):
    """A setting is missing or wrong; the message names it and says what it must be."""


@dataclass(frozen=True, kw_only=True)
class Database:
    """One PostgreSQL database."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: Mapping[str, str]

    @property
    def place(self) -> dict[str, str]:
        """Which database, and as whom, in the words of Django's `DATABASES`."""
        words = {"NAME": self.name, "USER": self.user, "PASSWORD": self.password}
        return {**words, "HOST": self.host, "PORT": self.port}


@dataclass(frozen=True, kw_only=True)
class Redis:
    """One Redis server by TCP or socket, in the URL form that each library wants."""

    url: str
    celery_url: str


@dataclass(frozen=True, kw_only=True)
class Mail:
    """Where mails go: an SMTP server, or a folder that the local mailbox page reads."""

    folder: Path | None = None
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


@dataclass(frozen=True, kw_only=True)
class Push:
    """With what web push is signed, and whom a push service may write to when something is wrong."""

    private_key: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One OpenID Connect provider that people may sign in with."""

    id: str
    name: str
    server_url: str
    client_id: str
    secret: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a content security policy wants them."""
        url = urlsplit(self.server_url)
        return f"{url.scheme}://{url.netloc}"

    @property
    def app(self) -> dict[str, Any]:
        """In the words of allauth's `SOCIALACCOUNT_PROVIDERS`."""
        words = {"provider_id": self.id, "client_id": self.client_id, "secret": self.secret}
        return {**words, "name": self.name, "settings": {"server_url": self.server_url}}


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Everything Kairos learns from outside."""

    secret_key: str
    debug: bool
    demo: bool
    site: str
    live: str
    internal: str
    hosts: tuple[str, ...]
    proxies: int
    database: Database
    redis: Redis
    mail: Mail
    mail_from: str
    push: Push | None
    providers: tuple[Provider, ...]
    gdal_library: str | None
    geos_library: str | None


def read(environ: Mapping[str, str]) -> Environment:
    """Read and check every setting. *Refuses*: `EnvironmentRefused`, at the first missing or wrong one."""
    site = _origin(environ, "KAIROS_URL", default="http://localhost:8000", schemes=("http", "https"))
    return Environment(
        secret_key=_secret(environ),
        debug=_flag(environ, "KAIROS_DEBUG"),
        demo=_flag(environ, "KAIROS_DEMO"),
        site=site,
        live=_origin(environ, "LIVE_URL", default=_live_beside(site), schemes=("ws", "wss")),
        internal=_origin(environ, "KAIROS_INTERNAL_URL", default=site, schemes=("http", "https")),
        hosts=_words(environ.get("KAIROS_HOSTS", "")),
        proxies=_count(environ, "KAIROS_PROXIES"),
        database=_database(environ),
        redis=_redis(environ),
        mail=_mail(environ),
        mail_from=environ.get("KAIROS_MAIL_FROM", "Kairos <kairos@localhost>"),
        push=_push(environ, site),
        providers=_providers(environ),
        gdal_library=environ.get("GDAL_LIBRARY_PATH") or None,
        geos_library=environ.get("GEOS_LIBRARY_PATH") or None,
    )


def _required(environ: Mapping[str, str], name: str, what: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise EnvironmentRefused(f"{name} is missing: set it to {what}")
    return value


def _secret(environ: Mapping[str, str]) -> str:
    value = _required(environ, "KAIROS_SECRET_KEY", f"at least {SECRET_KEY_LEAST} random characters")
    if len(value) < SECRET_KEY_LEAST:
        raise EnvironmentRefused(
            f"KAIROS_SECRET_KEY must have at least {SECRET_KEY_LEAST} characters, not {len(value)}"
        )
    return value


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "0")
    if value not in {"0", "1"}:
        raise EnvironmentRefused(f'{name} must be 0 or 1, not "{value}"')
    return value == "1"


def _count(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name, "0")
    if not (value.isascii() and value.isdigit()):
        raise EnvironmentRefused(f'{name} must be a whole number, 0 or more, not "{value}"')
    return int(value)


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _split(name: str, value: str, *, schemes: tuple[str, ...], example: str) -> SplitResult:
    """Split a URL. *Refuses* without repeating the value, since it may hold a password."""
    try:
        url = urlsplit(value)
        url.port  # noqa: B018 -- the port is parsed, and refused, when it is read
    except ValueError as error:
        raise EnvironmentRefused(f"{name} is not a URL ({error}): write it like {example}") from None
    if url.scheme not in schemes:
        known = ", ".join(f"{scheme}:" for scheme in schemes)
        raise EnvironmentRefused(
            f'{name} must begin with one of {known} not "{url.scheme}:": write it like {example}'
        )
    return url


def _origin(environ: Mapping[str, str], name: str, *, default: str, schemes: tuple[str, ...]) -> str:
    value = environ.get(name, default).rstrip("/")
    example = f"{schemes[-1]}://kairos.example"
    url = _split(name, value, schemes=schemes, example=example)
    if not url.hostname or url.path or url.query or url.fragment or "@" in url.netloc:
        raise EnvironmentRefused(f'{name} must be scheme, host and port only, like {example}, not "{value}"')
    return value


def _live_beside(site: str) -> str:
    url = urlsplit(site)
    return f"wss://{url.netloc}" if url.scheme == "https" else f"ws://{url.hostname}:{LIVE_PORT}"


def _database(environ: Mapping[str, str]) -> Database:
    example = "postgresql://user:password@host:5432/kairos"
    value = _required(environ, "DATABASE_URL", f"a PostGIS database, like {example}")
    url = _split("DATABASE_URL", value, schemes=("postgresql", "postgres"), example=example)
    name = unquote(url.path.removeprefix("/"))
    if not name or "/" in name:
        raise EnvironmentRefused(f"DATABASE_URL must name one database after the host, like {example}")
    options = dict(parse_qsl(url.query))
    folder = options.pop("host", "")  # libpq's way to name the folder of a socket
    return Database(
        name=name,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        host=folder or unquote(url.hostname or ""),
        port=options.pop("port", "") or str(url.port or ""),
        options=options,
    )


def _redis(environ: Mapping[str, str]) -> Redis:
    example = "redis://host:6379/0"
    value = _required(environ, "REDIS_URL", f"a Redis server, like {example}")
    url = _split("REDIS_URL", value, schemes=("redis", "rediss", "unix"), example=example)
    if url.scheme != "unix":
        if not url.hostname:
            raise EnvironmentRefused(f"REDIS_URL must name a host, like {example}")
        return Redis(url=value, celery_url=value)
    if not url.path.startswith("/"):
        raise EnvironmentRefused("REDIS_URL must name a socket by its full path, like unix:///run/redis.sock")
    database = parse_qs(url.query).get("db", ["0"])[0]
    credentials, at, _ = url.netloc.rpartition("@")
    where = urlencode({"virtual_host": database})
    return Redis(url=value, celery_url=f"redis+socket://{credentials}{at}{url.path}?{where}")


def _mail(environ: Mapping[str, str]) -> Mail:
    example = "smtps://user:password@host"
    value = _required(environ, "EMAIL_URL", f"a mail server, like {example}")
    url = _split("EMAIL_URL", value, schemes=("smtp", "smtp+tls", "smtps", "file"), example=example)
    if url.scheme == "file":
        if not url.path.startswith("/"):
            raise EnvironmentRefused("EMAIL_URL must name a folder by its full path, like file:///srv/mail")
        return Mail(folder=Path(unquote(url.path)))
    if not url.hostname:
        raise EnvironmentRefused(f"EMAIL_URL must name a host, like {example}")
    return Mail(
        host=url.hostname,
        port=url.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[url.scheme],
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_tls=url.scheme == "smtp+tls",
        use_ssl=url.scheme == "smtps",
    )


def _push(environ: Mapping[str, str], site: str) -> Push | None:
    """Read the key of web push; a house without push must say so, lest nobody notices that no phone rings."""
    how = f"the 32 bytes of a P-256 key in base64url (bin/kairos push-key makes one), or {NO_PUSH}"
    value = _required(environ, "VAPID_PRIVATE_KEY", how)
    if value == NO_PUSH:
        return None
    if not VAPID_KEY.fullmatch(value):
        raise EnvironmentRefused(f"VAPID_PRIVATE_KEY must be {how}")
    usual = site if site.startswith("https:") else "mailto:kairos@localhost"
    subject = environ.get("VAPID_SUBJECT") or usual
    if not subject.startswith(("mailto:", "https:")):
        raise EnvironmentRefused(f'VAPID_SUBJECT must begin with mailto: or https:, not "{subject}"')
    return Push(private_key=value, subject=subject)


def _providers(environ: Mapping[str, str]) -> tuple[Provider, ...]:
    try:
        return tuple(_provider(given) for given in json.loads(environ.get("KAIROS_OIDC") or "[]"))
    except (TypeError, ValueError):
        names = ", ".join(field.name for field in fields(Provider))
        raise EnvironmentRefused(
            f"KAIROS_OIDC must be a JSON list of objects with {names}, all texts"
        ) from None


def _provider(given: dict[str, Any]) -> Provider:
    provider = Provider(**given)
    if not all(isinstance(value, str) and value for value in astuple(provider)):
        raise ValueError
    return provider
