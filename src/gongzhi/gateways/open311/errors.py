"""Errors as the standard has them: rows of ``code`` (the HTTP status) and a ``description`` that names the field."""

from gongzhi.gateways.open311.formats import Said


class Wrong(Exception):
    """A request that is not answered; the first row's status is the answer's."""

    def __init__(self, status: int, *descriptions: str):
        super().__init__(*descriptions)
        self.status = status
        self.descriptions = descriptions

    def said(self) -> Said:
        return Said(
            "errors", [{"code": self.status, "description": one} for one in self.descriptions], self.status
        )
