"""Reads of mandates, by topic: the duty list in memory, versioned lists, responsibility letters, offices."""

from gongzhi.work.mandates.queries.duties import (
    DUTIES,
    DutyCard,
    Proposal,
    duty_for,
    propose,
    without_owner,
)

__all__ = ["DUTIES", "DutyCard", "Proposal", "duty_for", "propose", "without_owner"]
