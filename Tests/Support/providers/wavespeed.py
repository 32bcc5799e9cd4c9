"""A fake of WaveSpeed's API as its client wavespeed 2.0.5 uses it: upload tickets and predictions.

States and error codes follow its pages (wavespeed.ai/docs, 2026). The upload host is invented; the
ticket names it.
"""
import pathlib, secrets

from .common import Answer, Jobs, addresses

KEY = "wavespeed-test-key-0123456789"
API, UPLOADS, RESULTS = "api.wavespeed.ai", "wavespeed-uploads.s3.amazonaws.com", "static.wavespeed.ai"
LIFE = 7 * 24 * 3600
LIMIT = 200 * 1024 * 1024


class WaveSpeed:
    def __init__(self, world):
        self.world = world
        self.jobs = Jobs(world, "wavespeed", lambda: secrets.token_hex(16))
        self.tickets = {}
        self.files = {}

    def forget(self):
        self.jobs.forget()

    def step(self, request):
        if request.host == UPLOADS:
            return "put"
        if request.host == RESULTS:
            return "download"
        if request.path == "/api/v3/media/uploads":
            return "initiate"
        return "submit" if request.method == "POST" else "status"

    def refuse(self, status, words):
        raise Answer(status, {"code": status, "message": words})

    def succeed(self, data):
        return Answer(200, {"code": 200, "message": "success", "data": data})

    def answer(self, request):
        method, path = request.method, request.path
        if request.host in (UPLOADS, RESULTS) and KEY in str(request.headers):
            self.world.leaks.append(f"{request.host}{path}")
        if request.host == UPLOADS and method == "PUT":
            return self.store_upload(request)
        if request.host == RESULTS:
            bytes, type, end = self.files.get(f"https://{RESULTS}{path}", (None, "", 0))
            if bytes is None or end < self.world.now():
                raise Answer(404, b"")
            return Answer(200, bytes, {"Content-Type": type})
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            self.refuse(401, "Unauthorized: invalid API key")
        if (method, path) == ("POST", "/api/v3/media/uploads"):
            return self.issue_ticket(request.json())
        parts = path.strip("/").split("/")
        if method == "POST" and parts[:2] == ["api", "v3"] and len(parts) > 3 and parts[2] != "predictions":
            body = request.json()
            field = "name" if "elements" in path else "prompt"
            if not isinstance(body, dict) or not isinstance(body.get(field), str):
                self.refuse(400, f'field "{field}" is required')
            model = "/".join(parts[2:])
            return self.succeed(self.prediction(
                self.jobs.add(model, body, is_broken=self.has_expired_file(body)), is_new=True))
        if method == "GET" and parts[:3] == ["api", "v3", "predictions"] and parts[4:] == ["result"]:
            job = self.jobs.get(parts[3])
            if job is None:
                self.refuse(404, "Prediction not found")
            self.jobs.poll(job)
            return self.succeed(self.prediction(job))
        self.refuse(404, "Not Found")

    def issue_ticket(self, wanted):
        """Issues an upload URL for one file of a given size, with the required headers."""
        name, size = wanted.get("filename"), wanted.get("size")
        if set(wanted) - {"filename", "size", "content_type"} or not isinstance(name, str) or not name:
            self.refuse(400, 'field "filename" is required')
        if type(size) is not int or size < 1:
            self.refuse(400, 'field "size" must be a positive integer')
        if size > LIMIT:
            self.refuse(413, "file size exceeds 200 MB")
        kind, key = wanted.get("content_type") or "application/octet-stream", secrets.token_hex(16)
        headers = {"Content-Type": kind, "If-None-Match": "*"}
        url = f"https://{RESULTS}/media/{key}{pathlib.PurePath(name).suffix}"
        self.tickets[f"/media/{key}"] = (url, size, headers, self.world.now() + 3600)
        return self.succeed({
            "type": kind.split("/")[0], "filename": name, "size": size, "download_url": url,
            "upload": {
                "method": "PUT", "url": f"https://{UPLOADS}/media/{key}?X-Amz-Signature={secrets.token_hex(32)}",
                "headers": headers}})

    def store_upload(self, request):
        """Stores the file of a ticket; refuses a second upload."""
        url, size, headers, end = self.tickets.get(request.path, ("", 0, {}, 0))
        if end < self.world.now():
            raise Answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        if any(request.headers.get(name) != value for name, value in headers.items()) or len(request.body) != size:
            raise Answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        if url in self.files:
            raise Answer(412, b"<Error><Code>PreconditionFailed</Code></Error>")
        self.files[url] = (request.body, headers["Content-Type"], self.world.now() + LIFE)
        return Answer(200)

    def has_expired_file(self, body):
        """Returns whether an uploaded file has expired: such a job is accepted and fails later."""
        return any(
            address.startswith(f"https://{RESULTS}/") and self.files.get(address, (b"", "", 0))[2] < self.world.now()
            for _, address in addresses(body))

    def prediction(self, job, is_new=False):
        state = "created" if is_new or job["left"] > 1 else "processing" if job["left"] == 1 else "completed"
        data = {
            "id": job["id"], "model": job["job"]["endpoint"], "status": state, "outputs": [], "error": "", "code": 0,
            "urls": {"get": f"https://{API}/api/v3/predictions/{job['id']}/result"}, "has_nsfw_contents": [],
            "created_at": "2026-11-20T07:00:00.000Z", "timings": {"inference": 0}}
        if state == "completed" and job["is_broken"]:
            data.update(status="failed", code=1402, error="Failed to download image from the provided URL.")
        elif state == "completed":
            url = f"https://{RESULTS}/predictions/{job['id']}/1.mp4"
            self.files[url] = (self.world.result(job["job"]), "video/mp4", self.world.now() + LIFE)
            data.update(outputs=[url], has_nsfw_contents=[False], timings={"inference": 90000})
        return data


def hosts(world):
    one = WaveSpeed(world)
    return {name: one for name in (API, UPLOADS, RESULTS)}
