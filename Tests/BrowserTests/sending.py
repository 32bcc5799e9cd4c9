"""Shot files that are sent to a provider, whose API is played on this machine."""
import json, os, pathlib, signal, subprocess, sys

from stage import Keys, WebDriverException, same

TESTS = pathlib.Path(__file__).parent.parent
HOSTS = ("queue.fal.run", "rest.fal.ai", "storage.googleapis.com", "v3.fal.media")
SHOT = "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n@mira {}.\n"


class Provider:
    """fal's API on the loopback address."""

    def __init__(self, folder, clip):
        certificate, key = folder / "cert.pem", folder / "key.pem"
        names = ",".join(f"DNS:{host}" for host in HOSTS)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
             key, "-out", certificate, "-days", "30", "-subj", "/CN=t", "-addext", f"subjectAltName={names}"],
            check=True, capture_output=True)
        self.process = subprocess.Popen(
            [sys.executable, "-B", TESTS / "Support/fake_providers.py", certificate, key, clip], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        port = self.process.stdout.readline().strip()
        self.environment = {
            "HTTPS_PROXY": f"http://127.0.0.1:{port}", "NO_PROXY": "", "SSL_CERT_FILE": str(certificate),
            "CURL_CA_BUNDLE": str(certificate), "FAL_KEY": "fal-test-key:0123456789"}

    def set(self, **wanted):
        """Sets what goes wrong from now on. Returns what was done so far."""
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    @property
    def paid(self):
        return len(self.set()["submissions"])


def sending(stage):
    """The plan comes first; the clip comes back beside its references, to keep or reject; nothing is paid twice."""
    provider = Provider(stage.folder, stage.fixtures / "clips/mira.mp4")
    try:
        stage.server.send_signal(signal.SIGTERM)
        stage.server.wait()
        # Only the gallery uses the proxy, not the browser.
        os.environ.update(provider.environment)
        try:
            stage.server, stage.address = stage.serve(())
        finally:
            for name in provider.environment:
                del os.environ[name]
        play(stage, provider)
    finally:
        provider.process.kill()


def press(stage, words):
    """Presses a button, again if the page is redrawn or moves at that moment."""
    def pressed():
        try:
            button = stage.named("button", words)
            # What stays at the top may lie over it: people scroll then.
            stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", button)
            button.click()
            return True
        except WebDriverException:
            return False
    stage.wait(pressed, f"pressing “{words}”")


def write(stage, text):
    box = stage.wait(lambda: stage.all("main textarea"), "the editor")[0]
    stage.page.execute_script("""
        const [box, text] = arguments;
        box.focus(); box.select(); document.execCommand("insertText", false, text);""", box, text)
    stage.wait(lambda: text.split("@mira ")[1].strip() in stage.text(".shots-prompt"), "the words as they are sent")
    stage.wait(lambda: stage.named("button", "Send…").is_enabled(), "that it can be sent")


def dialog(stage, *words):
    stage.named("button", "Send…").click()
    for one in words:
        stage.wait(lambda: one in stage.text("dialog[open]"), f"the plan with {one}")


def check(stage, address):
    """An answer is as its schema says."""
    answer = stage.page.execute_async_script(
        "const [address, done] = arguments; fetch(address).then((one) => one.json()).then(done)", address)
    done = subprocess.run(
        [sys.executable, "-B", TESTS / "GalleryTests/schemas.py", TESTS.parent / "docs/schemas"], capture_output=True,
        text=True, input=json.dumps({"name": f"GET {address}", "answer": answer}) + "\n")
    same((done.returncode, done.stdout), (0, ""))


def play(stage, provider):
    film = stage.folder / "film"
    film.mkdir()
    subprocess.run([stage.binary, "--library", str(stage.library), "use", "@mira"], cwd=film, check=True,
                   capture_output=True)
    stage.open()
    stage.go("#/shots")
    write(stage, SHOT.format("waves"))
    exports = lambda: json.loads(stage.tool("exports", "--json"))["exports"]
    part = lambda: stage.text(".sends-part")

    dialog(stage, "0.42 USD", "4 files to upload")
    stage.picture("send-plan")
    stage.press(Keys.ESCAPE)
    same((provider.set()["requests"], exports()), ([], []))

    dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: stage.all(".sends-part progress"), "how far it is")
    stage.wait(lambda: "The clip is here. It cost 0.42 USD." in part(), "the clip")
    stage.wait(lambda: len(stage.all(".sends-part .beside-row img")) == 4, "the references that it was made from")
    assert stage.all(".sends-part video")
    stage.picture("send-take")
    same((provider.paid, [one["result"] for one in exports()[0]["takes"]]), (1, ["kept"]))
    stage.named("button", "Reject").click()
    stage.wait(lambda: [one["result"] for one in exports()[0]["takes"]] == ["rejected"], "that it is rejected")
    check(stage, "/api/sends")

    # What was rendered is paid again only if the user says so.
    dialog(stage, "rendered before")
    stage.named("button", "Send for another take").click()
    stage.wait(lambda: "4 files uploaded before" in stage.text("dialog[open]"), "the plan of another take")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: part().count("The clip is here.") == 2, "another clip")
    same((provider.paid, sum(len(one["takes"]) for one in exports())), (2, 2))

    # A refusal costs nothing, and says so.
    provider.set(faults=[{"step": "submit", "kind": "refused", "times": 2, "status": 403, "body": {"detail": "Forbidden"}}])
    write(stage, SHOT.format("laughs"))
    dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: "Nothing was charged:" in part() and "Forbidden" in part(), "the refusal")

    # After a lost answer the user decides.
    provider.set(faults=[{"step": "submit", "kind": "lost", "times": 1}])
    dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: "may have this job. Look at its page." in part(), "that the user decides")
    stage.picture("send-lost")
    same(provider.paid, 3)
    dialog(stage, "it can't be asked. Look at your requests there.")
    stage.press(Keys.ESCAPE)
    press(stage, "It is not there: give it up")
    stage.wait(lambda: "Look at its page." not in part(), "that it is given up")

    # Waiting ends, the job does not.
    provider.set(faults=[], polls=500)
    dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: "in progress" in part() or "in queue" in part(), "the provider's state")
    press(stage, "Stop waiting")
    stage.wait(lambda: "No longer waited for." in part(), "that it is not waited for")
    stage.wait(lambda: stage.all("[data-job]"), "the open job")
    stage.go("#/projects")
    stage.wait(lambda: stage.all(".projects [data-job]"), "the open job among all projects")
    stage.picture("send-open")
    press(stage, "Get the result")
    stage.wait(lambda: stage.all(".projects .sends progress"), "that it is waited for again")
    # It is still heard of after a look at one project.
    line = lambda: stage.text(".projects .team-progress span")
    count = len(provider.set()["requests"])
    rail = lambda words: next(one for one in stage.all(".rail a") if words in one.text)
    rail("film").click()
    stage.wait(lambda: not stage.all(".sends-part"), "one project")
    stage.wait(lambda: len(provider.set()["requests"]) > count, "a question to the provider")
    rail("All projects").click()
    before = stage.wait(line, "how far it is")
    stage.wait(lambda: line() not in ("", before), "that it comes further")
    press(stage, "Stop waiting")
    stage.wait(lambda: stage.all(".projects [data-job]"), "the open job")
    press(stage, "Stop this job")
    stage.wait(lambda: not stage.all(".projects [data-job]"), "that it is stopped")
    same(json.loads(stage.tool("jobs", "--json"))["jobs"][0]["job"]["state"], "cancelled")

    # One that the provider doesn't know is given up only by a user who is sure.
    stage.go("#/shots")
    write(stage, SHOT.format("leaves"))
    dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: "in progress" in part() or "in queue" in part(), "the provider's state")
    press(stage, "Stop waiting")
    stage.wait(lambda: stage.all("[data-job]"), "the open job")
    provider.set(forget=["queue.fal.run"])
    press(stage, "Stop this job")
    stage.wait(lambda: "doesn't know this job" in part(), "that the provider doesn't know it")
    stage.picture("send-unknown")
    press(stage, "It is not there: give it up")
    stage.wait(lambda: not stage.all("[data-job]"), "that it is given up")
    same(json.loads(stage.tool("jobs", "--json"))["jobs"][0]["job"]["state"], "settled")
    same(provider.set()["leaks"], [])
