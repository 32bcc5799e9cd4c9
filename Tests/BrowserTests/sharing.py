"""A library that a team shares."""
import json, os, pathlib, signal, subprocess, sys

from stage import By, Keys, same

STORE = pathlib.Path(__file__).parent.parent / "Support" / "faulty_store.py"


def team(stage):
    """What others sent comes with Sync, its files when they are wanted; a fork is merged; what is sent is in the store."""
    store = subprocess.Popen([sys.executable, "-B", STORE, "castbook", "secret"], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    try:
        share(stage, store, f"http://127.0.0.1:{store.stdout.readline().strip()}")
    finally:
        store.kill()


def check(stage):
    """The answer about the team is as its schema says."""
    answer = stage.page.execute_async_script(
        "const done = arguments[0]; fetch('/api/team').then((one) => one.json()).then(done)")
    same(sorted(answer), ["castbook", "machines", "remote", "work"])
    tests = pathlib.Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-B", tests / "GalleryTests/schemas.py", tests.parent / "docs/schemas"], capture_output=True,
        text=True, input=json.dumps({"name": "GET /api/team", "answer": answer}) + "\n")
    same((done.returncode, done.stdout), (0, ""))


def fail(store, **faults):
    """Sets what goes wrong in the store from now on."""
    store.stdin.write(json.dumps(faults) + "\n")
    store.stdin.flush()
    store.stdout.readline()


def share(stage, store, origin):
    keys = {"AWS_ACCESS_KEY_ID": "castbook", "AWS_SECRET_ACCESS_KEY": "secret"}
    os.environ.update(keys, XDG_CONFIG_HOME=str(stage.folder / "config"), CASTBOOK_BY="Anna")

    def ben(*words):
        environment = {**os.environ, "XDG_CONFIG_HOME": str(stage.folder / "config-ben"), "CASTBOOK_BY": "Ben"}
        done = subprocess.run([stage.binary, "--library", str(stage.folder / "ben"), *words], capture_output=True,
                              text=True, env=environment)
        same((words, done.returncode, done.stderr), (words, 0, ""))

    stage.open()
    assert not stage.all(".team-button"), "Team is for a shared library"
    address = ("remote", "add", "s3://team/films", "--endpoint", origin)
    stage.tool(*address)
    # The gallery finds keys in the environment that it was started with. No page listens to it as it ends.
    stage.page.get("about:blank")
    stage.server.send_signal(signal.SIGTERM)
    stage.server.wait()
    stage.server, stage.address = stage.serve(())
    stage.open()
    stage.named("button", "Team").click()
    stage.wait(lambda: "3 records" in stage.text("dialog[open] .team-facts"), "what is not sent yet")
    stage.named("button", "Push").click()
    stage.wait(lambda: "Pushed 3 records and 8 files." in stage.text("dialog[open]"), "what was pushed")
    stage.wait(lambda: "0 records" in stage.text("dialog[open] .team-facts"), "that nothing is left to send")
    assert "Anna: 3 records" in stage.text("dialog[open] .team-facts")
    stage.press(Keys.ESCAPE)

    ben(*address)
    ben("pull")
    photos = stage.fixtures / "scenes"
    ben("add", "product", "@cup", str(sorted(photos.glob("*.jpg"))[0]))
    ben("edit", "@mira", "--name", "Ben's name")
    ben("push")
    stage.tool("edit", "@mira", "--name", "Anna's name")
    stage.wait(lambda: "Anna's name" in "".join(one.accessible_name for one in stage.tiles()), "the own change")
    stage.named("button", "Team").click()
    stage.named("button", "Sync").click()
    stage.wait(lambda: "Pulled 2 records" in stage.text("dialog[open]"), "what was pulled")
    assert "@mira was changed here and elsewhere" in stage.text("dialog[open]")
    stage.wait(lambda: "Ben: 2 records" in stage.text("dialog[open] .team-facts"), "who pushed")
    machines = stage.text("dialog[open] .team-facts")
    assert "Anna (" in machines and "this one" in machines, machines
    check(stage)
    stage.picture("team")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: any("@cup" in one.accessible_name for one in stage.tiles()), "the new element")
    stage.wait(lambda: "not here yet" in stage.text(".grid"), "that its picture is elsewhere")
    stage.picture("elsewhere")

    stage.element("@cup")
    stage.wait(lambda: "in the team's store" in stage.text("main.element"), "where the file is")
    stage.picture("elsewhere-element")
    stage.go(f"#/element/{stage.show('@cup')['element']}/pick")
    stage.wait(lambda: "is not on this machine yet" in stage.text(".pickview"), "why none can be picked")
    stage.element("@cup")
    # A store that asks for patience keeps an exchange going until it is stopped.
    fail(store, kinds=["429"], first=99)
    stage.named("button", "Get the files of this element").click()
    # What is done is drawn again each second, and the button with it.
    stage.wait(lambda: stage.named("button", "Stop").click() is None, "a click that stops it")
    stage.wait(lambda: "stopped; what has arrived" in stage.text("main.element"), "that it was stopped")
    fail(store)
    stage.named("button", "Get the files of this element").click()
    stage.wait(lambda: stage.page.execute_script(
        "return Boolean(document.querySelector('main.element .stage img')?.naturalWidth)"), "the picture")
    stage.element("@mira")
    stage.wait(lambda: stage.all(".fork"), "the fork")
    stage.named("button", "Merge").click()
    stage.wait(lambda: not stage.all(".fork"), "the merged element")
    stage.go("#/")
    stage.named("button", "Team").click()
    stage.named("button", "Push").click()
    stage.wait(lambda: "Pushed 1 record" in stage.text("dialog[open]"), "the merge in the store")
    ben("pull")
    ben("add", "product", "@bowl", str(sorted(photos.glob("*.jpg"))[1]))
    ben("push")
    stage.named("button", "Pull").click()
    stage.wait(lambda: "Pulled 1 record, 1 element changed." in stage.text("dialog[open]"), "the new element")
    stage.wait(lambda: "1 file" in stage.text("dialog[open] .team-facts"), "that its file is elsewhere")
    stage.named("button", "Get all files").click()
    stage.wait(lambda: "Got 1 file." in stage.text("dialog[open]"), "its file")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: any("@bowl" in one.accessible_name for one in stage.tiles()), "its tile")
    stage.wait(lambda: "not here yet" not in stage.text(".grid"), "that no file is elsewhere")

    # What Anna made is not removed because Ben says so.
    ben("erase", "@mug", "--reason", "asked by\u200b letter", "--yes")
    ben("push")
    stage.named("button", "Team").click()
    stage.named("button", "Pull").click()
    words = "This waits for your decision (the element was made on this machine"
    stage.wait(lambda: words in stage.text("dialog[open]"), "that the erasure waits")
    assert "@mug was erased by Ben on" in stage.text("dialog[open]")
    assert "\\u{200b}" in stage.text("dialog[open]"), "what can't be seen"
    stage.wait(lambda: "1 erasure by teammates waits" in stage.text("dialog[open] .team-facts"), "what waits")
    stage.picture("erasure")
    stage.press(Keys.ESCAPE)
    assert any("@mug" in one.accessible_name for one in stage.tiles()), "the mug is gone"
