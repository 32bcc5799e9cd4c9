"""Walks through a project's board: from shots to approved takes."""
import json, os, signal, subprocess, time

from projects import click_button
from sending import Provider
from stage import ActionChains, Keys, assert_equal

SHOT = "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n@mira {} beside @mug.\n"


def make_film(stage):
    """Makes a project with three shot files, one of which has an error; returns its folder and id."""
    film = stage.folder / "film"
    film.mkdir()
    subprocess.run([stage.binary, "--library", str(stage.library), "use", "@mira", "@mug"], cwd=film, check=True,
                   capture_output=True)
    for name, verb in (("shot-1", "waves"), ("shot-2", "laughs")):
        (film / f"{name}.md").write_text(SHOT.format(verb))
    (film / "shot-10.md").write_text(SHOT.format("leaves").replace("@mug", "@mugg"))
    (film / "README.md").write_text("Notes of ours.\n")
    lock = (film / "castbook.lock").read_text()
    return film, next(line.split()[1] for line in lock.splitlines() if line.startswith("project "))


def card(stage, path):
    """Returns the card of a shot, with the text that it has now."""
    return stage.wait(lambda: next(iter(stage.all(f".board-card[data-path='{path}']")), None), f"the card of {path}")


def paths(stage):
    return [one.get_attribute("data-path") for one in stage.all(".board-card")]


def drag(stage, what, to, right):
    """Drags an element of the page onto another, some pixels right of its middle."""
    stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", to)
    ActionChains(stage.page).click_and_hold(what).move_by_offset(8, 8).move_to_element_with_offset(
        to, right, 10).pause(0.2).move_by_offset(2, 2).pause(0.2).move_by_offset(2, 2).release().perform()


def choose(stage, path, words):
    """Chooses a command in the menu of a card."""
    def pressed():
        button = card(stage, path).find_element("css selector", "[aria-haspopup]")
        stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", button)
        button.click()
        return stage.all(".menu button")
    stage.wait(pressed, f"the menu of {path}")
    next(one for one in stage.all(".menu button") if one.text.startswith(words)).click()


def boarding(stage):
    """Puts shots in order, changes them on their cards, sends two with one plan, and reviews what comes back."""
    provider = Provider(stage.folder, stage.fixtures / "clips/one-cut.mp4")
    try:
        stage.server.send_signal(signal.SIGTERM)
        stage.server.wait()
        os.environ.update(provider.environment)
        try:
            stage.server, stage.address = stage.serve(())
        finally:
            for name in provider.environment:
                del os.environ[name]
        arrange(stage)
        send_and_review(stage, provider)
    finally:
        provider.process.kill()


def arrange(stage):
    film, identity = make_film(stage)
    stage.film = film
    stage.open()
    stage.go(f"#/projects/{identity}")
    stage.wait(lambda: len(stage.all(".board-card")) == 3, "three shots")
    assert_equal(paths(stage), ["shot-1.md", "shot-2.md", "shot-10.md"])
    stage.wait(lambda: "ready" in card(stage, "shot-1.md").text and "has findings" in card(stage, "shot-10.md").text,
               "the states of the shots")
    for words in ("0.42 USD", "@mira @mug", "5 s"):
        assert words in card(stage, "shot-1.md").text.replace("\u00a0", " "), words
    assert "0 of 3 approved" in stage.text(".board ~ *, .totals ~ .board, .project")
    stage.screenshot("board")
    # The order is in the project's folder, and comes back with Undo.
    board = film / "castbook.board"
    choose(stage, "shot-1.md", "Later")
    stage.wait(lambda: paths(stage) == ["shot-2.md", "shot-1.md", "shot-10.md"], "the new order")
    assert_equal([line for line in board.read_text().splitlines() if line.startswith("shot")],
                 ["shot shot-2.md", "shot shot-1.md", "shot shot-10.md"])
    click_button(stage, "Undo")
    stage.wait(lambda: paths(stage) == ["shot-1.md", "shot-2.md", "shot-10.md"], "the order before")
    card(stage, "shot-2.md").find_element("css selector", "a").send_keys(Keys.ALT, Keys.ARROW_LEFT)
    stage.wait(lambda: paths(stage)[0] == "shot-2.md", "the order set with the keyboard")
    if stage.size == "desk" and not stage.engine:
        drag(stage, card(stage, "shot-2.md"), card(stage, "shot-10.md"), 60)
        stage.wait(lambda: paths(stage) == ["shot-1.md", "shot-10.md", "shot-2.md"], "the order set by dragging")
        click_button(stage, "Undo")
        stage.wait(lambda: paths(stage)[0] == "shot-2.md", "the order before")
        drag(stage, next(one for one in stage.all(".pin a") if "@mug" in one.text), card(stage, "shot-1.md"), 0)
        stage.wait(lambda: (film / "shot-1.md").read_text().endswith("@mug. @mug\n"), "the element from its pin")
        click_button(stage, "Undo")
        stage.wait(lambda: (film / "shot-1.md").read_text() == SHOT.format("waves"), "the text before")
    # An element is added to a text; a file that was changed elsewhere meanwhile is not overwritten.
    choose(stage, "shot-1.md", "Add an element")
    stage.press("mug", Keys.ENTER)
    stage.wait(lambda: (film / "shot-1.md").read_text().endswith("@mug. @mug\n"), "the element in the text")
    click_button(stage, "Undo")
    stage.wait(lambda: (film / "shot-1.md").read_text() == SHOT.format("waves"), "the text before")
    theirs = SHOT.format("sings")
    choose(stage, "shot-1.md", "Add an element")
    (film / "shot-1.md").write_text(theirs)
    stage.press("mug", Keys.ENTER)
    stage.wait(lambda: "changed elsewhere" in stage.text(".project [role=status]"), "the message about the other text")
    assert_equal((film / "shot-1.md").read_text(), theirs)
    # The board reads the other text within a second or two, and the message stays.
    time.sleep(3)
    assert "changed elsewhere" in stage.text(".project [role=status]"), "the message is gone"
    stage.page.refresh()
    stage.wait(lambda: len(stage.all(".board-card")) == 3, "three shots")
    # A picture on a card becomes the first frame, in the project's folder.
    stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", card(stage, "shot-10.md"))
    stage.drag_in(stage.fixtures / "starter/mira-front.jpg", to=".board-card[data-path='shot-10.md']")
    stage.wait(lambda: "start: frames/mira-front.jpg" in (film / "shot-10.md").read_text(), "the first frame")
    assert_equal((film / "frames/mira-front.jpg").read_bytes(), (stage.fixtures / "starter/mira-front.jpg").read_bytes())
    assert not stage.all(".veil, .dropping"), "the veil stays over the page"
    # The card shows it, and the shot is compiled for another target.
    stage.wait(lambda: stage.page.execute_script("""
        const picture = document.querySelector(".board-card[data-path='shot-10.md'] .board-pictures img");
        return picture && picture.src.includes("/picture?path=frames%2Fmira-front.jpg") && picture.naturalWidth > 0"""),
               "the first frame on the card")
    choose(stage, "shot-1.md", "Try another target")
    field = stage.wait(lambda: stage.all("dialog[open] [role=combobox]"), "the field for the target")[0]
    field.click()
    stage.press("kling-v3.t2v")
    stage.wait(lambda: stage.all(".target-list:popover-open [role=option]"), "the target")[0].click()
    stage.wait(lambda: "now" in stage.text("dialog[open] .other-target"), "both prices")
    stage.screenshot("board-target")
    click_button(stage, "Use it in a copy")
    stage.wait(lambda: "shot-1 2.md" in paths(stage), "the copy with the other target")
    assert "kling-v3.t2v" in (film / "shot-1 2.md").read_text()
    (film / "shot-1 2.md").unlink()
    stage.page.refresh()
    stage.wait(lambda: len(stage.all(".board-card")) == 3, "three shots")
    # A limit is kept in the project's folder.
    click_button(stage, "Set a limit")
    stage.wait(lambda: stage.all("dialog[open] #limit-amount"), "the field for the limit")[0].send_keys("0.50")
    stage.screenshot("board-limit")
    stage.all("dialog[open] button.primary")[0].click()
    stage.wait(lambda: "0 of 0.50 USD spent" in stage.text(".board-totals").replace("\u00a0", " "), "the limit")
    assert "limit 0.50 USD\n" in board.read_text()
    # The editor opens the file of the project, and saves into it.
    choose(stage, "shot-10.md", "Write")
    box = stage.wait(lambda: stage.all("main textarea"), "the editor")[0]
    stage.wait(lambda: "leaves" in box.get_property("value"), "the text of the file")
    stage.page.execute_script("""
        const [box, text] = arguments;
        box.focus(); box.select(); document.execCommand("insertText", false, text);""", box, SHOT.format("leaves"))
    stage.chord(Keys.CONTROL, "s")
    stage.wait(lambda: (film / "shot-10.md").read_text() == SHOT.format("leaves"), "the text in the folder")
    # Somebody writes the file in another program: the editor follows, or asks.
    (film / "shot-10.md").write_text(SHOT.format("jumps"))
    stage.page.execute_script("dispatchEvent(new Event('focus'))")
    stage.wait(lambda: "jumps" in box.get_property("value"), "the text of the other program")
    stage.page.execute_script("""
        const [box, text] = arguments;
        box.focus(); box.select(); document.execCommand("insertText", false, text);""", box, SHOT.format("mine"))
    (film / "shot-10.md").write_text(SHOT.format("theirs"))
    stage.chord(Keys.CONTROL, "s")
    stage.wait(lambda: "in the meantime" in stage.text(".shots-said"), "the question about both texts")
    stage.screenshot("shot-conflict")
    assert_equal((film / "shot-10.md").read_text(), SHOT.format("theirs"))
    click_button(stage, "Keep mine")
    stage.wait(lambda: (film / "shot-10.md").read_text() == SHOT.format("mine"), "the kept text")
    stage.go(f"#/projects/{identity}")


def send_and_review(stage, provider):
    takes = lambda: json.loads(stage.tool("take", "list", "--json"))
    for path in ("shot-1.md", "shot-2.md"):
        stage.wait(lambda: "ready" in card(stage, path).text, f"{path}, ready")
        box = card(stage, path).find_element("css selector", "[type=checkbox]")
        stage.page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", box)
        box.click()
    click_button(stage, "Send 2 shots for 0.84")
    stage.wait(lambda: "more than the project's limit of 0.50" in stage.text("dialog[open]").replace("\u00a0", " "),
               "why both can't be sent")
    assert not stage.all("dialog[open] button.primary")[0].is_enabled()
    stage.screenshot("board-over")
    stage.press(Keys.ESCAPE)
    click_button(stage, "Change the limit")
    amount = stage.wait(lambda: stage.all("dialog[open] #limit-amount"), "the field for the limit")[0]
    amount.clear()
    amount.send_keys("5")
    stage.all("dialog[open] button.primary")[0].click()
    stage.wait(lambda: "0 of 5 USD spent" in stage.text(".board-totals").replace("\u00a0", " "), "the new limit")
    click_button(stage, "Send 2 shots for 0.84")
    stage.wait(lambda: "2 shots: 0.84" in stage.text("dialog[open]").replace("\u00a0", " "), "one plan with one total")
    assert_equal(provider.paid, 0)
    stage.screenshot("board-plan")
    next(one for one in stage.all("dialog[open] button.primary")).click()
    stage.wait(lambda: not stage.all("dialog[open]"), "both on their way")
    stage.wait(lambda: takes()["counts"]["new"] == 2, "two new takes")
    assert_equal(provider.paid, 2)
    assert_equal(sorted(one["shot"] for one in takes()["takes"]), ["shot-1.md", "shot-2.md"])
    stage.wait(lambda: "2 to review" in stage.text(".project"), "the takes on the board")
    stage.screenshot("board-taken")
    click_button(stage, "Review 2 new clips")
    stage.wait(lambda: stage.all("dialog[open] video"), "the clip")
    stage.wait(lambda: stage.page.execute_script("return document.querySelector('dialog[open] video').readyState >= 1"),
               "the length of the clip")
    # Frames, and a comment on one.
    time = lambda: stage.page.execute_script("return document.querySelector('dialog[open] video').currentTime")
    stage.press(".")
    stage.wait(lambda: time() > 0, "the next frame")
    stage.press(".", ".", "c")
    stage.wait(lambda: stage.page.execute_script("return document.activeElement.tagName") == "TEXTAREA", "the field")
    stage.press("the coat is too dark")
    stage.chord(Keys.CONTROL, Keys.ENTER)
    stage.wait(lambda: "the coat is too dark" in stage.text("dialog[open] .comments"), "the comment")
    said = [comment for one in takes()["takes"] for comment in one.get("comments", [])]
    assert_equal([one["text"] for one in said], ["the coat is too dark"])
    assert 0 < said[0]["milliseconds"] < 1000, said
    stage.screenshot("review")
    stage.page.execute_script("document.activeElement.blur()")
    stage.all("dialog[open] .beside")[0].send_keys("a")
    stage.wait(lambda: takes()["counts"]["approved"] == 1, "the approved take")
    click_button(stage, "Next clip")
    stage.wait(lambda: "2 of 2" in stage.text("dialog[open]"), "the second clip")
    stage.all("dialog[open] .beside")[0].send_keys("x")
    stage.wait(lambda: takes()["counts"]["rejected"] == 1, "the rejected take")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: "1 of 3 approved" in stage.text(".project"), "the total")
    assert "0.84 of 5 USD spent" in stage.text(".board-totals").replace("\u00a0", " ")
    stage.screenshot("board-approved")
