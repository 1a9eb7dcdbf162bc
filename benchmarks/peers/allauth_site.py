"""django-allauth: its headless API, e-mail verified by code. Runs in the peers' own environment, under gunicorn.

``python allauth_site.py`` makes the tables. The order is JSON in the variable ``PEER`` (see ``running.py``).
"""

import json
import os

import django
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from psycopg.conninfo import conninfo_to_dict

ORDER = json.loads(os.environ["PEER"])


class Hasher(Argon2PasswordHasher):
    """Django's own, with the parameters that the order gives."""

    time_cost = ORDER["rounds"]
    memory_cost = ORDER["memory"]
    parallelism = ORDER["lanes"]


if ORDER["database"].startswith("postgresql:"):
    told = conninfo_to_dict(ORDER["database"])
    DATABASE = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": told["dbname"],
        "USER": told["user"],
        "HOST": told["host"],
    }
else:
    DATABASE = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ORDER["database"],
        "OPTIONS": {
            "timeout": 60,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        },
    }

settings.configure(
    SECRET_KEY=ORDER["secret"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="allauth_site",
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "allauth",
        "allauth.account",
        "allauth.headless",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    PASSWORD_HASHERS=["allauth_site.Hasher"],
    DATABASES={"default": DATABASE | {"CONN_MAX_AGE": None}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=ORDER["relay"],
    DEFAULT_FROM_EMAIL="portail@example.com",
    ACCOUNT_LOGIN_METHODS={"email"},
    ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
    ACCOUNT_USER_MODEL_USERNAME_FIELD="username",
    ACCOUNT_EMAIL_VERIFICATION="mandatory",
    ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED=True,
    ACCOUNT_RATE_LIMITS=False,
    ALLAUTH_USER_CODE_FORMAT={"numeric": True, "length": 6, "dashed": False},
    HEADLESS_ONLY=True,
    HEADLESS_CLIENTS=("app",),
)
django.setup()

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
else:
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    urlpatterns = [path("_allauth/", include("allauth.headless.urls"))]
    application = get_wsgi_application()
