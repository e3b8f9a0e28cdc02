from django.apps import AppConfig


class WhistlesConfig(AppConfig):
    name = "gongzhi.work.whistles"
    label = "whistles"

    def ready(self) -> None:
        """Fill the port of the room below: what is sent back goes to the same hands."""
        from gongzhi.work.cases import ports
        from gongzhi.work.whistles.commands import take_up_again, waited

        if take_up_again not in ports.RETURNED:
            ports.RETURNED.append(take_up_again)
        if waited not in ports.WAITED:
            ports.WAITED.append(waited)
