"""Drags files from disk onto every place of the page that accepts them."""
import json

import casting, projects
from stage import Keys


def dropping(stage):
    """Drops files on each place: each goes where the veil says, and the veil goes away."""
    front = stage.fixtures / "starter/mira-front.jpg"
    other = stage.fixtures / "trouble/mira-full-length.jpg"
    film = projects.make_project(stage)[1]
    stage.open()

    def added(place, label, to):
        """Drops a picture that comes into the panel for adding files, and discards it."""
        stage.drag_in(other, to=to, label=label)
        stage.wait(lambda: stage.all("dialog[open] .drop.here"), f"the picture dropped on {place}")
        # A second one is dropped on the panel itself.
        stage.drag_in(front, to="dialog[open]", label=label)
        stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == 2, "the picture dropped on the panel")
        stage.named("button", "Discard all").click()
        stage.wait(lambda: not stage.all("dialog[open]"), f"{place} again")

    anywhere, here = "Drop files to check them", "Drop files to check them for @mira"
    added("the grid", anywhere, "main.grid")
    stage.go("#/projects")
    stage.wait(lambda: stage.all("main.projects"), "the projects")
    added("the projects", anywhere, "main.projects")
    stage.element("@mira")
    added("the element", here, "main.element")
    stage.element("@mira", "/pick")
    stage.wait(lambda: stage.all(".pickview-taken"), "the pick")
    added("the pick", here, ".pickview")
    stage.element("@mira", "/compare/1/2")
    stage.wait(lambda: stage.all(".compare"), "the comparison")
    added("the comparison", here, ".compare")

    stage.element("@mira")
    stage.drag_in(front, to=".search input" if stage.size == "desk" else "main.element", label=here)
    stage.wait(lambda: stage.all("dialog[open]"), "the dialog for the picture")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the element again")

    drop_on_editor(stage)
    drop_on_replacement(stage, other)
    drop_on_document(stage)
    drop_on_take(stage, film)

    stage.go("#/")
    stage.wait(stage.tiles, "the grid")
    stage.drag_in(casting.make_cast_folder(stage), label=anywhere)
    stage.wait(lambda: len(stage.all("dialog[open] .cast-file.here")) == 8, "the cast")
    stage.drag_in(other, to="dialog[open]")
    stage.wait(lambda: len(stage.all("dialog[open]")) == 2, "the panel above the cast")


def drop_on_editor(stage):
    """A shot file opens; what is no text is named, and the page stays usable."""
    shot = stage.folder / "harbour.md"
    shot.write_text("---\ntarget: fal.kling-o3.r2v\n---\n@mira waits at the harbour.\n")
    stage.go("#/shots")
    stage.wait(lambda: stage.all("main textarea"), "the editor")
    for to in ("main textarea", ".shots-read"):
        stage.drag_in(shot, to=to, label="Drop a shot file to open it, or a picture as a frame")
        stage.wait(lambda: "at the harbour" in stage.all("main textarea")[0].get_property("value"),
                   "the text of the dropped file")
        stage.named("button", "Delete").click()
    # A picture can only be a frame of a shot that has a folder.
    stage.drag_in(stage.fixtures / "starter/mira-front.jpg", to="main textarea")
    stage.wait(lambda: "choose a project" in stage.text(".shots-notice"), "the advice to choose a project")
    odd = stage.folder / "odd.md"
    odd.write_bytes(b"\xff\xfe\x00")
    stage.drag_in(odd, to="main textarea")
    stage.wait(lambda: "not UTF-8 text" in stage.text(".shots-notice"), "the reason why it is not opened")
    stage.screenshot("dropped")
    # The veil used to stay above every view.
    stage.element("@mira")


def drop_on_replacement(stage, other):
    """The dialog that replaces a file gets the dropped one, and not the panel for adding files."""
    stage.named("button", "More").click()
    stage.named("button", "Replace the file").click()
    stage.wait(lambda: stage.all("dialog[open]"), "the dialog")
    stage.drag_in(other, to="dialog[open]", label="Drop the file that replaces file 1")
    stage.wait(lambda: stage.all("dialog[open] .drop.here"), "the checked file")
    assert len(stage.all("dialog[open]")) == 1
    stage.named("button", "Replace file 1").click()
    stage.wait(lambda: "mira-full-length.jpg" in json.dumps(stage.show("@mira")["files"]), "the new file")


def drop_on_document(stage):
    """A contract that is dropped on its field is kept with the rights."""
    paper = stage.folder / "consent.txt"
    paper.write_text("I consent.\n")
    stage.named("button", "Change the rights").click()
    stage.drag_in(paper, to="#document", label="Drop the document")
    stage.wait(lambda: "document" in stage.show("@mira").get("rights", {}), "the document in the library")


def drop_on_take(stage, film):
    """A clip that is dropped on the dialog is the one to record."""
    stage.go(f"#/projects/{film}")
    projects.click_button(stage, "Add what came back")
    stage.wait(lambda: stage.all("dialog[open] #take-file"), "the dialog")
    stage.drag_in(stage.fixtures / "clips/one-cut.mp4", to="dialog[open]", label="Drop what came back for lobby")
    stage.wait(lambda: "one-cut.mp4" in stage.page.execute_script(
        "return document.querySelector('#take-file').files[0]?.name ?? ''"), "the chosen clip")
    stage.press(Keys.ESCAPE)
    stage.wait(lambda: not stage.all("dialog[open]"), "the project again")
