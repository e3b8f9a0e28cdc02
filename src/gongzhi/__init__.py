"""Gongzhi (共治): a city's grassroots governance."""

__version__ = "0.1.0"
