from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "gongzhi.kit.journal"
    label = "journal"
