"""Makes the libraries that the views show: the cast, the empty one, and a project."""
import datetime, json, shutil

PAST_SHOT = "---\ntarget: kling-o3\n---\nShot 1 (5s): @mira drinks from @mug.\n"
SHOT = "---\ntarget: kling-o3\naspect: 16:9\n---\nShot 1 (5s): @mira drinks from @mug.\n"


def make_casts(stage):
    """Makes a library with an element for each kind of page, an empty library and a project.

    Returns the ids of the elements by handle, and those of the project and of a side of the fork.
    """
    made, fixtures, tool = stage.folder / "made", stage.fixtures, stage.tool
    made.mkdir()
    for name, source in (("nina-front.jpg", "scenes/mira-000-lamp.jpg"),
                         ("nina-back.jpg", "trouble/mira-full-length.jpg"),
                         ("mira-left.jpg", "scenes/mira-090-daylight.jpg")):
        shutil.copy(fixtures / source, made / name)
    (made / "chosen.md").write_text(SHOT)
    # An element with an export, a take and a registration in its past.
    (made / "lobby.md").write_text(PAST_SHOT)
    tool("edit", "@mira", "--order", "4,3,2,1", "--alias", "Okafor")
    tool("export", str(made / "lobby.md"), "-o", str(made / "out"))
    tool("take", "add", str(fixtures / "clips/mira.mp4"), "--bundle", str(next((made / "out").iterdir())),
         "--result", "kept", "--seed", "77", "--cost", "0.84 USD")
    tool("register", "@mira", "--at", "kling", "--id", "8412")
    # A project with an outdated pin, an export and two takes.
    film = stage.folder / "film"
    film.mkdir()
    (film / "lobby.md").write_text(PAST_SHOT)
    tool("use", "@mira:1", "@mug", "--project", str(film))
    tool("export", str(film / "lobby.md"), "-o", str(film / "out"), "--project", str(film))
    for clip, result in (("mira.webm", "kept"), ("mira-3.0s.mp4", "rejected")):
        tool("take", "add", str(fixtures / "clips" / clip), "--bundle", str(next((film / "out").iterdir())),
             "--result", result, "--cost", "0.42 USD")
    soon = (datetime.date.today() + datetime.timedelta(days=10)).isoformat()
    tool("edit", "@mug", "--basis", "licensed", "--holder", "Stoneware", "--expires", soon,
         "--document", str(made / "lobby.md"))
    for number in range(10):
        tool("edit", "@mug", "--notes", f"note {number}")
    tool("add", "character", "@mira_coat", str(fixtures / "scenes/mira-000-side.jpg"), "--look-of", "@mira")
    tool("add", "product", "@mug_gold", str(fixtures / "scenes/mug-000-lamp.jpg"), "--look-of", "@mug")
    tool("add", "voice", "@hoarse", str(fixtures / "voices/clipped.flac"))
    tool("add", "character", "@walker", *(
        str(fixtures / "clips" / name) for name in ("one-cut.mp4", "interlaced.mpg")))
    tool("add", "character", "@weak", *(str(fixtures / name) for name in (
        "sheets/mira-row.jpg", "trouble/mira-full-length.jpg", "scenes/mira-000-daylight-cluttered.jpg")))
    tool("dismiss", "@weak", "3", "image.cluttered", "--reason", "her room")
    tool("add", "place", "@hall", "--empty")
    tool("add", "product", "@old", str(fixtures / "scenes/mug-090-daylight.jpg"))
    tool("remove", "@old")
    make_fork(stage, made)
    handles = ("mira", "mug", "mira_voice", "mira_coat", "mug_gold", "hoarse", "walker", "weak", "hall",
               "old", "jug")
    ids = {handle: stage.show(f"@{handle}")["element"] for handle in handles}
    ids["side"] = stage.show("@jug")["fork"]["sides"][1]["sha256"]
    casts = stage.folder / "casts"
    casts.mkdir()
    shutil.copytree(stage.library, casts / "cast")
    shutil.copytree(film, casts / "film")
    ids["film"] = json.loads(tool("projects", "--json"))["projects"][0]["project"]
    tool("init", str(casts / "empty"), at=None)
    return ids


def make_fork(stage, made):
    """Makes an element that two libraries changed."""
    theirs = made / "theirs"
    stage.tool("add", "product", "@jug", str(stage.fixtures / "scenes/mug-045-daylight.jpg"))
    shutil.copytree(stage.library, theirs)
    stage.tool("--library", str(theirs), "edit", "@jug", "--name", "Jug of Ana", "--tag", "theirs", at=None)
    stage.tool("edit", "@jug", "--name", "Jug of Ben", "--notes", "mine")
    stage.tool("--library", str(theirs), "pack", "@jug", "-o", str(made / "theirs.zip"), at=None)
    stage.tool("import", str(made / "theirs.zip"))
