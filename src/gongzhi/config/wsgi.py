"""The web's entry. A production start over the demo's database, key or DEBUG ends here."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from gongzhi.config.ground import refusals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings")
application = get_wsgi_application()
if _wrong := refusals.of_running_house():
    raise ImproperlyConfigured("\n".join(_wrong))
