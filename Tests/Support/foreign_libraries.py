"""Writes what other programs keep, with those programs' own code, for the tests of imports.

    foreign_libraries.py pixlstash FOLDER PLAN
    foreign_libraries.py omnichar FILE PLAN
    foreign_libraries.py card FILE PLAN

PLAN is JSON on the standard input if it is "-". The programs are in .build/foreign.
"""

import importlib.abc
import importlib.machinery
import io
import json
import os
import sys
import wave
from unittest.mock import MagicMock


class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands for modules of PixlStash's dependencies that its database doesn't use."""

    NAMES = {
        "cv2", "torch", "torchvision", "open_clip", "scipy", "onnxruntime", "insightface",
        "transformers", "pillow_heif", "piexif", "rapidfuzz", "cryptography", "send2trash",
        "watchdog", "zstandard", "platformdirs", "requests", "passlib", "bcrypt", "tqdm",
    }

    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in self.NAMES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = MagicMock(name=spec.name)
        module.__path__ = []
        module.__spec__ = spec
        return module

    def exec_module(self, module):
        pass


def pixlstash(folder, plan):
    """Makes a vault with PixlStash's own database class, migrations and models."""
    sys.meta_path.append(Absent())
    import logging

    logging.disable(logging.CRITICAL)
    import pixlstash.db_models as models
    from pixlstash.database import VaultDatabase
    from sqlmodel import Session

    os.makedirs(folder, mode=0o700, exist_ok=True)
    database = VaultDatabase(os.path.join(folder, "vault.db"))
    kinds = ["Project", "PictureSet", "Character", "Picture", "Face", "Tag", "PictureSetMember",
             "CharacterProjectMember", "PictureProjectMember"]
    with Session(database._engine) as session:
        for kind in kinds:
            for fields in plan.get(kind, []):
                session.add(getattr(models, kind)(**fields))
            session.flush()
        session.commit()
    database.close()


def omnichar(path, plan):
    """Makes a .char file with Omnichar's own package."""
    from omnichar_sdk import encode_character, set_voice, write
    from PIL import Image

    images = [(Image.open(name), role) for name, role in plan["images"]]
    doc = encode_character(plan["name"], plan["description"], images, archs=plan.get("archs", []))
    if "voiceSeconds" in plan:
        sound = io.BytesIO()
        with wave.open(sound, "wb") as handle:
            handle.setnchannels(1)
            handle.setsampwidth(2)
            handle.setframerate(16000)
            count = int(16000 * plan["voiceSeconds"])
            handle.writeframes(b"".join(
                int(9000 * ((i // 40) % 2 * 2 - 1)).to_bytes(2, "little", signed=True)
                for i in range(count)))
        set_voice(doc, sound.getvalue(), sound.getvalue(), source_name="ada.wav")
    doc.manifest.hints = plan.get("hints", [])
    for index in plan.get("harvested", []):
        doc.manifest.refs[index]["origin"] = "harvested"
    write(path, doc)


def card(path, plan):
    """Writes a card into a PNG with tavern-card."""
    from tavern_card import write_png_card

    with open(plan["template"], "rb") as file:
        template = file.read()
    with open(path, "wb") as file:
        file.write(write_png_card(plan["card"], template))


if __name__ == "__main__":
    what, path, plan = sys.argv[1:4]
    plan = json.load(sys.stdin if plan == "-" else open(plan, encoding="utf-8"))
    {"pixlstash": pixlstash, "omnichar": omnichar, "card": card}[what](path, plan)
