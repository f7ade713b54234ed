"""All settings of the site, each from a typed environment variable with a safe default (README: the table).

The three ways to run Lumina (laptop, tests, AWS) differ only by these values; no code asks which one it is in.
"""

import re
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from lumina_site import env, rekognition
from lumina_site.applications import *  # noqa: F403 -- they are settings like those below
from lumina_site.running.network import browser_address
from lumina_site.secret import secret_key
from lumina_site.sign_in import *  # noqa: F403 -- the same

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where the site runs and keeps its things -------------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
HOST = env.text("HOST", "127.0.0.1")
PORT = env.integer("PORT", 8080, least=1, most=65535)
WEB_CONCURRENCY = env.integer("WEB_CONCURRENCY", 1, least=1, most=64)
SECRET_KEY = secret_key(DATA_DIR)
# Loopback names always work, so that a laptop needs no setting.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.words("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Other sites whose pages may call the JSON API, with tokens of their people (core/cors.py).
CORS_ORIGINS = frozenset(env.origins("CORS_ORIGINS"))

# --- Stores -----------------------------------------------------------------------------------------------------

# "dynamodb" is the name that older deployments use for S3 with DynamoDB.
_STORAGE_WORDS = {"local": "local", "s3": "s3", "dynamodb": "s3"}
STORAGE_BACKEND = _STORAGE_WORDS[env.choice("STORAGE_BACKEND", "local", _STORAGE_WORDS)]
AWS_REGION = env.text("AWS_REGION", "us-east-1")
S3_BUCKET = env.text("S3_BUCKET")
S3_ENDPOINT_URL = env.url("S3_ENDPOINT_URL", ["https", "http"])
if STORAGE_BACKEND == "s3" and not S3_BUCKET:
    raise env.ConfigurationError("STORAGE_BACKEND=s3 needs a bucket: set S3_BUCKET to its name.")
if STORAGE_BACKEND == "local" and S3_BUCKET:
    raise env.ConfigurationError("S3_BUCKET is set but images go to the disk: set STORAGE_BACKEND=s3 as well.")

DYNAMODB_TABLES = {
    "photos": env.text("DYNAMODB_PHOTOS_TABLE", "lumina_photos"),
    "comments": env.text("DYNAMODB_COMMENTS_TABLE", "lumina_comments"),
    "messages": env.text("DYNAMODB_MESSAGES_TABLE", "lumina_messages"),
    "activity": env.text("DYNAMODB_ACTIVITY_TABLE", "lumina_activity"),
}
for _kind, _name in DYNAMODB_TABLES.items():
    if not 3 <= len(_name) <= 255:  # noqa: PLR2004 -- the limit of DynamoDB itself
        raise env.ConfigurationError(
            f"DYNAMODB_{_kind.upper()}_TABLE={_name} will not do: DynamoDB wants 3 to 255 characters."
        )
# What everyone may see is spread over so many partitions; each costs one Query, all at once. Never make it smaller.
EXPLORE_SHARDS = env.integer("EXPLORE_SHARDS", 1, least=1, most=32)
# The list of trending photos is never older than this while somebody looks or `manage.py up` runs.
TRENDING_SECONDS = 300.0
_dynamodb_address = env.url("DYNAMODB_ENDPOINT_URL", ["http", "https"])
# With images on the disk the table server is ours too, unless an address says otherwise.
EMBEDDED_DYNAMODB = STORAGE_BACKEND == "local" and _dynamodb_address is None
# `manage.py up` writes the address of the server that it started here, for the other commands.
DYNAMODB_ENDPOINT_FILE = DATA_DIR / "dynamodb.endpoint"
if EMBEDDED_DYNAMODB and DYNAMODB_ENDPOINT_FILE.is_file():
    _dynamodb_address = DYNAMODB_ENDPOINT_FILE.read_text().strip()
DYNAMODB_ENDPOINT_URL = _dynamodb_address

DB_HOST = env.text("DB_HOST")
DATABASES: dict[str, dict[str, Any]]
if DB_HOST:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.mysql",
            "HOST": DB_HOST,
            "PORT": env.integer("DB_PORT", 3306, least=1, most=65535),
            "USER": env.text("DB_USER", "lumina"),
            "PASSWORD": env.text("DB_PASSWORD"),
            "NAME": env.text("DB_NAME", "lumina"),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "charset": "utf8mb4",
                "connect_timeout": 3,
                "read_timeout": 8,
                "write_timeout": 8,
                # Without strict mode MySQL cuts long values silently.
                "init_command": "SET sql_mode='STRICT_TRANS_TABLES'",
                "isolation_level": "read committed",
            },
            "TEST": {"CHARSET": "utf8mb4"},
        },
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "lumina.sqlite3",
            # Opening the file and saying the pragmas takes longer than a page's queries do.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Writers take the lock at once and wait for it, instead of failing when they upgrade a read.
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        },
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.url("REDIS_URL", ["redis", "rediss"])
if WEB_CONCURRENCY > 1 and not REDIS_URL:
    raise env.ConfigurationError(
        f"WEB_CONCURRENCY={WEB_CONCURRENCY} needs a bus between the processes: set REDIS_URL, or WEB_CONCURRENCY=1."
    )
CACHES: dict[str, dict[str, Any]]
CHANNEL_LAYERS: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {
                "pool_class": "core.redis_pool.SharedPool",
                "socket_connect_timeout": 1,
                "socket_timeout": 2,
            },
        }
    }
    # Of the two layers for Redis the one that keeps no queues there: the other loses what arrives while a page closes.
    _bus = {"address": REDIS_URL, "socket_connect_timeout": 1, "socket_timeout": 2, "health_check_interval": 15}
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [_bus]}}
    }
else:
    # Room for what must not be pushed out: counted attempts, and the words that tell pages of news.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
    # The in-memory layer drops silently above its capacity, so that is set far above what a page can ask for.
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 20_000}}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Work behind the requests (feeds, mails, alerts). Without a broker it is done at once, where it arises.
# "sqs://" alone takes region and credentials from where boto3 finds them.
_broker = env.text("CELERY_BROKER_URL")
CELERY_BROKER_URL = _broker if _broker == "sqs://" else env.url("CELERY_BROKER_URL", ["redis", "rediss", "sqs"])
CELERY_TASK_ALWAYS_EAGER = CELERY_BROKER_URL is None
# Celery looks for a broker even where it hands nothing over.
CELERY_BROKER_URL = CELERY_BROKER_URL or "memory://localhost"
CELERY_TASK_IGNORE_RESULT = True
# A worker that dies leaves its task to the next one; every task may run twice.
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
# No second try within a request: what must not be lost has left a mark.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "region": AWS_REGION,
    "visibility_timeout": 300,
    "socket_timeout": 2,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

MEDIA_ROOT = DATA_DIR / "media"
# Where S3 tells of files that came by tickets, for `manage.py consume_uploads`.
UPLOAD_EVENTS_QUEUE = env.url("UPLOAD_EVENTS_QUEUE", ["https", "http"])
SQS_ENDPOINT_URL = env.url("SQS_ENDPOINT_URL", ["https", "http"])
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "core.media.LocalMedia", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if STORAGE_BACKEND == "s3":
    STORAGES["default"] = {
        "BACKEND": "core.media.S3Media",
        "OPTIONS": {"bucket_name": S3_BUCKET, "region_name": AWS_REGION, "endpoint_url": S3_ENDPOINT_URL},
    }

# --- Limits (shown to people where they matter) -----------------------------------------------------------------

RATE_LIMITS = env.flag("RATE_LIMITS", default=True)
# How often a person may do something within an hour.
HOURLY_LIMITS = {"uploads": 60, "likes": 600, "comments": 200, "messages": 600, "friend_requests": 30, "reports": 20}
HOURLY_LIMITS |= {"email_changes": 10}
MAX_UPLOAD_MB = env.integer("MAX_UPLOAD_MB", 50, least=1, most=1000)
MAX_UPLOAD_BYTES = MAX_UPLOAD_MB * 1024 * 1024
MAX_JSON_BYTES = 64 * 1024
SIGNED_URL_WINDOW_SECONDS = 3600
REQUEST_DEADLINE_SECONDS = 8.0
# Decoding alone may take 20 s, and large originals go to S3 within the request.
UPLOAD_DEADLINE_SECONDS = 60.0
REQUEST_THREADS = 16
# Files above this size go to the disk while they arrive.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# Paths that may send a picture; every other body is small (core/gate.py).
UPLOAD_PATHS = ("/upload/", "/settings/picture/", "/api/photos", "/api/users/profile-picture", "/api/v1/images")

# --- Static files -----------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# In development files are served as they are; everywhere else by hashed name, for ever.
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_USE_FINDERS = DEBUG
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# --- Sign-up (how people sign in is said in sign_in.py) ---------------------------------------------------------

# Who may make an account on the page and by the API; staff always can.
REGISTRATION_MODE = env.choice("REGISTRATION_MODE", "open", ["open", "approval", "invite", "closed"])
_WRONG_PASSWORDS = {"login_failed": "50/5m/ip,10/5m/key"}
ACCOUNT_RATE_LIMITS = (
    {**_WRONG_PASSWORDS, "signup": "20/h/ip", "login": "120/m/ip", "reset_password": "20/h/ip,5/h/key"}
    if RATE_LIMITS
    # allauth fills in what is missing, so that "off" has to be said of each.
    else {**_WRONG_PASSWORDS, "signup": "", "login": "", "reset_password": "", "reset_password_from_key": ""}
)

# --- E-mail -----------------------------------------------------------------------------------------------------

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.integer("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Lumina <noreply@localhost>")
# Without a mail server the texts are printed where the site runs, so that a laptop can still reset a password.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

# --- What people and operators are told -------------------------------------------------------------------------

# Where links in mails lead, for those who are not on the site.
SITE_URL = env.url("SITE_URL", ["https", "http"]) or browser_address(HOST, PORT)
ALERTS_BACKEND = env.choice("ALERTS_BACKEND", "none", ["none", "email", "sns"])
ALERTS_EMAILS = env.words("ALERTS_EMAILS")
for _address in ALERTS_EMAILS:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", _address):
        raise env.ConfigurationError(
            f"ALERTS_EMAILS names {_address!r}, which is no address: use me@example.org, commas between several."
        )
if ALERTS_BACKEND == "email" and not ALERTS_EMAILS:
    raise env.ConfigurationError("ALERTS_BACKEND=email needs somebody to tell: set ALERTS_EMAILS to their addresses.")
# A photo with so many likes or views is told of, once each.
ALERTS_LIKES = env.integer("ALERTS_LIKES", 100, least=1, most=1_000_000_000)
ALERTS_VIEWS = env.integer("ALERTS_VIEWS", 1000, least=1, most=1_000_000_000)
ALERTS_TOPIC_PREFIX = env.text("ALERTS_TOPIC_PREFIX", "lumina")
# The limit of SNS is 256 characters for a whole name.
if not re.fullmatch(r"[A-Za-z0-9_-]{1,200}", ALERTS_TOPIC_PREFIX, re.ASCII):
    raise env.ConfigurationError(
        f"ALERTS_TOPIC_PREFIX={ALERTS_TOPIC_PREFIX} will not do: use letters, digits, dashes and underscores."
    )
SNS_ENDPOINT_URL = env.url("SNS_ENDPOINT_URL", ["https", "http"])

# --- Moderation -------------------------------------------------------------------------------------------------

# What new pictures are held against (photos/screening.py).
SCREENING = "moderation.screening.screen"
# Who looks at them: nobody, or Amazon Rekognition.
MODERATION_BACKEND = env.choice("MODERATION_BACKEND", "none", ["none", "rekognition"])
REKOGNITION_HOLD_CONFIDENCE, REKOGNITION_REJECT_CONFIDENCE = rekognition.confidences()
REKOGNITION_BLOCKED_LABELS = rekognition.blocked_labels()
REKOGNITION_ENDPOINT_URL = env.url("REKOGNITION_ENDPOINT_URL", ["https", "http"])

# --- Security ---------------------------------------------------------------------------------------------------

# On for a site behind TLS: cookies only over HTTPS, plain requests sent on, HSTS.
HTTPS = env.flag("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^health$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_NAME = "lumina_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
# Where pictures come from, and where the upload page sends them. A bucket with a dot has no name of its own under TLS.
_S3_HOST = f"s3.{AWS_REGION}.amazonaws.com" if "." in S3_BUCKET else f"{S3_BUCKET}.s3.{AWS_REGION}.amazonaws.com"
_MEDIA_ORIGINS = [S3_ENDPOINT_URL or f"https://{_S3_HOST}"] if S3_BUCKET else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_MEDIA_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF, *_MEDIA_ORIGINS],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- The rest ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
# One language; without this every number in a template would be looked up in a locale.
USE_I18N = False
FORMAT_MODULE_PATH = "lumina_site.formats"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["stderr"], "level": "INFO" if DEBUG else "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "INFO" if DEBUG else "WARNING", "propagate": True}},
}
