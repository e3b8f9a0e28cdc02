"""Pages, static files, headers and middleware."""

import os

from csp.constants import NONE, SELF

from gongzhi.config.settings.base import DEBUG, DEMO, PROJECT, TESTING, VAR
from gongzhi.config.settings.maps import MAP_ORIGINS

ROOT_URLCONF = "gongzhi.config.urls"
WSGI_APPLICATION = "gongzhi.config.wsgi.application"
ALLOWED_HOSTS = (
    ["127.0.0.1", "localhost", "testserver"]
    if DEMO or TESTING
    else os.environ.get("GONGZHI_HOSTS", "").split(",")
)
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("GONGZHI_ORIGINS", "").split(",") if o]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gongzhi.kit.web.middleware.Watch",
    "gongzhi.kit.web.api_middleware.Plainly",
    "gongzhi.config.health.AccessLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gongzhi.town.people.middleware.SignedIn",
    "gongzhi.town.people.phones.Phones",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongzhi.town.administration.middleware.OwnPassword",
    "gongzhi.kit.web.middleware.Problems",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "src" / "gongzhi" / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "gongzhi.config.navigation.shell",
            ],
            "builtins": ["gongzhi.kit.web.templatetags.gz"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STATIC_URL = "/static/"
SCREENS = PROJECT / "docs" / "screens"
"""The kept screenshots (``make pictures``); the guide under /help/ shows them, there are no copies."""
STATICFILES_DIRS = [PROJECT / "static", ("screens", SCREENS)]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "gongzhi.config.static.Storage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING

LIVE_URL = os.environ.get("GONGZHI_LIVE_URL", "")
"""Where live pages are served; empty: at /events of our own address, which the reverse proxy sends there."""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MAP_ORIGINS],
        "worker-src": [SELF],
        "connect-src": [SELF, *([LIVE_URL] if LIVE_URL else []), *MAP_ORIGINS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "gongzhi.kit.web.views.csrf_refused"
if not (DEMO or TESTING or DEBUG):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
