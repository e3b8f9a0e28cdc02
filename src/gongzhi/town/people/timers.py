"""What the clock calls: nothing stays public of whoever no longer holds the post."""

from django.db.models import Q

from gongzhi.kit.clock import today
from gongzhi.town.access.actor import CLOCK
from gongzhi.town.people import commands
from gongzhi.town.people.models import Post


def hide_ended() -> int:
    """Names and numbers of posts whose last day has gone by; returns how many."""
    ended = list(Post.objects.filter(Q(name_shown=True) | ~Q(phone_shown=""), valid_to__lt=today()))
    for post in ended:
        commands.hide_ended(CLOCK, post)
    return len(ended)
