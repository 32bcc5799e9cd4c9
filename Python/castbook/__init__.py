"""Castbook from Python: check references before you upload them, and keep a cast.

    import castbook

    report = castbook.check("refs/", targets="kling-o3")
    for file in report.files:
        for finding in file.findings:
            print(file.path, finding.rule, finding.message)

Each function runs a command of the program ``castbook`` and returns what it prints, as a class of
``castbook.shapes``. ``Library`` has the same functions for a library by its folder.
"""

from . import shapes as shapes
from ._base import ShapeError as ShapeError
from ._errors import Error as Error
from ._errors import FixError as FixError
from ._errors import ProgramError as ProgramError
from ._errors import Stopped as Stopped
from ._errors import TimedOut as TimedOut
from ._errors import UsageError as UsageError
from ._errors import VersionError as VersionError
from ._errors import VersionWarning as VersionWarning
from ._errors import WorkError as WorkError
from ._functions import *  # noqa: F403
from ._library import Library as Library
from ._library import Server as Server
from ._program import Program as Program
from ._program import program as program
from ._run import Output as Output
from ._run import PathLike as PathLike
from ._run import Paths as Paths
from ._run import Stream as Stream
from ._version import VERSION as __version__

__all__ = [
    "Error",
    "FixError",
    "Library",
    "Output",
    "PathLike",
    "Paths",
    "Program",
    "ProgramError",
    "Server",
    "ShapeError",
    "Stopped",
    "Stream",
    "TimedOut",
    "UsageError",
    "VersionError",
    "VersionWarning",
    "WorkError",
    "__version__",
    "program",
    "shapes",
]
