"""The state and the types that all fake providers share."""
import json, threading, time


class World:
    """The clock, the pending faults and the record of requests."""

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

    def next_fault(self, step):
        """Returns the next fault for a step, or None, and uses it up once."""
        with self.lock:
            for fault in self.faults:
                if fault["step"] == step and fault.get("times", 1) > 0:
                    fault["times"] = fault.get("times", 1) - 1
                    return fault
        return None

    def submit(self, provider, endpoint, body, **more):
        """Records a job that would be paid for, and returns it."""
        with self.lock:
            job = {"number": len(self.submissions) + 1, "provider": provider, "endpoint": endpoint,
                   "body": body, **more}
            self.submissions.append(job)
            return job

    def result(self, job):
        """Returns the clip of a job, with bytes that differ from those of any other job."""
        number = b"%08d" % job["number"]
        return self.clip + (8 + len(number)).to_bytes(4, "big") + b"free" + number

    def state(self):
        """Returns the record of requests, jobs and leaked keys."""
        with self.lock:
            return {"requests": self.requests, "submissions": self.submissions, "leaks": self.leaks}


class Answer(Exception):
    """An answer, returned by a provider or raised as a refusal."""

    def __init__(self, status, body=b"", headers=None):
        self.status, self.headers = status, dict(headers or {})
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if not isinstance(body, bytes):
            self.headers.setdefault("Content-Type", "application/json")


class Jobs:
    """The jobs of one provider; each is done after `world.polls` polls."""

    def __init__(self, world, provider, identifier):
        self.world, self.provider, self.identifier = world, provider, identifier
        self.jobs = {}

    def add(self, endpoint, body, **more):
        with self.world.lock:
            identifier = self.identifier()
            job = self.world.submit(self.provider, endpoint, body, id=identifier)
            self.jobs[identifier] = {
                "id": identifier, "body": body, "job": job, "left": self.world.polls, "name": None,
                "state": None, **more}
            return self.jobs[identifier]

    def get(self, identifier):
        return self.jobs.get(identifier)

    def all(self):
        return list(self.jobs.values())

    def poll(self, job):
        """Counts a poll of a job, and returns whether the job is done."""
        with self.world.lock:
            job["left"] -= 1
            return job["left"] <= 0

    def remove(self, job):
        self.jobs.pop(job["id"], None)

    def forget(self):
        self.jobs.clear()


def addresses(value, scheme="https://", field=""):
    """Yields the name and the value of each field in a body that is a URL."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from addresses(one, scheme, name)
    elif isinstance(value, list):
        for one in value:
            yield from addresses(one, scheme, field)
    elif isinstance(value, str) and value.startswith(scheme):
        yield field, value
