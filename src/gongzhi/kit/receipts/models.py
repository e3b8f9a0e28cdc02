from typing import Any

from django.apps import apps
from django.db import models

from gongzhi.kit.clock import now


class Receipt(models.Model):
    key = models.CharField(max_length=80, primary_key=True)
    author = models.CharField(max_length=60)
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    given_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["given_at"], name="receipt_age")]

    def __str__(self) -> str:
        return self.key

    def subject(self) -> Any:
        """The thing as it is now."""
        return apps.get_model(self.subject_kind)._default_manager.get(pk=self.subject_id)
