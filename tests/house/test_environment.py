"""A setting that is missing or wrong refuses to start and names itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import env

GOOD = {
    "KAIROS_SECRET_KEY": "k" * 32,
    "DATABASE_URL": "postgresql://ann:p%40ss@db:5433/kairos?sslmode=require",
    "REDIS_URL": "redis://redis:6379/1",
    "EMAIL_URL": "smtps://ann:secret@mail",
    "VAPID_PRIVATE_KEY": "k" * 42 + "g",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_setting_is_named(name):
    rest = {key: value for key, value in GOOD.items() if key != name}
    with pytest.raises(env.EnvironmentRefused, match=f"^{name} is missing"):
        env.read(rest)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("KAIROS_DEMO", "maybe", 'KAIROS_DEMO must be 0 or 1, not "maybe"'),
        ("KAIROS_DEBUG", "", 'KAIROS_DEBUG must be 0 or 1, not ""'),
        ("KAIROS_SECRET_KEY", "short", "KAIROS_SECRET_KEY must have at least 32 characters, not 5"),
        ("KAIROS_PROXIES", "-1", 'KAIROS_PROXIES must be a whole number, 0 or more, not "-1"'),
        ("KAIROS_URL", "ftp://kairos", "KAIROS_URL must begin with one of http:, https: not"),
        ("KAIROS_URL", "https://kairos/app", "KAIROS_URL must be scheme, host and port only"),
        ("KAIROS_URL", "http://kairos:port", "KAIROS_URL is not a URL"),
        ("LIVE_URL", "https://kairos", "LIVE_URL must begin with one of ws:, wss: not"),
        (
            "DATABASE_URL",
            "mysql://db/kairos",
            "DATABASE_URL must begin with one of postgresql:, postgres: not",
        ),
        ("DATABASE_URL", "postgresql://db", "DATABASE_URL must name one database"),
        ("REDIS_URL", "unix:", "REDIS_URL must name a socket by its full path"),
        ("REDIS_URL", "redis:///0", "REDIS_URL must name a host"),
        ("EMAIL_URL", "imap://mail", "EMAIL_URL must begin with one of smtp:, smtp+tls:, smtps:, file: not"),
        ("EMAIL_URL", "file:mail", "EMAIL_URL must name a folder by its full path"),
        ("VAPID_PRIVATE_KEY", "short", "VAPID_PRIVATE_KEY must be the 32 bytes of a P-256 key in base64url"),
        ("VAPID_PRIVATE_KEY", "k" * 41 + "+/", "VAPID_PRIVATE_KEY must be the 32 bytes of a P-256 key"),
        ("VAPID_SUBJECT", "me@kairos", 'VAPID_SUBJECT must begin with mailto: or https:, not "me@kairos"'),
        ("KAIROS_OIDC", "{}}", "KAIROS_OIDC must be a JSON list"),
        ("KAIROS_OIDC", '[{"id": "acme"}]', "KAIROS_OIDC must be a JSON list"),
        ("KAIROS_OIDC", '["acme"]', "KAIROS_OIDC must be a JSON list"),
    ],
)
def test_a_wrong_setting_is_named(name, value, says):
    with pytest.raises(env.EnvironmentRefused) as refused:
        env.read(GOOD | {name: value})
    assert str(refused.value).startswith(says)


def test_a_refusal_does_not_repeat_a_password():
    with pytest.raises(env.EnvironmentRefused) as refused:
        env.read(GOOD | {"DATABASE_URL": "postgres://ann:hunter2@db:port/kairos"})
    assert "hunter2" not in str(refused.value)


def test_the_process_ends_with_one_line():
    root = Path(__file__).parents[2]
    environment = {"PATH": os.environ["PATH"], **GOOD, "KAIROS_DEMO": "maybe"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == 'Kairos does not start: KAIROS_DEMO must be 0 or 1, not "maybe"\n'


def test_what_is_not_said_has_a_safe_default():
    environment = env.read(GOOD)
    assert (environment.debug, environment.demo, environment.proxies) == (False, False, 0)
    assert (environment.site, environment.live) == ("http://localhost:8000", "ws://localhost:8001")


def test_a_site_behind_https_shares_its_address_with_the_sockets():
    assert env.read(GOOD | {"KAIROS_URL": "https://kairos.example"}).live == "wss://kairos.example"


def test_a_database_url_is_read_whole():
    assert env.read(GOOD).database == env.Database(
        name="kairos", user="ann", password="p@ss", host="db", port="5433", options={"sslmode": "require"}
    )


def test_a_database_may_be_on_a_socket():
    database = env.read(GOOD | {"DATABASE_URL": "postgresql://ann@/kairos?host=/run/pg"}).database
    assert (database.host, database.port, database.options) == ("/run/pg", "", {})


@pytest.mark.parametrize(
    ("url", "celery_url"),
    [
        ("redis://redis:6379/1", "redis://redis:6379/1"),
        ("rediss://:pw@redis:6380/1", "rediss://:pw@redis:6380/1"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0"),
        ("unix://ann:pw@/run/redis.sock?db=3", "redis+socket://ann:pw@/run/redis.sock?virtual_host=3"),
    ],
)
def test_celery_gets_its_own_form_of_the_redis_url(url, celery_url):
    assert env.read(GOOD | {"REDIS_URL": url}).redis == env.Redis(url=url, celery_url=celery_url)


def test_a_mail_folder_stands_for_a_server():
    mail = env.read(GOOD | {"EMAIL_URL": "file:///srv/my%20mail"}).mail
    assert mail == env.Mail(folder=Path("/srv/my mail"))


def test_a_mail_server_has_the_port_of_its_kind():
    assert [
        env.read(GOOD | {"EMAIL_URL": f"{kind}://mail"}).mail.port for kind in ("smtp", "smtp+tls", "smtps")
    ] == [
        25,
        587,
        465,
    ]


def test_push_is_signed_in_the_name_of_the_site_unless_somebody_is_named():
    secure = GOOD | {"KAIROS_URL": "https://kairos.example"}
    asked = (GOOD, secure, secure | {"VAPID_SUBJECT": "mailto:hello@kairos.example"})
    assert [env.read(one).push.subject for one in asked] == [
        "mailto:kairos@localhost", "https://kairos.example", "mailto:hello@kairos.example",
    ]  # fmt: skip


def test_a_house_may_say_that_it_sends_no_push():
    assert env.read(GOOD | {"VAPID_PRIVATE_KEY": "off"}).push is None


def test_a_machine_makes_itself_a_key_for_push():
    command = [sys.executable, "bin/services.py", "push-key"]
    root = Path(env.__file__).parents[1]
    keys = {
        subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.strip()
        for _ in range(2)
    }
    assert len(keys) == 2
    assert {env.read(GOOD | {"VAPID_PRIVATE_KEY": key}).push.private_key for key in keys} == keys
