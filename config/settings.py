"""The settings, one file for every place Kairos runs in: nothing exists only in production.

What differs between places comes from the environment, which `config.env` reads once and checks.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF

from config import env
from config.api import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401 -- their libraries read them here
from config.schedule import timetable

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

try:
    ENV = env.read(os.environ)
except env.EnvironmentRefused as refusal:
    sys.exit(f"Kairos does not start: {refusal}")

# --- Who and where -----------------------------------------------------------------------------------------

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug

SITE_URL = ENV.site
LIVE_URL = ENV.live  # the origin of the sockets; the path is /ws/events
KAIROS_INTERNAL_URL = ENV.internal  # where the demo people's worker reaches the pages
LIVE_HEADS_EVERY_S = 20  # how stale a page may be at most with Redis dead, less a few seconds
_site = urlsplit(SITE_URL)
_is_https = _site.scheme == "https"
_port = f":{_site.port}" if _site.port else ""

ALLOWED_HOSTS = [str(_site.hostname), *ENV.hosts]
SOCKET_ORIGINS = [SITE_URL, *(f"{_site.scheme}://{host}{_port}" for host in ENV.hosts)]
CSRF_TRUSTED_ORIGINS = SOCKET_ORIGINS

# --- What is switched on -----------------------------------------------------------------------------------

KAIROS_DEMO = ENV.demo
KAIROS_FIXED_MIDDAY = ENV.demo  # the demo city judges opening hours at midday, so that it is never closed

# The order of the house, from what everything stands on to what stands on everything.
INSTALLED_APPS = [
    "config",
    "kernel",
    "notifications",
    "accounts",
    "places",
    "matching",
    "meetups",
    "moderation",
    *(["demo"] if KAIROS_DEMO else []),
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "django_htmx",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.csp.ContentSecurityPolicy",
    "kernel.guard.GuardMiddleware",  # a person's coordinates go no further than this
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "notifications.middleware.HeadFirst",
    "kernel.refusals.LeadOnMiddleware",
    "kernel.refusals.RefusalMiddleware",  # last: it sees what a view raises before anybody else
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.templatetags.front"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "matching.context_processors.own_availability",
                "notifications.context_processors.live",
                *(["demo.context_processors.demo"] if KAIROS_DEMO else []),
            ],
        },
    },
]

# --- What is kept ------------------------------------------------------------------------------------------

DATABASES = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        **ENV.database.place,
        "CONN_HEALTH_CHECKS": True,  # a restarted PostgreSQL costs nobody a failed request
        "OPTIONS": {
            **ENV.database.options,
            # One pool a process, so that threads, not their number, decide how many connections are held.
            # After an outage it looks again when somebody asks, not when its own growing pauses are over.
            "pool": {"min_size": 1, "max_size": 20, "timeout": 5, "reconnect_timeout": 5},
            # Django turns server-side plans off; the look-up of candidates asks for one by name.
            "prepare_threshold": 5,
            # Its plan does not depend on who asks, and planning anew costs as much as looking.
            "options": "-c plan_cache_mode=force_generic_plan",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if ENV.gdal_library:
    GDAL_LIBRARY_PATH = ENV.gdal_library
if ENV.geos_library:
    GEOS_LIBRARY_PATH = ENV.geos_library

# Sessions and the counters of sign-in are in PostgreSQL, so that Redis may die without anybody noticing.
SESSION_ENGINE = "accounts.sign_in.sessions"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Redis: the bell between processes, and Celery's broker ------------------------------------------------

# Only the pubsub layer: the core layer drops above 100 messages a process, and is deaf after a quick restart.
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {
            "hosts": [
                {"address": ENV.redis.url, "socket_connect_timeout": 0.5}
            ],  # s; a black hole is given up
            "prefix": "kairos",
        },
    }
}

CELERY_BROKER_URL = ENV.redis.celery_url
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Seconds until an unfinished task is given to another worker. Nothing uses an ETA, so none is doubled.
    "visibility_timeout": 300,
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long Redis is away, the worker waits for it
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # every task is safe to run twice
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = timetable(demo=KAIROS_DEMO)

# --- Signing in: a code by mail, or OpenID Connect; there is no password -----------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.sign_in.backend.MemberBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/now/"
LOGOUT_REDIRECT_URL = "/"

ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
ACCOUNT_ADAPTER = "accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code itself is the proof
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# How long and how often a session may try. The guards are rows in PostgreSQL: 10 minutes and 5 tries a code.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 1800
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 20
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 5
ACCOUNT_RATE_LIMITS = False  # allauth's are counted in the cache and fail open
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme

SOCIALACCOUNT_ADAPTER = "accounts.sign_in.adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # only addresses that the provider has verified
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
_apps = [provider.app for provider in ENV.providers]
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": _apps}}

# --- Mail --------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from
EMAIL_TIMEOUT = 10  # seconds
KAIROS_EMBEDDED = ENV.mail.folder is not None  # then the local mailbox page shows the mails of that folder
if ENV.mail.folder:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(ENV.mail.folder)
else:
    EMAIL_HOST, EMAIL_PORT = ENV.mail.host, ENV.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail.user, ENV.mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = ENV.mail.use_tls, ENV.mail.use_ssl

# --- Web push ----------------------------------------------------------------------------------------------

PUSH_KEY = ENV.push.private_key if ENV.push else ""  # empty: this house sends none, and its pages say so
PUSH_SUBJECT = ENV.push.subject if ENV.push else ""
# The push services of the browsers that exist; "*." stands for whatever comes before. Nothing else is asked.
PUSH_HOSTS = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com",
)  # fmt: skip
PUSH_TRIED_AT = ""  # an origin that tests listen at: the one that may be plain http and on this machine

# --- Languages and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"

# --- Files the browser loads -------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    ("css", BASE_DIR / "build/css"),  # first: its main.css is that of static/css with its imports joined
    BASE_DIR / "static",
    ("htmx", NODE_MODULES / "htmx.org/dist"),
    ("figtree", NODE_MODULES / "@fontsource-variable/figtree/files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- What a browser and a proxy may do ---------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "connect-src": [SELF, LIVE_URL],
        "img-src": [SELF, "data:"],  # data: the pictures inside the API reader's own style sheet
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *(provider.origin for provider in ENV.providers)],
    }
}
KAIROS_COORDINATE_DOORS = ("/admin/places/",)  # the coordinates there are a place's; nowhere else any pass
CSRF_FAILURE_VIEW = "kernel.refusals.pages.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 128 * 1024
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy's work
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0  # a year
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.proxies else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _is_https
SESSION_COOKIE_SAMESITE = "Lax"

# --- What is written down ----------------------------------------------------------------------------------

SILENCED_SYSTEM_CHECKS = [
    "gis.W001",  # Debian 12 has GDAL 3.6; no stranger's spatial reference is ever read
    "staticfiles.W004",  # build/css appears when the style sheets are joined
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # A 404 or a refusal is an answer like any other; what went wrong on our side is an error.
    "loggers": {"django.request": {"level": "ERROR"}},
}
