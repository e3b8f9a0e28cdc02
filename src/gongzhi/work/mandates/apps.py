from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "gongzhi.work.mandates"
    label = "mandates"
