"""Enforcement (综合执法): delegated powers, squads with their officers, and light files of single matters."""

from gongzhi.work.enforcement.models.files import EnforcementFile, Evidence, number
from gongzhi.work.enforcement.models.powers import DelegatedPower, Fitness, Mode
from gongzhi.work.enforcement.models.squads import Officer, Squad

__all__ = ["DelegatedPower", "EnforcementFile", "Evidence", "Fitness", "Mode", "Officer", "Squad", "number"]
