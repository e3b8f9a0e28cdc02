"""The journal: append-only, one row per thing that happened, chained per trunk. It is also the outbox."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from gongzhi.kit import clock
from gongzhi.kit.identity import new_id


class ThisTransaction(models.Func):
    """The number of the writing transaction, by which listeners read in commit-safe order."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()
    allowed_default = True


class Trunk(models.Model):
    """What other things hang from: locked first, and it holds the head of its chain."""

    journal_seq = models.PositiveIntegerField(default=0, editable=False)
    journal_head = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        abstract = True


class Entry(models.Model):
    """One thing that happened. Plain ids and snapshots of labels, no foreign keys; no personal value in clear."""

    id = models.UUIDField(primary_key=True, default=new_id)
    xid = models.BigIntegerField(db_default=ThisTransaction())
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=12)
    actor_label = models.CharField(max_length=120)
    post_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    trunk_kind = models.CharField(max_length=60)
    trunk_id = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    head = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_entry"
        indexes = [
            models.Index(fields=["trunk_id", "seq"], name="entry_trunk"),
            models.Index(fields=["xid", "id"], name="entry_outbox"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.trunk_id} {self.seq} {self.verb}"

    @classmethod
    def of(
        cls, work: Any, verb: str, subject: Any, trunk: Any, before: str, details: dict[str, Any]
    ) -> "Entry":
        """The row for a step just taken; ``write`` gives it its number and head."""
        actor, moment = work.actor, clock.now()
        return cls(
            id=new_id(moment),
            at=moment,
            claimed_at=work.claimed_at,
            actor_id=actor.user_id,
            actor_kind=actor.kind,
            actor_label=actor.label,
            post_id=actor.post_id,
            organisation_id=actor.organisation_id,
            verb=verb,
            subject_kind=subject._meta.label_lower,
            subject_id=str(subject.pk),
            trunk_kind=trunk._meta.label_lower,
            trunk_id=str(trunk.pk),
            before=before,
            after=getattr(subject, "stage", ""),
            details=details,
        )


class Ledger(Trunk):
    """What changes to a register hang from: one chain for each kind of thing that is no trunk itself."""

    kind = models.CharField(max_length=60, primary_key=True)

    def __str__(self) -> str:
        return self.kind


class Cursor(models.Model):
    """How far a listener has read."""

    listener = models.CharField(max_length=60, primary_key=True)
    xid = models.BigIntegerField(default=0)
    last = models.UUIDField(null=True)
    moved_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.listener
