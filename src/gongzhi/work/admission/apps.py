from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    name = "gongzhi.work.admission"
    label = "admission"

    def ready(self) -> None:
        """Fill the gate's port, and bring requests to the joint meeting's table."""
        from gongzhi.work.admission import gate, table
        from gongzhi.work.meetings import ports as meetings
        from gongzhi.work.tasks import ports as tasks

        tasks.guard(gate.ask)
        tasks.offer(gate.offered)
        tasks.refusals(gate.refuse)
        meetings.bring(table.MATTER, meetings.Brought(table.address, table.decided, table.seen))
        meetings.bring(table.BYPASS, meetings.Brought(table.address, table.bypass_decided, table.seen))
