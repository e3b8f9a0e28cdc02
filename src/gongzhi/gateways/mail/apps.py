from django.apps import AppConfig
from django.conf import settings


class MailConfig(AppConfig):
    name = "gongzhi.gateways.mail"
    label = "mail"

    def ready(self) -> None:
        """Where a server is configured, e-mail is a way of notices."""
        from gongzhi.gateways.mail.channel import Mail
        from gongzhi.town.notices import channels

        if settings.SMTP_HOST:
            channels.add(Mail())
