from django.apps import AppConfig


class FilingsConfig(AppConfig):
    name = "gongzhi.work.filings"
    label = "filings"
