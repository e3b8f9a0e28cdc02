from django.apps import AppConfig


class BatchesConfig(AppConfig):
    name = "gongzhi.town.batches"
    label = "batches"
