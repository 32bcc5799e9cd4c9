"""Walks through a review by a producer who has no Castbook: the page for others, and the answers."""
import json, pathlib, sys

from projects import click_button, make_project
from stage import By, Keys, assert_equal, check_accessibility


def results(stage):
    """Returns the decisions about all takes, with who made them."""
    takes = json.loads(stage.tool("take", "list", "--json"))["takes"]
    return sorted((one["result"], one.get("by", "")) for one in takes)


def comments(stage):
    takes = json.loads(stage.tool("take", "list", "--json"))["takes"]
    return [(one["text"], one.get("milliseconds"), one.get("by")) for take in takes for one in take.get("comments", [])]


def producing(stage):
    """Shares takes as one file, reviews them there without a server, and adds the answers."""
    folder, identity = make_project(stage)
    digest = json.loads(stage.tool("take", "list", "--result", "kept", "--json"))["takes"][0]["sha256"]
    stage.tool("take", "comment", digest[:12], "first <b>draft</b> </script>", "--at", "0.5")
    stage.open()
    stage.go(f"#/projects/{identity}")
    stage.wait(lambda: len(stage.all(".wall .take")) == 3, "the clips")
    click_button(stage, "Share for review")
    title = stage.wait(lambda: stage.all("dialog[open] #share-title"), "the dialog")[0]
    assert_equal(title.get_attribute("value"), "lobby")
    title.clear()
    title.send_keys("The lobby film")
    boxes = stage.all("dialog[open] .choice input")
    assert_equal([box.is_selected() for box in boxes], [True, False, False])
    boxes[1].click()
    boxes[2].click()
    stage.all("dialog[open] button.primary")[0].click()
    page = stage.downloaded("The lobby film.html")
    stage.wait(lambda: "3 clips" in stage.text("dialog[open] [aria-live]"), "what the page contains")
    stage.screenshot("share")
    text = page.read_text()
    for secret in (str(stage.folder), "takes @mug from the table", "0.84", "kling-o3", "lobby.md"):
        assert secret not in text, f"the page for others contains {secret}"
    answer(stage, page)
    saved = stage.downloaded("review-paula-r-os.json")
    stage.open()
    stage.go(f"#/projects/{identity}")
    stage.wait(lambda: len(stage.all(".wall .take")) == 3, "the clips")
    before = results(stage)
    stage.drag_in(saved, to=".wall") if stage.size == "desk" else open_answers(stage, saved)
    stage.wait(lambda: "From Paula R. Ŏs" in stage.text("dialog[open]"), "whose answers these are")
    stage.screenshot("answers")
    assert_equal(results(stage), before)
    stage.all("dialog[open] button.primary")[0].click()
    after = [("approved", "Paula R. Ŏs"), ("rejected", ""), ("rejected", "")]
    stage.wait(lambda: results(stage) == after, "the decision of the producer")
    said = [("first <b>draft</b> </script>", 500, None), ("Warmer, please.", 1000, "Paula R. Ŏs"),
            ("All of it", None, "Paula R. Ŏs"), ("Typed only", 0, "Paula R. Ŏs")]
    assert_equal(comments(stage), said)
    stage.wait(lambda: stage.all(".take.approved"), "the approved clip")
    # The undo takes all of it back, and the same file brings it again, once.
    click_button(stage, "Undo")
    stage.wait(lambda: results(stage) == before and comments(stage) == said[:1], "the state before the answers")
    for is_new in (True, False):
        open_answers(stage, saved)
        button = stage.wait(lambda: stage.all("dialog[open] .answers-read button.primary"), "the answers")[0]
        assert_equal(button.is_enabled(), is_new)
        if is_new:
            button.click()
            stage.wait(lambda: not stage.all("dialog[open]"), "the closed dialog")
        else:
            assert "recorded before" in stage.text("dialog[open]")
            stage.press(Keys.ESCAPE)
    assert_equal((results(stage), comments(stage)), (after, said))
    # Any other file is refused with what it should have been.
    open_answers(stage, stage.fixtures / "clips/mira.mp4")
    stage.wait(lambda: "no answers" in stage.text("dialog[open] .error-text"), "the refusal of a clip")


def open_answers(stage, path):
    click_button(stage, "Add answers")
    field = stage.wait(lambda: stage.page.find_elements(By.ID, "answers-file"), "the field for the file")[0]
    field.send_keys(str(path))


def answer(stage, page):
    """Reviews on the page for others, opened from the disk, and saves the answers."""
    stage.page.get(page.as_uri())
    stage.wait(lambda: len(stage.all(".guest-tile")) == 3, "the clips of the page")
    axe = pathlib.Path(sys.argv[6]).read_text()
    assert_equal(stage.page.title, "The lobby film")
    assert not stage.named("button", "Save answers").is_enabled()
    for scheme in ("light", "dark"):
        stage.set_color_scheme(scheme)
        stage.wait(lambda: stage.all(".guest-tile"), "the page") if stage.engine != "firefox" else stage.page.get(page.as_uri())
        check_accessibility(stage, axe, f"{scheme} page for others")
    stage.screenshot("guest-list")
    kept = next(one for one in stage.all(".guest-tile") if "kept" in one.text)
    kept.click()
    stage.wait(lambda: stage.page.execute_script(
        "const film = document.querySelector('video'); return film && film.readyState > 1 && film.duration > 1"),
        "the clip")
    check_accessibility(stage, axe, "a clip for others")
    assert "first <b>draft</b> </script>" in stage.text(".comments")
    overflow = stage.page.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"the page is {overflow} px wider than the window"
    # A comment on a moment, one on the whole clip, one that is taken back, and a decision.
    slider = stage.all(".review-slider")[0]
    stage.page.execute_script(
        "arguments[0].value = '1'; arguments[0].dispatchEvent(new Event('input'))", slider)
    comment(stage, "Warmer, please.", "Comment at 0:01.0")
    stage.named("field", "On the whole clip").click()
    comment(stage, "All of it", "Comment")
    comment(stage, "A mistake", "Comment")
    stage.all(".comments li")[-1].find_element(By.CSS_SELECTOR, "button.quiet").click()
    click_button(stage, "Approve")
    stage.wait(lambda: "approved by you" in stage.text(".guest-decision"), "the decision")
    stage.screenshot("guest-clip")
    # A reload loses nothing, and a comment that was only typed is added when its clip is left.
    stage.all(".comment-form textarea")[0].send_keys("Typed only")
    stage.page.refresh()
    stage.wait(lambda: "approved by you" in stage.text(".guest-decision"), "the decision after a reload")
    assert_equal(stage.all(".comment-form textarea")[0].get_property("value"), "Typed only")
    click_button(stage, "All clips")
    click_button(stage, "Save answers")
    stage.wait(lambda: "Write your name" in stage.text(".guest-answers"), "the question for a name")
    stage.named("field", "Your name").send_keys("Paula R. Ŏs")
    click_button(stage, "Save answers")
    stage.wait(lambda: "Saved as review-paula-r-os.json" in stage.text(".guest-answers"), "where the answers are")
    assert "1 decision, 3 comments" in stage.text(".guest-answers")
    stage.screenshot("guest-answers")


def comment(stage, words, button):
    field = stage.all(".comment-form textarea")[0]
    field.send_keys(words)
    click_button(stage, button)
    stage.wait(lambda: words in stage.text(".comments"), f"the comment “{words}”")
