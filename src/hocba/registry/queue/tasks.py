"""What a worker does with a queued submission, and when it tries again."""

from __future__ import annotations

import signal
from datetime import timedelta

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from hocba.registry.intake.office import own_conditions, receipt_key
from hocba.registry.queue.taking_up import Office, process

QUEUE = "intake"
TIME_LIMIT = "time_limit"
"""The worker's word for how many seconds a packet may take before the process is ended."""

_SHORTEST, _LONGEST = timedelta(seconds=2), timedelta(minutes=10)


class BackOff(BaseRetryStrategy):
    """Try again for ever, ever more slowly: how often something may break is counted with the
    submission, and what is merely away comes back."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:  # noqa: ARG002
        wait = min(_SHORTEST * 2 ** min(job.attempts, 20), _LONGEST)
        return RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


@app.task(name="take-up", queue=QUEUE, retry=BackOff(), pass_context=True)
def take_up(context: JobContext, *, submission_id: int) -> None:
    """Take the submission in, or end this process when it takes too long.

    The alarm is the kernel's: it ends the process wherever it hangs, in C code as well. The
    attempt was counted before, so the next worker knows.
    """
    signal.setitimer(signal.ITIMER_REAL, context.additional_context.get(TIME_LIMIT, 0))
    try:
        process(submission_id, Office(own_conditions(), receipt_key()))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
