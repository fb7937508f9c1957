"""What all environments share."""

from __future__ import annotations

from datetime import timedelta

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from wotu_site import environment

WORKSPACE_DIR = environment.workspace_dir()
FRONT_END_DIR = environment.front_end_dir()
TRUSTED_PROXIES = environment.trusted_proxies()
DEMO = False
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "wotu_site.access",
    "wotu_site.ui",
    "wotu_site.accounts",
    "wotu_site.audit",
    "wotu_site.jobs",
    "wotu_site.firms",
    "wotu_site.policies",
    "wotu_site.entitlements",
    "wotu_site.drafts",
    "wotu_site.ladder",
    "wotu_site.chains",
    "wotu_site.targets",
    "wotu_site.scores",
    "wotu_site.documents",
    "wotu_site.data",
    "wotu_site.home",
]

MIDDLEWARE = [
    "wotu_site.ui.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wotu_site.ui.middleware.ResponseHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wotu_site.ui.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wotu_site.audit.middleware.AuditMiddleware",
    "wotu_site.access.middleware.AccessMiddleware",
    "wotu_site.ui.middleware.FaultMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "wotu_site.urls"
WSGI_APPLICATION = "wotu_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "wotu_site.ui.frame.frame",
            ],
            "builtins": ["wotu_site.ui.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]

DATABASES = {"default": environment.work_database(WORKSPACE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts and sign-in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home:home"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "wotu_site.access.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "wotu_site.accounts.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # the audit log has the successful sign-ins
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions and messages: nothing is written to the database by an ordinary page.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "wotu_site.ui.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# What a browser may do with our pages.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Words, dates and times.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "wotu_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LOCALE_PATHS = [environment.PACKAGE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Static files: our own, and from the npm packages only what the pages use.
STATIC_URL = "/static/"
STATIC_ROOT = WORKSPACE_DIR / "cache" / "static"
STATICFILES_FINDERS = [
    "wotu_site.ui.finders.OwnFilesFinder",
    "wotu_site.ui.finders.PackageFilesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wotu_site.ui.storage.SiteStaticStorage"},
}

# A larger file that is handed in is refused.
UPLOAD_MOST_BYTES = 512 * 1024 * 1024

# Background jobs leave a mark of each living process here.
PROCESS_MARKS_DIR = WORKSPACE_DIR / "cache" / "processes"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "wotu_site.ui.middleware.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"wotu_site": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
