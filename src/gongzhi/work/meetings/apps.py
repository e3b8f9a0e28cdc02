from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "gongzhi.work.meetings"
    label = "meetings"
