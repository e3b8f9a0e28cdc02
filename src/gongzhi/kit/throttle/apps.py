from django.apps import AppConfig


class ThrottleConfig(AppConfig):
    name = "gongzhi.kit.throttle"
    label = "throttle"
