"""A fake of Kling's own API by the snapshot of kling.ai's pages of 2026-09-15.

It has the new standard, elements and voices, and the legacy API, whose body names the model. The
answers of the legacy API are those of the page on multi-elements, which is legacy too.
"""
import base64, hmac, json, re

from .common import Answer, Jobs, addresses

KEY = "kling-test-key-0123456789"
# The access key and the secret key that sign tokens for the legacy API.
AK, SK = "kling-test-access", "kling-test-secret-0123456789"
HOST, FILES = "api-singapore.klingai.com", "v1-files.klingai.com"
LEGACY = "/v1/videos/omni-video"


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
        is_found = "external_task_ids" in request.query or "/castbook-" in request.path
        return "find" if is_found else "status"

    def refuse(self, status, code, words):
        raise Answer(status, {"code": code, "message": words, "request_id": "r"})

    def succeed(self, data):
        return Answer(200, {"code": 0, "message": "SUCCEED", "request_id": "r", "data": data})

    def answer(self, request):
        path = request.path
        if request.host == FILES:
            if KEY in str(request.headers) or "Bearer" in str(request.headers):
                self.world.leaks.append(f"{request.host}{path}")
            if path not in self.files:
                raise Answer(404, b"")
            return Answer(200, self.files[path], {"Content-Type": "video/mp4"})
        self.check_key(request)
        parts = path.strip("/").split("/")
        if request.method == "POST":
            body = request.json()
            self.check_files(body)
            if parts[0] in ("omni-video", "image-to-video", "text-to-video", "motion-control"):
                job = self.jobs.add(path, body, name=self.name(body.get("options", {})))
                return self.succeed({"id": job["id"], "status": "submitted"})
            if path in ("/v1/general/advanced-custom-elements", "/v1/general/custom-voices"):
                field = "element_name" if "elements" in path else "voice_name"
                if not 1 <= len(body.get(field, "")) <= 20:
                    self.refuse(400, 1201, f"{field} must have 1 to 20 characters")
                job = self.jobs.add(path, body, name=self.name(body))
                return self.succeed({"task_id": job["id"], "task_status": "submitted"})
            if path == LEGACY:
                if body.get("model_name", "kling-video-o1") not in ("kling-video-o1", "kling-v3-omni"):
                    self.refuse(400, 1201, "model_name is not supported")
                if any(type(one.get("element_id")) is not int for one in body.get("element_list", [])):
                    self.refuse(400, 1201, "element_id must be a number")
                return self.succeed(self.legacy(self.jobs.add(path, body, name=self.name(body)), "submitted"))
        if request.method == "GET" and path == "/tasks":
            ids = request.query.get("task_ids", "").split(",")
            names = request.query.get("external_task_ids", "").split(",")
            found = [job for job in self.jobs.all() if job["id"] in ids or job["name"] and job["name"] in names]
            return self.succeed([self.task(job) for job in found if job["job"]["endpoint"] != LEGACY])
        if request.method == "GET" and path.startswith("/v1/general/"):
            job = next((one for one in self.jobs.all() if parts[-1] in (one["id"], one["name"])), None)
            if job is None:
                self.refuse(404, 1203, "task not found")
            data = {"task_id": job["id"], "task_status": "submitted"}
            if self.jobs.poll(job):
                number = int(job["id"]) + 1
                things = (
                    {"elements": [{"element_id": number, "element_name": job["body"].get("element_name")}]}
                    if "elements" in path else {"voices": [{"voice_id": str(number)}]})
                data.update(task_status="succeed", task_result=things)
            return self.succeed(data)
        if request.method == "GET" and path.startswith(f"{LEGACY}/"):
            for job in self.jobs.all():
                if job["job"]["endpoint"] == LEGACY and parts[-1] in (job["id"], job["name"]):
                    return self.succeed(self.legacy(job, "succeed" if self.jobs.poll(job) else "processing"))
            self.refuse(404, 1203, "task not found")
        self.refuse(404, 1404, "no such path")

    def check_key(self, request):
        """Accepts the API key for all paths, and a signed token for those that start with /v1/."""
        word, _, key = request.headers.get("Authorization", "").partition(" ")
        if word == "Bearer" and key == KEY:
            return
        is_token = word == "Bearer" and re.fullmatch(r"[\w-]+(\.[\w-]+){2}", key, re.ASCII)
        if not is_token or not request.path.startswith("/v1/"):
            self.refuse(401, 1000, "Authentication failed")
        signed, _, code = key.rpartition(".")
        wanted = base64.urlsafe_b64encode(hmac.digest(SK.encode(), signed.encode(), "sha256")).decode().rstrip("=")
        if not hmac.compare_digest(code, wanted):
            self.refuse(401, 1002, "Authorization is invalid")
        head, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in signed.split("."))
        if head.get("alg") != "HS256" or claims.get("iss") != AK or not {"exp", "nbf"} <= set(claims):
            self.refuse(401, 1002, "Authorization is invalid")
        if claims["nbf"] > self.world.now():
            self.refuse(401, 1003, "Authorization is not yet valid")
        if claims["exp"] <= self.world.now():
            self.refuse(401, 1004, "Authorization has expired")

    def name(self, options):
        """Returns the caller's own id of a job, or None; refuses one that is in use."""
        name = options.get("external_task_id") or None
        if name and any(job["name"] == name for job in self.jobs.all()):
            self.refuse(400, 1201, "external_task_id already exists")
        return name

    def legacy(self, job, state):
        info, result = {"external_task_id": job["name"] or ""}, (
            {"videos": [self.video(job)]} if state == "succeed" else {})
        return {
            "task_id": job["id"], "task_status": state, "task_status_msg": "", "task_info": info, "task_result": result,
            "created_at": 1795158000000, "updated_at": 1795158000000}

    def task(self, job):
        if not self.jobs.poll(job):
            return {"id": job["id"], "status": "processing", "message": "", "outputs": []}
        return {"id": job["id"], "status": "succeeded", "message": "",
                "outputs": [{"type": "video", **self.video(job)}]}

    def video(self, job):
        path = f"/{job['id']}.mp4"
        self.files[path] = self.world.result(job["job"])
        return {"id": "1", "url": f"https://{FILES}{path}", "duration": "5"}

    def check_files(self, body):
        """Refuses data URIs and URLs that can't be fetched."""
        if "data:" in str(body):
            self.refuse(400, 1201, "a data URI is not accepted")
        for field, address in addresses(body):
            if ".invalid/" in address:
                self.refuse(400, 1201, f"{field} can't be fetched")


def hosts(world):
    one = Kling(world)
    return {HOST: one, FILES: one}
