"""Django's settings. What differs between instances stands in `options`; the rest is the same for all."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from doublet.config.settings.options import Options
from doublet.kernel import keys
from doublet.kernel.home import home

OPTIONS = Options()

DEBUG = OPTIONS.debug
SECRET_KEY = keys.secret("django-secret").hex()
SITE_URL = OPTIONS.site_url.rstrip("/")
_secure = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [host.strip() for host in OPTIONS.hosts.split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
PLATFORM_NAME = OPTIONS.platform_name
# Without a bank account of its own an instance writes payout files that say "demonstration".
PAYOUT_IS_DEMO = not OPTIONS.platform_iban
PLATFORM_IBAN = OPTIONS.platform_iban or "DE89370400440532013000"
LEASE_SECONDS = OPTIONS.lease_seconds
ENGINES = tuple(name.strip() for name in OPTIONS.engines.split(",") if name.strip())
ENGINE_SECONDS = OPTIONS.engine_seconds
PLATFORM_COMMISSION_BP = OPTIONS.platform_commission_bp
LATE_INTEREST_BP = OPTIONS.late_interest_bp  # a year, on what a brand pays late; stands in new contracts
ROSTER_FAIRNESS = OPTIONS.roster_fairness  # 0 by relevance, 100 by turns; who looks may choose otherwise
REQUIRE_CHALLENGE = OPTIONS.require_challenge
IDENTITY_VENDOR = OPTIONS.identity_vendor
REQUIRE_MFA = OPTIONS.require_mfa
IDENTITY_CHECKER = OPTIONS.identity_checker
STRIPE_KEY, STRIPE_WEBHOOK_SECRET = OPTIONS.stripe_key, OPTIONS.stripe_webhook_secret
STRIPE_URL = OPTIONS.stripe_url.rstrip("/")
STRIPE_PAYOUT_KEY, STRIPE_PAYOUT_WEBHOOK_SECRET = (
    OPTIONS.stripe_payout_key,
    OPTIONS.stripe_payout_webhook_secret,
)
PAYOUT_MINIMUM = OPTIONS.payout_minimum  # whole units of a currency; less waits for the next run
TIMESTAMP_URL = OPTIONS.timestamp_url
BACKUPS = OPTIONS.backups
SIGNING_CHAIN, SIGNING_KEY = OPTIONS.signing_chain, OPTIONS.signing_key
TRUST_LIST = OPTIONS.trust_list

HOUSE = [
    "kernel",
    "people",
    "rulebook",
    "twins",
    "wardrobe",
    "consents",
    "offers",
    "licences",
    "studio",
    "provenance",
    "publishing",
    "ledger",
    "watch",
    "packs",
    "ui",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Our templates stand before allauth's, so that every page is in the house's look.
    *[f"doublet.{part}" for part in HOUSE],
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "doublet.ui.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "doublet.config.urls"
WSGI_APPLICATION = "doublet.config.wsgi.application"
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "doublet.ui.context.house",
            ]
        },
    }
]


def _database(url: str) -> dict[str, object]:
    """SQLite in the instance's home, or PostgreSQL by one setting: postgres://user:password@host/name."""
    if not url:
        home().mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home() / "doublet.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


DATABASES = {"default": _database(OPTIONS.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"

# --- signing in: passkey or password -------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "doublet.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "doublet.people.signing_in.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _secure
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- e-mail --------------------------------------------------------------------------------------
if OPTIONS.email_host:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = OPTIONS.email_host, OPTIONS.email_port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = OPTIONS.email_user, OPTIONS.email_password
    EMAIL_USE_TLS = True
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = home() / "mail"
DEFAULT_FROM_EMAIL = OPTIONS.email_from

# --- security ------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _secure
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 80
