"""The views to explore, and the steps that lead to those that have no address."""
import dataclasses, re

from stage import Keys

from .casts import SHOT


@dataclasses.dataclass
class View:
    """A view to press in.

    `place` is its address, and `ready` a step to take there. `allowed` matches the errors that it
    may show. `cast` and `options` are the library and the options of the gallery.
    `changes_library` says that `ready` changes the library.
    """
    name: str
    place: str
    ready: object = None
    allowed: str = r"(?!)"
    cast: str = "cast"
    options: tuple = ()
    changes_library: bool = False

    @property
    def kind(self):
        """The address without ids and queries: the list, an element, a comparison."""
        return re.sub(r"/[0-9A-Z]{26}|\?.*|/\d", "", self.place)


def set_option(stage, name, value):
    """Sets an option of the script in the page."""
    stage.page.execute_script("pressing[arguments[0]] = arguments[1]", name, value)


def write(text):
    """Returns a step that replaces the sample in the shot editor as a user would."""
    def ready(stage):
        stage.wait(lambda: stage.all("main textarea"), "the editor")
        stage.page.execute_script("""
            const box = document.querySelector("main textarea");
            box.focus(); box.select();
            document.execCommand(arguments[0] ? "insertText" : "delete", false, arguments[0]);""", text)
    return ready


def write_in_other_tab(stage):
    """Writes another text of the same draft, as another tab does, while this one is not saved."""
    write("Mine.")(stage)
    stage.page.execute_async_script("""
        const done = arguments[0];
        (async () => {
          const { drafts } = await (await fetch("/api/drafts")).json();
          const { draft, sha256, name } = drafts.find((one) =>
            localStorage.getItem("castbook.shots.open") === `draft:${one.draft}`);
          await fetch("/api/drafts", { method: "POST", headers: { "Content-Type": "application/json", "X-Castbook": "page" },
            body: JSON.stringify({ draft, sha256, name, text: "Theirs." }) });
        })().then(() => done(), () => done());""")
    stage.wait(lambda: "in the meantime" in stage.text(".shots-said"), "the question about both texts")


def drop(*names):
    """Returns a step that drops files."""
    def ready(stage):
        stage.drop(*(str(stage.folder / "made" / name) for name in names))
        stage.wait(lambda: len(stage.all("dialog[open] .drop.here")) == len(names),
                   "the results for the dropped files")
    return ready


def select_all(stage):
    """Selects all tiles with Ctrl+A."""
    stage.wait(stage.tiles, "the tiles")
    stage.page.execute_script("document.querySelector('.grid [role=option]').focus()")
    stage.chord(Keys.CONTROL, "a")
    stage.wait(lambda: stage.all(".bulk"), "the bar for the selection")


def look_closer(stage):
    """Opens the closer look with Space; no button does."""
    stage.wait(stage.tiles, "the tiles")
    stage.page.execute_script("document.querySelector('.grid [aria-label^=\"@mira,\"]').focus()")
    stage.press(" ")
    stage.wait(lambda: stage.all("dialog[open] .closer-tools"), "the closer look")


def make_conflict(stage):
    """Saves a name that another program changed without an event to the page."""
    set_option(stage, "ignoresChanges", True)
    stage.tool("edit", "@mug", "--name", "Written elsewhere")
    stage.named("button", "Change Name").click()
    stage.press("x", Keys.ENTER)
    stage.wait(lambda: stage.all("dialog[open]"), "the conflict dialog")


def fail_to_load(stage):
    """Makes the list fail to load."""
    set_option(stage, "failingPath", "/api/elements")
    stage.go("#/?words=mira")
    stage.wait(lambda: stage.all(".teach button"), "the message about the failed request")
    set_option(stage, "failingPath", "")


def views(ids):
    """Returns the views of elements and projects with these ids, and the others."""
    page = lambda handle, more="": f"#/element/{ids[handle]}{more}"
    return [
        View("the list", "#/"),
        View("the list with filters", "#/?kind=character&tag=lead&weak=1"),
        View("the list without a match", "#/?kind=place&words=zzz"),
        View("the list of removed elements", "#/?retired=1"),
        View("the list that failed to load", "#/", fail_to_load),
        View("the list of characters, with all selected", "#/?kind=character", select_all),
        View("the list of removed elements, with all selected", "#/?retired=1", select_all),
        View("a closer look from the list", "#/", look_closer),
        View("a character with a voice", page("mira"), allowed="has looks itself"),
        View("a product", page("mug")),
        View("a voice", page("mira_voice")),
        View("a voice with findings", page("hoarse"), allowed="can't play"),
        View("a clip", page("walker"), allowed="can't play"),
        View("weak pictures and a sheet", page("weak")),
        View("a look", page("mira_coat")),
        View("a look with rights that end", page("mug_gold")),
        View("a fork", page("jug")),
        View("a side of a fork", page("jug", f"?version={ids['side']}")),
        View("a removed element", page("old")),
        View("an earlier version", page("mira", "?version=1")),
        View("an element without files", page("hall")),
        View("an unknown element", "#/element/01AAAAAAAAAAAAAAAAAAAAAAAA"),
        View("comparing", page("mira", "/compare/1/2")),
        View("comparing one picture", page("mira_coat", "/compare/1/2"), allowed="Only pictures can be compared"),
        View("picking", page("mira", "/pick")),
        View("all projects", "#/projects"),
        View("a project", f"#/projects/{ids['film']}", allowed="is needed by @mira"),
        View("a read-only project", f"#/projects/{ids['film']}", options=("--read-only",)),
        View("an unknown project", "#/projects/01AAAAAAAAAAAAAAAAAAAAAAAA", allowed="not found|no such"),
        View("the shot editor", "#/shots"),
        View("the shot editor, empty", "#/shots", write("")),
        View("the shot editor, ready to export", "#/shots", write(SHOT)),
        View("the shot editor, with mistakes", "#/shots",
             write(SHOT.replace("@mug", "@mugg").replace("kling-o3", "klong"))),
        View("the shot editor, completing", "#/shots", write(SHOT + "@mi")),
        View("the shot editor, written elsewhere", "#/shots", write_in_other_tab,
             allowed="does not say who renders it"),
        View("adding dropped files", "#/", drop("nina-front.jpg", "nina-back.jpg"), allowed="Choose an element first"),
        View("adding under a handle in use", "#/", drop("mira-left.jpg"), allowed="already exists"),
        View("adding to an element, with a text among the files", page("mug"), drop("nina-front.jpg", "chosen.md"),
             allowed="can't be kept"),
        View("a conflict", page("mug"), make_conflict, changes_library=True),
        View("an empty library", "#/", cast="empty"),
        View("a read-only list", "#/", options=("--read-only",)),
        View("a read-only element", page("mira"), options=("--read-only",)),
    ]
