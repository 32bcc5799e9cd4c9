"""Castbook Check finds what castbook check finds."""

import os
import unittest

from support import STARTER, NodeCase, numbers, part, picture

import numpy
import torch

TARGET = "comfyui.kling-4.0.r2v"


class Check(NodeCase):
    def batch(self, *sides: int) -> torch.Tensor:
        """Square pictures of one size, with noise in them."""
        side = sides[0]
        shades = numpy.random.default_rng(1).random((len(sides), side, side, 3), numpy.float32)
        return torch.from_numpy(shades)

    def test_pictures_pass_through(self) -> None:
        images = torch.from_numpy(picture(STARTER / "mira-front.jpg")[None] / numpy.float32(255))
        checked, report, ok = (
            self.nodes["CastbookCheck"].execute(images, TARGET, "image", True).args
        )
        self.assertIs(checked, images)
        self.assertIs(ok, True)
        self.assertEqual(report.splitlines()[0], "✓ picture-1.png  1152 × 1536")
        self.assertEqual(report.splitlines()[-1], f"{TARGET} · 1 of 1 ready, 0 to fix")
        self.assertEqual(os.listdir(self.comfy / "temp"), [])

    def test_a_picture_of_200_pixels(self) -> None:
        images = self.batch(200, 200)
        words = self.refused("CastbookCheck", images, TARGET, "image", True)
        self.assertIn("✗ picture-2.png  200 × 200", words)
        self.assertIn("300 px minimum", words)
        self.assertIn("[image.too-small]", words)
        self.assertIn("0 of 2 ready, 2 to fix", words)
        self.assertNotIn(str(self.folder), words)
        checked, report, ok = (
            self.nodes["CastbookCheck"].execute(images, TARGET, "image", False).args
        )
        self.assertIs(checked, images)
        self.assertIs(ok, False)
        self.assertEqual(report, words)
        self.assertEqual(os.listdir(self.comfy / "temp"), [])

    def test_slots_and_targets_have_limits_of_their_own(self) -> None:
        # An element of Kling needs more than one picture; one is fine as a frame.
        images = self.batch(400)
        check = self.nodes["CastbookCheck"]
        self.assertTrue(check.execute(images, "fal.kling-o3.r2v", "start", False)[2])
        words = self.refused("CastbookCheck", images, TARGET, "middle", True)
        self.assertIn("middle", words)
        self.assertIn(
            "kling-nobody", self.refused("CastbookCheck", images, "kling-nobody", "image", True)
        )

    def test_tensors_become_the_pictures_that_they_are(self) -> None:
        module = part("pictures")
        sample = picture(STARTER / "mug-top.jpg")
        (again,) = module.images(torch.from_numpy(sample[None] / numpy.float32(255)))
        numpy.testing.assert_array_equal(numpy.asarray(again), sample)
        odd = numpy.array([[[numpy.nan, -1, 2], [0.5, 1, 0]]], numpy.float32)
        numpy.testing.assert_array_equal(
            numpy.asarray(module.images(torch.from_numpy(odd))[0]), [[[0, 0, 255], [128, 255, 0]]]
        )
        clear = torch.from_numpy(numpy.zeros((1, 4, 4, 4), numpy.float32))
        self.assertEqual(module.images(clear)[0].mode, "RGBA")
        mask = torch.from_numpy(numpy.zeros((1, 4, 4, 1), numpy.float32))
        self.assertEqual(module.images(mask)[0].mode, "L")

    def test_a_batch_scales_down_and_never_up(self) -> None:
        from PIL import Image

        module = part("pictures")
        big, small = Image.new("RGB", (4096, 1024), "white"), Image.new("RGB", (10, 20), "white")
        batch = module.batch([big, small])
        self.assertEqual(batch.shape, (2, 512, 2048, 3))
        page = numbers(batch)
        self.assertEqual(page[0].min(), 255)
        self.assertEqual(int((page[1] == 255).sum()), 10 * 20 * 3)

    def test_files_are_opened_as_load_image_opens_them(self) -> None:
        from PIL import Image

        opened = part("pictures").opened
        deep, turned = self.folder / "deep.png", self.folder / "turned.jpg"
        Image.fromarray(numpy.full((4, 6), 257 * 200, numpy.uint16)).save(deep)
        self.assertEqual(opened(str(deep)).getpixel((0, 0)), (200, 200, 200))
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.new("CMYK", (40, 20)).save(turned, exif=exif)
        upright = opened(str(turned))
        self.assertEqual((upright.size, upright.mode), ((20, 40), "RGB"))

    def test_no_program(self) -> None:
        with self.program(None):
            words = self.refused("CastbookCheck", self.batch(400), TARGET, "image", False)
        self.assertIn("[python.no-program]", words)


if __name__ == "__main__":
    unittest.main()
