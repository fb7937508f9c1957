"""The WSGI application: refuses an unsafe start, then loads what a visitor would wait for."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from wotu_site.environment import settings_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
application = get_wsgi_application()

from wotu_site import startup  # noqa: E402 - needs the apps that the line above loads

startup.refuse_unsafe_start()
startup.pick_up_jobs()
startup.read_ahead()
startup.load_pages()
