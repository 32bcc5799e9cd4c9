"""Sends shot files to a fake provider on this machine."""
import json, os, pathlib, signal, subprocess, sys

from stage import Keys, WebDriverException, assert_equal

TESTS = pathlib.Path(__file__).parent.parent
HOSTS = ("queue.fal.run", "rest.fal.ai", "storage.googleapis.com", "v3.fal.media")
SHOT = "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n@mira {} beside @mug.\n"


class Provider:
    """A fake of fal's API on the loopback address, and the variables that lead to it."""

    def __init__(self, folder, clip):
        certificate, key = folder / "cert.pem", folder / "key.pem"
        names = ",".join(f"DNS:{host}" for host in HOSTS)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-keyout", key, "-out", certificate, "-days", "30", "-subj", "/CN=t",
             "-addext", f"subjectAltName={names}"],
            check=True, capture_output=True)
        self.process = subprocess.Popen(
            [sys.executable, "-B", TESTS / "Support/fake_providers.py", certificate, key, clip], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        port = self.process.stdout.readline().strip()
        self.environment = {
            "HTTPS_PROXY": f"http://127.0.0.1:{port}", "NO_PROXY": "", "SSL_CERT_FILE": str(certificate),
            "CURL_CA_BUNDLE": str(certificate), "FAL_KEY": "fal-test-key:0123456789"}

    def update(self, **wanted):
        """Sets faults for later requests, and returns the record of requests so far."""
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    @property
    def paid(self):
        """The number of jobs that would have been paid for."""
        return len(self.update()["submissions"])


def sending(stage):
    """Plans, sends, rates and cancels jobs; checks that nothing is paid for twice."""
    provider = Provider(stage.folder, stage.fixtures / "clips/one-cut.mp4")
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
        send_jobs(stage, provider)
    finally:
        provider.process.kill()


def click_button(stage, words):
    """Clicks a button; tries again if the page is redrawn or moves meanwhile."""
    def pressed():
        try:
            button = stage.named("button", words)
            # Scroll the button out from under the head of the page.
            stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", button)
            button.click()
            return True
        except WebDriverException:
            return False
    stage.wait(pressed, f"the button “{words}”")


def write_shot(stage, text):
    """Replaces the text in the shot editor, and waits until it can be sent."""
    box = stage.wait(lambda: stage.all("main textarea"), "the editor")[0]
    stage.page.execute_script("""
        const [box, text] = arguments;
        box.focus(); box.select(); document.execCommand("insertText", false, text);""", box, text)
    stage.wait(lambda: text.split("@mira ")[1].split("@")[0].strip() in stage.text(".shots-prompt"),
               "the prompt in the preview")
    stage.wait(lambda: stage.named("button", "Send…").is_enabled(), "the enabled Send button")


def open_send_dialog(stage, *words):
    """Opens the send dialog, and waits for each text in it."""
    stage.named("button", "Send…").click()
    for one in words:
        stage.wait(lambda: one in stage.text("dialog[open]"), f"“{one}” in the send dialog")


def validate_answer(stage, address):
    """Validates the answer from an address against its schema."""
    answer = stage.page.execute_async_script(
        "const [address, done] = arguments; fetch(address).then((one) => one.json()).then(done)", address)
    done = subprocess.run(
        [sys.executable, "-B", TESTS / "GalleryTests/schemas.py", TESTS.parent / "docs/schemas"], capture_output=True,
        text=True, input=json.dumps({"name": f"GET {address}", "answer": answer}) + "\n")
    assert_equal((done.returncode, done.stdout), (0, ""))


def send_jobs(stage, provider):
    film = stage.folder / "film"
    film.mkdir()
    subprocess.run([stage.binary, "--library", str(stage.library), "use", "@mira", "@mug"], cwd=film, check=True,
                   capture_output=True)
    stage.open()
    stage.go("#/shots")
    write_shot(stage, SHOT.format("waves"))
    exports = lambda: json.loads(stage.tool("exports", "--json"))["exports"]
    part = lambda: stage.text(".sends-part")

    open_send_dialog(stage, "0.42 USD", "7 files to upload")
    stage.screenshot("send-plan")
    stage.press(Keys.ESCAPE)
    assert_equal((provider.update()["requests"], exports()), ([], []))

    open_send_dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: stage.all(".sends-part progress"), "the progress")
    stage.wait(lambda: "The clip is here. It cost 0.42 USD." in part(), "the clip")
    stage.wait(lambda: len(stage.all(".sends-part .beside-row img")) == 7,
               "the references of the clip")
    assert stage.all(".sends-part video")
    # The clip shows Mira first, and then the mug.
    assert "it seems to show something other than @mug" in stage.text(".sends-part .taken-subject")
    stage.screenshot("send-take")
    assert_equal((provider.paid, [one["result"] for one in exports()[0]["takes"]]), (1, ["new"]))
    stage.named("button", "Reject").click()
    stage.wait(lambda: [one["result"] for one in exports()[0]["takes"]] == ["rejected"],
               "the rejected take")
    validate_answer(stage, "/api/sends")

    # A second take is paid for only if the user asks for it.
    open_send_dialog(stage, "rendered before")
    stage.named("button", "Send for another take").click()
    stage.wait(lambda: "7 files uploaded before" in stage.text("dialog[open]"),
               "the plan of another take")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: part().count("The clip is here.") == 2, "a second clip")
    assert_equal((provider.paid, sum(len(one["takes"]) for one in exports())), (2, 2))

    # The page says that a refused job was not charged.
    provider.update(faults=[{"step": "submit", "kind": "refused", "times": 2, "status": 403,
                             "body": {"detail": "Forbidden"}}])
    write_shot(stage, SHOT.format("laughs"))
    open_send_dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: "Nothing was charged:" in part() and "Forbidden" in part(),
               "the message about the refusal")

    # After a lost answer the page asks the user.
    provider.update(faults=[{"step": "submit", "kind": "lost", "times": 1}])
    open_send_dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: "may have this job. Look at its page." in part(),
               "the question about the lost job")
    stage.screenshot("send-lost")
    assert_equal(provider.paid, 3)
    open_send_dialog(stage, "it can't be asked. Look at your requests there.")
    stage.press(Keys.ESCAPE)
    click_button(stage, "It is not there: give it up")
    stage.wait(lambda: "Look at its page." not in part(), "the end of the question")

    # The job goes on when the user stops waiting.
    provider.update(faults=[], polls=500)
    open_send_dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: "in progress" in part() or "in queue" in part(), "the provider's state")
    click_button(stage, "Stop waiting")
    stage.wait(lambda: "No longer waited for." in part(), "the end of waiting")
    stage.wait(lambda: stage.all("[data-job]"), "the open job")
    stage.go("#/projects")
    stage.wait(lambda: stage.all(".projects [data-job]"), "the open job among all projects")
    stage.screenshot("send-open")
    click_button(stage, "Get the result")
    stage.wait(lambda: stage.all(".projects .sends progress"), "the progress of the resumed job")
    # Progress is still shown after a visit to another page.
    line = lambda: stage.text(".projects .team-progress span")
    count = len(provider.update()["requests"])
    rail = lambda words: next(one for one in stage.all(".rail a") if words in one.text)
    rail("film").click()
    stage.wait(lambda: not stage.all(".sends-part"), "the page of one project")
    stage.wait(lambda: len(provider.update()["requests"]) > count, "a poll of the provider")
    rail("All projects").click()
    before = stage.wait(line, "the progress")
    stage.wait(lambda: line() not in ("", before), "new progress")
    click_button(stage, "Stop waiting")
    stage.wait(lambda: stage.all(".projects [data-job]"), "the open job")
    click_button(stage, "Stop this job")
    stage.wait(lambda: not stage.all(".projects [data-job]"), "the cancelled job")
    assert_equal(json.loads(stage.tool("jobs", "--json"))["jobs"][0]["job"]["state"], "cancelled")

    # A job that the provider doesn't know is given up only if the user says so.
    stage.go("#/shots")
    write_shot(stage, SHOT.format("leaves"))
    open_send_dialog(stage, "Send for 0.42")
    stage.named("button", "Send for 0.42").click()
    stage.wait(lambda: "in progress" in part() or "in queue" in part(), "the provider's state")
    click_button(stage, "Stop waiting")
    stage.wait(lambda: stage.all("[data-job]"), "the open job")
    provider.update(forget=["queue.fal.run"])
    click_button(stage, "Stop this job")
    stage.wait(lambda: "doesn't know this job" in part(), "the message about the unknown job")
    stage.screenshot("send-unknown")
    click_button(stage, "It is not there: give it up")
    stage.wait(lambda: not stage.all("[data-job]"), "the list without the job")
    assert_equal(json.loads(stage.tool("jobs", "--json"))["jobs"][0]["job"]["state"], "settled")
    assert_equal(provider.update()["leaks"], [])
