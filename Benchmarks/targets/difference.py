"""One difference between a profile and a source."""
import dataclasses

# How a fact differs.
DIFFERS, OURS_LACKS, SOURCE_LACKS = "differs", "ours lacks it", "source lacks it"
NONE = "—"


@dataclasses.dataclass
class Difference:
    """One fact that a profile and a source state differently."""
    target: str
    path: str
    kind: str
    ours: str
    theirs: str
    source: str
    version: str
    place: str
    endpoints: list
    # What the profile says about it, in words.
    note: str = ""
    # Whether the profile's words name what differs: such a difference is known, and is not counted.
    is_explained: bool = False
