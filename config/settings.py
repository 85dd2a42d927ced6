"""All settings, from the environment. An invalid value stops the start with its name."""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.logs import FORMATS, LEVELS, configuration
from config.values import choice, hosts, origin, origins, secret, whole, yes_no

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- data folder ---------------------------------------------------------------------------
DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DEBUG = yes_no("DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    key_file = DATA_DIR / "secret_key"
    if not key_file.is_file():
        raise ImproperlyConfigured(
            "SECRET_KEY: not set, and the data folder has no secret_key file. "
            "Set it, or start with ./portal."
        )
    SECRET_KEY = key_file.read_text(encoding="ascii").strip()

ALLOWED_HOSTS = hosts("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = origins("CSRF_TRUSTED_ORIGINS")
HTTPS = yes_no("HTTPS")
PUBLIC_URL = origin("PUBLIC_URL")  # printed in QR codes; empty: where the report was asked for

# --- apps ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "audit",
    "accounts",
    "ukuran",
    "jobs",
    "evidence",
    "satgas",
    "roadmap",
    "zonaintegritas",
    "imports",
    "reports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
    "django_htmx",
    "django_include_bootstrap",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "config.request_id.RequestIdMiddleware",  # everything below it logs with the request's id
    "config.headers.HeadersMiddleware",
    "config.access.AccessMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.limits.RequestLimitsMiddleware",  # before anything that reads a body
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.IdleTimeoutMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
    "accounts.middleware.TimezoneMiddleware",
    "config.sebutan.SebutanMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.RequireMfaMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "config.frame.bingkai",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database ------------------------------------------------------------------------------
try:
    DATABASES = {
        "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'pantas.sqlite3'}")
    }
except (environ.ImproperlyConfigured, ValueError) as error:
    raise ImproperlyConfigured(f"DATABASE_URL: {error}") from error
_engine = DATABASES["default"]["ENGINE"]
if _engine == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: a writer waits at BEGIN instead of failing at its first write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
        ),
    }
elif _engine == "django.db.backends.postgresql":
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    raise ImproperlyConfigured(f"DATABASE_URL: {_engine} is not supported (sqlite or postgres)")
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- cache, broker -------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL: must begin with redis://, rediss:// or unix://")
# Files beside the evidence, never memory and never Redis: throttling and lock-out survive a
# restart and hold while Redis is away (ADR 17). Culling drops entries at random, therefore so many.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- users, sessions -----------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = int(timedelta(days=3).total_seconds())
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = True  # the idle time-out below decides, not the browser window
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    # 5 wrong passwords lock a name for 15 minutes; 30 lock an address for 5.
    "login_failed": "30/5m/ip,5/15m/key",
    "login": "60/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Pantas"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_IDLE_TIMEOUT = timedelta(minutes=whole("SESSION_IDLE_MINUTES", default=60))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]  # asked from inside, without the proxy
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = yes_no("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else everybody behind it would share one throttle
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
    # The Django admin brings no inline code either, so one policy serves all pages.
}

# --- language, time ------------------------------------------------------------------------
LANGUAGE_CODE = "id"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Makassar"
USE_THOUSAND_SEPARATOR = False

# --- files ---------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # other sites have no use for these files
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name files only through the static tag
# Source maps are for developers; packing them would triple the time of collectstatic.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "webp", "woff", "woff2", "gz", "br"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "berkas"), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "berkas"
FILE_UPLOAD_TEMP_DIR = None
EVIDENCE_MAX_BYTES = whole("EVIDENCE_MAX_MB", default=25) * 1024 * 1024
EVIDENCE_MAX_FILES = 20
IMPORT_MAX_BYTES = whole("IMPORT_MAX_MB", default=10) * 1024 * 1024
IMPORT_MAX_ROWS = whole("IMPORT_MAX_ROWS", default=60_000)  # with a value, over all sheets
PERIKSA_MAX_BYTES = 50 * 1024 * 1024  # hashed while it streams in; nothing is kept
PERIKSA_LIMITS = {"lihat": "300/10m/ip", "salah": "20/10m/ip", "unggah": "30/10m/ip"}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The table of historis figures sends all rows of a plan at once, some seven fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600
# Below so much free space the pages of the admins warn; uploads go on until the disk is full.
DISK_WARN_BYTES = whole("DISK_WARN_MB", default=1024) * 1024 * 1024

# --- mail: files in the data folder unless EMAIL_URL says otherwise --------------------------
try:
    _mail = env.email_url("EMAIL_URL", default="filemail://")
except (environ.ImproperlyConfigured, KeyError, ValueError) as error:
    raise ImproperlyConfigured(f"EMAIL_URL: {error}") from error
vars().update(_mail)
EMAIL_FILE_PATH = str(DATA_DIR / "surel")

# --- celery ----------------------------------------------------------------------------------
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # the row in `jobs` is the truth, the broker only a bell
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
else:
    CELERY_BROKER_URL = "filesystem://localhost/"
    _broker = DATA_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
CELERY_BEAT_SCHEDULE = {
    "requeue": {"task": "jobs.tasks.requeue", "schedule": 30.0, "options": {"expires": 25}},
    "potret_terjadwal": {
        "task": "reports.tasks.potret_terjadwal",
        "schedule": 15 * 60.0,
        "options": {"expires": 600},
    },
    "ingatkan_rapat": {
        "task": "roadmap.tasks.ingatkan_rapat",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600},
    },
    # At night in all of Indonesia (UTC+7 to +9), and one after the other: each takes one of the
    # worker's two places. Overdue ones run at the next start of the scheduler.
    "verify_audit": {
        "task": "jobs.tasks.verify_audit",
        "schedule": crontab(hour="17", minute="10"),
        "options": {"expires": 6 * 3600},
    },
    "verify_files": {
        "task": "jobs.tasks.verify_files",
        "schedule": crontab(hour="18", minute="10"),
        "options": {"expires": 6 * 3600},
    },
}
JOB_HEARTBEAT_SECONDS = 5
JOB_STALE_SECONDS = 60
JOB_MAX_ATTEMPTS = 3

# --- logs, metrics -----------------------------------------------------------------------------
LOG_LEVEL = choice("LOG_LEVEL", LEVELS, default="WARNING")
LOG_FORMAT = choice("LOG_FORMAT", FORMATS, default="LINE")
LOGGING = configuration(LOG_FORMAT, LOG_LEVEL, detail=DEBUG)
METRICS_TOKEN = secret("METRICS_TOKEN")  # without it there is no /metrics
SILENCED_SYSTEM_CHECKS: list[str] = []
