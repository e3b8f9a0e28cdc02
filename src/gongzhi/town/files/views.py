"""The door of files: one address each, rights asked at every opening."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from gongzhi.kit.flow import Unseen
from gongzhi.town.files import ports, sniffing
from gongzhi.town.files.models import Attachment
from gongzhi.town.files.queries import open_file


@require_safe
def show(request: HttpRequest, pk: UUID) -> FileResponse:
    """A photo in the page, a document as a download; ``?small`` for the small picture. 404 for all that may not."""
    attachment = Attachment.objects.filter(pk=pk, erased_at=None).first()
    if attachment is None or not ports.sees(request.actor, attachment):  # type: ignore[attr-defined]
        raise Http404
    photo = attachment.media_type == sniffing.JPEG
    try:
        file = open_file(attachment, small="small" in request.GET)
    except Unseen as gone:
        raise Http404 from gone
    answer = FileResponse(
        file, as_attachment=not photo, filename=attachment.name, content_type=attachment.media_type
    )
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
