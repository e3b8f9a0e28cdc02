from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "gongzhi.kit.registers"
    label = "registers"
