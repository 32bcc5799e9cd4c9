"""A fake of fal's API as fal-client 1.0.3 uses it: uploads to its storage and CDN, the queue."""
import secrets

from .common import Answer, addresses

KEY = "fal-test-key:0123456789"
LIFE = 3600


class Fal:
    def __init__(self, world):
        self.world = world
        self.files = {}
        self.jobs = {}
        self.tickets = {}
        self.tokens = {}

    def forget(self):
        """Forgets all jobs, as if the provider had removed them."""
        self.jobs.clear()

    def step(self, request):
        host, path, method = request.host, request.path, request.method
        if host == "rest.fal.ai":
            return "token" if "auth/token" in path else "initiate"
        if host == "storage.googleapis.com":
            return "put"
        if host == "v3.fal.media":
            return "download" if method in ("GET", "HEAD") else "put"
        if method == "POST":
            return "submit"
        return "cancel" if path.endswith("/cancel") else "status" if path.endswith("/status") else "result"

    def require_key(self, request):
        if request.headers.get("Authorization") != f"Key {KEY}":
            raise Answer(401, {"detail": "Cannot access application. Authentication is required."})

    def record_leak(self, request):
        """Records a leak if the request has the API key."""
        if KEY in str(request.headers):
            self.world.leaks.append(f"{request.host}{request.path}")

    def store(self, bytes, type):
        """Stores a file, and returns its URL."""
        name = f"https://v3.fal.media/files/b/{secrets.token_hex(8)}.bin"
        self.files[name] = (bytes, type, self.world.now() + LIFE)
        return name

    def answer(self, request):
        host, path, method = request.host, request.path, request.method
        if host == "rest.fal.ai":
            self.require_key(request)
            if (method, path) == ("POST", "/storage/upload/initiate"):
                wanted = request.json()
                if request.query != {"storage_type": "gcs"} or set(wanted) != {"content_type", "file_name"}:
                    raise Answer(422, {"detail": "a file name and a type are needed"})
                ticket = secrets.token_hex(16)
                url = self.store(None, wanted["content_type"])
                self.tickets[ticket] = url
                upload = f"https://storage.googleapis.com/fal-uploads/{ticket}?X-Goog-Signature={secrets.token_hex(32)}"
                return Answer(200, {"upload_url": upload, "file_url": url})
            if (method, path) == ("POST", "/storage/auth/token"):
                token = secrets.token_hex(16)
                self.tokens[token] = self.world.now() + 300
                return Answer(200, {
                    "token": token, "token_type": "Bearer", "base_url": "https://v3.fal.media",
                    "expires_at": "2099-01-01T00:00:00Z"})
        if host == "storage.googleapis.com" and method == "PUT":
            self.record_leak(request)
            url = self.tickets.pop(path.split("/")[-1], None)
            if url is None:
                raise Answer(403, b"<Error><Code>AccessDenied</Code></Error>")
            _, type, end = self.files[url]
            if request.headers.get("Content-Type") != type:
                raise Answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
            self.files[url] = (request.body, type, end)
            return Answer(200)
        if host == "v3.fal.media":
            self.record_leak(request)
            if method == "POST" and path == "/files/upload":
                word, _, token = request.headers.get("Authorization", "").partition(" ")
                if word != "Bearer" or self.tokens.get(token, 0) < self.world.now():
                    raise Answer(401, {"detail": "no token"})
                return Answer(200, {"access_url": self.store(request.body, request.headers["Content-Type"])})
            bytes, type, end = self.files.get(f"https://{host}{path}", (None, None, 0))
            if bytes is None or end < self.world.now():
                raise Answer(404, {"detail": "Not Found"})
            return Answer(200, bytes, {"Content-Type": type})
        if host == "queue.fal.run":
            self.require_key(request)
            return self.queue(request)
        raise Answer(404, {"detail": "Not Found"})

    def queue(self, request):
        if request.method == "POST":
            body = request.json()
            for field, value in addresses(body):
                bytes, _, end = self.files.get(value, (None, None, 0))
                if value.startswith("https://v3.fal.media/") and (bytes is None or end < self.world.now()):
                    raise Answer(422, {"detail": [
                        {"loc": ["body", field], "msg": "Failed to download the file", "type": "file_download_error"}]})
            identifier = secrets.token_hex(16)
            endpoint = request.path.strip("/")
            job = self.world.submit("fal", endpoint, body, id=identifier)
            self.jobs[identifier] = {"left": self.world.polls, "job": job}
            base = f"https://queue.fal.run/{'/'.join(endpoint.split('/')[:2])}/requests/{identifier}"
            return Answer(200, {
                "request_id": identifier, "response_url": base, "status_url": f"{base}/status",
                "cancel_url": f"{base}/cancel", "queue_position": 0})
        parts = request.path.strip("/").split("/")
        identifier = parts[3] if len(parts) > 3 else ""
        job = self.jobs.get(identifier)
        if job is None:
            raise Answer(404, {"detail": "Request not found"})
        base = f"https://queue.fal.run/{parts[0]}/{parts[1]}/requests/{identifier}"
        if parts[-1] == "cancel":
            if job["left"] <= 0:
                raise Answer(400, {"status": "ALREADY_COMPLETED"})
            del self.jobs[identifier]
            return Answer(202, {"status": "CANCELLATION_REQUESTED"})
        if parts[-1] == "status":
            job["left"] -= 1
            state = "COMPLETED" if job["left"] <= 0 else "IN_PROGRESS" if job["left"] == 1 else "IN_QUEUE"
            # The HTTP status is 200 for a completed job and 202 for others.
            return Answer(200 if state == "COMPLETED" else 202, {
                "status": state, "request_id": identifier, "response_url": base, "status_url": f"{base}/status",
                "cancel_url": f"{base}/cancel", "queue_position": 1, "logs": None, "metrics": {}})
        if job["left"] > 0:
            raise Answer(400, {"detail": "Request is still in progress"})
        if "create-voice" in job["job"]["endpoint"]:
            return Answer(200, {"voice_id": f"voice-{identifier[:8]}"})
        clip = self.world.result(job["job"])
        return Answer(200, {"video": {
            "url": self.store(clip, "video/mp4"), "content_type": "video/mp4", "file_name": "output.mp4",
            "file_size": len(clip)}})


def hosts(world):
    one = Fal(world)
    return {name: one for name in ("queue.fal.run", "rest.fal.ai", "storage.googleapis.com", "v3.fal.media")}
