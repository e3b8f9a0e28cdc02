from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    name = "gongzhi.kit.receipts"
    label = "receipts"
