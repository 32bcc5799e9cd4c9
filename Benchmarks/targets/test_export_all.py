"""Tests of what export-all makes of findings."""
import unittest

import shotexports, shotreport


class Remedies(unittest.TestCase):
    """Which remedies lead nowhere."""

    def dead_end(self, fix, message="", **settings):
        return shotexports.dead_end(message, fix, settings)

    def test_a_remedy_that_names_something_to_do_is_a_way_out(self):
        self.assertIsNone(self.dead_end("add aspect: 16:9", aspect=["9:16"]))
        self.assertIsNone(self.dead_end("remove it, or choose another target"))
        self.assertIsNone(self.dead_end("set resolution instead: 720p"))
        self.assertIsNone(self.dead_end("castbook add @mug FILE…", images=["@mira=front"]))

    def test_the_same_setting_again_leads_nowhere(self):
        self.assertEqual(self.dead_end("add aspect: 16:9", aspect=["16:9"]), "the shot file has it")

    def test_words_without_a_value_lead_nowhere(self):
        self.assertEqual(self.dead_end("set resolution instead"), "it names no value")
        self.assertEqual(self.dead_end(""), "no remedy")
        self.assertEqual(self.dead_end("available: text standard"), "it names nothing to do")

    def test_a_ratio_must_be_one_that_a_shot_file_can_say(self):
        message = "runway.kling-4.0.i2v does not accept aspect 16:9"
        self.assertEqual(self.dead_end("accepted: 16:9, 1080p, auto_720p", message), "a shot file can't say 1080p")
        self.assertIsNone(self.dead_end("accepted: 1280:720, 1536x1024, 19.5:9, auto", message))

    def test_more_pictures_do_not_help_where_some_are_chosen(self):
        self.assertIsNotNone(self.dead_end("castbook add @mug FILE…", images=["@mug=1"]))


class Texts(unittest.TestCase):
    def test_settings_are_those_between_the_lines(self):
        text = "---\nimage: a.jpg\nimage: b.jpg\n---\nA: text\n"
        self.assertEqual(shotexports.settings_of(text), {"image": ["a.jpg", "b.jpg"]})
        self.assertEqual(shotexports.settings_of("image: a.jpg\n"), {})

    def test_equal_reasons_meet(self):
        def general(text, target):
            return shotreport.general(text, shotexports.Export("shot", target, False, None, []))
        self.assertEqual(general("fal.x needs ids for @mira, @mug, none", "fal.x"),
                         general("kie.y needs ids for @ben, none", "kie.y"))
        self.assertEqual(general("the video would be 15 s long; fal.x makes 3–10 s", "fal.x"),
                         general("the video would be 12 s long; kie.y makes 1–8 s", "kie.y"))


if __name__ == "__main__":
    unittest.main()
