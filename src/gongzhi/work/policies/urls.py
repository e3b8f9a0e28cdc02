"""The addresses of policies."""

from django.urls import path

from gongzhi.work.policies.views import founding, lists, things

urlpatterns = [
    path("", lists.listing, name="policies"),
    path("new/", founding.draft, name="policy-new"),
    path("requirements/", lists.requirements, name="requirements"),
    path("acknowledgements/", lists.acknowledgements, name="acknowledgements"),
    path("terms/", lists.terms, name="terms"),
    path("terms/new/", founding.enter_term, name="term-new"),
    *things.TERMS.urls(prefix="terms/"),
    *things.REQUIREMENTS.urls(prefix="requirements/"),
    *things.ACKNOWLEDGEMENTS.urls(prefix="acknowledgements/"),
    *things.SETS.urls(),
    path("<uuid:pk>/version/", founding.version, name="policy-version"),
    path("<uuid:pk>/plan/", founding.plan, name="requirement-plan"),
]
