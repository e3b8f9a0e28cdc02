"""The workbooks of mandates: items of lists, responsibility letters, offices, functions stripped off."""

from gongzhi.work.mandates.registers.items import ITEMS, rows_of
from gongzhi.work.mandates.registers.letters import LETTERS
from gongzhi.work.mandates.registers.offices import OFFICES, STRIPPED

__all__ = ["ITEMS", "LETTERS", "OFFICES", "STRIPPED", "rows_of"]
