"""What a resident's own phone keeps: which report it may look at (signed, an hour), and the last place."""

from typing import Any
from uuid import UUID

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from gongzhi.kit import throttle
from gongzhi.kit.identity import ALPHABET
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.kit.records import rules as records
from gongzhi.work.cases.models import Report

COOKIE = "gz_report"
SALT = "gongzhi.cases.report"
HOUR = 3600
CODE_LENGTH = 9


def hand(request: HttpRequest, answer: HttpResponse, report: Report, code: str) -> HttpResponse:
    """Let this browser look at the report for an hour; number and code never stand in an address."""
    answer.set_signed_cookie(
        COOKIE, f"{report.pk}:{code}", salt=SALT, max_age=HOUR, path="/r/", httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return answer


def held(request: HttpRequest) -> tuple[Report, str] | None:
    """The report that this browser may look at, with its code; None where there is none or the hour is over."""
    try:
        pk, code = str(request.get_signed_cookie(COOKIE, salt=SALT, max_age=HOUR)).split(":")
        report = Report.objects.select_related("case").filter(pk=UUID(pk)).first()
    except (KeyError, ValueError, BadSignature):
        return None
    return (report, code) if report and report.code_hash == keyed_hash(code, "trace") else None


def leave(answer: HttpResponse) -> HttpResponse:
    """Forget the report: for telephones that several people use."""
    answer.delete_cookie(COOKIE, path="/r/")
    return answer


def fingerprint(key: str, *said: Any) -> str:
    """The idempotency key of one sending: the form's key and what was said. The same twice is one case."""
    return "r:" + keyed_hash("\x00".join([key, *(str(part) for part in said)]), "form")[:48]


def code_of(key: str) -> str:
    """The trace code that belongs to a key, so that a double press shows the same one."""
    number = int(keyed_hash(key, "code"), 16)
    signs = []
    for _sign in range(CODE_LENGTH):
        number, at = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[at])
    return "".join(signs)


def address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def not_too_many_photos(request: HttpRequest) -> None:
    """The same for photos, which cost more than words."""
    throttle.check_and_count(f"photo:{address(request)}", records.value("public.photos_an_hour"), 60)


def not_too_often(request: HttpRequest) -> None:
    """Raise TooOften where one address sends more reports an hour than the record allows."""
    throttle.check_and_count(f"report:{address(request)}", records.value("public.reports_an_hour"), 60)
