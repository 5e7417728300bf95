"""Settings: one file that reads the environment, or the .env file beside manage.py.

docs/guide/deploying.md explains each name.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.csp import CSP

from annotator.databases import with_durable_options
from annotator.secret_key import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env.str("ANNOTATOR_DATA_DIR", default=str(BASE_DIR / "var")))
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_SITE = urlsplit(SITE_URL)
_HTTPS = _SITE.scheme == "https"

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(DATA_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost", "[::1]", *([_SITE.hostname] if _SITE.hostname else [])],
)

INSTALLED_APPS = [
    "articles",
    "articles.lineage",
    "annotator.accounts",
    "annotator.jobs",
    "annotator.studies",
    "annotator.suggestions",
    "annotator.annotations",
    "annotator.review",
    "annotator.releases",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_filters",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    # These two come first, so that static files and refused requests carry their headers too.
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "annotator.middleware.PrivateResponsesMiddleware",
    # Before anything that could read a body: even the page for a wrong host name gives back what was typed.
    "annotator.middleware.BodiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "annotator.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "annotator.middleware.DatabaseTroubleMiddleware",
]

ROOT_URLCONF = "annotator.urls"
WSGI_APPLICATION = "annotator.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- Data ---------------------------------------------------------------------
DATABASES = {
    "default": with_durable_options(
        env.db_url("DATABASE_URL", default=f"sqlite:///{(DATA_DIR / 'annotator.sqlite3').as_posix()}")
    )
}
CAPTURES_DIR = DATA_DIR / "captures"
# Sign-in throttling counts in the database, so that every worker process sees the same number. Room for many counters:
# a small table would let an attacker push out the count against one person by failing for many others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "annotator_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# A worker that says nothing for so long (seconds) counts as dead, and its job is done by another.
JOB_SILENCE = env.int("JOB_SILENCE", default=30)

# -- People -------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# allauth's backend is Django's with e-mail addresses; both together would hash each wrong password twice.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "annotator.accounts.adapter.InvitedPeopleOnly"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_FORMS = {"login": "annotator.accounts.forms.SignInForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
# Wrong passwords slow the address they come from, never the person they are tried on: a class behind one address
# gets 40 an hour, each name from each address 10 (the adapter makes the key). A right one is not counted.
ACCOUNT_RATE_LIMITS = {"login_failed": "40/h/ip,10/h/key", "login": "60/m/ip"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _SITE.scheme
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Annotator"
# Nobody signs up with somebody else's address here: the administrator keeps the addresses, and none is ever verified.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Passkeys want https except on the loopback names, which is where a laptop lab works.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
# How many proxies of one's own stand in front and add to X-Forwarded-For; the throttle counts the address before them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int(
    "TRUSTED_PROXIES", default=1 if _HTTPS and env.bool("BEHIND_TLS_PROXY", default=True) else 0
)

# -- The browser --------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "annotator.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if _HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SESSION_COOKIE_NAME = "__Host-session" if _HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "csrf"
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
# Only set behind a proxy that overwrites the header: see docs/guide/deploying.md.
if _HTTPS and env.bool("BEHIND_TLS_PROXY", default=True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Bytes in one request, files included: on every page, and where articles are added (20 files of 20 MB).
LARGEST_BODY = 6_000_000
LARGEST_UPLOAD = 420_000_000

# -- Static files -------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "annotator" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "annotator.static_storage.HashedModules"},
}

# -- Words, time, mail, log -----------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"annotator@{_SITE.hostname or 'localhost'}")
# A public site sends mail through SMTP (MAIL_OPTIONS: {"host": …, "username": …, "password": …, "use_tls": true});
# on a laptop letters land as files in the data folder.
_MAIL_BACKEND, _MAIL_OPTIONS = (
    ("smtp.EmailBackend", {"host": "localhost"})
    if _HTTPS
    else ("filebased.EmailBackend", {"file_path": str(DATA_DIR / "mail")})
)
MAILERS = {
    "default": {
        "BACKEND": env.str("MAIL_BACKEND", default=f"django.core.mail.backends.{_MAIL_BACKEND}"),
        "OPTIONS": env.json("MAIL_OPTIONS", default=_MAIL_OPTIONS),
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "annotator.logs.HideSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A page that is not there, or not for this person, is an answer and no fault.
    "loggers": {"django.request": {"level": "ERROR"}, "django.tasks": {"level": "WARNING"}},
}
