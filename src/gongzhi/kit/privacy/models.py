"""Keys of personal values, one for each subject and purpose, in a database of their own."""

import uuid

from django.db import models

from gongzhi.kit.clock import now


class SubjectKey(models.Model):
    """A key wrapped by the ring. Destroying the row makes every value sealed under it unreadable, backups included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # noqa: TID251 - says nothing of when
    subject = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    ring_key = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "purpose"], name="subject_key_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.purpose}"
