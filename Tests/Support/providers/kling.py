"""Kling's own API, as the snapshot of kling.ai's pages of 2026-09-15 describes it: the new standard, elements and voices."""
from .common import Answer, Jobs, addresses

KEY = "kling-test-key-0123456789"
HOST, FILES = "api-singapore.klingai.com", "v1-files.klingai.com"


class Kling:
    def __init__(self, world):
        self.world = world
        self.jobs = Jobs(world, "kling", lambda: str(886447001122334455 + len(world.submissions)))
        self.files = {}

    def forget(self):
        self.jobs.forget()

    def step(self, request):
        if request.host == FILES:
            return "download"
        if request.method == "POST":
            return "submit"
        return "find" if "external_task_ids" in request.query else "status"

    def no(self, status, code, words):
        raise Answer(status, {"code": code, "message": words, "request_id": "r"})

    def yes(self, data):
        return Answer(200, {"code": 0, "message": "SUCCEED", "request_id": "r", "data": data})

    def answer(self, request):
        path = request.path
        if request.host == FILES:
            if KEY in str(request.headers):
                self.world.leaks.append(f"{request.host}{path}")
            if path not in self.files:
                raise Answer(404, b"")
            return Answer(200, self.files[path], {"Content-Type": "video/mp4"})
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            self.no(401, 1000, "Authentication failed")
        parts = path.strip("/").split("/")
        if request.method == "POST":
            body = request.json()
            self.check_files(body)
            if parts[0] in ("omni-video", "image-to-video", "text-to-video", "motion-control"):
                name = body.get("options", {}).get("external_task_id")
                if name and any(job["name"] == name for job in self.jobs.all()):
                    self.no(400, 1201, "external_task_id already exists")
                job = self.jobs.add(path, body, name=name)
                return self.yes({"id": job["id"], "status": "submitted"})
            if path in ("/v1/general/advanced-custom-elements", "/v1/general/custom-voices"):
                field = "element_name" if "elements" in path else "voice_name"
                if not 1 <= len(body.get(field, "")) <= 20:
                    self.no(400, 1201, f"{field} must have 1 to 20 characters")
                job = self.jobs.add(path, body)
                return self.yes({"task_id": job["id"], "task_status": "submitted"})
        if request.method == "GET" and path == "/tasks":
            ids = request.query.get("task_ids", "").split(",")
            names = request.query.get("external_task_ids", "").split(",")
            found = [job for job in self.jobs.all() if job["id"] in ids or job["name"] and job["name"] in names]
            return self.yes([self.task(job) for job in found])
        if request.method == "GET" and path.startswith("/v1/general/"):
            job = self.jobs.get(parts[-1])
            if job is None:
                self.no(404, 1203, "task not found")
            data = {"task_id": job["id"], "task_status": "submitted"}
            if self.jobs.ask(job):
                number = int(job["id"]) + 1
                things = (
                    {"elements": [{"element_id": number, "element_name": job["body"].get("element_name")}]}
                    if "elements" in path else {"voices": [{"voice_id": str(number)}]})
                data.update(task_status="succeed", task_result=things)
            return self.yes(data)
        self.no(404, 1404, "no such path")

    def task(self, job):
        if not self.jobs.ask(job):
            return {"id": job["id"], "status": "processing", "message": "", "outputs": []}
        path = f"/{job['id']}.mp4"
        self.files[path] = self.world.result(job["job"])
        return {"id": job["id"], "status": "succeeded", "message": "", "outputs": [
            {"type": "video", "id": "1", "url": f"https://{FILES}{path}", "duration": "5"}]}

    def check_files(self, body):
        """A file is an address, or base64 without a head."""
        if "data:" in str(body):
            self.no(400, 1201, "a data URI is not accepted")
        for field, address in addresses(body):
            if ".invalid/" in address:
                self.no(400, 1201, f"{field} can't be fetched")


def hosts(world):
    one = Kling(world)
    return {HOST: one, FILES: one}
