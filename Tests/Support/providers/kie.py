"""A fake of KIE's API by docs.kie.ai of June 2026: uploads to another host, jobs, job records."""
import json

from .common import Answer, Jobs, addresses

KEY = "kie-test-key-0123456789"
UPLOAD, API, FILES, RESULTS = "kieai.redpandaai.co", "api.kie.ai", "tempfile.redpandaai.co", "file.aiquickdraw.com"
LIFE = 3 * 24 * 3600


class KIE:
    def __init__(self, world):
        self.world = world
        self.jobs = Jobs(world, "kie", lambda: f"task_kling_{len(world.submissions):08d}")
        self.files = {}
        self.results = {}

    def forget(self):
        self.jobs.forget()

    def step(self, request):
        if request.host == UPLOAD:
            return "put"
        if request.host in (FILES, RESULTS):
            return "download"
        return "submit" if request.method == "POST" else "status"

    def answer(self, request):
        path = request.path
        if request.host in (FILES, RESULTS):
            if KEY in str(request.headers):
                self.world.leaks.append(f"{request.host}{path}")
            bytes, end = {**self.files, **self.results}.get(f"https://{request.host}{path}", (None, 0))
            if bytes is None or end < self.world.now():
                raise Answer(404, b"")
            return Answer(200, bytes, {"Content-Type": "video/mp4"})
        # Refusals have HTTP status 200 and an error code in the body.
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return Answer(200, {"code": 401, "msg": "You do not have access permissions"})
        if request.host == UPLOAD and (request.method, path) == ("POST", "/api/file-stream-upload"):
            form = request.form()
            if "uploadPath" not in form or "file" not in form:
                return Answer(200, {"success": False, "code": 400, "msg": "uploadPath is required"})
            name = form["fileName"][0].decode() if "fileName" in form else form["file"][1]
            url = f"https://{FILES}/{form['uploadPath'][0].decode()}/{name}"
            self.files[url] = (form["file"][0], self.world.now() + LIFE)
            return Answer(200, {"success": True, "code": 200, "msg": "File uploaded successfully", "data": {
                "fileName": name, "downloadUrl": url, "fileSize": len(form["file"][0])}})
        if (request.method, path) == ("POST", "/api/v1/jobs/createTask"):
            body = request.json()
            if not isinstance(body.get("model"), str) or not isinstance(body.get("input"), dict):
                return Answer(200, {"code": 422, "msg": "model and input are required"})
            for field, address in addresses(body):
                if address.startswith(f"https://{FILES}/") and self.files.get(address, (b"", 0))[1] < self.world.now():
                    return Answer(200, {"code": 422, "msg": f"{field}: the file can't be downloaded"})
            return Answer(200, {"code": 200, "msg": "success", "data": {"taskId": self.jobs.add(path, body)["id"]}})
        if (request.method, path) == ("GET", "/api/v1/jobs/recordInfo"):
            job = self.jobs.get(request.query.get("taskId", ""))
            if job is None:
                return Answer(200, {"code": 422, "msg": "recordInfo is null"})
            data = {"taskId": job["id"], "state": "generating", "resultJson": "", "failCode": None, "failMsg": None}
            if self.jobs.poll(job):
                url = f"https://{RESULTS}/{job['id']}.mp4"
                self.results[url] = (self.world.result(job["job"]), self.world.now() + 14 * 24 * 3600)
                data.update(state="success", resultJson=json.dumps({"resultUrls": [url]}))
            return Answer(200, {"code": 200, "msg": "success", "data": data})
        raise Answer(404, {"code": 404, "msg": "Not Found"})


def hosts(world):
    one = KIE(world)
    return {name: one for name in (UPLOAD, API, FILES, RESULTS)}
