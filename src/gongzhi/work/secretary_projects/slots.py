"""What a case's page shows: the projects that it is part of, fetched by address, so that the page pays no statement."""

from typing import Any

from django.http import HttpRequest

from gongzhi.work.secretary_projects.rules import READERS


def case_rail(_request: HttpRequest, case: Any) -> list[dict[str, Any]]:
    """A panel that fetches the projects of this case."""
    if not case.looker.serves(*READERS):
        return []
    return [{"template": "secretary_projects/case_rail.html", "case": case}]
