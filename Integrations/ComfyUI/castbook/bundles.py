"""Bundles of shots: their pictures in the order of the tokens, the prompt and the digest."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import logging
import os
from typing import NamedTuple

import castbook
from castbook import shapes
from PIL import Image

from . import pictures, shots
from .failures import Refused, count, errors, located
from .running import folder_of, library, run
from .targets import PICTURES


@dataclasses.dataclass(frozen=True)
class Shot:
    """What is typed into a node: a text, and where its elements are."""

    text: str
    target: str
    name: str
    look: str = ""
    project: str = ""
    library: str = ""


class Sent(NamedTuple):
    """A file that goes with the prompt."""

    token: str
    """What stands for it in the prompt, or its slot."""

    label: str
    """What it is: ``@mira front``."""

    picture: Image.Image | None
    """None for a clip or a sound."""


@dataclasses.dataclass(frozen=True)
class Bundle:
    """A bundle that was exported."""

    digest: str
    prompt: str
    sent: tuple[Sent, ...]

    @property
    def pictures(self) -> list[Image.Image]:
        """The pictures, in the order of the tokens."""
        return [sent.picture for sent in self.sent if sent.picture is not None]

    @property
    def tokens(self) -> str:
        """A line for each file: ``@Image1  @mira front``."""
        return "\n".join(f"{sent.token}  {sent.label}" for sent in self.sent)


def export(shot: Shot) -> Bundle:
    """Exports a shot as ``castbook export`` does, and reads the bundle. The library records it.

    Raises:
        Refused: The program refuses the shot, with the program's findings.
    """
    stem = shots.stem_of(shot.name)
    cast = library(shot.library)
    project = folder_of("project", shot.project)
    text = shots.with_looks(shot.text, shot.look, cast)
    with shots.written(text, stem) as (path, output):
        plan = run(cast, lambda: cast.prompt(path, target=shot.target, project=project))
        shots.link(_paths(plan), shots.base_of(project), path)
        if plan.ok and not any(binding.slot in PICTURES for binding in plan.bindings or ()):
            # The export would be recorded for nothing.
            raise Refused(
                "the shot sends no pictures: name an element that has some, such as @mira"
            )
        report = run(
            cast,
            lambda: cast.export(path, targets=shot.target, project=project, output=output),
        )
        bundle = report.bundles[0]
        _judge(bundle, os.path.basename(path))
        if report.unnoted:
            logging.getLogger("castbook").warning("the export is not recorded: %s", report.unnoted)
        if bundle.path is None or bundle.sha256 is None:
            raise Refused("no bundle written")
        return _read(bundle, bundle.path, bundle.sha256)


def fingerprint(shot: Shot) -> str:
    """A digest of all that a bundle is made of. It changes with the revisions of the elements."""
    stem = shots.stem_of(shot.name)
    cast = library(shot.library)
    project = folder_of("project", shot.project)
    text = shots.with_looks(shot.text, shot.look, cast)
    with shots.written(text, stem) as (path, _):
        plan = cast.prompt(path, target=shot.target, project=project)
    # The path of the shot file is another one each time.
    known = {key: value for key, value in plan.to_json().items() if key not in ("path", "pathHex")}
    base = shots.base_of(project)
    files = [_stamp(os.path.join(base, name)) for name in _paths(plan)]
    return digest_of([known, files, text, _rights(plan, cast)])


def library_fingerprint(folder: str, project: str) -> str:
    """A digest of the revisions of all elements, and of a project's pins."""
    cast = library(folder)
    place = folder_of("project", project)
    with cast.list_each() as elements:
        revisions = sorted((element.element, element.sha256) for element in elements)
    return digest_of([revisions, _stamp(os.path.join(place, "castbook.lock")) if place else None])


def digest_of(value: object) -> str:
    """The SHA-256 of a value's JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _paths(plan: shapes.PromptReport) -> list[str]:
    """The paths that the text names."""
    return [binding.path for binding in plan.bindings or () if binding.path is not None]


def _rights(plan: shapes.PromptReport, cast: castbook.Library) -> list[object]:
    """The rights of the elements, and whether they have ended.

    Those of the latest revision hold for earlier ones, too, and a day can end them.
    """
    known: list[object] = []
    for binding in plan.bindings or ():
        rights = cast.show(f"@{binding.handle}").rights if binding.handle is not None else None
        if rights is not None:
            has_ended = rights.expires is not None and rights.expires < _today()
            known.append([binding.handle, rights.to_json(), has_ended])
    return known


def _today() -> datetime.date:
    return datetime.date.today()


def _stamp(path: str) -> tuple[int, int] | None:
    """Size and time of a file; None if it can't be found."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns)


def _judge(bundle: shapes.PlannedBundle, name: str) -> None:
    """Logs the warnings of a bundle, and raises its errors."""
    found = errors(bundle.findings)
    if found:
        last = f"no bundle written: {count(len(found), 'error')}"
        raise Refused("\n".join([*(located(remark, name) for remark in found), last]))
    for remark in bundle.findings:
        if remark.severity == "warning":
            logging.getLogger("castbook").warning("%s", located(remark, name))


def _read(bundle: shapes.PlannedBundle, folder: str, digest: str) -> Bundle:
    with open(os.path.join(folder, "bundle.json"), encoding="utf-8") as file:
        try:
            manifest = shapes.BundleDocument.from_json(json.load(file))
        except castbook.ShapeError as error:
            raise Refused(
                f"bundle.json: {error}: install the package of the program's version"
            ) from None
    with open(os.path.join(folder, "prompt.txt"), encoding="utf-8", newline="") as file:
        prompt = file.read().removesuffix("\n")
    labels = {file.path: file.of for file in bundle.files}
    roles = {file.file: file.role for file in manifest.files}
    sent: list[Sent] = []
    for send in manifest.sends:
        for token, name in zip(_tokens(send), send.files, strict=True):
            role = roles.get(name)
            named = send.handle is not None and role not in (None, "unsorted")
            label = f"@{send.handle} {role}" if named else labels.get(name) or name
            is_picture = send.slot in PICTURES
            picture = pictures.opened(os.path.join(folder, name)) if is_picture else None
            sent.append(Sent(token, label, picture))
    return Bundle(digest, prompt, tuple(sent))


def _tokens(send: shapes.Send) -> list[str]:
    """The token of each file. One token may stand for all files of an element."""
    tokens = send.token.split(", ") if send.token else [str(send.slot)]
    return tokens if len(tokens) == len(send.files) else [", ".join(tokens)] * len(send.files)
