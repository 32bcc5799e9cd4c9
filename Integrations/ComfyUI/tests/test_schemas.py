"""What ComfyUI reads of the nodes when it starts."""

import json
import logging
import subprocess
import sys
import unittest

from support import PACK, ROOT, NodeCase, castbook, part


class Schemas(NodeCase):
    def test_every_schema_validates(self) -> None:
        self.assertEqual(
            list(self.nodes),
            ["CastbookCast", "CastbookPicture", "CastbookCheck", "CastbookSaveTake"],
        )
        for name, node in self.nodes.items():
            with self.subTest(name):
                schema = node.GET_SCHEMA()
                self.assertEqual(schema.category, "Castbook")
                self.assertTrue(schema.description)
                # The page gets it as JSON.
                json.dumps(node.INPUT_TYPES())

    def test_an_output_node_gets_the_workflow(self) -> None:
        schema = self.nodes["CastbookSaveTake"].GET_SCHEMA()
        self.assertTrue(schema.is_output_node)
        self.assertEqual([value.name for value in schema.hidden], ["prompt", "extra_pnginfo"])

    def test_targets_are_those_of_the_program(self) -> None:
        targets = part("targets")
        listed = [
            target.id for target in castbook.targets().targets if target.provider == "ComfyUI"
        ]
        self.assertEqual(sorted(targets.nodes()), sorted(listed))
        self.assertEqual(targets.nodes()[0], "comfyui.kling-4.0.r2v")
        self.assertEqual(sorted(targets._FALLBACK), sorted(listed))
        offered = self.nodes["CastbookCheck"].INPUT_TYPES()["required"]["target"][1]["options"]
        self.assertIn("fal.kling-o3.r2v", offered)
        self.assertEqual(len(offered), len(set(offered)))

    def test_targets_without_a_program(self) -> None:
        targets = part("targets")
        kept = (targets.nodes, targets.for_pictures, targets._listed)
        for function in kept:
            function.cache_clear()
        try:
            with self.program(None), self.assertLogs("castbook", logging.WARNING) as said:
                self.assertEqual(targets.nodes(), list(targets._FALLBACK))
                self.assertEqual(targets.for_pictures(), list(targets._FALLBACK))
            self.assertIn("CASTBOOK", said.output[0])
        finally:
            for function in kept:
                function.cache_clear()

    def test_a_missing_package(self) -> None:
        stub = PACK.parent / "tests" / "stub"
        for path, words in (
            ([stub], "the Python package castbook is missing"),
            ([PACK.parent, stub, ROOT / "Python"], "rename that folder"),
        ):
            with self.subTest(words):
                line = f"import sys; sys.path[:0] = {[*map(str, path)]}; import {{}}; "
                load = "importlib.util as u; s = u.spec_from_file_location('x', '{}'); "
                load += "m = u.module_from_spec(s); sys.modules['x'] = m; s.loader.exec_module(m)"
                done = subprocess.run(
                    [sys.executable, "-B", "-c", line.format(load.format(PACK / "__init__.py"))],
                    capture_output=True,
                    text=True,
                )
                self.assertIn("ImportError: ", done.stderr)
                self.assertIn(words, done.stderr.splitlines()[-1])

    def test_the_documentation_names_every_input_and_output(self) -> None:
        text = (PACK / "README.md").read_text("utf-8")
        for node in self.nodes.values():
            schema = node.GET_SCHEMA()
            section = text.split(f"## {schema.display_name}\n")[1].split("\n## ")[0]
            for known in (*schema.inputs, *schema.outputs):
                with self.subTest(f"{schema.display_name}: {known.id}"):
                    self.assertIn(f"`{known.display_name or known.id}`", section)

    def test_the_registry_gets_what_it_needs(self) -> None:
        text = (PACK / "pyproject.toml").read_text("utf-8")
        for line in ("[project]", "[tool.comfy]", "PublisherId =", "DisplayName =", "Repository ="):
            self.assertIn(line, text)
        self.assertIn(f'version = "{castbook.__version__}"', text)
        self.assertEqual((PACK / "requirements.txt").read_text("utf-8"), "castbook\n")


if __name__ == "__main__":
    unittest.main()
