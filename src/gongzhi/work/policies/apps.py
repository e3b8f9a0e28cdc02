from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "gongzhi.work.policies"
    label = "policies"
