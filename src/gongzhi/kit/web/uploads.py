"""A form field that takes several files (Django's own takes one)."""

from typing import Any

from django import forms


class ManyFiles(forms.ClearableFileInput):
    """The browser's file input for several; without a box to clear."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Uploads(forms.FileField):
    """Several files; gives a list, empty when none came. ``kinds`` are the media types that the phone offers."""

    def __init__(self, *, kinds: str = "", **more: Any):
        super().__init__(widget=ManyFiles(attrs={"accept": kinds} if kinds else None), **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # type: ignore[override]
        """Each file checked as Django checks one."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(Uploads, self).clean(one, initial) for one in given]
