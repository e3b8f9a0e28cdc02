from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "gongzhi.town.certificates"
    label = "certificates"
