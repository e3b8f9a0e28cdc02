"""The pages of the gate: lists and meters (``lists``), one thing (``things``), what is begun (``beginning``)."""
