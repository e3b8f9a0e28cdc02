"""The one procrastinate task: run the job of that number."""

from procrastinate.contrib.django import app

from gongzhi.kit.jobs.running import run


@app.task(name="gongzhi.job", pass_context=False)
def run_job(job_id: str) -> None:
    run(job_id)
