"""The face kit's own addresses, included at the root: type size and the style guide."""

from django.conf import settings
from django.urls import URLPattern, path

from gongzhi.kit.web import styleguide, views

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("type/<slug:size>/", views.type_size, name="type"),
]
if any(getattr(settings, name, False) for name in ("DEBUG", "DEMO", "TESTING")):
    urlpatterns += [
        path("style/", styleguide.parts, name="style"),
        path("style/phone/", styleguide.phone, name="style_phone"),
        path("style/head/", styleguide.head, name="style_head"),
        path("style/letter/", styleguide.letter, name="style_letter"),
    ]
