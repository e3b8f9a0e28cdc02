"""What is installed, where things lie, in which language and time the city lives."""

import os
from pathlib import Path

from gongzhi.config.ground import logs, places

PROJECT = places.PROJECT
VAR = places.var()
DEMO = os.environ.get("GONGZHI_DEMO") == "1"
TESTING = os.environ.get("GONGZHI_TESTING") == "1"
DEBUG = os.environ.get("GONGZHI_DEBUG") == "1"

SECRET_KEY = os.environ.get("GONGZHI_SECRET_KEY") or ("demo-only-" + "0" * 40 if DEMO or TESTING else "")
KEY_RING = Path(os.environ.get("GONGZHI_KEY_RING", VAR / "keys" / "ring.json"))
FILES_ROOT = Path(os.environ.get("GONGZHI_FILES", VAR / "files"))
ANCHORS = Path(os.environ.get("GONGZHI_ANCHORS", VAR / "anchors"))

KIT = ["journal", "records", "receipts", "privacy", "registers", "throttle", "jobs"]
TOWN = ["areas", "dwellings", "organisations", "people", "duty", "calendar", "documents", "notices", "files"]
TOWN += ["counters", "certificates", "administration", "saved_views", "batches"]
WORK = ["tasks", "meetings", "cases", "mandates", "enforcement", "street_powers", "whistles", "admission"]
WORK += ["filings", "policies", "secretary_projects"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "gongzhi.kit.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "pgtrigger",
    "procrastinate.contrib.django",
    *(f"gongzhi.kit.{name}" for name in KIT),
    *(f"gongzhi.town.{name}" for name in TOWN),
    *(f"gongzhi.work.{name}" for name in WORK),
    "gongzhi.gateways.open311",
    "gongzhi.gateways.hotline",
    "gongzhi.gateways.mail",
    "gongzhi.demo",
    "gongzhi.config",
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "src" / "gongzhi" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "slow"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGGING = logs.configuration()
