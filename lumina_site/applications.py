"""What the site is put together from: applications, middleware, templates. Nothing here depends on the operator."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

INSTALLED_APPS = [
    "lumina_site.apps.LuminaSiteConfig",
    "activity.apps.ActivityConfig",
    "moderation.apps.ModerationConfig",
    "messaging.apps.MessagingConfig",
    "photos.apps.PhotosConfig",
    "social.apps.SocialConfig",
    # Before ours, whose admin takes its page of addresses away.
    "allauth",
    "allauth.account",
    "accounts.apps.AccountsConfig",
    "core.apps.CoreConfig",
    "django_htmx",
    "csp",
    "lumina_site.apps.LuminaAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "core.middleware.request_frame",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Around all that may refuse a call, so that a page elsewhere can read why.
    "core.cors.listed_origins",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.bearer_tokens",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.error_answers",
]
ROOT_URLCONF = "lumina_site.urls"
WSGI_APPLICATION = "lumina_site.wsgi.application"
ASGI_APPLICATION = "lumina_site.asgi.application"
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
                "core.context.site_notice",
                "accounts.context.registration",
            ],
        },
    }
]
