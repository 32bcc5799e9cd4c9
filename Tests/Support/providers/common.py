"""What all fake providers share."""
import json, threading, time


class World:
    """What all providers share: the clock, the faults that are still to come, and what happened."""

    def __init__(self, clip):
        self.lock = threading.RLock()
        self.clip = clip
        self.skipped_seconds = 0
        self.polls = 2
        self.faults = []
        self.requests = []
        self.submissions = []
        self.leaks = []

    def now(self):
        return time.time() + self.skipped_seconds

    def take_fault(self, step):
        """The next fault for a step, which then happens once less."""
        with self.lock:
            for fault in self.faults:
                if fault["step"] == step and fault.get("times", 1) > 0:
                    fault["times"] = fault.get("times", 1) - 1
                    return fault
        return None

    def submit(self, provider, endpoint, body, **more):
        """Notes a job that would be paid for."""
        with self.lock:
            job = {"number": len(self.submissions) + 1, "provider": provider, "endpoint": endpoint, "body": body, **more}
            self.submissions.append(job)
            return job

    def state(self):
        with self.lock:
            return {"requests": self.requests, "submissions": self.submissions, "leaks": self.leaks}


class Answer(Exception):
    """What a provider answers."""

    def __init__(self, status, body=b"", headers=None):
        self.status, self.headers = status, dict(headers or {})
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if not isinstance(body, bytes):
            self.headers.setdefault("Content-Type", "application/json")
