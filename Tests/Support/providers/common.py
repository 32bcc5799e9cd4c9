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

    def result(self, job):
        """The clip of a job: the bytes of no two jobs are equal."""
        number = b"%08d" % job["number"]
        return self.clip + (8 + len(number)).to_bytes(4, "big") + b"free" + number

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


class Jobs:
    """The jobs of one provider, which are done after they were asked about as often as the world wants it."""

    def __init__(self, world, provider, identifier):
        self.world, self.provider, self.identifier = world, provider, identifier
        self.jobs = {}

    def add(self, endpoint, body, **more):
        with self.world.lock:
            identifier = self.identifier()
            job = self.world.submit(self.provider, endpoint, body, id=identifier)
            self.jobs[identifier] = {
                "id": identifier, "body": body, "job": job, "left": self.world.polls, "name": None, "state": None, **more}
            return self.jobs[identifier]

    def get(self, identifier):
        return self.jobs.get(identifier)

    def all(self):
        return list(self.jobs.values())

    def ask(self, job):
        """Whether the job is done, now that it was asked about once more."""
        with self.world.lock:
            job["left"] -= 1
            return job["left"] <= 0

    def remove(self, job):
        self.jobs.pop(job["id"], None)

    def forget(self):
        self.jobs.clear()


def addresses(value, scheme="https://", field=""):
    """All addresses in a body, with the names of their fields."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from addresses(one, scheme, name)
    elif isinstance(value, list):
        for one in value:
            yield from addresses(one, scheme, field)
    elif isinstance(value, str) and value.startswith(scheme):
        yield field, value
