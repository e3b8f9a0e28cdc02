"""Settings by topic; the environment decides what differs between machines (docs/operating.md)."""

from gongzhi.config.settings.accounts import *  # noqa: F403
from gongzhi.config.settings.base import *  # noqa: F403
from gongzhi.config.settings.databases import *  # noqa: F403
from gongzhi.config.settings.gateways import *  # noqa: F403
from gongzhi.config.settings.maps import *  # noqa: F403
from gongzhi.config.settings.web import *  # noqa: F403
