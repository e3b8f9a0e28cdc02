"""Who sees whom: departments, property firms and merchants never see the reporter.

A 举报 hides the reporter from the community too.
"""

from typing import Any

from gongzhi.work.cases.models import Case
from gongzhi.work.cases.rules import COMMUNITY_ROLES, STREET_ROLES

CLOSE = (*COMMUNITY_ROLES, "grid_head")


def sees_reporter(actor: Any, case: Case) -> bool:
    """Whether this actor may know that a certain person (masked) reported, and read their words in full."""
    if any(post.role in (*STREET_ROLES, "city_dispatcher") and _over(post, case) for post in actor.posts):
        return True
    if case.author_id is not None and case.author_id == actor.user_id:
        return True
    return not case.secret and any(post.role in CLOSE and _over(post, case) for post in actor.posts)


def _over(post: Any, case: Case) -> bool:
    return post.level == "city" or getattr(case, f"{post.level}_id", None) in post.reach
