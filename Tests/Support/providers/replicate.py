"""A fake of Replicate's API as its client replicate 1.0.7 uses it: files and predictions."""
import secrets

from .common import Answer, Jobs, addresses

KEY = "r8_test0123456789"
API, RESULTS = "api.replicate.com", "replicate.delivery"
LIFE = 24 * 3600


class Replicate:
    def __init__(self, world):
        self.world = world
        self.jobs = Jobs(world, "replicate", lambda: secrets.token_hex(13))
        self.files = {}
        self.results = {}

    def forget(self):
        self.jobs.forget()

    def step(self, request):
        if request.host == RESULTS:
            return "download"
        if request.path == "/v1/files":
            return "put"
        if request.path.endswith("/cancel"):
            return "cancel"
        return "submit" if request.method == "POST" else "status"

    def refuse(self, status, words):
        raise Answer(status, {"title": "Refused", "detail": words, "status": status})

    def answer(self, request):
        path = request.path
        if request.host == RESULTS:
            if KEY in str(request.headers):
                self.world.leaks.append(f"{request.host}{path}")
            if path not in self.results:
                raise Answer(404, b"")
            return Answer(200, self.results[path], {"Content-Type": "video/mp4"})
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            self.refuse(401, "You did not pass a valid authentication token")
        if (request.method, path) == ("POST", "/v1/files"):
            form = request.form()
            if "content" not in form:
                self.refuse(422, "content is required")
            bytes, name = form["content"]
            identifier = secrets.token_hex(16)
            url = f"https://{API}/v1/files/{identifier}/download"
            self.files[url] = (bytes, self.world.now() + LIFE)
            return Answer(201, self.file(identifier, name, bytes, url))
        parts = path.strip("/").split("/")
        if request.method == "GET" and parts[1:2] == ["files"] and parts[-1] == "download":
            bytes, end = self.files.get(f"https://{API}{path}", (None, 0))
            if bytes is None or end < self.world.now():
                self.refuse(404, "File not found")
            return Answer(200, bytes, {"Content-Type": "application/octet-stream"})
        if request.method == "POST" and parts[1:2] == ["models"] and parts[-1] == "predictions":
            body = request.json()
            if not isinstance(body.get("input"), dict):
                self.refuse(422, "input is required")
            for field, address in addresses(body):
                if (address.startswith(f"https://{API}/v1/files/")
                        and self.files.get(address, (b"", 0))[1] < self.world.now()):
                    self.refuse(422, f"input.{field}: the file does not exist")
            return Answer(201, self.prediction(self.jobs.add(path, body, model="/".join(parts[2:4]))))
        if parts[1:2] == ["predictions"] and len(parts) > 2:
            job = self.jobs.get(parts[2])
            if job is None:
                self.refuse(404, "The requested resource could not be found.")
            if parts[-1] == "cancel":
                job["state"] = "canceled"
            elif job["state"] is None:
                self.jobs.poll(job)
            return Answer(200, self.prediction(job))
        self.refuse(404, "Not found")

    def file(self, identifier, name, bytes, url):
        import hashlib, datetime
        moment = lambda seconds: datetime.datetime.fromtimestamp(
            seconds, datetime.timezone.utc).isoformat().replace("+00:00", "Z")
        return {
            "id": identifier, "name": name, "content_type": "application/octet-stream", "size": len(bytes), "etag": "e",
            "checksums": {"sha256": hashlib.sha256(bytes).hexdigest(), "md5": hashlib.md5(bytes).hexdigest()},
            "metadata": {},
            "created_at": moment(self.world.now()), "expires_at": moment(self.world.now() + LIFE),
            "urls": {"get": url}}

    def prediction(self, job):
        base = f"https://{API}/v1/predictions/{job['id']}"
        state = job["state"] or ("starting" if job["left"] == self.world.polls else "processing")
        output = None
        if job["left"] <= 0 and job["state"] is None:
            state, path = "succeeded", f"/{job['id']}/output.mp4"
            self.results[path] = self.world.result(job["job"])
            output = f"https://{RESULTS}{path}"
        return {
            "id": job["id"], "model": job["model"], "version": "hidden", "input": job["body"]["input"],
            "output": output,
            "error": None, "logs": "", "status": state, "created_at": "2026-11-20T07:00:00Z",
            "urls": {"get": base, "cancel": f"{base}/cancel"}}


def hosts(world):
    one = Replicate(world)
    return {API: one, RESULTS: one}
