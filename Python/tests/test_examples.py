"""The examples do what they say."""

import contextlib
import io
import os
import pathlib
import subprocess
import sys

from examples import comfy_nodes, gate, plan

from .support import ROOT, STARTER, TROUBLE, Case


class Examples(Case):
    def test_gate(self) -> None:
        accepted = self.folder / "accepted"
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            left = gate.gate("kling-official", str(TROUBLE), accepted)
        self.assertIn("mug-side.jpg: the file is empty [file.empty]", said.getvalue())
        # An empty file, a web page and a picture that is too small stay outside.
        self.assertGreaterEqual(left, 3)
        names = {path.name for path in accepted.iterdir()}
        self.assertIn("mira-wide.jpg", names)
        self.assertNotIn("mug-side.jpg", names)
        self.assertEqual(gate.gate("kling-official", str(STARTER), self.folder / "fine"), 0)

    def test_gate_as_a_program(self) -> None:
        done = subprocess.run(
            [sys.executable, "-B", str(ROOT / "Python/examples/gate.py"), "klin", "a", "b"],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "Python")},
        )
        self.assertEqual(done.returncode, 1)
        self.assertEqual(
            done.stderr.splitlines(),
            [
                'gate.py: unknown target "klin". Did you mean kling? `castbook targets` lists them all.'
            ],
        )

    def test_plan(self) -> None:
        shot = self.shot()
        with contextlib.redirect_stderr(io.StringIO()):
            found = plan.offers("out", "kling-o3,kling-official", [str(shot)])
        amount, path = found[str(shot)]
        self.assertGreater(amount, 0)
        self.assertTrue(pathlib.Path(path, "bundle.json").is_file())

    def test_nodes(self) -> None:
        os.environ["XDG_CACHE_HOME"] = str(self.folder / "cache")
        node = comfy_nodes.CastbookReferences()
        self.assertIn("@mira", node.INPUT_TYPES()["required"]["element"][0])
        paths, text = node.load("@mira", 2)
        self.assertEqual(len(paths), 2)
        self.assertTrue(all(pathlib.Path(path).is_file() for path in paths))
        cache = self.folder / "cache" / "castbook-comfy"
        self.assertTrue(all(cache in pathlib.Path(path).parents for path in paths))
        self.assertEqual(cache.stat().st_mode & 0o777, 0o700)
        self.assertTrue(text)
        self.assertEqual(len(node.IS_CHANGED("@mira", 2)), 64)
        check = comfy_nodes.CastbookCheck()
        self.assertIn("fal.kling-o3.r2v", check.INPUT_TYPES()["required"]["target"][0])
        self.assertEqual(check.check(paths, ["kling-o3"]), (paths,))
        with self.assertRaisesRegex(ValueError, "width to height 3.2"):
            check.check([str(TROUBLE / "mira-wide.jpg")], ["kling-official"])
