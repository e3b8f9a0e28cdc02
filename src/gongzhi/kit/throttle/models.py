from django.db import models


class Attempt(models.Model):
    key = models.CharField(max_length=120, primary_key=True)
    times = models.PositiveIntegerField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
