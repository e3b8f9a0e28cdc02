from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "gongzhi.gateways.hotline"
    label = "hotline"
