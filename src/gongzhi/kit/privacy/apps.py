from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "gongzhi.kit.privacy"
    label = "privacy"
