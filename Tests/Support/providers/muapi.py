"""A fake of muapi's API as its client muapi-cli 0.2.7 uses it: form uploads and predictions.

The answers follow its pages (muapi.ai/docs/api-reference, 2026), the refusals FastAPI.
"""
import pathlib, secrets, uuid

from .common import Answer, Jobs, addresses

KEY = "muapi-test-key-0123456789"
API, RESULTS = "api.muapi.ai", "cdn.muapi.ai"
LIFE = 30 * 24 * 3600


class Muapi:
    def __init__(self, world):
        self.world = world
        self.jobs = Jobs(world, "muapi", lambda: str(uuid.uuid4()))
        self.files = {}

    def forget(self):
        self.jobs.forget()

    def step(self, request):
        if request.host == RESULTS:
            return "download"
        if request.path == "/api/v1/upload_file":
            return "put"
        return "submit" if request.method == "POST" else "status"

    def refuse(self, status, words):
        raise Answer(status, {"detail": words})

    def refuse_missing(self, field):
        """Refuses a body because of a missing field."""
        self.refuse(422, [{"type": "missing", "loc": ["body", field], "msg": "Field required", "input": {}}])

    def answer(self, request):
        method, path = request.method, request.path
        if request.host == RESULTS:
            if KEY in str(request.headers):
                self.world.leaks.append(f"{request.host}{path}")
            bytes, end = self.files.get(f"https://{RESULTS}{path}", (None, 0))
            if bytes is None or end < self.world.now():
                raise Answer(403, b"<Error><Code>AccessDenied</Code></Error>")
            return Answer(200, bytes, {"Content-Type": "video/mp4" if path.endswith(".mp4") else "binary/octet-stream"})
        if request.headers.get("x-api-key") != KEY:
            self.refuse(401, "Invalid API key")
        if (method, path) == ("POST", "/api/v1/upload_file"):
            kind = request.headers.get("Content-Type", "")
            bytes, name = request.form().get("file", (b"", "")) if kind.startswith("multipart/") else (b"", "")
            if not name:
                self.refuse_missing("file")
            url = f"https://{RESULTS}/uploads/{secrets.token_hex(16)}{pathlib.PurePath(name).suffix}"
            self.files[url] = (bytes, self.world.now() + LIFE)
            return Answer(200, {"url": url})
        parts = path.strip("/").split("/")
        if method == "POST" and parts[:2] == ["api", "v1"] and len(parts) == 3:
            body = request.json()
            if not isinstance(body, dict) or not isinstance(body.get("prompt"), str):
                self.refuse_missing("prompt")
            # A job with an expired file is accepted and fails later.
            is_broken = any(
                address.startswith(f"https://{RESULTS}/") and self.files.get(address, (b"", 0))[1] < self.world.now()
                for _, address in addresses(body))
            job = self.jobs.add(parts[2], body, is_broken=is_broken)
            return Answer(200, {"request_id": job["id"], "status": "processing", "cost": self.cost(False)})
        if method == "GET" and parts[:3] == ["api", "v1", "predictions"] and parts[4:] == ["result"]:
            job = self.jobs.get(parts[3])
            if job is None:
                self.refuse(404, "Prediction not found")
            self.jobs.poll(job)
            return Answer(200, self.prediction(job))
        self.refuse(404, "Not Found")

    def cost(self, is_refunded):
        return {"amount_usd": 0.0042, "amount_credits": 1, "bonus_credits_used": 0, "refunded": is_refunded}

    def prediction(self, job):
        state = "processing" if job["left"] == 1 else "pending" if job["left"] > 0 else "completed"
        data = {"id": job["id"], "status": state, "outputs": [], "error": None, "cost": self.cost(False)}
        if state == "completed" and job["is_broken"]:
            data.update(status="failed", error="Failed to download the input file", cost=self.cost(True))
        elif state == "completed":
            url = f"https://{RESULTS}/outputs/generated/{job['id']}.mp4"
            self.files[url] = (self.world.result(job["job"]), self.world.now() + LIFE)
            data["outputs"] = [url]
        return data


def hosts(world):
    one = Muapi(world)
    return {name: one for name in (API, RESULTS)}
