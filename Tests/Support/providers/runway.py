"""A fake of Runway's API as its client runwayml 5.24.0 uses it: form uploads, tasks, cancelling."""
import secrets, uuid

from .common import Answer, Jobs, addresses

KEY = "key_test0123456789"
API, UPLOADS, RESULTS = "api.dev.runwayml.com", "runway-uploads.s3.amazonaws.com", "dnznrvs05pmza.cloudfront.net"
LIFE = 24 * 3600


class Runway:
    def __init__(self, world):
        self.world = world
        self.jobs = Jobs(world, "runway", lambda: str(uuid.uuid4()))
        self.files = {}
        self.tickets = {}
        self.results = {}

    def forget(self):
        self.jobs.forget()

    def step(self, request):
        if request.host == UPLOADS:
            return "put"
        if request.host == RESULTS:
            return "download"
        if request.method == "DELETE":
            return "cancel"
        if request.path == "/v1/uploads":
            return "initiate"
        return "submit" if request.method == "POST" else "status"

    def answer(self, request):
        path = request.path
        if request.host in (UPLOADS, RESULTS) and KEY in str(request.headers):
            self.world.leaks.append(f"{request.host}{path}")
        if request.host == UPLOADS:
            form = request.form()
            uri = self.tickets.pop(form.get("policy", (b"", ""))[0].decode(), None)
            if uri is None or list(form)[-1] != "file":
                raise Answer(403, b"<Error><Code>AccessDenied</Code></Error>")
            self.files[uri] = (form["file"][0], self.world.now() + LIFE)
            return Answer(204)
        if request.host == RESULTS:
            bytes, end = self.results.get(path, (None, 0))
            if bytes is None or end < self.world.now():
                raise Answer(403, b"")
            return Answer(200, bytes, {"Content-Type": "video/mp4"})
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            raise Answer(401, {"error": "You must provide a valid API key"})
        if request.headers.get("X-Runway-Version") != "2024-11-06":
            raise Answer(400, {"error": "the header X-Runway-Version is missing"})
        if (request.method, path) == ("POST", "/v1/uploads"):
            wanted = request.json()
            if wanted.get("type") != "ephemeral" or not wanted.get("filename"):
                raise Answer(400, {"error": "Validation of body failed"})
            ticket, uri = secrets.token_hex(16), f"runway://{secrets.token_urlsafe(24)}"
            self.tickets[ticket] = uri
            return Answer(200, {
                "uploadUrl": f"https://{UPLOADS}/", "runwayUri": uri,
                "fields": {"key": "uploads/" + secrets.token_hex(8), "policy": ticket,
                           "x-amz-signature": secrets.token_hex(32)}})
        if request.method == "POST" and path in (
                "/v1/image_to_video", "/v1/text_to_video", "/v1/video_to_video", "/v1/text_to_image"):
            body = request.json()
            if not isinstance(body.get("model"), str):
                raise Answer(400, {"error": "Validation of body failed", "issues": [{"path": ["model"]}]})
            for field, address in addresses(body, "runway://"):
                if self.files.get(address, (b"", 0))[1] < self.world.now():
                    raise Answer(400, {"error": f"{field}: the upload has expired"})
            return Answer(200, {"id": self.jobs.add(path, body)["id"]})
        parts = path.strip("/").split("/")
        if parts[:2] == ["v1", "tasks"]:
            job = self.jobs.get(parts[-1])
            if job is None:
                raise Answer(404, {"error": "Task not found"})
            if request.method == "DELETE":
                self.jobs.remove(job)
                return Answer(204)
            task = {"id": job["id"], "createdAt": "2026-11-20T07:00:00Z", "status": "RUNNING", "progress": 0.5}
            if self.jobs.poll(job):
                name = f"/{job['id']}.mp4"
                self.results[name] = (self.world.result(job["job"]), self.world.now() + 24 * 3600)
                del task["progress"]
                task.update(status="SUCCEEDED", output=[f"https://{RESULTS}{name}?_jwt={secrets.token_hex(8)}"])
            return Answer(200, task)
        raise Answer(404, {"error": "Not found"})


def hosts(world):
    one = Runway(world)
    return {name: one for name in (API, UPLOADS, RESULTS)}
