from django.apps import AppConfig


class FilingsConfig(AppConfig):
    name = "gongzhi.work.filings"
    label = "filings"

    def ready(self) -> None:
        """What a street asks its own communities in writing counts in their load."""
        from gongzhi.work.filings.queries import papers_of_the_street
        from gongzhi.work.tasks.ports import count_papers

        count_papers(papers_of_the_street)
