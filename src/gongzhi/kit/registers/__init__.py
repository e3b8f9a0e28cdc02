"""Registers: a room declares columns once; the workbook goes out, comes in checked whole, and goes out again."""
