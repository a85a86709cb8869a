"""Django's settings, read from the environment; ``docs/operations.md`` has the table of them.

``HOCBA_ENV`` says what the installation is for: ``demonstration`` (the default) works
without any setting, ``production`` demands every one and refuses what is only for play.
"""

from __future__ import annotations

import os
from pathlib import Path

from hocba.adapters import clock
from hocba.adapters.database import databases
from hocba.adapters.node import Node, Serves
from hocba.adapters.private_files import kept_text
from hocba.adapters.roles import PORTAL_ROLE, ROLE
from hocba.project import portal
from hocba.project.environment import Environment, Stage

_environment = Environment(os.environ)

HOCBA_STAGE = _environment.stage
HOCBA_HOME = Path(_environment.text("HOCBA_HOME") or "var").absolute()

_demonstration = HOCBA_HOME / "demonstration"

# Which node this is, and what it knows of the others: their ledgers' keys (``<code>.vkey``) and,
# of the Ministry, certificates and access token (``bo.pem``, ``bo.token``). Without an address
# of the Ministry nothing is reported.
HOCBA_NODE = _environment.choice("HOCBA_NODE", Node.DEPARTMENT)
HOCBA_DEPARTMENT = _environment.text("HOCBA_DEPARTMENT") or "01"
HOCBA_PEERS = Path(_environment.text("HOCBA_PEERS") or HOCBA_HOME / "peers")
HOCBA_MINISTRY_URL = _environment.peer("HOCBA_MINISTRY_URL").rstrip("/")
if HOCBA_STAGE is Stage.DEMONSTRATION and HOCBA_NODE is Node.DEPARTMENT:
    HOCBA_MINISTRY_URL = HOCBA_MINISTRY_URL or "http://127.0.0.1:8001"

HOCBA_TRUST = _environment.path("HOCBA_TRUST", _demonstration / "trust")
HOCBA_REGISTRY_KEY = _environment.path(
    "HOCBA_REGISTRY_KEY", _demonstration / "keys" / "registry.p12"
)
HOCBA_REGISTRY_KEY_PASSWORD_FILE = _environment.path(
    "HOCBA_REGISTRY_KEY_PASSWORD_FILE", _demonstration / "keys" / "password"
)
HOCBA_LEDGER_NAME = _environment.demanded("HOCBA_LEDGER_NAME", "hocba.example/trinh-dien")
HOCBA_WITNESSES = _environment.text("HOCBA_WITNESSES").split()
HOCBA_LEDGER_KEY = _environment.path("HOCBA_LEDGER_KEY", _demonstration / "keys" / "ledger.pem")

# The windows of the sample year closed in August 2024, so the demonstration begins in June 2024.
HOCBA_DEMONSTRATION_BEGINS = "2024-06-24T08:00:00+07:00"

# The demonstration's authorities answer no questions; others are asked at intake.
HOCBA_ASK_ISSUERS = _environment.in_production or bool(_environment.text("HOCBA_ASK_ISSUERS"))
HOCBA_TIMESTAMPS = _environment.demanded("HOCBA_TIMESTAMPS")

# Where people find the lookup; every QR code carries it. And how many proxies of ours a request
# passes, which tells what of X-Forwarded-For to believe.
HOCBA_PUBLIC_URL = _environment.demanded("HOCBA_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
HOCBA_PROXIES = _environment.whole_number("HOCBA_PROXIES", default=0)

# Where people sign in (OpenID Connect); "off" closes every page that needs it.
HOCBA_OIDC_ISSUER = _environment.provider("HOCBA_OIDC_ISSUER")
HOCBA_OIDC_PERSONAL_ID_CLAIM = _environment.text("HOCBA_OIDC_PERSONAL_ID_CLAIM") or "personal_id"
_oidc = {
    "provider_id": "dinh-danh",
    "name": "Định danh điện tử",
    "client_id": _environment.required("HOCBA_OIDC_CLIENT_ID") if HOCBA_OIDC_ISSUER else "",
    "secret": _environment.required("HOCBA_OIDC_CLIENT_SECRET") if HOCBA_OIDC_ISSUER else "",
    "settings": {
        "server_url": HOCBA_OIDC_ISSUER.rstrip("/"),
        "oauth_pkce_enabled": True,
        "scope": (_environment.text("HOCBA_OIDC_SCOPES") or "openid profile").split(),
    },
}
# Where a signer's own computer has VGCA Sign Service, and how many seconds the signing page waits
# for one answer: the signer may have to find the token and type its PIN.
HOCBA_SIGN_SERVICE = (_environment.text("HOCBA_SIGN_SERVICE") or "wss://127.0.0.1:8987").rstrip("/")
HOCBA_SIGN_SERVICE_PATIENCE = 120

DEBUG = bool(_environment.refused_in_production("DEBUG"))
SECRET_KEY = _environment.secret("HOCBA_SECRET_KEY", kept_in=HOCBA_HOME / "secret-key")
ALLOWED_HOSTS = _environment.words("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")

# The public pages may run by themselves, in a role that sees nothing of schools and intake.
HOCBA_SERVES = _environment.choice("HOCBA_SERVES", Serves.ALL)
HOCBA_PORTAL_READS, HOCBA_PORTAL_WRITES = portal.READS, portal.WRITES
DATABASES = databases(
    _environment.demanded("DATABASE_URL"),
    HOCBA_HOME,
    _environment.text("DATABASE_OWNER_URL"),
    role=PORTAL_ROLE if HOCBA_SERVES is Serves.PORTAL else ROLE,
)
_clock = _environment.refused_in_production(clock.VARIABLE)
_environment.finish()

if HOCBA_STAGE is Stage.DEMONSTRATION and not _clock:
    # Counted from its own first day, so that a later run never comes before an earlier one.
    _began = clock.read(kept_text(_demonstration / "began", clock.now().isoformat()))
    clock.start_at(clock.read(HOCBA_DEMONSTRATION_BEGINS) + (clock.now() - _began))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "hocba.adapters.roles",
    "pgtrigger",
    "procrastinate.contrib.django",
    "hocba.parties",
    "hocba.parties.access",
    "hocba.parties.accounts",
    "hocba.school.pages",
    "hocba.school.sending",
    "hocba.school.signing",
    "hocba.school.windows",
    "hocba.school.withdrawing",
    "hocba.school.workbooks",
    "hocba.registry.journal",
    "hocba.registry.ledger",
    "hocba.registry.evidence",
    "hocba.registry.custody",
    "hocba.registry.intake",
    "hocba.registry.late",
    "hocba.registry.locking",
    "hocba.registry.reporting",
    "hocba.registry.gathering",
    "hocba.registry.orders",
    "hocba.registry.queue",
    "hocba.registry.api",
    "hocba.public.portal",
    "hocba.public.copies",
    "hocba.public.limits",
    "hocba.public.lookup",
    "hocba.public.organisations",
    "hocba.public.owners",
    "hocba.public.progress",
    "hocba.public.signing_in",
    "hocba.public.verifying",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
]
MIDDLEWARE = [
    "hocba.public.portal.headers.security_headers",
    "hocba.public.portal.languages.in_a_language",
    "hocba.registry.journal.origin.from_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hocba.public.portal.errors.Outages",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
ROOT_URLCONF = (
    "hocba.project.portal_urls" if HOCBA_SERVES is Serves.PORTAL else "hocba.project.urls"
)
WSGI_APPLICATION = "hocba.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in: by the national ID alone; allauth carries the exchange, every other way in is closed.
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["hocba.parties.accounts.backend.NationalIdOnly"]
LOGIN_REDIRECT_URL = "/toi"
ACCOUNT_ADAPTER = "hocba.public.signing_in.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = ACCOUNT_USER_MODEL_USERNAME_FIELD = None
SOCIALACCOUNT_ADAPTER = "hocba.public.signing_in.adapters.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = True
SOCIALACCOUNT_PROVIDERS = {"national_id": {"APPS": [_oidc]}}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent.parent / "public" / "locale"]
FORMAT_MODULE_PATH = "hocba.public.portal.formats"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# Production serves names with a digest in them, gathered by `hocba manage collectstatic`.
STATIC_URL = "/static/"
STATIC_ROOT = HOCBA_HOME / "static" if _environment.in_production else None
WHITENOISE_USE_FINDERS = not _environment.in_production
WHITENOISE_ALLOW_ALL_ORIGINS = False
_static = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if _environment.in_production
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static},
}

# Security. The demonstration is served over plain HTTP on this machine alone.
SECURE_SSL_REDIRECT = _environment.in_production
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if _environment.in_production else None
)
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _environment.in_production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _environment.in_production
SECURE_HSTS_PRELOAD = _environment.in_production
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes browsers send "Origin: null"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _environment.in_production
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True  # half an hour without use; an empty session is never saved
CSRF_USE_SESSIONS = True  # one cookie, and none before somebody signs in
CSRF_FAILURE_VIEW = "hocba.public.portal.errors.forbidden"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Warnings and errors to the terminal, without anybody's data.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "hocba.project.logs.DiscreetFormatter"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
