"""What Castbook prints, as classes.

Written by Python/generate.py from docs/schemas/. Attributes have the names of the keys
in docs/json.md with underscores: `statusFor` is `status_for`, `from` is `from_`.
"""

from __future__ import annotations

import datetime
from dataclasses import field as _field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Mapping, Optional, Tuple, Union

from ._base import (
    AMOUNT, DAY, MOMENT, PLAIN, Located, Report, Shape, by_key, either, entries, many, one,
    text_or,
)

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    from ._base import dataclass

__all__ = [
    "AddLeftOut", "AddReport", "AddSimilarPicture", "AddedComment", "AddedDecision", "AddedElement",
    "AddedElementKnown", "AddedFile", "Analysis", "Answer", "BackupReport", "Basis", "Binding",
    "BundleCost", "BundleDiffChange", "BundleDiffReport", "BundleDocument", "BundleFile",
    "BundleMaker", "BundleRequestReport", "BundleVerifyReport", "Call", "CallDocument", "CareItem",
    "CareItemElement", "CastEntry", "CastEntryFile", "CastEntryVoice", "CastFile",
    "CastSheetReport", "ChangedPin", "ChangedPinBefore", "CheckLeftOut", "CheckReport", "CheckSet",
    "CheckSummary", "CheckSummaryCountsFor", "CheckedFile", "ComfyuiFile", "ComfyuiIndexFile",
    "ComfyuiIndexReport", "ComfyuiIndexWorkflow", "ComfyuiReport", "ComfyuiShot", "ComfyuiWorkflow",
    "ComfyuiWorkflowInput", "Comment", "CompletionsReport", "Conflict", "Copy", "Cost",
    "Credentials", "CredentialsProblem", "CredentialsSigner", "Damaged", "DatasetCoverage",
    "DatasetCoverageBucket", "DatasetCoverageOdd", "DatasetCoveragePair", "DatasetCoverageRole",
    "DatasetElement", "DatasetElementLeftOut", "DatasetPicture", "DatasetReport", "Derivation",
    "DismissFile", "DismissReport", "Dismissed", "DoctorReport", "DoctorSummary", "DoctorSystem",
    "EditFork", "EditForkBase", "EditMerged", "EditReport", "Element", "ElementWeak", "EraseBackup",
    "EraseClip", "EraseExport", "EraseMachine", "ErasePin", "EraseRegistration", "EraseReport",
    "Erasure", "ErrorConflict", "ErrorReport", "ExchangeAnswer", "ExchangeDocument",
    "ExchangeFailure", "ExchangeForm", "ExportFirst", "ExportReport", "ExportedBundle",
    "ExportedTake", "ExportsReport", "Fact", "Fault", "FaultElement", "FilesFile", "FilesReport",
    "FilledCall", "FilledCallFilled", "Film", "FilmCut", "Finding", "Fix", "ForgetBackup",
    "ForgetClip", "ForgetExport", "ForgetMachine", "ForgetPin", "ForgetRegistration",
    "ForgetReport", "ForkSide", "ForkValue", "GcReport", "GcSegments", "Group", "HeardFile",
    "ImportElement", "ImportLibraryGroup", "ImportLibraryLeftOut", "ImportLibraryReport",
    "ImportReport", "ImportedSide", "InitReport", "Job", "JobResultReport", "JobsJob", "JobsReport",
    "Kind", "KnownKey", "LibrariesReport", "Lighting", "LimitsDocument", "ListReport", "ListedTake",
    "LoadedLibrary", "LoadedLibraryPackage", "LogDismissal", "LogDismissalEnd", "LogReport",
    "LogRevision", "ManualReport", "MappingGroup", "MappingReport", "Measure", "Measured", "Model",
    "ModelPackage", "ModelsReport", "Money", "NewRegistration", "PackWrittenElement",
    "PackWrittenReport", "Person", "Pin", "PinLatest", "Place", "PlannedBundle",
    "PlannedBundleFile", "PlannedBundleProblem", "Poll", "PrepareOptions", "PrepareReport",
    "PrepareSummary", "PreparedFile", "PreparedFileOutput", "PreparedState", "Problem",
    "ProfileChange", "ProfileSide", "ProfileTarget", "Project", "ProjectEndingRight",
    "ProjectTakes", "ProjectsOutside", "ProjectsOutsideTakes", "ProjectsReport", "ProjectsTakes",
    "PromptLength", "PromptPlaceholder", "PromptRemote", "PromptReport", "PromptShot", "Protection",
    "Provenance", "ProvenanceFile", "ProvenanceReport", "ProvenanceSummary", "ProvenanceTrust",
    "RegisterPlan", "RegisterPlanCall", "RegisterPlanCallProfile", "RegisterPlanFile",
    "RegisterReport", "Registration", "RegistrationsReport", "Remark", "Remote",
    "RemoteAddedReport", "RemoteAddedStore", "RemoteGcReport", "RemoteKeyReport", "RemoteLoss",
    "RemoteMachinesMachine", "RemoteMachinesOpenErasure", "RemoteMachinesReport",
    "RemotePolicyReport", "RemotePush", "RemoteRemovedReport", "RemoteReport",
    "RemoteSignersReport", "RemoteSignersSigner", "RemoveReport", "RemovedElement",
    "RemovedElementFork", "RemovedElementForkBase", "RemovedElementMerged", "Render",
    "RestoreBackupReport", "Result", "ReviewAnswer", "ReviewAnswerComment", "ReviewAnswersReport",
    "ReviewReport", "ReviewedTake", "ReviewedTakeComment", "ReviewedTakeReference", "RightsBasis",
    "Role", "RuleReport", "RuleText", "RulesReport", "ScoreFile", "ScoreMeasure", "ScoreReport",
    "SearchReport", "Section", "Send", "SendBundle", "SendBundleCall", "SendBundleCallProfile",
    "SendBundleFile", "SendReport", "SendingCancel", "SendingDocument", "SendingFind",
    "SendingKeys", "SendingPoll", "SendingRefusal", "SendingResult", "SendingResume",
    "SendingSource", "SendingSubmit", "SendingSuccess", "SendingUpload", "SentFile", "ServeReport",
    "Set", "SetPair", "SetScores", "SetSpread", "SettingsMissingKey", "SettingsReport", "Severity",
    "SheetReport", "ShowFork", "ShowForkBase", "ShowReport", "ShowRights", "ShowSet", "ShowTakenBy",
    "ShownElement", "ShownFile", "SimilarPicture", "SimilarPictureElement", "SimilarReport",
    "SimilarSimilarPicture", "SimilarSubjectPicture", "SimilarSubjectReport", "Slot", "SortFile",
    "SortReport", "SortWritten", "Sound", "SoundCut", "SoundMeasures", "SoundMeasuresPitch",
    "SoundMeasuresSpan", "SpendingDocument", "SpendingJob", "SplitReport", "SplitSheet",
    "SplitSheetView", "SplitSheetViewOutput", "Standing", "Statement", "Status", "StatusReport",
    "StatusSummary", "Step", "StilledClip", "StilledClipLeftOut", "StilledClipStill",
    "StillsReport", "Subject", "SubjectMoment", "SubmissionsDocument", "SubmissionsJob",
    "SubmissionsJobCost", "SyncFetched", "SyncFile", "SyncLoss", "SyncPulled", "SyncPulledElement",
    "SyncPulledErasure", "SyncPulledProblem", "SyncPushed", "SyncReport", "Take",
    "TakeAnswersReport", "TakeAnswersUnknown", "TakeCommentReport", "TakeOrigin",
    "TakeOriginReference", "TakeReport", "TakeShareReport", "TakeWatchFailed", "TakeWatchReport",
    "TakeWatchUnsure", "TakeWatchUnsureCandidate", "TakesCounts", "TakesReport", "Tally", "Target",
    "TargetBriefReport", "TargetProfileReport", "TargetsDiffReport", "TargetsDiffSummary",
    "TargetsLearnRefusal", "TargetsLearnRefusalFact", "TargetsLearnReport", "TargetsReport",
    "TimelineFile", "TimelineFrameDuration", "TimelineReport", "TimelineShot",
    "TimelineShotElement", "TimelineShotOther", "Token", "Undetermined", "UndeterminedCandidate",
    "UnregisterReport", "UnuseReport", "UpdateReport", "UploadFile", "UploadReport", "UseReport",
    "VoiceReport", "VoiceWritten", "WatchedTake", "WayToUpload", "WhereUsedElement",
    "WhereUsedExport", "WhereUsedExportElement", "WhereUsedExportElementFile", "WhereUsedProject",
    "WhereUsedReport",
]

Basis = Literal["stated", "inferred", "unverified"]

Kind = Literal["character", "product", "place", "voice"]

Measure = Literal[
    "subject", "framing", "sharpness", "resolution", "exposure", "contrast", "noise", "compression",
    "clutter", "border", "collage", "screenshot", "backlight", "vignette", "sharpening", "color",
    "text", "tilt",
]

Person = Literal["real", "generated", "drawn", "none"]

RightsBasis = Literal["own", "licensed", "consented", "generated", "unknown"]

Role = Literal[
    "front", "three-quarter", "three-quarter-left", "three-quarter-right", "side", "left", "right",
    "back", "top", "full-body", "close-up", "face", "expression", "detail", "clip", "voice",
    "unsorted",
]

Severity = Literal["error", "warning", "note"]

Slot = Literal["element", "image", "start", "middle", "end", "clip", "video", "voice"]

Standing = Literal[
    "expired", "missing", "forked", "behind", "retired", "outdated", "renamed", "expiring",
    "unknown", "current",
]

Status = Literal["pass", "warn", "fail"]


@dataclass(frozen=True)
class AddLeftOut(Shape):
    """An object."""

    path: str
    """A path; what is not UTF-8 in it is U+FFFD."""

    rule: str
    """The stable name of a rule; `castbook explain RULE` says what it means."""

    message: str
    """What is wrong."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class AddReport(Report):
    """What `castbook add --json` prints. Keys may be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "add/2"

    elements: Tuple[AddedElement, ...]
    """Elements, and voices that were made of sounds behind theirs."""

    left_out: Tuple[AddLeftOut, ...]
    """Files that were left out, with --skip-bad."""

    not_media: Tuple[str, ...]
    """Files in folders that are not media."""

    skipped: int
    """How many names were skipped in folders."""

    dry_run: bool = False
    """Present when nothing was written."""

    beside: Tuple[str, ...] = ()
    """With --from: files beside the folders."""

    skipped_folder: Optional[str] = None
    """With --from: the folder `_unsorted`."""

    prepared: Optional[Tuple[PreparedFile, ...]] = None
    """With --prepare: all of the elements' files."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class AddSimilarPicture(Shape):
    """A similar picture in the library."""

    sha256: str
    """Of the picture."""

    likeness: Literal["exact", "near", "mirror", "same-view"]
    """How it shows the same: the same bytes, a copy, the mirror image, or the same view, such as a
    crop.
    """

    distance: int
    """How many of 64 bits differ."""

    elements: Tuple[SimilarPictureElement, ...]
    """Elements that have it."""

    copy_of: Optional[str] = None
    """The element's file that it is a prepared copy of."""

    more_elements: Optional[int] = None
    """How many more have it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class AddedComment(Shape):
    """A comment on a take."""

    bundle: str
    """Of the bundle that the take was rendered of."""

    sha256: str
    """Of the clip."""

    text: str

    shot: Optional[str] = None
    """The shot file, below the project's folder or in full."""

    id: Optional[str] = None
    """The name of its record; absent in a dry run."""

    milliseconds: Optional[int] = None
    """The moment of the clip that it is about; absent if it is about the whole clip."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class AddedDecision(Shape):
    """A decision about a take."""

    bundle: str
    """Of the bundle that it was rendered of."""

    sha256: str
    """Of the clip."""

    result: Literal["new", "kept", "rejected", "approved"]
    """What the reviewer decided."""

    was: Literal["new", "kept", "rejected", "approved"]
    """What was decided before."""

    shot: Optional[str] = None
    """The shot file, below the project's folder or in full."""

    id: Optional[str] = None
    """The name of its record; absent if it is not recorded."""

    was_by: Optional[str] = None
    """Who decided that, as they call themselves."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class AddedElement(Shape):
    """An element that files were added to."""

    handle: str
    """A handle without its at-sign."""

    kind: Kind
    """The kind of an element."""

    element: str
    """Its identity."""

    new: bool
    """Whether it was not there before."""

    changed: bool
    """Whether there is a new revision."""

    revision: int
    """The number of its latest revision."""

    sha256: str
    """Of that revision."""

    added: Tuple[AddedFile, ...]
    """Files that came."""

    known: Tuple[AddedElementKnown, ...]
    """Files it had already."""

    changes: Tuple[str, ...]
    """What else changed, in words."""

    unsorted: Tuple[int, ...]
    """Numbers of files without a role."""

    voice_of: Optional[str] = None
    """Of the element that got it as its voice."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class AddedElementKnown(Shape):
    """An object."""

    path: str
    """A path; what is not UTF-8 in it is U+FFFD."""

    number: int
    """Its number in the element."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class AddedFile(Shape):
    """A file that came, and what is known of it."""

    number: int
    """Its number, from 1."""

    role: Role
    """What it shows."""

    path: str
    """The name it came under."""

    sha256: str
    """Of the file."""

    also_in: Tuple[str, ...]
    """Of elements with the very same file."""

    similar: Tuple[AddSimilarPicture, ...]
    """Copies of it in other elements."""

    role_assumed: bool = False
    """Whether the role follows from the order of views on a sheet and is not confirmed."""

    note: Optional[str] = None
    """What was noted with it."""

    missing: bool = False
    """Present when its bytes are missing."""

    elsewhere: bool = False
    """Present when its bytes are missing here, and the team's store has them."""

    status: Optional[Status] = None
    """What all of its findings come to."""

    status_for: Optional[Mapping[str, Status]] = None
    """The same for each target that was asked about it."""

    copy_for: Mapping[str, str] = _field(default_factory=dict)
    """Of an element's file: the prepared copies that are sent in its place, by target."""

    not_known_for: Tuple[str, ...] = ()
    """The targets of which no limit for such a file is known."""

    format: Optional[str] = None
    """What it is by its content."""

    bytes: Optional[int] = None
    """Its size."""

    proven: Optional[bool] = None
    """Whether every coded byte was decoded and is sound."""

    width: Optional[int] = None
    """Its width in pixels, upright."""

    height: Optional[int] = None
    """Its height in pixels, upright."""

    seconds: Optional[float] = None
    """The length of a clip or a sound."""

    sound: Optional[Sound] = None
    """What was decoded of a sound, or of the sound of a clip."""

    film: Optional[Film] = None
    """What was decoded of a clip's pictures."""

    orientation: Optional[int] = None
    """How the picture lies, as EXIF counts."""

    depth: Optional[int] = None
    """Bits a channel."""

    channels: Optional[int] = None
    """Grey 1, color 3, inks 4; one more with alpha."""

    alpha: Optional[Literal["none", "unused", "used", "unknown"]] = None
    """Whether parts are transparent; `unused` is full everywhere."""

    color: Optional[str] = None
    """Its colors: `not stated`, `sRGB`, a profile's own name, `CMYK (…)`."""

    frames: Optional[int] = None
    """1 for a still picture."""

    pages: Optional[int] = None
    """How many pictures a file of several holds."""

    progressive: bool = False
    """Present for a progressive JPEG."""

    coding: Optional[str] = None
    """A way of coding a JPEG that many readers lack."""

    sampling: Optional[Literal["4:4:4", "4:4:0", "4:2:2", "4:2:0", "4:1:1"]] = None
    """How a JPEG samples its colors."""

    provenance: Optional[Provenance] = None
    """What it says about its origin."""

    private_metadata: Tuple[Literal[
        "authorship", "camera", "comment", "credentials", "date", "history", "location",
        "maker-note", "motion-photo", "other", "owner", "people", "prompt", "serial-number",
        "thumbnail",
    ], ...] = ()
    """What people don't mean to hand out with a picture."""

    other_data_bytes: Optional[int] = None
    """Of `other` private metadata: how many bytes they take."""

    trailing_bytes: Optional[int] = None
    """Bytes after the end of the picture."""

    findings: Optional[Tuple[Finding, ...]] = None
    """Its findings, worst first."""

    scored_copy: Optional[str] = None
    """The prepared copy whose scores these are."""

    dismissed: Tuple[Dismissed, ...] = ()
    """Findings that were dismissed."""

    metric: Optional[str] = None
    """The version of the measures."""

    analysis: Optional[Analysis] = None
    """The size it was measured at."""

    scores: Optional[Mapping[str, float]] = None
    """Each measure from 0 to 1, 1 being good."""

    measures: Optional[Mapping[str, ScoreMeasure]] = None
    """What stands behind each score."""

    lighting: Optional[Lighting] = None
    """How it is lit, in stops."""

    not_measured: Optional[Tuple[Measure, ...]] = None
    """The measures that could not be taken."""

    other_subject: Optional[Finding] = None
    """Present if the picture shows something other than the element's others, by the model for
    subjects.
    """

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Analysis(Shape):
    """The size it was measured at."""

    width: int
    """In pixels."""

    height: int
    """In pixels."""

    over_white: bool = False
    """Present when transparent parts were flattened onto white."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Answer(Shape):
    """Where the answer is."""

    at: str
    """The field to read."""

    url: Optional[str] = None
    """Where that is a call of its own."""

    inside: Optional[str] = None
    """The place in the JSON text there."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class BackupReport(Report):
    """What `castbook backup --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "backup/2"

    library: str
    """The library's folder."""

    id: str
    """Its identity."""

    path: str
    """Where the backup is."""

    form: Literal["folder", "zip"]
    """What the backup is."""

    element_count: int
    """How many elements there are."""

    record_count: int
    """How many records."""

    file_count: int
    """The elements' files."""

    bytes: int
    """Their bytes."""

    copied: Tally
    """What was written now."""

    faults: Tuple[Fault, ...]
    """Files that are missing or damaged."""

    new: bool
    """Whether there was no such backup before."""

    checked: Tally
    """What was read back."""

    outdated: Tally
    """What the folder has and the library no longer has."""

    pruned: Tally
    """What was removed now."""

    records_only_there: int
    """How many records only the folder has."""

    noted: bool
    """Whether the library noted where the backup lies."""

    elsewhere_count: Optional[int] = None
    """How many files the backup lacks that the team's store has and this machine doesn't."""

    zip_bytes: Optional[int] = None
    """How long the zip is."""

    unnoted: Optional[str] = None
    """Why it did not."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Binding(Shape):
    """Something that is sent besides the words."""

    slot: Slot
    """Where it goes."""

    token: Optional[str] = None
    """What stands for it in the words."""

    handle: Optional[str] = None
    """A handle without its at-sign."""

    name: Optional[str] = None
    """Of the element."""

    kind: Optional[Kind] = None
    """The kind of an element."""

    element: Optional[str] = None
    """Its identity."""

    revision: Optional[int] = None
    """Its number."""

    sha256: Optional[str] = None
    """Of the revision."""

    pinned: Optional[bool] = None
    """Whether a project pins it."""

    sent: Optional[Tuple[CastFile, ...]] = None
    """Files that are sent."""

    left: Optional[Tuple[CastFile, ...]] = None
    """Files that are not sent."""

    image: Optional[int] = None
    """Its number in the shot file."""

    path: Optional[str] = None
    """Of an image, a frame or a video."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class BundleCost(Shape):
    """What the render costs, where prices tell."""

    amount: Decimal
    """The amount as a text, exact."""

    currency: str
    """What it is counted in: `USD`, `credits`."""

    as_of: Optional[datetime.date] = None
    """The day of the price."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class BundleDiffChange(Shape):
    """An object."""

    part: Literal["target", "element", "prompt", "request", "file", "cost"]
    """What kind of thing differs."""

    what: str
    """What it is about."""

    before: Optional[str] = None
    """A text."""

    after: Optional[str] = None
    """A text."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class BundleDiffReport(Report):
    """What `castbook bundle diff --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "bundle-diff/1"

    same: bool
    """Whether the same is sent to the same target."""

    changes: Tuple[BundleDiffChange, ...]
    """What differs."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class BundleDocument(Shape):
    """The file `bundle.json` of a bundle. It is written in the one way of RFC 8785, with one line
    feed
    at its end; its SHA-256 names the bundle. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "bundle/1"

    name: str
    """The name of the bundle's folder."""

    target: str
    """The target that it is for."""

    profile: str
    """The SHA-256 of `target.json`."""

    shot: str
    """The SHA-256 of `shot.md`."""

    sends: Tuple[Send, ...]
    """What goes in beside the words, in the order of its numbers."""

    files: Tuple[BundleFile, ...]
    """Every file but `bundle.json` and `SHA256SUMS`, in byte order of their names."""

    endpoint: Optional[str] = None
    """The address of the target that it is sent to."""

    tier: Optional[str] = None
    """The tier of that address, where there are several."""

    variant: Optional[str] = None
    """The variant of that address, where there are several."""

    makers: Tuple[BundleMaker, ...] = ()
    """The other targets whose rules or prices it depends on."""

    settings: Tuple[str, ...] = ()
    """What was set besides what the shot file says: `tier=pro`."""

    options: Tuple[Literal[
        "as-is", "inline", "keep-metadata", "keep-authorship", "keep-credentials",
    ], ...] = ()
    """Ways of exporting that are not the usual one."""

    cast: Tuple[CastEntry, ...] = ()
    """The elements that the shot file names: what the request is compiled from besides it."""

    cost: Optional[BundleCost] = None
    """What the render costs, where prices tell."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class BundleFile(Shape):
    """One file; those of a request say what they were made of."""

    file: str
    """Its path in the bundle."""

    bytes: int
    """Its size."""

    sha256: str
    """Its SHA-256."""

    width: Optional[int] = None
    """Of a picture that is sent: its width in pixels, upright."""

    height: Optional[int] = None
    """Of a picture that is sent: its height in pixels, upright."""

    role: Optional[Literal[
        "front", "three-quarter", "three-quarter-left", "three-quarter-right", "side", "left",
        "right", "back", "top", "full-body", "close-up", "face", "expression", "detail", "clip",
        "voice", "unsorted",
    ]] = None
    """Its role in its element."""

    from_: Optional[str] = None
    """Of a file that is sent: the SHA-256 of the original."""

    steps: Tuple[Step, ...] = ()
    """How it was made of the original, where it is not the original."""

    generated: Optional[Literal["all", "part"]] = None
    """How much of it a model generated, where the original states that."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class BundleMaker(Shape):
    """An object."""

    target: str
    """Its id; its profile is `makers/ID.json`."""

    profile: str
    """The SHA-256 of that file."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class BundleRequestReport(Report):
    """What `castbook bundle request --json` prints. Keys may be added; none is renamed or changes
    its
    meaning.
    """

    SHAPE: ClassVar[str] = "bundle-request/2"

    complete: bool
    """False while anything is missing."""

    calls: Tuple[FilledCall, ...]
    """In the order in which they are made."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class BundleVerifyReport(Report):
    """What `castbook bundle verify --json` prints. With `--jsonl` each line is one of these. Keys
    may
    be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "bundle-verify/2"

    path: str
    """As given."""

    status: Status
    """By all findings, those of `sent` among them."""

    file_count: int
    """How many files there are."""

    bytes: int
    """Of all of them."""

    findings: Tuple[Finding, ...]
    """What was found, worst first."""

    sent: Tuple[SentFile, ...]
    """Files that are sent."""

    name: Optional[str] = None
    """As bundle.json says."""

    target: Optional[str] = None
    """As bundle.json says."""

    sha256: Optional[str] = None
    """Of bundle.json."""

    elements: Optional[Tuple[str, ...]] = None
    """Of a pack."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Call(Shape):
    """A call that comes first."""

    SHAPE: ClassVar[str] = "call/1"

    target: str
    """The target that is called."""

    endpoint: str
    """Where it is called."""

    body: Any
    """What is sent."""

    gives: str
    """What its answer stands for."""

    poll: Optional[Poll] = None
    """How a task is followed."""

    answer: Optional[Answer] = None
    """Where the answer is."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CallDocument(Shape):
    """A call that comes before a request: in `first` of prompt/2, and the files `first/*.json` of a
    bundle. Keys may be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "call/1"

    target: str
    """The target that is called."""

    endpoint: str
    """Where it is called."""

    body: Any
    """What is sent."""

    gives: str
    """What its answer stands for."""

    poll: Optional[Poll] = None
    """How a task is followed."""

    answer: Optional[Answer] = None
    """Where the answer is."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CareItem(Shape):
    """A finding on the library."""

    rule: str
    """The stable name of a rule; `castbook explain RULE` says what it means."""

    severity: Severity
    """How much it matters."""

    message: str
    """What happened."""

    path: Optional[str] = None
    """Below the library's folder."""

    elements: Tuple[CareItemElement, ...] = ()
    """Those it touches."""

    fix: Optional[str] = None
    """What to do."""

    repaired: bool = False
    """Present when --repair cured it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CareItemElement(Shape):
    """An object."""

    handle: str
    """A handle without its at-sign."""

    path: Optional[str] = None
    """The name that the file came under."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CastEntry(Shape):
    """An element that the shot file names, with no more than the request is compiled from: its
    identity and kind where it is sent.
    """

    handle: str
    """The handle of the element, without its at-sign."""

    element: Optional[str] = None
    """The identity of the element, a ULID."""

    revision: Optional[str] = None
    """The SHA-256 of the revision's record."""

    sequence: Optional[int] = None
    """The number of the revision."""

    kind: Optional[Literal["character", "product", "place", "voice"]] = None
    """The kind of the element."""

    names: Tuple[str, ...] = ()
    """What the shot file calls it, where that is not its handle."""

    name: Optional[str] = None
    """Its name, where the words or a call contain it."""

    description: Optional[str] = None
    """As much of its description as the words or a call contain: its first sentence or its first
    line.
    """

    voice: Optional[CastEntryVoice] = None
    """The voice that it speaks with, where it is sent or called; of a sample that is sent its role
    and
    origin.
    """

    files: Tuple[CastEntryFile, ...] = ()
    """All of its files, in their order, where some of them are sent or their number matters."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CastEntryFile(Shape):
    """An object."""

    role: Literal[
        "front", "three-quarter", "three-quarter-left", "three-quarter-right", "side", "left",
        "right", "back", "top", "full-body", "close-up", "face", "expression", "detail", "clip",
        "voice", "unsorted",
    ]
    """Its role in its element."""

    medium: Optional[Literal["clip", "sound", "other"]] = None
    """What it is, where it is not a picture."""

    from_: Optional[str] = None
    """Of a file that is sent: the SHA-256 of the original."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CastEntryVoice(Shape):
    """The voice that it speaks with, where it is sent or called; of a sample that is sent its role
    and
    origin.
    """

    handle: str
    """The handle of the element, without its at-sign."""

    element: str
    """The identity of the element, a ULID."""

    revision: str
    """The SHA-256 of the revision's record."""

    sequence: int
    """The number of the revision."""

    kind: Literal["voice"]

    role: Optional[Literal[
        "front", "three-quarter", "three-quarter-left", "three-quarter-right", "side", "left",
        "right", "back", "top", "full-body", "close-up", "face", "expression", "detail", "clip",
        "voice", "unsorted",
    ]] = None
    """Its role in its element."""

    from_: Optional[str] = None
    """Of a file that is sent: the SHA-256 of the original."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CastFile(Shape):
    """A file of an element."""

    number: int
    """Its number in the element."""

    role: Role
    """What a file of an element shows."""

    path: str
    """The name it came under."""

    sha256: str
    """Of the file."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CastSheetReport(Report):
    """What `castbook cast-sheet --json` prints, and the gallery's answer to `POST /api/cast-sheet`.
    Keys may be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "cast-sheet/1"

    element_count: int
    """How many elements are on it."""

    page_count: int
    """How many pages it has."""

    unreadable_count: int
    """How many pictures and recordings are missing or can't be read; the sheet says where."""

    files: Tuple[str, ...]
    """The files that were written: one PDF, or a PNG for each page in order. For the page, the
    names
    to save them under.
    """

    downloads: Tuple[str, ...] = ()
    """Only for the page: the address of each file, in the order of `files`."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ChangedPin(Shape):
    """What became of a pin."""

    handle: str
    """As the project calls it."""

    element: str
    """Its identity."""

    change: Literal["added", "moved", "stays", "removed", "absent"]
    """What became of it."""

    revision: int
    """The number of the revision that is pinned, or was."""

    sha256: str
    """Of that revision."""

    before: Optional[ChangedPinBefore] = None
    """Of one that moved: the previous revision."""

    latest_revision: Optional[int] = None
    """The number of the latest revision, when the pin stays behind it."""

    as_: Optional[Literal["voice", "base"]] = None
    """Of one that was not named: what it is for another."""

    of: Optional[str] = None
    """Of that other."""

    seen: Optional[Tuple[str, ...]] = None
    """What a provider would see of the difference."""

    unseen: Optional[Tuple[str, ...]] = None
    """The rest of it."""

    left: Optional[Literal["missing", "retired", "forked", "need"]] = None
    """Why `update` left it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ChangedPinBefore(Shape):
    """Of one that moved: the previous revision."""

    revision: int
    """Its number."""

    sha256: str
    """Of the revision."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CheckLeftOut(Shape):
    """The targets that a pattern means and leaves out, by reason."""

    no_endpoint: Tuple[str, ...] = ()
    """Nothing can be sent to them; only `all` leaves these out."""

    ended: Tuple[str, ...] = ()
    """They answer no longer."""

    no_slot: Tuple[str, ...] = ()
    """They have no slot for files, or not the one of `--as`."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CheckReport(Report):
    """What `castbook check --json` prints. With `--jsonl` each line is one `$defs/file`. Keys may
    be
    added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "check/2"

    targets: Tuple[Target, ...]
    """The targets that were asked, in order."""

    files: Tuple[CheckedFile, ...]
    """The files in the order given; folders are walked in byte order."""

    set: CheckSet
    """What is to be said of the elements, of the targets, and of the files together."""

    summary: CheckSummary
    """How many files came out how."""

    left_out: Optional[CheckLeftOut] = None
    """The targets that a pattern means and leaves out, by reason."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class CheckSet(Shape):
    """What is to be said of the elements, of the targets, and of the files together."""

    status: Status
    """What its findings come to."""

    findings: Tuple[Finding, ...]
    """Its findings."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CheckSummary(Shape):
    """How many files came out how."""

    file_count: int
    """How many files there are."""

    pass_: int
    """How many of them pass."""

    warn: int
    """How many have something to be watched."""

    fail: int
    """How many must be fixed."""

    not_media_count: int
    """How many of those that pass were met in a folder and are no media."""

    skipped: int
    """How many names were skipped in folders."""

    pass_everywhere: int
    """How many files fail for none of the targets asked about them."""

    pass_nowhere: int
    """How many files fail for all of the targets asked about them."""

    counts_for: Mapping[str, CheckSummaryCountsFor]
    """For each target how many files came out how."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CheckSummaryCountsFor(Shape):
    """An object."""

    pass_: int
    """How many pass."""

    warn: int
    """How many have something to be watched."""

    fail: int
    """How many must be fixed."""

    not_known: Optional[int] = None
    """For how many of those that do not fail it states no limit."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CheckedFile(Located):
    """One file."""

    path: str
    """Its path as given; what is not UTF-8 in it stands as U+FFFD."""

    status: Status
    """What all of its findings come to."""

    status_for: Mapping[str, Status]
    """The same for each target that was asked about it."""

    findings: Tuple[Finding, ...]
    """Its findings, worst first."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    copy_for: Mapping[str, str] = _field(default_factory=dict)
    """Of an element's file: the prepared copies that are sent in its place, by target."""

    not_known_for: Tuple[str, ...] = ()
    """The targets of which no limit for such a file is known."""

    format: Optional[str] = None
    """What it is by its content."""

    bytes: Optional[int] = None
    """Its size."""

    sha256: Optional[str] = None
    """Its SHA-256."""

    proven: Optional[bool] = None
    """Whether every coded byte was decoded and is sound."""

    width: Optional[int] = None
    """Its width in pixels, upright."""

    height: Optional[int] = None
    """Its height in pixels, upright."""

    seconds: Optional[float] = None
    """The length of a clip or a sound."""

    sound: Optional[Sound] = None
    """What was decoded of a sound, or of the sound of a clip."""

    film: Optional[Film] = None
    """What was decoded of a clip's pictures."""

    orientation: Optional[int] = None
    """How the picture lies, as EXIF counts."""

    depth: Optional[int] = None
    """Bits a channel."""

    channels: Optional[int] = None
    """Grey 1, color 3, inks 4; one more with alpha."""

    alpha: Optional[Literal["none", "unused", "used", "unknown"]] = None
    """Whether parts are transparent; `unused` is full everywhere."""

    color: Optional[str] = None
    """Its colors: `not stated`, `sRGB`, a profile's own name, `CMYK (…)`."""

    frames: Optional[int] = None
    """1 for a still picture."""

    pages: Optional[int] = None
    """How many pictures a file of several holds."""

    progressive: bool = False
    """Present for a progressive JPEG."""

    coding: Optional[str] = None
    """A way of coding a JPEG that many readers lack."""

    sampling: Optional[Literal["4:4:4", "4:4:0", "4:2:2", "4:2:0", "4:1:1"]] = None
    """How a JPEG samples its colors."""

    provenance: Optional[Provenance] = None
    """What it says about its origin."""

    private_metadata: Tuple[Literal[
        "authorship", "camera", "comment", "credentials", "date", "history", "location",
        "maker-note", "motion-photo", "other", "owner", "people", "prompt", "serial-number",
        "thumbnail",
    ], ...] = ()
    """What people don't mean to hand out with a picture."""

    other_data_bytes: Optional[int] = None
    """Of `other` private metadata: how many bytes they take."""

    trailing_bytes: Optional[int] = None
    """Bytes after the end of the picture."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ComfyuiFile(Shape):
    """A picture, clip or sound."""

    file: str
    """Its name within castbook."""

    sha256: str
    """Of the file."""

    from_: str
    """Of the original that it is or was made from."""

    bytes: int
    """Its size."""

    was_there: bool
    """Whether the same file was there already."""

    width: Optional[int] = None
    """Of a picture, upright."""

    height: Optional[int] = None
    """Of a picture, upright."""

    role: Optional[str] = None
    """What it shows, if it is of an element."""

    handle: Optional[str] = None
    """Of its element, without the at-sign."""

    element: Optional[str] = None
    """The identity of its element."""

    revision: Optional[str] = None
    """The digest of its element's revision."""

    sequence: Optional[int] = None
    """The number of that revision."""

    kind: Optional[Literal["character", "product", "place", "voice"]] = None
    """What its element is."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ComfyuiIndexFile(Shape):
    """A picture, clip or sound."""

    file: str
    """Its name within castbook."""

    sha256: str
    """Of the file."""

    from_: str
    """Of the original that it is or was made from."""

    bytes: int
    """Its size."""

    width: Optional[int] = None
    """Of a picture, upright."""

    height: Optional[int] = None
    """Of a picture, upright."""

    role: Optional[str] = None
    """What it shows, if it is of an element."""

    handle: Optional[str] = None
    """Of its element, without the at-sign."""

    element: Optional[str] = None
    """The identity of its element."""

    revision: Optional[str] = None
    """The digest of its element's revision."""

    sequence: Optional[int] = None
    """The number of that revision."""

    kind: Optional[Literal["character", "product", "place", "voice"]] = None
    """What its element is."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ComfyuiIndexReport(Report):
    """The contents of castbook/index.json in ComfyUI's folder input. Keys may be added; none is
    renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "comfyui-index/1"

    files: Tuple[ComfyuiIndexFile, ...]
    """What loaders can open, by name."""

    workflows: Tuple[ComfyuiIndexWorkflow, ...]
    """The workflows, by name."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ComfyuiIndexWorkflow(Shape):
    """A workflow of one shot file."""

    file: str
    """Its name within castbook."""

    shot: str
    """The path of its shot file."""

    bundle: str
    """The digest of the bundle with the same request."""

    target: str
    """The id of the target."""

    node: str
    """The class of the node that runs it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ComfyuiReport(Report):
    """What `castbook export --layout comfyui --json` prints. Keys may be added; none is renamed or
    changes its meaning.
    """

    SHAPE: ClassVar[str] = "comfyui/1"

    status: Literal["pass", "warn", "fail"]
    """The worst of the findings."""

    written: bool
    """Whether anything was written."""

    shots: Tuple[ComfyuiShot, ...]
    """The shot files, or one for each element."""

    folder: Optional[str] = None
    """The folder castbook that was written."""

    files: Optional[Tuple[ComfyuiFile, ...]] = None
    """What loaders can open, in the order of the requests."""

    workflows: Optional[Tuple[ComfyuiWorkflow, ...]] = None
    """One for each shot file without an error; none for elements."""

    unnoted: Optional[str] = None
    """Why the library could not record the export."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ComfyuiShot(Shape):
    """An object."""

    shot: str
    """Its path; of an element its handle with the at-sign."""

    status: Literal["pass", "warn", "fail"]
    """The worst of its findings."""

    findings: Tuple[Mapping[str, Any], ...]
    """Each as in prompt.schema.json."""

    target: Optional[str] = None
    """The id of the target."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ComfyuiWorkflow(Shape):
    """A workflow of one shot file."""

    file: str
    """Its name within castbook."""

    shot: str
    """The path of its shot file."""

    target: str
    """The id of the target."""

    node: str
    """The class of the node that runs it."""

    bundle: str
    """The digest of the bundle with the same request."""

    was_there: bool
    """Whether the same file was there already."""

    prompt: str
    """The prompt as the node gets it."""

    inputs: Tuple[ComfyuiWorkflowInput, ...]
    """The files, in the order of the request."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ComfyuiWorkflowInput(Shape):
    """An object."""

    input: str
    """The node's input that it is wired to."""

    file: str
    """Its path in ComfyUI's folder input."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Comment(Shape):
    """A comment on a take."""

    id: str
    """The name of its record, by which it is withdrawn."""

    at: datetime.datetime
    """When it was written."""

    text: str

    by: Optional[str] = None
    """Who wrote it, as they call themselves."""

    milliseconds: Optional[int] = None
    """The moment of the clip that it is about; absent if it is about the whole clip."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CompletionsReport(Report):
    """What `castbook completions SHELL --json` prints. Keys may be added; none is renamed or
    changes
    its meaning.
    """

    SHAPE: ClassVar[str] = "completions/1"

    text: str
    """What is printed without --json."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Conflict(Shape):
    """What the sides of a fork changed differently."""

    what: str
    """What the sides changed differently."""

    kept: ForkValue
    """The newer value."""

    left: Tuple[ForkValue, ...]
    """The others."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Copy(Shape):
    """A copy that was made of an element's file."""

    sha256: str
    """Of the copy."""

    steps: Tuple[Step, ...]
    """What was done, in order."""

    tool: str
    """What made it."""

    at: datetime.datetime
    """When."""

    format: Optional[str] = None
    """What it is by its content."""

    bytes: Optional[int] = None
    """Its size."""

    width: Optional[int] = None
    """In pixels."""

    height: Optional[int] = None
    """In pixels."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Cost(Shape):
    """What one render costs."""

    amount: Decimal
    """An amount of money, exact."""

    currency: str
    """The currency of an amount."""

    as_of: datetime.date
    """The day of the price."""

    basis: Basis
    """How the price is known."""

    source: str
    """Where the price is from."""

    words: str
    """How it comes about."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Credentials(Shape):
    """What Content Credentials say, and whether they hold."""

    state: Literal["intact", "unchecked", "changed", "invalid"]
    """Whether they hold; it says nothing about who the signer is."""

    problems: Tuple[CredentialsProblem, ...] = ()
    """Why they don't hold or can't be checked, and reservations if they hold."""

    title: Optional[str] = None
    """Of the file that was signed."""

    generator: Optional[str] = None
    """The program that wrote the claim."""

    authors: Tuple[str, ...] = ()
    """Who says to have made it."""

    agents: Tuple[str, ...] = ()
    """The programs and models that its steps name."""

    actions: Tuple[str, ...] = ()
    """Its steps, each once."""

    sources: Tuple[str, ...] = ()
    """Of it and of its earlier versions."""

    ingredients: Tuple[str, ...] = ()
    """The names of the files that it was made from."""

    generated_ingredient: bool = False
    """Present where a model generated one of these, as that says."""

    signer: Optional[CredentialsSigner] = None
    """The certificate that the signature was made with."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CredentialsProblem(Shape):
    """An object."""

    code: str
    """What is wrong, as C2PA names it if it does."""

    message: str
    """The same in words."""

    subject: Optional[str] = None
    """What it concerns."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class CredentialsSigner(Shape):
    """The certificate that the signature was made with."""

    organization: Optional[str] = None

    name: Optional[str] = None

    issuer: Optional[str] = None
    """Who issued it."""

    valid_from: Optional[str] = None

    valid_until: Optional[str] = None

    algorithm: Optional[str] = None
    """Of the signature."""

    stamped: Optional[str] = None
    """The time that a time stamp states, which is not verified."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Damaged(Located):
    """A file that was left out."""

    path: str
    """A path as given; what is not UTF-8 in it is U+FFFD."""

    findings: Tuple[Mapping[str, Any], ...]
    """What is wrong, as in check.schema.json."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DatasetCoverage(Shape):
    """What the pictures show together, and what is missing."""

    roles: Tuple[DatasetCoverageRole, ...]
    """How many pictures have each role."""

    missing: Tuple[str, ...]
    """Roles of views that no picture shows; empty if no role names a view."""

    pairs: Tuple[DatasetCoveragePair, ...]
    """Pictures that show the same, by their numbers."""

    odd: Tuple[DatasetCoverageOdd, ...]
    """Pictures in another light than the others."""

    buckets: Tuple[DatasetCoverageBucket, ...]
    """The sizes that the trainer makes of the pictures, the most frequent first."""

    small: Tuple[int, ...]
    """The numbers of pictures with fewer pixels than the trainer uses."""

    advice: Optional[str] = None
    """What would improve the pictures most."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DatasetCoverageBucket(Shape):
    """An object."""

    width: int

    height: int

    count: int

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DatasetCoverageOdd(Shape):
    """An object."""

    number: int

    light: str

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DatasetCoveragePair(Shape):
    """An object."""

    first: int

    second: int

    kind: Literal["exact", "near", "mirror", "same-view"]

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DatasetCoverageRole(Shape):
    """An object."""

    role: str

    count: int

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DatasetElement(Shape):
    """The pictures of one element."""

    handle: str
    """A handle without its at-sign."""

    revision: str
    """The digest of its revision."""

    sequence: int
    """The number of its revision."""

    kind: Literal["character", "product", "place"]
    """What it is."""

    trigger: str
    """The word that stands for it in captions."""

    class_: str
    """What it is an example of."""

    folder: str
    """The name of its folder."""

    pictures: Tuple[DatasetPicture, ...]

    coverage: DatasetCoverage
    """What the pictures show together, and what is missing."""

    left_out: Tuple[DatasetElementLeftOut, ...] = ()
    """Files that are not in the dataset."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DatasetElementLeftOut(Shape):
    """An object."""

    number: int
    """Its number in the element."""

    name: str
    """The name it came under."""

    reason: str
    """Why it is left out."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DatasetPicture(Shape):
    """A picture with its caption."""

    number: int
    """Its number in the element."""

    role: str
    """What it shows."""

    file: str
    """Its name in the element's folder."""

    file_sha256: str
    """Of that file."""

    caption_file: str
    """The name of the file with the caption."""

    caption_file_sha256: str
    """Of that file."""

    caption: str
    """The caption."""

    sha256: str
    """Of the element's file, which it is or was made from."""

    width: int

    height: int

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DatasetReport(Report):
    """What `castbook export --layout --json` prints, and dataset.json in the folder. Keys may be
    added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "dataset/1"

    layout: Literal["dataset", "kohya", "ai-toolkit"]
    """How the folders are named."""

    resolution: int
    """The side of a square with as many pixels as the trainer uses of a picture."""

    elements: Tuple[DatasetElement, ...]
    """In the order in which they were named."""

    status: Literal["pass", "warn", "fail"]
    """The worst of the findings. With fail, nothing is written."""

    findings: Tuple[Mapping[str, Any], ...] = ()
    """On the elements, above all on their rights; each as in check.schema.json."""

    path: Optional[str] = None
    """The folder that was written."""

    already_there: Optional[int] = None
    """How many files were there already."""

    removed: Tuple[str, ...] = ()
    """Files of an earlier dataset that are no longer in it, which --replace removed."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Derivation(Shape):
    """A file that was made from another."""

    sha256: str
    """Of what was made."""

    from_: str
    """Of what it was made from."""

    tool: str
    """What made it."""

    steps: Tuple[Step, ...]
    """What was done, in order."""

    at: datetime.datetime
    """When."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DismissFile(Shape):
    """An object."""

    number: int
    """Of the file."""

    path: str
    """The name it came under."""

    sha256: str
    """Of the file."""

    rule: str
    """The stable name of a rule; `castbook explain RULE` says what it means."""

    dismissed: bool
    """Whether it is dismissed now."""

    changed: bool
    """False when there was nothing to change."""

    found: bool
    """False when the scores no longer have this finding."""

    also_in: Tuple[str, ...]
    """Of elements with the very same file."""

    reason: Optional[str] = None
    """Why."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DismissReport(Report):
    """What `castbook dismiss --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "dismiss/2"

    handle: str
    """A handle without its at-sign."""

    files: Tuple[DismissFile, ...]
    """One for each file and rule."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Dismissed(Shape):
    """A finding that was dismissed."""

    rule: str
    """The stable name of the rule; `castbook explain RULE` says what it means."""

    severity: Literal["error", "warning", "note"]
    """How much it matters."""

    message: str
    """What happened."""

    reason: str
    """Why it was dismissed."""

    at: datetime.datetime
    """When."""

    target: Optional[str] = None
    """The target whose rule it is; without it the rule holds everywhere."""

    slot: Optional[Slot] = None
    """The slot whose rule it is."""

    basis: Optional[Literal["stated", "inferred", "unverified"]] = None
    """How the limit is known."""

    measured: Optional[str] = None
    """What was measured, as a text."""

    limit: Optional[str] = None
    """The limit, as a text."""

    unit: Optional[str] = None
    """The unit of both."""

    span: Tuple[float, ...] = ()
    """The place in a sound or a clip, in seconds."""

    fix: Optional[str] = None
    """What to do about it."""

    box: Tuple[int, ...] = ()
    """Where in the picture it is."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DoctorReport(Report):
    """What `castbook doctor --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "doctor/2"

    library: str
    """The library's folder."""

    status: Status
    """By the worst finding that is left."""

    findings: Tuple[CareItem, ...]
    """Worst first."""

    summary: DoctorSummary
    """How much there is."""

    system: Optional[DoctorSystem] = None
    """What Castbook depends on; absent after --repair, --rebuild and --rescore."""

    rebuilt: bool = False
    """Present after --rebuild."""

    rescored: Optional[int] = None
    """After --rescore: how many pictures were measured."""

    not_rescored: Optional[int] = None
    """After --rescore: how many could not be read."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class DoctorSummary(Shape):
    """How much there is."""

    element_count: Optional[int] = None
    """How many elements there are."""

    record_count: Optional[int] = None
    """After --rebuild."""

    file_count: Optional[int] = None
    """How many files."""

    bytes: Optional[int] = None
    """Of the files."""

    errors: Optional[int] = None
    """How many are left."""

    warnings: Optional[int] = None
    """How many are left."""

    notes: Optional[int] = None
    """How many are left."""

    repaired: Optional[int] = None
    """How many findings were cured."""

    picture_count: Optional[int] = None
    """After --rescore."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class DoctorSystem(Shape):
    """What Castbook depends on; absent after --repair, --rebuild and --rescore."""

    as_of: datetime.date
    """The day on which the table of fixes was compiled."""

    libraries: Tuple[LoadedLibrary, ...]
    """The C libraries that Castbook's programs have loaded, as far as the table knows them."""

    system: Optional[str] = None
    """The system's name and release: `debian 12`."""

    protection: Tuple[Protection, ...] = ()
    """How each program confines the processes that decode."""

    missing_programs: Tuple[str, ...] = ()
    """Programs that are not installed, and so were not examined."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EditFork(Shape):
    """The fork that this ended."""

    sides: Tuple[ForkSide, ...]
    """Its latest revisions, the oldest first."""

    conflicts: Tuple[Conflict, ...]
    """What the sides changed differently."""

    end: Literal["merge", "keep"]
    """How it was ended."""

    base: Optional[EditForkBase] = None
    """The last revision that all sides come from."""

    kept: Optional[str] = None
    """The side that was kept."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EditForkBase(Shape):
    """The last revision that all sides come from."""

    revision: int
    """Its number."""

    sha256: str
    """Of the revision."""

    at: datetime.datetime
    """When it was made."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EditMerged(Shape):
    """An object."""

    sha256: str
    """Of the revision."""

    left_out: Tuple[str, ...]
    """What it has and the new revision lacks."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EditReport(Report):
    """What `castbook edit`, `bind` and `restore` print with `--json`. Keys may be added; none is
    renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "edit/1"

    handle: str
    """A handle without its at-sign."""

    element: str
    """Its identity."""

    changed: bool
    """False when there was nothing to change."""

    revision: int
    """The number of its latest revision."""

    sha256: str
    """Of that revision."""

    before: str
    """The revision that it was made from."""

    changes: Tuple[str, ...]
    """What changed, in words."""

    dry_run: bool = False
    """Present when nothing was written."""

    merged: Tuple[EditMerged, ...] = ()
    """Revisions that were merged into this one."""

    fork: Optional[EditFork] = None
    """The fork that this ended."""

    notices: Optional[Tuple[str, ...]] = None
    """What else to know."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Element(Shape):
    """An element as lists show it."""

    handle: str
    """A handle without its at-sign."""

    kind: Kind
    """The kind of an element."""

    name: str
    """Its name for people; may be empty."""

    element: str
    """Its identity."""

    revision: int
    """The number of its latest revision."""

    sha256: str
    """Of that revision."""

    at: datetime.datetime
    """When that was made."""

    file_count: int
    """How many files it has."""

    suffix: Optional[str] = None
    """The end of its identity, present if an older element has its handle: "k3" for @cup~k3."""

    person: Optional[Person] = None
    """Who is in the pictures."""

    retired: bool = False
    """Present when it was removed."""

    side: Optional[str] = None
    """Of a fork: the side that this is."""

    basis: Optional[RightsBasis] = None
    """What the rights that hold are based on."""

    expires: Optional[datetime.date] = None
    """Their last day."""

    rights_inherited: bool = False
    """Present when they are those of the element it is a look of."""

    findings: Optional[Tuple[Finding, ...]] = None
    """Findings on the element itself."""

    weak: Optional[ElementWeak] = None
    """Present with --weak."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ElementWeak(Shape):
    """Present with --weak."""

    picture_count: int
    """How many pictures have weak scores."""

    rule: str
    """The worst of them."""

    severity: Severity
    """How much it matters."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EraseBackup(Located):
    """An object."""

    path: str
    """A path; what is not UTF-8 in it is U+FFFD."""

    form: Literal["folder", "zip"]
    """What the backup is."""

    at: datetime.datetime
    """When it was made."""

    there: bool
    """Whether anything exists there now."""

    fix: str
    """What removes the element from it."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EraseClip(Shape):
    """An object."""

    sha256: str
    """Of the clip."""

    bundle: str
    """Of the bundle."""

    result: Literal["new", "kept", "rejected", "approved"]
    """What became of it."""

    at: datetime.datetime
    """When."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EraseExport(Shape):
    """An object."""

    bundle: str
    """Of the bundle."""

    target: str
    """The name of a provider's endpoint."""

    shot: str
    """Of the shot file."""

    at: datetime.datetime
    """When."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EraseMachine(Shape):
    """An object."""

    id: str
    """An identity, a ULID."""

    joined: datetime.datetime
    """When it introduced itself."""

    by: Optional[str] = None
    """Who works on it."""

    host: Optional[str] = None
    """Its name."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ErasePin(Shape):
    """An object."""

    project: str
    """The project's identity."""

    path: str
    """Where it lay then."""

    sha256: str
    """Of the revision."""

    at: datetime.datetime
    """When."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EraseRegistration(Shape):
    """An object."""

    target: str
    """The provider, or one of its targets."""

    account: str
    """The account there."""

    kind: Literal["element", "voice", "upload"]
    """What was registered."""

    id: str
    """The id that the provider gave."""

    at: datetime.datetime
    """When it was noted."""

    expires: Optional[datetime.date] = None
    """The last day on which it is held."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class EraseReport(Report):
    """What `castbook erase --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "erase/2"

    handle: str
    """A handle without its at-sign."""

    element: str
    """Its identity."""

    revision_count: int
    """How many revisions are deleted."""

    file_count: int
    """How many files are deleted."""

    bytes: int
    """Their bytes."""

    shared_file_count: int
    """How many of its files stay because others have them, too."""

    pins: Tuple[ErasePin, ...]
    """Projects that pin it."""

    exports: Tuple[EraseExport, ...]
    """Exports that name it."""

    take_count: int
    """How many results came back from those."""

    clips: Tuple[EraseClip, ...]
    """Those of them that have a file."""

    clips_erased: bool
    """Whether their files are deleted as well."""

    remark_count: int
    """How many notes and reasons are deleted."""

    registrations: Tuple[EraseRegistration, ...]
    """What providers hold of it."""

    looks: Tuple[str, ...]
    """Of elements that are a look of it."""

    speakers: Tuple[str, ...]
    """Of elements that speak with it."""

    backups: Tuple[EraseBackup, ...]
    """Backups made since the element exists, newest first."""

    dry_run: bool = False
    """Present when nothing was changed."""

    others_ask: bool = False
    """Present if these ask their users first, since this machine neither made the element nor is
    the
    keeper's.
    """

    machines: Optional[Tuple[EraseMachine, ...]] = None
    """Of a shared library: the other machines of the team, which the erasure reaches later."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Erasure(Shape):
    """An erasure that was not carried out everywhere."""

    sha256: str
    """Of its record."""

    at: datetime.datetime
    """When it was made."""

    store: bool = False
    """Present while the store has what it covers."""

    machines: Optional[Tuple[str, ...]] = None
    """The machines that have not reported it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ErrorConflict(Shape):
    """An object."""

    what: str
    """The value, such as `name`."""

    theirs: str
    """What it is now."""

    yours: str
    """What the refused change makes it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ErrorReport(Shape):
    """What any command prints with `--json` that could not do its work. Keys may be added; none is
    renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "error/1"

    exit: Literal[1, 2, 3]
    """The exit code."""

    rule: str
    """What went wrong."""

    message: str
    """What happened."""

    fix: Optional[str] = None
    """What to do."""

    latest: Optional[str] = None
    """Only from the gallery's server: the latest revision of the element, when another change came
    first.
    """

    conflicts: Tuple[ErrorConflict, ...] = ()
    """Only from the gallery's server: the values that both changes set, in words."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ExchangeAnswer(Shape):
    """An object."""

    status: int

    bytes: int
    """The length of the body."""

    type: Optional[str] = None
    """The media type."""

    date: Optional[datetime.datetime] = None
    """The provider's clock."""

    json: Optional[Any] = None
    """The body, if it is JSON."""

    text: Optional[str] = None
    """The body, if it isn't."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ExchangeDocument(Shape):
    """A call to a provider and its answer, as `--record` writes them. Keys may be added; none is
    renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "exchange/1"

    at: datetime.datetime
    """When the answer came."""

    method: Literal["GET", "POST", "PUT", "DELETE"]

    url: str
    """The values of a query that gives access are left out."""

    submission: bool
    """Whether the provider may charge for it."""

    headers: Tuple[str, ...]
    """The lines of the head; a variable such as `$FAL_KEY` stands for a key."""

    json: Optional[Any] = None
    """The body, if it is JSON."""

    text: Optional[str] = None
    """The body, if it isn't."""

    file: bool = False
    """The body is a file."""

    form: Optional[Tuple[ExchangeForm, ...]] = None
    """The body is a form."""

    answer: Optional[ExchangeAnswer] = None

    failure: Optional[ExchangeFailure] = None
    """Why there is no answer."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ExchangeFailure(Shape):
    """Why there is no answer."""

    reason: str

    message: str

    may_have_arrived: bool
    """Whether the provider may have got the call."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ExchangeForm(Shape):
    """An object."""

    name: str

    text: Optional[str] = None

    file: Optional[str] = None
    """The name of a file."""

    type: Optional[str] = None
    """Its media type."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ExportFirst(Shape):
    """An object."""

    target: str
    """The name of a provider's endpoint."""

    gives: str
    """What stands for an id or an address in a request."""

    cost: Optional[Cost] = None
    """What one render costs."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ExportReport(Report):
    """What `castbook export --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "export/2"

    status: Status
    """That of the worst bundle."""

    written: bool
    """Whether anything was written."""

    bundles: Tuple[PlannedBundle, ...]
    """One for each shot file and target."""

    first: Tuple[ExportFirst, ...]
    """The calls that must come first."""

    total: Tuple[Money, ...]
    """Sums by currency."""

    total_is_all: bool
    """False where some price is not known."""

    unnoted: Optional[str] = None
    """Why the library could not take note."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ExportedBundle(Shape):
    """A bundle that was exported."""

    bundle: str
    """Of the bundle."""

    target: str
    """The name of a provider's endpoint."""

    shot: str
    """Of the shot file."""

    times: Tuple[datetime.datetime, ...]
    """When it was exported, last first."""

    elements: Tuple[str, ...]
    """Those in it."""

    takes: Tuple[ExportedTake, ...]
    """What came back."""

    project: Optional[str] = None
    """The project's identity."""

    cost: Optional[Money] = None
    """Of one render."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ExportedTake(Shape):
    """What came back from a provider."""

    bundle: str
    """Of the bundle that it was rendered of."""

    result: Literal["new", "kept", "rejected", "approved"]
    """What was decided about it."""

    at: datetime.datetime
    """When it was noted."""

    sha256: Optional[str] = None
    """Of the clip."""

    seed: Optional[str] = None
    """As the provider says it."""

    cost: Optional[Money] = None
    """What it cost."""

    note: Optional[str] = None
    """What was noted."""

    by: Optional[str] = None
    """Who decided it, as they call themselves."""

    comments: Tuple[Comment, ...] = ()
    """What people said about it, oldest first."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ExportsReport(Report):
    """What `castbook exports --json` prints. With `--jsonl` each line is one
    `$defs/exportedBundle`.
    Keys may be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "exports/1"

    exports: Tuple[ExportedBundle, ...]
    """Newest first, a bundle once."""

    priced: Tuple[Money, ...]
    """One render of each, by currency."""

    spent: Tuple[Money, ...]
    """What was noted of takes, by currency."""

    cut: bool = False
    """Present where only the newest were looked at."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Fact(Shape):
    """One fact in words."""

    name: str
    """What it is about, such as `file size`."""

    words: str
    """The fact."""

    stated: bool
    """False if it is inferred or unverified."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Fault(Shape):
    """A file that the library should have."""

    problem: Literal["missing", "damaged", "unreadable"]
    """What is wrong."""

    path: str
    """Where it belongs below the library."""

    sha256: str
    """Its name."""

    elements: Tuple[FaultElement, ...]
    """Who has or had it."""

    in_backup: bool
    """Whether the backup has it, whole."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class FaultElement(Shape):
    """An object."""

    handle: str
    """A handle without its at-sign."""

    path: str
    """The name it came under."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class FilesFile(Shape):
    """An object."""

    path: str
    """Where it was written."""

    sha256: str
    """Of the file."""

    number: Optional[int] = None
    """Its number in the element."""

    document: bool = False
    """Present for a document of rights."""

    was_there: bool = False
    """Present when the very same file was there."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class FilesReport(Report):
    """What `castbook files --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "files/1"

    handle: str
    """A handle without its at-sign."""

    files: Tuple[FilesFile, ...]
    """The files that were written."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class FilledCall(Shape):
    """A call."""

    path: str
    """Its name in the bundle."""

    target: str
    """The target that is called."""

    headers: Tuple[str, ...]
    """With keys as variables."""

    body: Any
    """What is sent."""

    filled: Tuple[FilledCallFilled, ...]
    """What was filled in."""

    missing: Tuple[str, ...]
    """What still has to be filled in."""

    url: Optional[str] = None
    """Where it is called."""

    withheld: Tuple[str, ...] = ()
    """Why headers of the profile are left out: keys that are not for this host."""

    gives: Optional[str] = None
    """What its answer stands for."""

    task: Optional[str] = None
    """Its task's id."""

    poll: Optional[Poll] = None
    """How a task is followed."""

    answer: Optional[Answer] = None
    """Where the answer is."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class FilledCallFilled(Shape):
    """An object."""

    placeholder: str
    """What stands for an id or an address in a request."""

    text: str
    """What replaces it."""

    from_: Literal["given", "library", "bundle"]
    """Where that is from."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Film(Shape):
    """A clip's decoded pictures."""

    codec: str

    pixel_format: str

    depth: int

    coded_width: int

    coded_height: int

    width: int

    height: int

    rotation: Literal[0, 90, 180, 270]

    variable: bool

    frames: int

    seconds: float

    tracks: int

    frames_per_second: Optional[float] = None

    claimed_seconds: Optional[float] = None

    hdr: Optional[str] = None

    field_order: Optional[Literal["top", "bottom"]] = None

    sound_lead: Optional[float] = None

    metric: Optional[str] = None

    fades: Optional[Tuple[Tuple[float, ...], ...]] = None
    """Fades, each from and to so many seconds."""

    cuts: Optional[Tuple[FilmCut, ...]] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class FilmCut(Shape):
    """The first frame behind a cut."""

    frame: int

    seconds: float

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Finding(Shape):
    """One rule's outcome."""

    rule: str
    """The stable name of the rule; `castbook explain RULE` says what it means."""

    severity: Literal["error", "warning", "note"]
    """How much it matters."""

    message: str
    """What happened."""

    target: Optional[str] = None
    """The target whose rule it is; without it the rule holds everywhere."""

    slot: Optional[Slot] = None
    """The slot whose rule it is."""

    basis: Optional[Literal["stated", "inferred", "unverified"]] = None
    """How the limit is known."""

    measured: Optional[str] = None
    """What was measured, as a text."""

    limit: Optional[str] = None
    """The limit, as a text."""

    unit: Optional[str] = None
    """The unit of both."""

    span: Tuple[float, ...] = ()
    """The place in a sound or a clip, in seconds."""

    fix: Optional[str] = None
    """What to do about it."""

    box: Tuple[int, ...] = ()
    """Where in the picture it is."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Fix(Shape):
    """The fix of a security hole."""

    ids: Tuple[str, ...]

    what: str
    """What the hole lets happen."""

    date: datetime.date

    source: str

    version: Optional[str] = None
    """The first version of the library with the fix."""

    debian: Mapping[str, str] = _field(default_factory=dict)
    """The first version of Debian's package with the fix, by release."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ForgetBackup(Located):
    """An object."""

    path: str
    """A path; what is not UTF-8 in it is U+FFFD."""

    form: Literal["folder", "zip"]
    """What the backup is."""

    at: datetime.datetime
    """When it was made."""

    there: bool
    """Whether anything exists there now."""

    fix: str
    """What removes the element from it."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ForgetClip(Shape):
    """An object."""

    sha256: str
    """Of the clip."""

    bundle: str
    """Of the bundle."""

    result: Literal["new", "kept", "rejected", "approved"]
    """What became of it."""

    at: datetime.datetime
    """When."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ForgetExport(Shape):
    """An object."""

    bundle: str
    """Of the bundle."""

    target: str
    """The name of a provider's endpoint."""

    shot: str
    """Of the shot file."""

    at: datetime.datetime
    """When."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ForgetMachine(Shape):
    """An object."""

    id: str
    """An identity, a ULID."""

    joined: datetime.datetime
    """When it introduced itself."""

    by: Optional[str] = None
    """Who works on it."""

    host: Optional[str] = None
    """Its name."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ForgetPin(Shape):
    """An object."""

    project: str
    """The project's identity."""

    path: str
    """Where it lay then."""

    sha256: str
    """Of the revision."""

    at: datetime.datetime
    """When."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ForgetRegistration(Shape):
    """An object."""

    target: str
    """The provider, or one of its targets."""

    account: str
    """The account there."""

    kind: Literal["element", "voice", "upload"]
    """What was registered."""

    id: str
    """The id that the provider gave."""

    at: datetime.datetime
    """When it was noted."""

    expires: Optional[datetime.date] = None
    """The last day on which it is held."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ForgetReport(Report):
    """What `castbook forget --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "forget/2"

    handle: str
    """A handle without its at-sign."""

    element: str
    """Its identity."""

    revision_count: int
    """How many revisions are deleted."""

    file_count: int
    """How many files are deleted."""

    bytes: int
    """Their bytes."""

    shared_file_count: int
    """How many of its files stay because others have them, too."""

    pins: Tuple[ForgetPin, ...]
    """Projects that pin it."""

    exports: Tuple[ForgetExport, ...]
    """Exports that name it."""

    take_count: int
    """How many results came back from those."""

    clips: Tuple[ForgetClip, ...]
    """Those of them that have a file."""

    clips_erased: bool
    """Whether their files are deleted as well."""

    remark_count: int
    """How many notes and reasons are deleted."""

    registrations: Tuple[ForgetRegistration, ...]
    """What providers hold of it."""

    looks: Tuple[str, ...]
    """Of elements that are a look of it."""

    speakers: Tuple[str, ...]
    """Of elements that speak with it."""

    backups: Tuple[ForgetBackup, ...]
    """Backups made since the element exists, newest first."""

    before: str
    """The first revision that stays."""

    dry_run: bool = False
    """Present when nothing was changed."""

    others_ask: bool = False
    """Present if these ask their users first, since this machine neither made the element nor is
    the
    keeper's.
    """

    machines: Optional[Tuple[ForgetMachine, ...]] = None
    """Of a shared library: the other machines of the team, which the erasure reaches later."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ForkSide(Shape):
    """One side of a fork."""

    side: str
    """The letter of a side of a fork."""

    revision: int
    """Its number."""

    sha256: str
    """Of the revision."""

    at: datetime.datetime
    """When it was made."""

    handle: str
    """A handle without its at-sign."""

    name: str

    seen: Tuple[str, ...]
    """What a provider would see of the difference."""

    unseen: Tuple[str, ...]
    """The rest of it."""

    by: Optional[str] = None
    """Who made it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ForkValue(Shape):
    """A value that sides of a fork do not share."""

    sides: Tuple[str, ...]
    """The sides that have it."""

    words: str
    """The value in words."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class GcReport(Report):
    """What `castbook gc --json` prints. Keys may be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "gc/2"

    grace_days: int
    """How long files are kept."""

    unnamed: Tally
    """Files that no record names."""

    leftovers: Tally
    """What ended commands left."""

    waiting: Tally
    """Files that are not old enough."""

    erased: Tally
    """Files of elements that teammates have erased, which were kept aside."""

    kept: Tally
    """Such files that are still kept aside."""

    paths: Tuple[str, ...]
    """What is deleted, below the library's folder."""

    segments: GcSegments
    """Files of records."""

    bytes: int
    """Freed, or to be freed."""

    dry_run: bool = False
    """Present when nothing was deleted."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class GcSegments(Shape):
    """Files of records."""

    merged: int
    """How many small files of records were merged."""

    into: int
    """Into how many."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Group(Shape):
    """The files of one subject."""

    handle: str
    """The proposed handle, and the name of the folder."""

    by: Tuple[Literal["names", "views", "looks", "colors", "times"], ...]
    """What the pictures were grouped by."""

    confidence: Literal["sure", "likely", "unsure"]
    """How certain it is that the pictures show one subject."""

    files: Tuple[SortFile, ...]
    """Its pictures, in the order of their names: at least two, or one of a known subject."""

    beside: Tuple[Place, ...]
    """Clips and recordings that have its name."""

    subject: Optional[str] = None
    """What the names of files call the subject, or what the known one is called."""

    known: Optional[Literal["library", "files"]] = None
    """Present if it is a known subject: an element of the library, or one with other files."""

    not_compared: Optional[Literal["print", "faces"]] = None
    """What distinguishes such subjects and is not compared: the print on packages, or faces."""

    likeness: Optional[float] = None
    """How alike what they show is in the mean."""

    nearest: Optional[str] = None
    """The group that may show the same subject."""

    nearest_likeness: Optional[float] = None
    """How alike that group is."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class HeardFile(Located):
    """A file as in check/2, with its best stretches."""

    path: str
    """Its path as given; what is not UTF-8 in it stands as U+FFFD."""

    status: Status
    """What all of its findings come to."""

    status_for: Mapping[str, Status]
    """The same for each target that was asked about it."""

    findings: Tuple[Finding, ...]
    """Its findings, worst first."""

    cuts: Tuple[SoundCut, ...]
    """The best stretches, best first."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    copy_for: Mapping[str, str] = _field(default_factory=dict)
    """Of an element's file: the prepared copies that are sent in its place, by target."""

    not_known_for: Tuple[str, ...] = ()
    """The targets of which no limit for such a file is known."""

    format: Optional[str] = None
    """What it is by its content."""

    bytes: Optional[int] = None
    """Its size."""

    sha256: Optional[str] = None
    """Its SHA-256."""

    proven: Optional[bool] = None
    """Whether every coded byte was decoded and is sound."""

    width: Optional[int] = None
    """Its width in pixels, upright."""

    height: Optional[int] = None
    """Its height in pixels, upright."""

    seconds: Optional[float] = None
    """The length of a clip or a sound."""

    sound: Optional[Sound] = None
    """What was decoded of a sound, or of the sound of a clip."""

    film: Optional[Film] = None
    """What was decoded of a clip's pictures."""

    orientation: Optional[int] = None
    """How the picture lies, as EXIF counts."""

    depth: Optional[int] = None
    """Bits a channel."""

    channels: Optional[int] = None
    """Grey 1, color 3, inks 4; one more with alpha."""

    alpha: Optional[Literal["none", "unused", "used", "unknown"]] = None
    """Whether parts are transparent; `unused` is full everywhere."""

    color: Optional[str] = None
    """Its colors: `not stated`, `sRGB`, a profile's own name, `CMYK (…)`."""

    frames: Optional[int] = None
    """1 for a still picture."""

    pages: Optional[int] = None
    """How many pictures a file of several holds."""

    progressive: bool = False
    """Present for a progressive JPEG."""

    coding: Optional[str] = None
    """A way of coding a JPEG that many readers lack."""

    sampling: Optional[Literal["4:4:4", "4:4:0", "4:2:2", "4:2:0", "4:1:1"]] = None
    """How a JPEG samples its colors."""

    provenance: Optional[Provenance] = None
    """What it says about its origin."""

    private_metadata: Tuple[Literal[
        "authorship", "camera", "comment", "credentials", "date", "history", "location",
        "maker-note", "motion-photo", "other", "owner", "people", "prompt", "serial-number",
        "thumbnail",
    ], ...] = ()
    """What people don't mean to hand out with a picture."""

    other_data_bytes: Optional[int] = None
    """Of `other` private metadata: how many bytes they take."""

    trailing_bytes: Optional[int] = None
    """Bytes after the end of the picture."""

    waveform: Optional[str] = None
    """The largest sample of each part, in hexadecimal."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ImportElement(Shape):
    """An object."""

    handle: str
    """A handle without its at-sign."""

    kind: Kind
    """The kind of an element."""

    change: Literal["added", "forward", "here", "older", "forked", "as-new"]
    """What became of it."""

    revision: int
    """The number of its latest revision here."""

    packed_as: Optional[str] = None
    """Its handle in the pack."""

    sides: Tuple[ImportedSide, ...] = ()
    """Of a fork."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ImportLibraryGroup(Shape):
    """An object."""

    group: str
    """Its name there, with those of the folders around it."""

    file_count: int
    """How many files it has."""

    kind: Literal["character", "product", "place", "voice"]
    """What the element is."""

    handle: Optional[str] = None
    """Absent if its name has no letters for one."""

    skipped: bool = False
    """True if the mapping leaves it out."""

    aside: Optional[str] = None
    """Why it is left out unless a mapping says otherwise."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ImportLibraryLeftOut(Shape):
    """An object."""

    reason: str
    """Why."""

    count: int
    """How many."""

    example: str
    """The name of the first one."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ImportLibraryReport(Report):
    """What `castbook import --from-eagle --json` prints. Keys may be added; none is renamed or
    changes
    its meaning.
    """

    SHAPE: ClassVar[str] = "import-library/1"

    program: Literal["eagle", "characters", "pixlstash", "character-files", "photos"]
    """Whose library it is."""

    groups: Tuple[ImportLibraryGroup, ...]
    """What the other program keeps together, and what it becomes."""

    left_out: Tuple[ImportLibraryLeftOut, ...]
    """What can't be imported, by reason."""

    added: Optional[Mapping[str, Any]] = None
    """Absent if nothing was imported; otherwise as in add.schema.json."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ImportReport(Report):
    """What `castbook import --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "import/2"

    new_file_count: int
    """How many files are new here."""

    new_bytes: int
    """Their bytes."""

    left_registration_count: int
    """How many ids of providers were left out."""

    elements: Tuple[ImportElement, ...]
    """The elements of the pack."""

    dry_run: bool = False
    """Present when nothing was written."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ImportedSide(Shape):
    """One side of a fork."""

    side: str
    """The letter of a side of a fork."""

    revision: int
    """Its number."""

    sha256: str
    """Of the revision."""

    at: datetime.datetime
    """When it was made."""

    handle: str
    """A handle without its at-sign."""

    name: str

    arriving: bool
    """Whether it came with the pack."""

    by: Optional[str] = None
    """Who made it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class InitReport(Report):
    """What `castbook init --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "init/1"

    library: str
    """The library's folder."""

    id: str
    """Its identity."""

    elements: Optional[Tuple[str, ...]] = None
    """With --starter: the elements."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Job(Shape):
    """A call that was submitted to a provider."""

    id: str
    """The job's name for commands, the end of its identity."""

    state: Literal["sending", "accepted", "refused", "done", "failed", "cancelled", "settled"]
    """How far it has come; `sending` is a job that may have been accepted."""

    target: str
    """The name of a provider's endpoint."""

    account: str
    """The user's account with the provider."""

    path: str
    """The call's file in the bundle."""

    at: datetime.datetime
    """When it came into this state."""

    sha256: Optional[str] = None
    """Of the bundle, unless an element or a voice is created for the library."""

    task: Optional[str] = None
    """The provider's id for the job."""

    made: Optional[str] = None
    """The id of what was created."""

    cost: Optional[Money] = None
    """The price that was expected."""

    note: Optional[str] = None
    """What the provider said, or why it was given up."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class JobResultReport(Report):
    """What `castbook fetch JOB --json` and `castbook cancel JOB --json` print. Keys may be added;
    none
    is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "job-result/1"

    result: Result
    """What came of a job."""

    subject: Optional[str] = None
    """The bundle's name, or the element's handle."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class JobsJob(Shape):
    """An object."""

    job: Job
    """A call that was submitted to a provider."""

    subject: Optional[str] = None
    """The bundle's name, or the element's handle."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class JobsReport(Report):
    """What `castbook jobs --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "jobs/1"

    jobs: Tuple[JobsJob, ...]
    """Newest first."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class KnownKey(Shape):
    """A key that has a source."""

    name: str
    """The name that calls use for a key."""

    account: str
    """Whose key it is; main unless the user has several accounts."""

    source: Literal["variable", "command", "keyring", "file"]
    """Where it comes from: a variable, a command in keys.json, the system's keyring, or a file of
    its
    own.
    """

    provider: Optional[str] = None
    """The provider that it is for, if a target uses it."""

    variable: Optional[str] = None
    """The variable, if it comes from one."""

    since: Optional[datetime.datetime] = None
    """When Castbook began to keep it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class LibrariesReport(Report):
    """What `castbook --version --libraries --json` prints. Keys may be added; none is renamed or
    changes its meaning.
    """

    SHAPE: ClassVar[str] = "libraries/1"

    version: str
    """Castbook's version."""

    installation: Literal["wheel", "deb", "archive", "source"]
    """How Castbook was installed."""

    as_of: datetime.date
    """The day on which the table of fixes was compiled."""

    libraries: Tuple[LoadedLibrary, ...]
    """The C libraries that Castbook's programs have loaded, as far as the table knows them."""

    system: Optional[str] = None
    """The system's name and release: `debian 12`."""

    protection: Tuple[Protection, ...] = ()
    """How each program confines the processes that decode."""

    missing_programs: Tuple[str, ...] = ()
    """Programs that are not installed, and so were not examined."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Lighting(Shape):
    """How it is lit, in stops."""

    color: float
    """The logarithm to base 2 of red over blue."""

    exposure: float
    """The logarithm to base 2 of the mean light."""

    across: float
    """How the light changes from left to right."""

    down: float
    """How the light changes from the top down."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class LimitsDocument(Shape):
    """The user's limits on what may be spent, `~/.config/castbook/limits.json`."""

    SHAPE: ClassVar[str] = "limits/1"

    daily: Tuple[str, ...]
    """The maximum of what is begun within 24 hours, an amount for each currency."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ListReport(Report):
    """What `castbook list --json` prints. With `--jsonl` each line is one `$defs/element`. Keys may
    be
    added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "list/2"

    elements: Tuple[Element, ...]
    """The elements, last changed first."""

    total: Optional[int] = None
    """How many there are in all, where that is known."""

    without_rights_count: Optional[int] = None
    """With --expiring: how many elements state no rights, none of which is listed."""

    next: Optional[str] = None
    """What `--after` takes for the next page."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ListedTake(Shape):
    """What came back from a provider."""

    bundle: str
    """Of the bundle that it was rendered of."""

    result: Literal["new", "kept", "rejected", "approved"]
    """What was decided about it."""

    at: datetime.datetime
    """When it was noted."""

    shot: str
    """The shot file, below the project's folder or in full."""

    target: str
    """The id of the target."""

    sha256: Optional[str] = None
    """Of the clip."""

    seed: Optional[str] = None
    """As the provider says it."""

    cost: Optional[Money] = None
    """What it cost."""

    note: Optional[str] = None
    """What was noted."""

    by: Optional[str] = None
    """Who decided it, as they call themselves."""

    comments: Tuple[Comment, ...] = ()
    """What people said about it, oldest first."""

    project: Optional[str] = None
    """The project that it was exported in."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class LoadedLibrary(Shape):
    """A C library as it was loaded."""

    name: str

    state: Literal["current", "outdated", "uncertain"]
    """`current`: it has all known fixes. `outdated`: it lacks at least one. `uncertain`: its
    version
    is older than a fix, but the system may have patched it.
    """

    paths: Tuple[str, ...]
    """Its files."""

    programs: Tuple[str, ...]
    """The programs that have loaded it."""

    version: Optional[str] = None
    """As the library states it, or else as its package does."""

    bundled: bool = False
    """Present if the library came with Castbook: `package` is then the source of Debian that it was
    built from.
    """

    package: Optional[LoadedLibraryPackage] = None
    """The package that contains it; absent if none does."""

    missing: Tuple[Fix, ...] = ()
    """Fixes that it lacks."""

    uncertain: Tuple[Fix, ...] = ()
    """Fixes that it may have or lack."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class LoadedLibraryPackage(Shape):
    """The package that contains it; absent if none does."""

    name: str

    version: str

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class LogDismissal(Shape):
    """An object."""

    path: str
    """The name that the file came under."""

    sha256: str
    """Of the file."""

    rule: str
    """The stable name of a rule; `castbook explain RULE` says what it means."""

    reason: str
    """Why it was dismissed."""

    at: datetime.datetime
    """When."""

    end: Optional[LogDismissalEnd] = None
    """Since when it is counted again."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class LogDismissalEnd(Shape):
    """Since when it is counted again."""

    at: datetime.datetime
    """When."""

    reason: Optional[str] = None
    """Why."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class LogReport(Report):
    """What `castbook log --json` prints. Keys may be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "log/2"

    handle: str
    """A handle without its at-sign."""

    revisions: Tuple[LogRevision, ...]
    """First to last."""

    dismissals: Tuple[LogDismissal, ...] = ()
    """Of all files that the element ever had."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class LogRevision(Shape):
    """An object."""

    revision: int
    """Its number."""

    sha256: str
    """Of the revision."""

    at: datetime.datetime
    """When it was made."""

    changes: Tuple[str, ...]
    """What changed, in words."""

    by: Optional[str] = None
    """Who made it."""

    parent: Optional[str] = None
    """The revision it was made from."""

    merges: Tuple[str, ...] = ()
    """Revisions of others whose fork it ends."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ManualReport(Report):
    """What `castbook manual --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "manual/1"

    text: str
    """What is printed without --json."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class MappingGroup(Shape):
    """An object."""

    group: str
    """Its name there, with those of the folders around it."""

    files: Optional[int] = None
    """How many files it has."""

    handle: Optional[str] = None
    """The handle of the element; several groups may have the same."""

    kind: Optional[Literal["character", "product", "place"]] = None
    """What the element is."""

    skip: Optional[bool] = None
    """Whether it is left out."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class MappingReport(Report):
    """What `castbook import --write-map FILE` writes and `--map FILE` reads. Keys may be added;
    none
    is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "mapping/1"

    groups: Tuple[MappingGroup, ...]
    """What each group of another program's library becomes."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Measured(Shape):
    """A number that was measured, the least that it is, or why there is none."""

    value: Optional[float] = None

    at_least: Optional[float] = None

    unknown: Optional[Literal[
        "too-short", "too-long", "silent", "no-speech", "no-pauses", "gated", "low-rate", "noisy",
        "few-decays",
    ]] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Model(Located):
    """A model with what is known of it."""

    name: str
    """The name that `models add` accepts."""

    title: str
    """What it is and what it was trained on."""

    state: Literal["installed", "missing", "changed"]
    """Whether it can be used. `changed`: its file is not the one that was installed."""

    path: str
    """Its file, whether it exists or not."""

    uses: Tuple[str, ...]
    """What it is for."""

    limits: Tuple[str, ...]
    """What it can't do, and must not be used for."""

    licence: str

    origin: str
    """Who made its weights."""

    training: str
    """The pictures that it learned from."""

    sources: Tuple[str, ...]
    """The pages that say so."""

    as_of: str
    """The day on which this was looked up."""

    package: ModelPackage
    """The published package with its weights."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ModelPackage(Shape):
    """The published package with its weights."""

    registry: str

    name: str

    version: str

    url: str

    byte_count: int

    sha256: str

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ModelsReport(Report):
    """What `castbook models --json`, `models add` and `models remove` print. Keys may be added;
    none
    is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "models/1"

    models: Tuple[Model, ...]
    """All models; after `add` and `remove` the one that was named."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Money(Shape):
    """An amount of money."""

    amount: Decimal
    """An amount of money, exact."""

    currency: str
    """The currency of an amount."""

    as_of: Optional[datetime.date] = None
    """The day of the price."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class NewRegistration(Shape):
    """Something that a provider holds."""

    new: bool
    """False where it was noted already."""

    target: str
    """A provider or one of its targets."""

    account: str
    """The account there."""

    kind: Literal["element", "voice", "upload"]
    """What was registered."""

    id: str
    """The id that the provider gave."""

    at: datetime.datetime
    """When it was noted."""

    state: Literal["current", "behind", "expired"]
    """Whether it can be sent."""

    handle: Optional[str] = None
    """As the element is called now."""

    element: Optional[str] = None
    """Its identity."""

    revision: Optional[int] = None
    """The number of the revision."""

    sha256: Optional[str] = None
    """Of the revision."""

    blob: Optional[str] = None
    """Of a file by itself."""

    expires: Optional[datetime.date] = None
    """The last day on which it is held."""

    changes: Optional[Tuple[str, ...]] = None
    """What a provider would see of the difference."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PackWrittenElement(Shape):
    """An object."""

    handle: str
    """A handle without its at-sign."""

    element: str
    """Its identity."""

    kind: Kind
    """The kind of an element."""

    sha256: str
    """Of its latest revision."""

    need: bool = False
    """Present when another element needs it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PackWrittenReport(Report):
    """What `castbook pack --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "pack-written/2"

    path: str
    """The zip."""

    file_count: int
    """How many files are in it."""

    bytes: int
    """Of all of them."""

    elements: Tuple[PackWrittenElement, ...]
    """Its elements."""

    was_there: bool = False
    """Present when the very same was there."""

    notices: Optional[Tuple[str, ...]] = None
    """What the sender should know."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Pin(Shape):
    """What is pinned."""

    handle: str
    """As the project calls it."""

    element: str
    """Its identity."""

    status: Status
    """By the worst of its findings."""

    state: Literal["current", "behind", "missing"]
    """How it compares with the latest revision."""

    counted_as: Standing
    """What the worst finding of a pin says."""

    revision: int
    """The number of the pinned revision."""

    sha256: str
    """Of that revision."""

    latest: Tuple[PinLatest, ...]
    """Its latest revisions; several when it is forked."""

    findings: Tuple[Finding, ...]
    """What was found, worst first."""

    name: Optional[str] = None
    """Of the element."""

    kind: Optional[Kind] = None
    """The kind of an element."""

    shots: Optional[Tuple[str, ...]] = None
    """Shot files that were last exported with another revision."""

    seen: Optional[Tuple[str, ...]] = None
    """What a provider would see of the difference."""

    unseen: Optional[Tuple[str, ...]] = None
    """The rest of it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PinLatest(Shape):
    """An object."""

    handle: str
    """A handle without its at-sign."""

    revision: int
    """Its number."""

    sha256: str
    """Of the revision."""

    retired: bool = False
    """Present when the element was removed."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Place(Located):
    """A file."""

    path: str
    """A path as given; what is not UTF-8 in it is U+FFFD."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PlannedBundle(Shape):
    """A bundle."""

    name: str
    """That of its folder."""

    shot: str
    """Of the shot file, as given."""

    status: Status
    """By the worst of its findings."""

    files: Tuple[PlannedBundleFile, ...]
    """What is sent."""

    first: Tuple[str, ...]
    """The calls that must come first."""

    findings: Tuple[Remark, ...]
    """What was found."""

    besides: Optional[str] = None
    """The target whose bundle has the shot file's name."""

    target: Optional[str] = None
    """The name of a provider's endpoint."""

    tier: Optional[str] = None
    """Its tier."""

    path: Optional[str] = None
    """Where it was written."""

    problem: Optional[PlannedBundleProblem] = None
    """Present when something else was in the way of it."""

    was_there: bool = False
    """Present when a bundle that asks for the same was there."""

    sha256: Optional[str] = None
    """Of its bundle.json."""

    bytes: Optional[int] = None
    """Of all of its files."""

    cost: Optional[Cost] = None
    """What one render costs."""

    render: Optional[Render] = None
    """What will be rendered, as far as it is known."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PlannedBundleFile(Shape):
    """An object."""

    path: str
    """Within the bundle."""

    of: str
    """What it is."""

    from_: str
    """The original."""

    sent: str
    """What is sent."""

    bytes: int
    """Its size."""

    steps: Tuple[Step, ...]
    """What was done, in order."""

    width: Optional[int] = None
    """In pixels."""

    height: Optional[int] = None
    """In pixels."""

    reused: bool = False
    """Present where the library had the copy."""

    generated: Optional[Literal["all", "part"]] = None
    """How much of it a model generated, where the original states that."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PlannedBundleProblem(Shape):
    """Present when something else was in the way of it."""

    message: str
    """What is in the way."""

    fix: Optional[str] = None
    """What to do."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Poll(Shape):
    """How a task is followed."""

    id: str
    """The field of the answer that is the task's id."""

    url: str
    """Where the task is asked about."""

    state: str
    """The field with its state."""

    waiting: Optional[Tuple[str, ...]] = None
    """What it says while it runs."""

    done: Optional[Tuple[str, ...]] = None
    """What it says when it is done."""

    failed: Optional[Tuple[str, ...]] = None
    """What it says when it failed."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PrepareOptions(Shape):
    """How pictures were prepared."""

    fit: Literal["pad", "crop"]
    """What is done with what is too wide or too narrow."""

    background: Optional[str] = None
    """The color that was asked for behind transparent parts and for borders."""

    allow_upscale: bool = False
    """Present when what is too small may be enlarged."""

    keep: Tuple[Literal["authorship", "credentials"], ...] = ()
    """What was to stay beside pictures."""

    inferred_limits: bool = False
    """Present when clips are changed for limits that no source states."""

    keep_interlaced: bool = False
    """Present when interlaced clips stay so."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PrepareReport(Report):
    """What `castbook prepare --json` prints, and the proof `prepare.json` beside the copies. Keys
    may
    be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "prepare/1"

    targets: Tuple[Target, ...]
    """The targets that all copies have to pass, in order."""

    options: PrepareOptions
    """How pictures were prepared."""

    metric: str
    """The version of the measures."""

    files: Tuple[PreparedFile, ...]
    """The files in the order given; in a proof, behind those of earlier runs."""

    summary: PrepareSummary
    """What became of the files of this run."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class PrepareSummary(Shape):
    """What became of the files of this run."""

    files: int
    """How many files there are."""

    as_they_are: int
    """How many of them pass as they are."""

    prepared: int
    """How many were prepared."""

    refused: int
    """How many can't be made to pass."""

    passed_over: int
    """How many are no pictures."""

    findings: Tuple[Finding, ...]
    """What is to be said of the targets and of what was named."""

    kept_before: Optional[int] = None
    """How many of the prepared copies the library had before."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PreparedFile(Located):
    """A file as in prepare/1."""

    path: str
    """Its path as given; what is not UTF-8 in it stands as U+FFFD."""

    status: Literal["as-it-is", "prepared", "refused", "passed-over"]
    """What became of it."""

    steps: Tuple[Step, ...]
    """What was done, in order."""

    before: PreparedState
    """The original, checked for the targets."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    sha256: Optional[str] = None
    """The SHA-256 of the original."""

    output: Optional[PreparedFileOutput] = None
    """The copy."""

    after: Optional[PreparedState] = None
    """The copy, checked for the targets."""

    reasons: Tuple[Finding, ...] = ()
    """Why it is refused."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PreparedFileOutput(Shape):
    """The copy."""

    sha256: str
    """Its SHA-256."""

    bytes: int
    """Its size."""

    path: Optional[str] = None
    """Its name in the folder that it was written to, where it was."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PreparedState(Shape):
    """What a picture is, what its targets say, and how good it is."""

    status: Status
    """What its findings come to."""

    status_for: Mapping[str, Status]
    """The same for each target."""

    findings: Tuple[Finding, ...]
    """What the check says of it, worst first."""

    format: Optional[str] = None
    """What it is by its content."""

    bytes: Optional[int] = None
    """Its size."""

    width: Optional[int] = None
    """Its width in pixels, upright."""

    height: Optional[int] = None
    """Its height in pixels, upright."""

    orientation: Optional[int] = None
    """How the picture lies, as EXIF counts."""

    color: Optional[str] = None
    """Its colors: `not stated`, `sRGB`, a profile's own name, `CMYK (…)`."""

    analysis: Optional[Analysis] = None
    """The size it was measured at."""

    scores: Optional[Mapping[str, float]] = None
    """Each measure from 0 to 1, 1 being good."""

    measures: Optional[Mapping[str, ScoreMeasure]] = None
    """What stands behind each score."""

    lighting: Optional[Lighting] = None
    """How it is lit, in stops."""

    not_measured: Optional[Tuple[Measure, ...]] = None
    """The measures that could not be taken."""

    quality: Optional[Tuple[Finding, ...]] = None
    """What the scores come to."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Problem(Shape):
    """Why something can't be done."""

    message: str

    fix: Optional[str] = None
    """What to do."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProfileChange(Shape):
    """A difference of two profiles."""

    key: str
    """Where it is in a profile's file."""

    change: Literal["added", "removed", "changed"]
    """What became of it."""

    item: Optional[str] = None
    """Which entry of a list."""

    slot: Optional[Slot] = None

    direction: Optional[Literal["stricter", "looser", "both", "dearer", "cheaper"]] = None
    """Where it can be told."""

    old: Optional[Statement] = None
    """What a profile says."""

    new: Optional[Statement] = None
    """What a profile says."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProfileSide(Located):
    """One of two profiles."""

    id: str
    """The name of a provider's endpoint."""

    as_of: datetime.date
    """The day of its facts."""

    profile: Optional[str] = None
    """Of its file."""

    as_of_is_latest: bool = False
    """Present where that is only the last day they can be of."""

    path: Optional[str] = None
    """Of a file."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    yours: bool = False
    """Present for a profile of your own."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProfileTarget(Shape):
    """A target."""

    id: str
    """The name of a provider's endpoint."""

    aliases: Tuple[str, ...]
    """Its short names."""

    provider: str
    """Who answers."""

    model: str
    """What it renders with."""

    as_of: datetime.date
    """The day of its facts."""

    status: Literal["live", "ended", "unverified"]
    """Whether it answers."""

    faces: Literal["accepted", "registered-only", "refused", "unknown"]
    """Whether pictures of real people are taken."""

    slots: Tuple[Slot, ...]
    """Its slots."""

    sha256: str
    """Of the profile's file."""

    kind: Optional[Literal[
        "text", "first-frame", "video", "motion", "references", "picture", "voice", "element",
    ]] = None
    """What it is for."""

    as_of_is_latest: bool = False
    """Present where that is only the last day they can be of."""

    status_note: Optional[str] = None
    """More about that."""

    retires: Optional[datetime.date] = None
    """The last day on which it answers."""

    instead: Optional[str] = None
    """The target that takes its place."""

    certainty: Optional[Literal[
        "first-party-types", "first-party-page", "third-party", "inferred", "contradicted",
    ]] = None
    """How its request is known."""

    seen: Optional[datetime.date] = None
    """The last day on which its first source had nothing newer."""

    yours: bool = False
    """Present for a profile of your own."""

    profile: Optional[Mapping[str, Any]] = None
    """With --full, its file as it is written; see docs/targets.md."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Project(Shape):
    """A project that uses the library."""

    project: str
    """The project's identity."""

    status: Status
    """That of the worst pin."""

    pin_count: int
    """How many pins there are."""

    counts: Mapping[str, int]
    """How many pins count as what, worst first."""

    ending_rights: Tuple[ProjectEndingRight, ...]
    """Pins whose rights have ended, or end within 30 days."""

    export_count: int
    """The number of exported bundles."""

    takes: ProjectTakes
    """What came back, by rating."""

    priced: Tuple[Money, ...]
    """One render of each bundle, by currency."""

    spent: Tuple[Money, ...]
    """What was noted of takes, by currency."""

    path: Optional[str] = None
    """Its folder when a pin was last recorded."""

    absence: Optional[str] = None
    """Present if its pins can't be read: the reason."""

    last_export: Optional[datetime.datetime] = None
    """When a bundle was last exported."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProjectEndingRight(Shape):
    """An object."""

    handle: str
    """As the project calls it."""

    element: str
    """An identity, a ULID."""

    message: str
    """When they end."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProjectTakes(Shape):
    """What came back, by rating."""

    new: int

    kept: int

    rejected: int

    approved: int

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProjectsOutside(Shape):
    """The exports that belong to no project."""

    export_count: int
    """The number of exported bundles."""

    takes: ProjectsOutsideTakes
    """What came back, by rating."""

    priced: Tuple[Money, ...]
    """One render of each bundle, by currency."""

    spent: Tuple[Money, ...]
    """What was noted of takes, by currency."""

    last_export: Optional[datetime.datetime] = None
    """When a bundle was last exported."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProjectsOutsideTakes(Shape):
    """What came back, by rating."""

    new: int

    kept: int

    rejected: int

    approved: int

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProjectsReport(Report):
    """What `castbook projects --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "projects/1"

    projects: Tuple[Project, ...]
    """Those with the worst pins first."""

    outside: ProjectsOutside
    """The exports that belong to no project."""

    export_count: int
    """The number of exported bundles."""

    takes: ProjectsTakes
    """What came back, by rating."""

    priced: Tuple[Money, ...]
    """One render of each bundle, by currency."""

    spent: Tuple[Money, ...]
    """What was noted of takes, by currency."""

    last_export: Optional[datetime.datetime] = None
    """When a bundle was last exported."""

    cut: bool = False
    """Present if only the newest exports were counted."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ProjectsTakes(Shape):
    """What came back, by rating."""

    new: int

    kept: int

    rejected: int

    approved: int

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PromptLength(Shape):
    """The length of the words."""

    count: int
    """How long the words are."""

    counted: Literal["characters", "utf8-bytes", "utf16"]
    """What is counted."""

    limit: Optional[int] = None
    """How long they may be."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PromptPlaceholder(Shape):
    """An object."""

    placeholder: str
    """What stands for an id or an address in a request."""

    at: Tuple[str, ...]
    """Where it is in the body."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PromptRemote(Shape):
    """An object."""

    placeholder: str
    """What stands for an id or an address in a request."""

    handle: str
    """A handle without its at-sign."""

    id: Optional[str] = None
    """When it can be sent."""

    registration: Optional[Registration] = None
    """Something that a provider holds."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class PromptReport(Report, Located):
    """What `castbook prompt --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "prompt/2"

    path: str
    """As given."""

    status: Status
    """By the worst of its findings."""

    findings: Tuple[Remark, ...]
    """What was found."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    target: Optional[str] = None
    """The name of a provider's endpoint."""

    as_of: Optional[datetime.date] = None
    """The day of its facts."""

    endpoint: Optional[str] = None
    """Where the request goes."""

    tier: Optional[str] = None
    """Its tier."""

    variant: Optional[str] = None
    """Its variant."""

    seconds: Optional[int] = None
    """The length of the video."""

    prompt: Optional[str] = None
    """What is sent."""

    shots: Tuple[PromptShot, ...] = ()
    """What is sent, in several shots."""

    length: Optional[PromptLength] = None
    """The length of the words."""

    render: Optional[Render] = None
    """What will be rendered, as far as it is known."""

    request: Optional[Any] = None
    """The exact body, with placeholders."""

    placeholders: Optional[Tuple[PromptPlaceholder, ...]] = None
    """The placeholders in the body."""

    first: Optional[Tuple[Call, ...]] = None
    """The calls that come first."""

    remotes: Optional[Tuple[PromptRemote, ...]] = None
    """What is sent as an id of the provider."""

    bindings: Optional[Tuple[Binding, ...]] = None
    """What is sent besides the words."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class PromptShot(Shape):
    """An object."""

    prompt: str
    """What is sent."""

    length: int
    """Of its words."""

    seconds: Optional[int] = None
    """The length of the shot."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Protection(Shape):
    """How a program confines the processes that decode."""

    program: str

    seccomp: bool
    """Whether a filter of system calls is in force."""

    landlock: bool
    """Whether the kernel's rules about files and connections are in force."""

    gaps: Tuple[str, ...] = ()
    """What such a process could do although it must not; absent if nothing."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Provenance(Shape):
    """What a file says about its origin; `docs/provenance.md` says what that is worth."""

    credentials: Optional[Credentials] = None
    """Its Content Credentials (C2PA)."""

    source: Optional[str] = None
    """IPTC's digital source type in its XMP, which nothing protects."""

    generator: Optional[str] = None
    """The program that made it, by a text that the program left in it."""

    remote: Optional[str] = None
    """Where its XMP says that credentials are; never fetched."""

    generated: Optional[Literal["all", "part"]] = None
    """How much of it a model generated, as it says."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProvenanceFile(Located):
    """An object."""

    path: str
    """As given, or the file's name below the handle of its element."""

    state: Literal["intact", "changed", "invalid", "unchecked", "none", "unread"]
    """Of its Content Credentials; `none` without them, `unread` if it could not be read."""

    path_hex: Optional[str] = None
    """All bytes of a path that is not UTF-8."""

    number: Optional[int] = None
    """Of a file of the library: its number in the element."""

    format: Optional[str] = None
    """By its content."""

    signer: Optional[Literal["trusted", "unknown"]] = None
    """Whether the list leads to the signer, where there is a list and the signature matches."""

    provenance: Optional[Provenance] = None
    """What it says about its origin."""

    problem: Optional[str] = None
    """Why it could not be read."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProvenanceReport(Report):
    """What `castbook provenance --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "provenance/1"

    files: Tuple[ProvenanceFile, ...]
    """In the order in which they were named."""

    summary: ProvenanceSummary
    """How many files there are, and how many of each state."""

    trust: Optional[ProvenanceTrust] = None
    """The list of who the user trusts, where there is one."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ProvenanceSummary(Shape):
    """How many files there are, and how many of each state."""

    file_count: int

    intact: int

    changed: int

    invalid: int

    unchecked: int

    none: int

    unread: int

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ProvenanceTrust(Located):
    """The list of who the user trusts, where there is one."""

    path: str
    """Of the list."""

    certificate_count: int
    """How many certificates it has."""

    path_hex: Optional[str] = None
    """All bytes of a path that is not UTF-8."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RegisterPlan(Shape):
    """What --send would do, with --dry-run."""

    calls: Tuple[RegisterPlanCall, ...]
    """The calls that remain, in order; the request comes last."""

    files: Tuple[RegisterPlanFile, ...]
    """The files that the provider needs."""

    missing_keys: Tuple[str, ...] = ()
    """The names of the keys that are needed and have no source."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RegisterPlanCall(Shape):
    """An object."""

    path: str
    """Its file in the bundle."""

    target: str
    """The name of a provider's endpoint."""

    creates: Optional[str] = None
    """The element or voice that it creates."""

    cost: Optional[Money] = None
    """Its price."""

    hosts: Optional[Tuple[str, ...]] = None
    """The hosts that it goes to, with its uploads; empty if they are not known."""

    profile: Optional[RegisterPlanCallProfile] = None
    """The file with the target's profile, unless it is built in."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RegisterPlanCallProfile(Shape):
    """The file with the target's profile, unless it is built in."""

    file: str
    """A path; what is not UTF-8 in it is U+FFFD."""

    replaces_built_in: bool
    """Whether there is a built-in profile of this name, which is not used."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RegisterPlanFile(Shape):
    """An object."""

    path: str
    """Its name in the bundle."""

    bytes: int
    """Its length."""

    way: Literal["upload", "uploaded", "in-request", "given"]
    """How the provider gets it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RegisterReport(Report):
    """What `castbook register --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "register/2"

    registrations: Tuple[NewRegistration, ...]
    """Those that were noted."""

    dry_run: bool = False
    """Present when nothing was sent."""

    plan: Optional[RegisterPlan] = None
    """What --send would do, with --dry-run."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Registration(Shape):
    """Something that a provider holds."""

    target: str
    """A provider or one of its targets."""

    account: str
    """The account there."""

    kind: Literal["element", "voice", "upload"]
    """What was registered."""

    id: str
    """The id that the provider gave."""

    at: datetime.datetime
    """When it was noted."""

    state: Literal["current", "behind", "expired"]
    """Whether it can be sent."""

    provider: Optional[Literal["live", "gone", "unknown"]] = None
    """What the provider says of it, with `--check`."""

    handle: Optional[str] = None
    """As the element is called now."""

    element: Optional[str] = None
    """Its identity."""

    revision: Optional[int] = None
    """The number of the revision."""

    sha256: Optional[str] = None
    """Of the revision."""

    blob: Optional[str] = None
    """Of a file by itself."""

    expires: Optional[datetime.date] = None
    """The last day on which it is held."""

    changes: Optional[Tuple[str, ...]] = None
    """What a provider would see of the difference."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RegistrationsReport(Report):
    """What `castbook registrations --json` prints. Keys may be added; none is renamed or changes
    its
    meaning.
    """

    SHAPE: ClassVar[str] = "registrations/2"

    registrations: Tuple[Registration, ...]
    """Those that there are."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Remark(Shape):
    """A finding, with its place in the shot file."""

    rule: str
    """The stable name of the rule; `castbook explain RULE` says what it means."""

    severity: Literal["error", "warning", "note"]
    """How much it matters."""

    message: str
    """What happened."""

    line: Optional[int] = None
    """From 1."""

    column: Optional[int] = None
    """From 1."""

    target: Optional[str] = None
    """The target whose rule it is; without it the rule holds everywhere."""

    slot: Optional[Slot] = None
    """The slot whose rule it is."""

    basis: Optional[Literal["stated", "inferred", "unverified"]] = None
    """How the limit is known."""

    measured: Optional[str] = None
    """What was measured, as a text."""

    limit: Optional[str] = None
    """The limit, as a text."""

    unit: Optional[str] = None
    """The unit of both."""

    span: Tuple[float, ...] = ()
    """The place in a sound or a clip, in seconds."""

    fix: Optional[str] = None
    """What to do about it."""

    box: Tuple[int, ...] = ()
    """Where in the picture it is."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Remote(Shape):
    """Where a library is shared, and how this machine uses it."""

    location: str
    """The address, such as s3://bucket/prefix."""

    region: str
    """The region."""

    files: Literal["none", "pinned", "all"]
    """Which files a pull fetches."""

    sealed: bool
    """Whether everything is encrypted with a team key."""

    endpoint: Optional[str] = None
    """The server; absent for Amazon's own."""

    profile: Optional[str] = None
    """The profile in ~/.aws with the keys."""

    account: Optional[str] = None
    """The account whose keys Castbook keeps."""

    ca: Optional[str] = None
    """A file with the authority that signed the certificate."""

    keeper: Optional[str] = None
    """The beginning of the key of the machine that this one believes; absent if it was told of
    none.
    """

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemoteAddedReport(Report):
    """What `castbook remote add --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "remote-added/1"

    remote: Remote
    """Where a library is shared, and how this machine uses it."""

    new: bool
    """Whether the store contained no library before."""

    copy: bool
    """Whether the library here has become a copy of the one in the store."""

    store: RemoteAddedStore
    """What the store does, as found by asking it; what was not tried is absent."""

    key_file: Optional[str] = None
    """The file with the team key, if it was made now."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RemoteAddedStore(Shape):
    """What the store does, as found by asking it; what was not tried is absent."""

    may_write: bool
    """Whether the keys may write."""

    clock_difference: int
    """By how much its clock is ahead of this machine's, in seconds."""

    may_delete: Optional[bool] = None
    """Whether the keys may delete."""

    verifies_sha256: Optional[bool] = None
    """Whether the store refuses what contradicts its SHA-256."""

    verifies_md5: Optional[bool] = None
    """Whether the store refuses what contradicts its MD5."""

    refuses_old_signatures: Optional[bool] = None
    """Whether the store refuses requests that were signed long ago."""

    honours_conditions: Optional[bool] = None
    """Whether the store refuses to overwrite if it is asked to."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemoteGcReport(Report):
    """What `castbook gc --remote --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "remote-gc/1"

    location: str
    """The address of the store."""

    marked_count: int
    """How many files no record names and are marked now."""

    marked_bytes: int
    """Their bytes."""

    deleted_count: int
    """How many files were deleted."""

    deleted_bytes: int
    """Their bytes."""

    waiting_count: int
    """How many marked files are not old enough."""

    erased_record_count: int
    """How many erased records were removed."""

    erased_waiting_count: int
    """How many files of erased elements a later clean-up deletes."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RemoteKeyReport(Report):
    """What `castbook remote key rotate --json` prints. Keys may be added; none is renamed or
    changes
    its meaning.
    """

    SHAPE: ClassVar[str] = "remote-key/1"

    path: str
    """The file with the team's keys."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RemoteLoss(Shape):
    """What the store had and no longer has."""

    segment_count: int
    """Segments that are no longer listed."""

    record_count: int
    """Records that were only in these."""

    push_count: int
    """Pushes that teammates have seen and of which nothing has arrived here."""

    file_count: int
    """Files without an upload."""

    sought_file_count: int
    """Files that were looked for."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemoteMachinesMachine(Shape):
    """An object."""

    id: str
    """An identity, a ULID."""

    joined: datetime.datetime
    """When it introduced itself, by the store's clock."""

    by: Optional[str] = None
    """Who works on it."""

    host: Optional[str] = None
    """Its name."""

    this: bool = False
    """Present for the machine that prints this."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemoteMachinesOpenErasure(Shape):
    """An object."""

    sha256: str
    """Of its record."""

    at: datetime.datetime
    """When it was made."""

    store: bool = False
    """Present while the store has what it covers."""

    machines: Optional[Tuple[str, ...]] = None
    """The machines that have not reported it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemoteMachinesReport(Report):
    """What `castbook remote machines --json` prints. Keys may be added; none is renamed or changes
    its
    meaning.
    """

    SHAPE: ClassVar[str] = "remote-machines/1"

    machines: Tuple[RemoteMachinesMachine, ...]
    """The machines that share the library, the earliest first."""

    open_erasures: Optional[Tuple[RemoteMachinesOpenErasure, ...]] = None
    """Erasures that were not carried out everywhere, the earliest first."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RemotePolicyReport(Report):
    """What `castbook remote policy --json` prints. Keys may be added; none is renamed or changes
    its
    meaning.
    """

    SHAPE: ClassVar[str] = "remote-policy/1"

    role: Literal["reader", "member", "keeper"]
    """The role."""

    location: str
    """The place in the store."""

    policy: Mapping[str, Any]
    """The policy in Amazon's language."""

    seaweed_actions: Optional[Tuple[str, ...]] = None
    """The actions of a SeaweedFS identity."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RemotePush(Shape):
    """An object."""

    at: datetime.datetime
    """When the store received the records."""

    record_count: int
    """How many."""

    by: Optional[Tuple[str, ...]] = None
    """Who made them, as far as they say."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemoteRemovedReport(Report):
    """What `castbook remote remove --json` prints. Keys may be added; none is renamed or changes
    its
    meaning.
    """

    SHAPE: ClassVar[str] = "remote-removed/1"

    location: str
    """The address of the store."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RemoteReport(Report):
    """What `castbook remote --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "remote/1"

    remote: Remote
    """Where a library is shared, and how this machine uses it."""

    unsent_record_count: int
    """How many records the store lacks."""

    absent_file_count: int
    """How many files that records name are not here."""

    last_pull: Optional[datetime.date] = None
    """The day of the last complete pull by the store's clock."""

    machine_count: Optional[int] = None
    """How many machines share the library, as of the last pull."""

    loss: Optional[RemoteLoss] = None
    """What the store had and no longer has."""

    waiting_erasure_count: Optional[int] = None
    """How many erasures of teammates wait for a decision."""

    pushes: Optional[Tuple[RemotePush, ...]] = None
    """The last pushes of which this machine knows, the newest first."""

    open_erasures: Optional[Tuple[Erasure, ...]] = None
    """Erasures that were not carried out everywhere, as of the last pull."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RemoteSignersReport(Report):
    """What `castbook remote signers --json` prints. Keys may be added; none is renamed or changes
    its
    meaning.
    """

    SHAPE: ClassVar[str] = "remote-signers/1"

    signers: Tuple[RemoteSignersSigner, ...]
    """The machines whose signatures have arrived, and this one; those that have signed last come
    first.
    """

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RemoteSignersSigner(Shape):
    """An object."""

    fingerprint: str
    """The beginning of its public key."""

    signature_count: int
    """The number of its signatures."""

    by: Optional[str] = None
    """Who works on it, in its own words."""

    host: Optional[str] = None
    """Its name, in its own words."""

    last: Optional[datetime.datetime] = None
    """When it last signed; absent if it never has."""

    this: bool = False
    """Present for the machine that prints this."""

    keeper: bool = False
    """Present for the machine that this one believes."""

    ended: bool = False
    """Present if the keeper says that its key counts no more."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemoveReport(Report):
    """What `castbook remove --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "remove/1"

    elements: Tuple[RemovedElement, ...]
    """The elements that were named."""

    dry_run: bool = False
    """Present when nothing was written."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RemovedElement(Shape):
    """An element, and what became of it."""

    handle: str
    """A handle without its at-sign."""

    element: str
    """Its identity."""

    changed: bool
    """False when there was nothing to change."""

    revision: int
    """The number of its latest revision."""

    sha256: str
    """Of that revision."""

    before: str
    """The revision that it was made from."""

    changes: Tuple[str, ...]
    """What changed, in words."""

    merged: Tuple[RemovedElementMerged, ...] = ()
    """Revisions that were merged into this one."""

    fork: Optional[RemovedElementFork] = None
    """The fork that this ended."""

    notices: Optional[Tuple[str, ...]] = None
    """What else to know."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemovedElementFork(Shape):
    """The fork that this ended."""

    sides: Tuple[ForkSide, ...]
    """Its latest revisions, the oldest first."""

    conflicts: Tuple[Conflict, ...]
    """What the sides changed differently."""

    end: Literal["merge", "keep"]
    """How it was ended."""

    base: Optional[RemovedElementForkBase] = None
    """The last revision that all sides come from."""

    kept: Optional[str] = None
    """The side that was kept."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemovedElementForkBase(Shape):
    """The last revision that all sides come from."""

    revision: int
    """Its number."""

    sha256: str
    """Of the revision."""

    at: datetime.datetime
    """When it was made."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RemovedElementMerged(Shape):
    """An object."""

    sha256: str
    """Of the revision."""

    left_out: Tuple[str, ...]
    """What it has and the new revision lacks."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Render(Shape):
    """What will be rendered, as far as it is known."""

    words: str
    """All of it as a line."""

    seconds: Optional[int] = None
    """The length of the video."""

    resolution: Optional[str] = None
    """Its resolution."""

    aspect: Optional[str] = None
    """Its ratio of width to height."""

    sound: Optional[Literal["on", "off", "original"]] = None
    """Whether it has sound."""

    cost: Optional[Cost] = None
    """What one render costs."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RestoreBackupReport(Report):
    """What `castbook restore-backup --json` prints. Keys may be added; none is renamed or changes
    its
    meaning.
    """

    SHAPE: ClassVar[str] = "restore-backup/2"

    library: str
    """The library's folder."""

    id: str
    """Its identity."""

    path: str
    """Where the backup is."""

    form: Literal["folder", "zip"]
    """What the backup is."""

    element_count: int
    """How many elements there are."""

    record_count: int
    """How many records."""

    file_count: int
    """The elements' files."""

    bytes: int
    """Their bytes."""

    copied: Tally
    """What was written now."""

    faults: Tuple[Fault, ...]
    """Files that are missing or damaged."""

    skipped: int
    """How many files in a zip do not belong to a library."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Result(Shape):
    """What came of a job."""

    end: Literal[
        "take", "created", "done-before", "accepted", "undecided", "failed", "refused", "not-sent",
        "not-fetched", "stopped", "given-up",
    ]
    """`undecided`: the job may have been accepted. `refused`: nothing is charged. `not-fetched`:
    the
    provider has the job, and its result could not be fetched now.
    """

    sha256: Optional[str] = None
    """Of the take."""

    file: Optional[str] = None
    """The take's file."""

    id: Optional[str] = None
    """The id of what was created."""

    problem: Optional[Problem] = None
    """Why something can't be done."""

    job: Optional[Job] = None
    """A call that was submitted to a provider."""

    subjects: Tuple[Subject, ...] = ()
    """Of a take, if the model for subjects is installed: the products and places that were sent,
    and
    how much it shows them.
    """

    not_compared: Optional[str] = None
    """Why a take could not be compared with what was sent."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ReviewAnswer(Shape):
    """What was said about a take."""

    bundle: str
    """Of the bundle that it was rendered of."""

    sha256: str
    """Of the clip."""

    was: Literal["new", "kept", "rejected", "approved"]
    """The decision that the reviewer saw."""

    result: Optional[Literal["new", "kept", "rejected", "approved"]] = None
    """The reviewer's decision; absent if there is none."""

    comments: Optional[Tuple[ReviewAnswerComment, ...]] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ReviewAnswerComment(Shape):
    """An object."""

    text: str

    milliseconds: Optional[int] = None
    """The moment of the clip that it is about; absent if it is about the whole clip."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ReviewAnswersReport(Report):
    """The file that the page of `castbook take share` saves, and `castbook take answers` reads."""

    SHAPE: ClassVar[str] = "review-answers/1"

    review: str
    """The id of the review that was answered."""

    by: str
    """The reviewer, as they call themselves."""

    takes: Tuple[ReviewAnswer, ...]
    """The takes about which something was said."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ReviewReport(Report):
    """What the page of `castbook take share` contains, besides the files. Only the page itself
    reads
    it.
    """

    SHAPE: ClassVar[str] = "review/1"

    id: str
    """The id that the answers name."""

    title: str

    takes: Tuple[ReviewedTake, ...]

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ReviewedTake(Shape):
    """A take as reviewers see it."""

    bundle: str
    """Of the bundle that it was rendered of."""

    sha256: str
    """Of the clip."""

    title: str
    """The name of the shot, and the number of the take."""

    medium: Literal["picture", "clip", "sound", "other"]

    result: Literal["new", "kept", "rejected", "approved"]
    """What was decided."""

    comments: Tuple[ReviewedTakeComment, ...]
    """What was said before, oldest first."""

    source: str
    """The clip: a path beside the page, or the id of an element in it."""

    milliseconds: Optional[int] = None
    """The length of a clip or sound."""

    frames_per_second: Optional[float] = None
    """Of a clip."""

    by: Optional[str] = None
    """Who decided it, as they call themselves."""

    poster: Optional[str] = None
    """A picture that stands for it."""

    references: Tuple[ReviewedTakeReference, ...] = ()
    """The pictures that it was made from, if they go along."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ReviewedTakeComment(Shape):
    """An object."""

    text: str

    time: datetime.datetime
    """When it was written."""

    milliseconds: Optional[int] = None
    """The moment of the clip that it is about; absent if it is about the whole clip."""

    by: Optional[str] = None
    """Who wrote it, as they call themselves."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ReviewedTakeReference(Shape):
    """An object."""

    source: str

    name: str
    """The handle of its element."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RuleReport(Report):
    """What `castbook explain RULE --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "rule/1"

    rule: str
    """The stable name of a rule; `castbook explain RULE` says what it means."""

    severity: Severity
    """Of the usual case."""

    severities: Tuple[Severity, ...]
    """All that a finding of it can have, worst first."""

    title: str
    """In a few words."""

    what: str
    """What it means."""

    fix: str
    """What to do."""

    why: Optional[str] = None
    """Why it matters."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class RuleText(Shape):
    """What a rule means."""

    rule: str
    """The stable name of a rule; `castbook explain RULE` says what it means."""

    severity: Severity
    """Of the usual case."""

    severities: Tuple[Severity, ...]
    """All that a finding of it can have, worst first."""

    title: str
    """In a few words."""

    what: str
    """What it means."""

    fix: str
    """What to do."""

    why: Optional[str] = None
    """Why it matters."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class RulesReport(Report):
    """What `castbook explain --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "rules/1"

    rules: Tuple[RuleText, ...]
    """All rules."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ScoreFile(Located):
    """One file; what was measured is there for a sound picture."""

    path: str
    """Its path as given; what is not UTF-8 in it stands as U+FFFD."""

    findings: Tuple[Finding, ...]
    """What is wrong with it, and what its scores come to; worst first."""

    status: Status
    """What its findings come to."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    sha256: Optional[str] = None
    """Its SHA-256."""

    width: Optional[int] = None
    """Its width in pixels, upright."""

    height: Optional[int] = None
    """Its height in pixels, upright."""

    copy: Optional[str] = None
    """The prepared copy whose scores and findings these are."""

    analysis: Optional[Analysis] = None
    """The size it was measured at."""

    scores: Optional[Mapping[str, float]] = None
    """Each measure from 0 to 1, 1 being good."""

    measures: Optional[Mapping[str, ScoreMeasure]] = None
    """What stands behind each score."""

    lighting: Optional[Lighting] = None
    """How it is lit, in stops."""

    not_measured: Optional[Tuple[Measure, ...]] = None
    """The measures that could not be taken."""

    dismissed: Tuple[Dismissed, ...] = ()
    """Findings that were dismissed; they do not count."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ScoreMeasure(Shape):
    """An object."""

    value: float
    """The raw value."""

    warn: Optional[float] = None
    """The score under which it warns."""

    fail: Optional[float] = None
    """The score under which it fails."""

    box: Tuple[int, ...] = ()
    """Where it is worst."""

    direction: Optional[int] = None
    """Of sharpness: the direction of a smear, in degrees."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ScoreReport(Report):
    """What `castbook score --json` and `castbook pick --json` print. Keys may be added; none is
    renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "score/1"

    metric: str
    """The version of formulas and bounds."""

    files: Tuple[ScoreFile, ...]
    """The files in the order given; folders are walked in byte order."""

    set: Set
    """What is measured of all pictures together."""

    saved: Optional[bool] = None
    """Of `pick --save`: whether the element's order changed."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class SearchReport(Report):
    """What `castbook search --json` prints. With `--jsonl` each line is one `$defs/element`. Keys
    may
    be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "search/2"

    elements: Tuple[Element, ...]
    """The elements, last changed first."""

    total: Optional[int] = None
    """How many there are in all, where that is known."""

    next: Optional[str] = None
    """What `--after` takes for the next page."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Section(Shape):
    """The facts about one subject."""

    name: str
    """A slot, or a subject such as `prompt`."""

    facts: Tuple[Fact, ...]
    """The facts of its own."""

    same_as: Optional[str] = None
    """An earlier slot whose facts this one has, too."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Send(Shape):
    """One thing that goes in: an element, a voice, or a plain file."""

    slot: Literal["element", "image", "start", "middle", "end", "clip", "video", "voice"]
    """The slot that it goes into."""

    token: Optional[str] = None
    """What stands for it in the words."""

    handle: Optional[str] = None
    """The handle of the element, without its at-sign."""

    element: Optional[str] = None
    """The identity of the element, a ULID."""

    revision: Optional[str] = None
    """The SHA-256 of the revision's record."""

    sequence: Optional[int] = None
    """The number of the revision."""

    kind: Optional[Literal["character", "product", "place", "voice"]] = None
    """The kind of the element."""

    files: Tuple[str, ...] = ()
    """Its files in the bundle, in the order in which they are sent."""

    remote: Optional[str] = None
    """What stands for the id that a provider has of it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendBundle(Shape):
    """An object."""

    path: str
    """Of the bundle."""

    name: str
    """The bundle's name."""

    sha256: str
    """Of the bundle."""

    target: str
    """The name of a provider's endpoint."""

    renders: str
    """What is rendered, on one line."""

    state: Literal["new", "accepted", "undecided", "done"]
    """What became of its request before."""

    calls: Tuple[SendBundleCall, ...]
    """The calls that remain, in order; the request comes last."""

    files: Tuple[SendBundleFile, ...]
    """The files that the provider needs."""

    warnings: Tuple[Problem, ...]

    obstacles: Tuple[Problem, ...]
    """Why it can't be sent."""

    tier: Optional[str] = None
    """The tier of the endpoint."""

    submits: bool = False
    """Its calls are submitted, unless the provider says that it has the job."""

    job: Optional[Job] = None
    """The job of its request."""

    takes: Tuple[str, ...] = ()
    """Files beside the bundle that look like takes of it and that no known job made."""

    changes: Tuple[Problem, ...] = ()
    """Elements that have changed since the bundle was exported, unless --stale is given."""

    result: Optional[Result] = None
    """What came of it, if the plan was carried out."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendBundleCall(Shape):
    """An object."""

    path: str
    """Its file in the bundle."""

    target: str
    """The name of a provider's endpoint."""

    creates: Optional[str] = None
    """The element or voice that it creates."""

    cost: Optional[Money] = None
    """Its price."""

    hosts: Optional[Tuple[str, ...]] = None
    """The hosts that it goes to, with its uploads; empty if they are not known."""

    profile: Optional[SendBundleCallProfile] = None
    """The file with the target's profile, unless it is built in."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendBundleCallProfile(Shape):
    """The file with the target's profile, unless it is built in."""

    file: str
    """A path; what is not UTF-8 in it is U+FFFD."""

    replaces_built_in: bool
    """Whether there is a built-in profile of this name, which is not used."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendBundleFile(Shape):
    """An object."""

    path: str
    """Its name in the bundle."""

    bytes: int
    """Its length."""

    way: Literal["upload", "uploaded", "in-request", "given"]
    """How the provider gets it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendReport(Report):
    """What `castbook send --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "send/1"

    account: str
    """The user's account with the providers."""

    ready: bool
    """Whether every bundle can be sent, or was."""

    sent: bool
    """Whether the plan was carried out."""

    costs: Tuple[Money, ...]
    """The price of all calls to submit, by currency."""

    unknown_prices: int
    """The number of calls to submit whose price is not known."""

    bundles: Tuple[SendBundle, ...]

    missing_keys: Tuple[str, ...] = ()
    """The names of the keys that are needed and have no source."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class SendingCancel(Shape):
    """How a job is stopped."""

    method: Literal["PUT", "POST", "DELETE"]

    url: str

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingDocument(Shape):
    """How jobs are sent to a host and followed: a file of Catalog/Sending (docs/targets.md). Each
    part
    is a fact with its source and confidence.
    """

    SHAPE: ClassVar[str] = "sending/1"

    id: str

    provider: str

    as_of: datetime.date

    sources: Mapping[str, SendingSource]

    keys: Optional[Union[Tuple[Literal["api-key", "jwt-ak-sk"], ...], SendingKeys]] = None
    """The kinds of key that are accepted."""

    upload: Optional[SendingUpload] = None
    """How a file gets an address that the provider can read."""

    submit: Optional[SendingSubmit] = None
    """What of the answer is the job's id."""

    success: Optional[SendingSuccess] = None
    """What an accepted call's answer contains."""

    refusal: Optional[Union[Tuple[str, ...], SendingRefusal]] = None
    """Where the answer to a call that was not accepted says why."""

    poll: Optional[SendingPoll] = None
    """Asking whether a job is done."""

    result: Optional[SendingResult] = None
    """Where the result is."""

    resume: Optional[Union[Literal[
        "external-id", "idempotency-key", "list", "none",
    ], SendingResume]] = None
    """How to find a job whose answer was lost."""

    find: Optional[SendingFind] = None
    """How the provider is asked for a job that the caller has named."""

    cancel: Optional[SendingCancel] = None
    """How a job is stopped."""

    notes: Optional[Tuple[str, ...]] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingFind(Shape):
    """How the provider is asked for a job that the caller has named."""

    field: str
    """A place in an answer: data.outputs[0].url."""

    url: str

    id: str
    """A place in an answer: data.outputs[0].url."""

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingKeys(Shape):
    """An object."""

    value: Tuple[Literal["api-key", "jwt-ak-sk"], ...]

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingPoll(Shape):
    """Asking whether a job is done."""

    url: str

    state: str
    """A place in an answer: data.outputs[0].url."""

    done: Tuple[str, ...]

    waiting: Tuple[str, ...] = ()

    failed: Tuple[str, ...] = ()

    reason: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingRefusal(Shape):
    """An object."""

    value: Tuple[str, ...]

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingResult(Shape):
    """Where the result is."""

    at: str
    """A place in an answer: data.outputs[0].url."""

    url: Optional[str] = None

    inside: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    lasts: Optional[str] = None

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingResume(Shape):
    """An object."""

    value: Literal["external-id", "idempotency-key", "list", "none"]

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingSource(Shape):
    """An object."""

    ref: str

    kind: Literal[
        "first_party_schema", "first_party_page", "first_party_doc", "first_party_doc_snapshot",
        "first_party_answer", "third_party_page", "third_party_copy", "third_party_client",
        "published_guide", "inference",
    ]

    version: Optional[str] = None

    note: Optional[str] = None

    seen: Optional[datetime.date] = None
    """The last day on which the source was looked at and had nothing newer."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingSubmit(Shape):
    """What of the answer is the job's id."""

    id: str
    """A place in an answer: data.outputs[0].url."""

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingSuccess(Shape):
    """What an accepted call's answer contains."""

    at: str
    """A place in an answer: data.outputs[0].url."""

    is_: Union[str, float, bool]

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SendingUpload(Shape):
    """How a file gets an address that the provider can read."""

    method: Literal["none", "multipart", "post", "put", "form"]

    url: Optional[str] = None

    asks: Mapping[str, str] = _field(default_factory=dict)
    """Texts by name, with {name}, {type}, {bytes} and {sha256} for what is known of the file."""

    form: Mapping[str, str] = _field(default_factory=dict)
    """Texts by name, with {name}, {type}, {bytes} and {sha256} for what is known of the file."""

    part: Optional[str] = None

    token: Optional[Token] = None
    """The call for a token that the bytes are sent with."""

    head: Mapping[str, str] = _field(default_factory=dict)
    """Texts by name, with {name}, {type}, {bytes} and {sha256} for what is known of the file."""

    to: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    headers: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    fields: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    address: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    expires: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    kept_hours: Optional[int] = None

    lasts: Optional[str] = None

    max_bytes: Optional[int] = None

    otherwise: Optional[WayToUpload] = None
    """Another way to upload, for longer files and for when the first way fails."""

    confidence: Optional[Literal["stated", "inferred", "unverified", "contradicted"]] = None

    source: Optional[str] = None

    as_of: Optional[datetime.date] = None

    note: Optional[str] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SentFile(Shape):
    """A file that is sent."""

    path: str
    """Within the bundle."""

    status: Status
    """By the worst of its findings."""

    findings: Tuple[Finding, ...]
    """What was found, worst first."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ServeReport(Report):
    """What `castbook serve --json` prints when the page can be opened. Keys may be added; none is
    renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "serve/1"

    address: str
    """What opens the page; whoever has it is let in."""

    port: int
    """Its port."""

    library: str
    """The library's folder."""

    read_only: bool
    """Whether nothing can be changed there."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Set(Shape):
    """An object."""

    findings: Tuple[Finding, ...]
    """What is to be said of them together."""

    status: Status
    """What its findings come to."""

    scores: Optional[SetScores] = None
    """How well they go together, from 0 to 1; what could not be measured is absent."""

    spread: Optional[SetSpread] = None
    """How far apart the light is, in stops."""

    pairs: Optional[Tuple[SetPair, ...]] = None
    """Pictures that show the same."""

    odd: Optional[Tuple[str, ...]] = None
    """The paths of those that are lit unlike all others."""

    missing: Optional[Tuple[Literal[
        "front", "three-quarter", "side", "back", "detail", "top",
    ], ...]] = None
    """Views that are not there, where roles are known."""

    wanted: Optional[int] = None
    """Of `pick`: how many were asked for."""

    selected: Optional[Tuple[str, ...]] = None
    """Of `pick`: the paths of those to send, in order."""

    to_prepare: Mapping[str, str] = _field(default_factory=dict)
    """Of `pick`: the chosen paths that have to be prepared first, each with why."""

    shortfall: Optional[str] = None
    """Of `pick`: why there are fewer."""

    reasons: Optional[Mapping[str, str]] = None
    """Of `pick`: for each path why it was taken or left."""

    advice: Optional[str] = None
    """Which photo would help most."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SetPair(Shape):
    """An object."""

    a: str
    """The path of one."""

    b: str
    """The path of the other."""

    kind: Literal["exact", "near", "mirror", "same-view"]
    """How they are the same."""

    distance: int
    """How many of 64 bits their hashes differ in."""

    agreement: Optional[float] = None
    """How well the slopes of brightness agree."""

    copy: bool = True
    """Nearly the same but for a place, such as another expression."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SetScores(Shape):
    """How well they go together, from 0 to 1; what could not be measured is absent."""

    lighting: Optional[float] = None
    """The least of the three below."""

    lighting_color: Optional[float] = None
    """Whether the light has one color."""

    lighting_exposure: Optional[float] = None
    """Whether the light is equally bright."""

    lighting_direction: Optional[float] = None
    """Whether the light comes from one side."""

    variety: Optional[float] = None
    """How far apart the pictures look."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SetSpread(Shape):
    """How far apart the light is, in stops."""

    lighting_color: float
    """In its color."""

    lighting_exposure: float
    """In its brightness."""

    lighting_direction: float
    """In its direction."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SettingsMissingKey(Shape):
    """An object."""

    name: str
    """The name that calls use for a key."""

    provider: str
    """The provider's name."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SettingsReport(Report):
    """What `castbook settings --json`, `settings key`, `settings limit` and `settings name` print.
    It
    contains no provider's key. Keys may be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "settings/1"

    keys: Tuple[KnownKey, ...]
    """The keys that have a source, by name and account."""

    missing_keys: Tuple[SettingsMissingKey, ...]
    """The keys without a source, of providers to which Castbook can send."""

    daily_limits: Tuple[Money, ...]
    """What may be spent within 24 hours, an amount for each currency."""

    name: Optional[str] = None
    """The name beside what the user changes."""

    name_from_environment: bool = False
    """Present if CASTBOOK_BY says the name."""

    spent: Tuple[Money, ...] = ()
    """What was begun within the last 24 hours; it is known only while there is a daily limit."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class SheetReport(Report):
    """What `castbook sheet --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "sheet/2"

    picture_count: int
    """How many pictures are on it."""

    left_out_count: int
    """How many are not, since there are too many."""

    pages: Tuple[str, ...]
    """The files that were written, in order."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ShowFork(Shape):
    """The sides of a fork."""

    sides: Tuple[ForkSide, ...]
    """Its latest revisions, the oldest first."""

    conflicts: Tuple[Conflict, ...]
    """What the sides changed differently."""

    base: Optional[ShowForkBase] = None
    """The last revision that all sides come from."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ShowForkBase(Shape):
    """The last revision that all sides come from."""

    revision: int
    """Its number."""

    sha256: str
    """Of the revision."""

    at: datetime.datetime
    """When it was made."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ShowReport(Report):
    """What `castbook show --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "show/2"

    handle: str
    """A handle without its at-sign."""

    kind: Kind
    """The kind of an element."""

    name: str
    """Its name for people; may be empty."""

    element: str
    """Its identity."""

    revision: int
    """The number of the revision that is shown."""

    sha256: str
    """Of that revision."""

    at: datetime.datetime
    """When that was made."""

    files: Tuple[ShownFile, ...]
    """Its files, in their order."""

    set: ShowSet
    """The files together."""

    suffix: Optional[str] = None
    """The end of its identity, present if an older element has its handle: "k3" for @cup~k3."""

    description: Optional[str] = None
    """A text."""

    notes: Optional[str] = None
    """A text."""

    aliases: Optional[Tuple[str, ...]] = None
    """Other handles."""

    tags: Optional[Tuple[str, ...]] = None
    """Words to find it by."""

    person: Optional[Person] = None
    """Who is in the pictures."""

    retired: bool = False
    """Present when it was removed."""

    latest: bool = True
    """Present when this is an earlier revision."""

    forked: Tuple[str, ...] = ()
    """The latest revisions, when there are several."""

    fork: Optional[ShowFork] = None
    """The sides of a fork."""

    voice: Optional[str] = None
    """Of its voice."""

    look_of: Optional[str] = None
    """Of the element it is a look of."""

    looks: Optional[Tuple[str, ...]] = None
    """Of its looks."""

    voice_of: Optional[Tuple[str, ...]] = None
    """Of those who speak with it."""

    taken_by: Optional[ShowTakenBy] = None
    """Of an element with a clip or a voice."""

    rights: Optional[ShowRights] = None
    """The rights that hold."""

    rights_inherited: bool = False
    """Present when they are those of the element it is a look of."""

    findings: Optional[Tuple[Finding, ...]] = None
    """Findings on the element itself."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class ShowRights(Shape):
    """The rights that hold."""

    basis: RightsBasis
    """What the rights are based on."""

    holder: Optional[str] = None
    """Who has them."""

    expires: Optional[datetime.date] = None
    """Their last day."""

    document: Optional[str] = None
    """Of a file."""

    allowed: Tuple[Literal[
        "internal", "editorial", "commercial", "advertising", "training",
    ], ...] = ()
    """What it may be used for."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ShowSet(Shape):
    """The files together."""

    status: Status
    """By the worst of its findings."""

    findings: Tuple[Finding, ...]
    """What was found, worst first."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ShowTakenBy(Shape):
    """Of an element with a clip or a voice."""

    clip: Tuple[str, ...] = ()
    """Targets that take its clip."""

    voice: Tuple[str, ...] = ()
    """Targets that take its voice."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ShownElement(Shape):
    """An element with its picture that is most alike."""

    handle: str
    """Its handle without the at-sign."""

    number: int
    """The picture's number there."""

    path: str
    """The name it came under."""

    sha256: str
    """Of the picture."""

    likeness: float
    """How alike both pictures are."""

    probable: bool
    """Whether the subject is probably the same; otherwise it may be."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class ShownFile(Shape):
    """A file of an element, what is known of it, and its copies. Without `status` it was never
    checked.
    """

    number: int
    """Its number, from 1."""

    role: Role
    """What it shows."""

    path: str
    """The name it came under."""

    medium: Literal["picture", "clip", "sound", "other"]
    """What its content is, as far as it was examined."""

    sha256: str
    """Of the file."""

    role_assumed: bool = False
    """Whether the role follows from the order of views on a sheet and is not confirmed."""

    note: Optional[str] = None
    """What was noted with it."""

    missing: bool = False
    """Present when its bytes are missing."""

    elsewhere: bool = False
    """Present when its bytes are missing here, and the team's store has them."""

    status: Optional[Status] = None
    """What all of its findings come to."""

    status_for: Optional[Mapping[str, Status]] = None
    """The same for each target that was asked about it."""

    copy_for: Mapping[str, str] = _field(default_factory=dict)
    """Of an element's file: the prepared copies that are sent in its place, by target."""

    not_known_for: Tuple[str, ...] = ()
    """The targets of which no limit for such a file is known."""

    format: Optional[str] = None
    """What it is by its content."""

    bytes: Optional[int] = None
    """Its size."""

    proven: Optional[bool] = None
    """Whether every coded byte was decoded and is sound."""

    width: Optional[int] = None
    """Its width in pixels, upright."""

    height: Optional[int] = None
    """Its height in pixels, upright."""

    seconds: Optional[float] = None
    """The length of a clip or a sound."""

    sound: Optional[Sound] = None
    """What was decoded of a sound, or of the sound of a clip."""

    film: Optional[Film] = None
    """What was decoded of a clip's pictures."""

    orientation: Optional[int] = None
    """How the picture lies, as EXIF counts."""

    depth: Optional[int] = None
    """Bits a channel."""

    channels: Optional[int] = None
    """Grey 1, color 3, inks 4; one more with alpha."""

    alpha: Optional[Literal["none", "unused", "used", "unknown"]] = None
    """Whether parts are transparent; `unused` is full everywhere."""

    color: Optional[str] = None
    """Its colors: `not stated`, `sRGB`, a profile's own name, `CMYK (…)`."""

    frames: Optional[int] = None
    """1 for a still picture."""

    pages: Optional[int] = None
    """How many pictures a file of several holds."""

    progressive: bool = False
    """Present for a progressive JPEG."""

    coding: Optional[str] = None
    """A way of coding a JPEG that many readers lack."""

    sampling: Optional[Literal["4:4:4", "4:4:0", "4:2:2", "4:2:0", "4:1:1"]] = None
    """How a JPEG samples its colors."""

    provenance: Optional[Provenance] = None
    """What it says about its origin."""

    private_metadata: Tuple[Literal[
        "authorship", "camera", "comment", "credentials", "date", "history", "location",
        "maker-note", "motion-photo", "other", "owner", "people", "prompt", "serial-number",
        "thumbnail",
    ], ...] = ()
    """What people don't mean to hand out with a picture."""

    other_data_bytes: Optional[int] = None
    """Of `other` private metadata: how many bytes they take."""

    trailing_bytes: Optional[int] = None
    """Bytes after the end of the picture."""

    findings: Optional[Tuple[Finding, ...]] = None
    """Its findings, worst first."""

    scored_copy: Optional[str] = None
    """The prepared copy whose scores these are."""

    dismissed: Tuple[Dismissed, ...] = ()
    """Findings that were dismissed."""

    metric: Optional[str] = None
    """The version of the measures."""

    analysis: Optional[Analysis] = None
    """The size it was measured at."""

    scores: Optional[Mapping[str, float]] = None
    """Each measure from 0 to 1, 1 being good."""

    measures: Optional[Mapping[str, ScoreMeasure]] = None
    """What stands behind each score."""

    lighting: Optional[Lighting] = None
    """How it is lit, in stops."""

    not_measured: Optional[Tuple[Measure, ...]] = None
    """The measures that could not be taken."""

    copies: Tuple[Copy, ...] = ()
    """Files that were made of it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SimilarPicture(Shape):
    """An object."""

    path: str
    """As given; of an element the name it came under."""

    similar: Tuple[SimilarSimilarPicture, ...]
    """Pictures of the library."""

    number: Optional[int] = None
    """Of an element's file."""

    problem: Optional[str] = None
    """Why it could not be compared."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SimilarPictureElement(Shape):
    """An object."""

    handle: str
    """A handle without its at-sign."""

    number: Optional[int] = None
    """The file's number there."""

    path: Optional[str] = None
    """The name it came under."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SimilarReport(Report):
    """What `castbook similar --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "similar/1"

    views_compared: bool
    """Whether crops and turned copies were looked for. They are not in a library with more than
    1,000
    pictures.
    """

    pictures: Tuple[SimilarPicture, ...]
    """One for each picture that was asked for."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class SimilarSimilarPicture(Shape):
    """A similar picture in the library."""

    sha256: str
    """Of the picture."""

    likeness: Literal["exact", "near", "mirror", "same-view"]
    """How it shows the same: the same bytes, a copy, the mirror image, or the same view, such as a
    crop.
    """

    distance: int
    """How many of 64 bits differ."""

    elements: Tuple[SimilarPictureElement, ...]
    """Elements that have it."""

    copy_of: Optional[str] = None
    """The element's file that it is a prepared copy of."""

    more_elements: Optional[int] = None
    """How many more have it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SimilarSubjectPicture(Shape):
    """An object."""

    path: str
    """As given; of an element the name it came under."""

    elements: Tuple[ShownElement, ...]
    """Elements that show its subject, the most alike first."""

    number: Optional[int] = None
    """Of an element's file."""

    not_compared: Optional[Literal["print", "faces"]] = None
    """What distinguishes such subjects and is not compared: the print on packages, or faces."""

    problem: Optional[str] = None
    """Why it could not be compared."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SimilarSubjectReport(Report):
    """What `castbook similar --subject --json` prints. Keys may be added; none is renamed or
    changes
    its meaning.
    """

    SHAPE: ClassVar[str] = "similar-subject/1"

    faces_compared: bool
    """Whether faces were compared. They are not."""

    uncompared_count: int
    """How many pictures of the library were not compared, because they could not be described."""

    probable_likeness: float
    """The likeness from which on the subject is probably the same."""

    pictures: Tuple[SimilarSubjectPicture, ...]
    """One for each picture that was asked for."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class SortFile(Located):
    """A picture of a group."""

    path: str
    """A path as given; what is not UTF-8 in it is U+FFFD."""

    role: Literal[
        "front", "three-quarter", "three-quarter-left", "three-quarter-right", "side", "left",
        "right", "back", "top", "full-body", "close-up", "face", "expression", "detail", "unsorted",
    ]
    """What its name says that it shows."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    sha256: Optional[str] = None
    """Its SHA-256."""

    best: Optional[int] = None
    """Its place among the best few, from 1."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SortReport(Report):
    """What `castbook sort --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "sort/3"

    picture_count: int
    """How many sound pictures there are."""

    faces_compared: bool
    """Whether faces were compared. They are not."""

    compared_by: Literal["looks", "colors"]
    """What was compared besides names and views: what pictures show, by a model, or their colours.
    """

    least_likeness: float
    """How alike groups are at least."""

    groups: Tuple[Group, ...]
    """A group for each subject, in the order of their first files' names."""

    undetermined: Tuple[Undetermined, ...]
    """Pictures without a group."""

    clips: Tuple[Place, ...]
    """Clips that no name gives to a group."""

    sounds: Tuple[Place, ...]
    """Recordings that no name gives to a group."""

    damaged: Tuple[Damaged, ...]
    """Files that are damaged or could not be read; they are left out."""

    not_media_count: int
    """How many files of folders are no media."""

    skipped: int
    """How many names were skipped in folders."""

    written: Optional[SortWritten] = None
    """Present with -o, once folders are written."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class SortWritten(Shape):
    """Present with -o, once folders are written."""

    path: str
    """The folder."""

    element_count: int
    """How many folders for elements are in it."""

    file_count: int
    """How many files are in these."""

    unsorted_count: int
    """How many files are in `_unsorted`."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Sound(Shape):
    """A decoded sound."""

    codec: str

    lossy: bool

    rate: int

    channels: int

    samples: int

    seconds: float

    tracks: int

    bits: Optional[int] = None

    claimed_seconds: Optional[float] = None

    trailing_bytes: Optional[int] = None

    measures: Optional[SoundMeasures] = None
    """What was measured of one channel of it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SoundCut(Shape):
    """A stretch of a sound."""

    start: int
    """Its first sample."""

    end: int
    """Behind its last sample."""

    start_seconds: float
    """The same in seconds."""

    end_seconds: float
    """The same in seconds."""

    score: float
    """How good it is."""

    signal_to_noise: Measured
    """A number that was measured, the least that it is, or why there is none."""

    clipped_runs: int
    """How often it is clipped."""

    speech_share: float
    """How much of it is speech."""

    level_spread: float
    """In dB."""

    pitch_spread: Measured
    """A number that was measured, the least that it is, or why there is none."""

    faults: Tuple[Literal[
        "clipped", "noisy", "little-speech", "unsteady", "pitch-jump", "no-pause",
    ], ...]
    """What is wrong with it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SoundMeasures(Shape):
    """What was measured of one channel of it."""

    metric: str

    channel: int

    bad_samples: int

    loudness: Measured
    """A number that was measured, the least that it is, or why there is none."""

    true_peak: Measured
    """A number that was measured, the least that it is, or why there is none."""

    clipped_runs: int

    crowding: Measured
    """A number that was measured, the least that it is, or why there is none."""

    signal_to_noise: Measured
    """A number that was measured, the least that it is, or why there is none."""

    gated_share: float

    treble: Measured
    """A number that was measured, the least that it is, or why there is none."""

    content_hertz: Measured
    """A number that was measured, the least that it is, or why there is none."""

    active_share: float

    voiced_share: Measured
    """A number that was measured, the least that it is, or why there is none."""

    steady_share: Measured
    """A number that was measured, the least that it is, or why there is none."""

    moving_share: Measured
    """A number that was measured, the least that it is, or why there is none."""

    decay_seconds: Measured
    """A number that was measured, the least that it is, or why there is none."""

    pitch_spread: Measured
    """A number that was measured, the least that it is, or why there is none."""

    syllables_per_second: Measured
    """A number that was measured, the least that it is, or why there is none."""

    longest_pause_seconds: float

    spans: Tuple[SoundMeasuresSpan, ...]

    mix_loss: Optional[float] = None

    imbalance: Optional[float] = None

    peak: Optional[float] = None

    offset: Optional[float] = None

    pitch: Optional[SoundMeasuresPitch] = None
    """In hertz."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SoundMeasuresPitch(Shape):
    """In hertz."""

    median: float

    low: float

    high: float

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SoundMeasuresSpan(Shape):
    """A place."""

    kind: Literal["clipped", "bad-samples", "pause", "gated", "pitch-jump"]

    start: int

    end: int

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SpendingDocument(Shape):
    """What jobs of all libraries were begun for within 24 hours,
    `~/.local/state/castbook/spending.json`.
    """

    SHAPE: ClassVar[str] = "spending/1"

    jobs: Tuple[SpendingJob, ...]
    """In the order in which they began."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SpendingJob(Shape):
    """An object."""

    job: str
    """The job's identity, as in `job/1`."""

    at: datetime.datetime
    """When it began."""

    amount: Decimal
    """The price that is expected."""

    currency: str

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SplitReport(Report):
    """What `castbook split --json` prints, and `split.json` beside the views. Keys may be added;
    none
    is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "split/1"

    targets: Tuple[Target, ...]
    """The targets that were asked, in order."""

    grid: str
    """What was asked for."""

    sheets: Tuple[SplitSheet, ...]
    """The sheets."""

    kind: Optional[Kind] = None
    """The kind of an element."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class SplitSheet(Located):
    """An object."""

    path: str
    """A path; what is not UTF-8 in it is U+FFFD."""

    means: Tuple[Literal["gutter", "seam", "subjects", "grid"], ...]
    """How views were told apart."""

    sureness: float
    """How sure that is."""

    views: Tuple[SplitSheetView, ...]
    """In reading order."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    sha256: Optional[str] = None
    """Of the sheet."""

    width: Optional[int] = None
    """In pixels, upright."""

    height: Optional[int] = None
    """In pixels, upright."""

    reasons: Optional[Tuple[Finding, ...]] = None
    """Why it was not cut."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SplitSheetView(Shape):
    """An object."""

    number: int
    """From 1."""

    role: Role
    """What it probably shows."""

    box: Tuple[int, ...]
    """Left, top, width and height in pixels of the upright picture."""

    steps: Tuple[Step, ...]
    """What was done, in order."""

    output: SplitSheetViewOutput
    """The file."""

    state: PreparedState
    """What a picture is, what its targets say, and how good it is."""

    role_assumed: bool = False
    """Whether the role follows from the order of views on a sheet and is not confirmed."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SplitSheetViewOutput(Shape):
    """The file."""

    path: str
    """Within the folder."""

    sha256: str
    """Of the file."""

    bytes: int
    """Its size."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Statement(Shape):
    """What a profile says."""

    value: Optional[Any] = None
    """As a profile writes it."""

    unit: Optional[str] = None
    """Of the value."""

    confidence: Optional[Basis] = None
    """How it is known."""

    source: Optional[str] = None
    """Where it is from."""

    as_of: Optional[datetime.date] = None
    """When it was so."""

    note: Optional[str] = None
    """What else to know."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class StatusReport(Report, Located):
    """What `castbook status --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "status/2"

    project: str
    """The project's identity."""

    path: str
    """Its folder in full."""

    status: Status
    """That of the worst pin."""

    pins: Tuple[Pin, ...]
    """What is pinned."""

    summary: StatusSummary
    """The pins in numbers."""

    target: Optional[str] = None
    """The target of shot files that name none."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class StatusSummary(Shape):
    """The pins in numbers."""

    pin_count: int
    """How many pins there are."""

    current: int
    """How many of them are current."""

    behind: int
    """How many are behind."""

    missing: int
    """How many are missing."""

    counts: Mapping[str, int]
    """How many pins count as what, worst first."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Step(Shape):
    """One thing that was done, with its parameters; `docs/prepare.md` names them."""

    step: str

    extra: Mapping[str, Union[int, str, Tuple[Union[int, str], ...]]] = _field(
        default_factory=dict, repr=False
    )
    """Its other keys."""


@dataclass(frozen=True)
class StilledClip(Located):
    """A clip as in check/2, with the frames that were taken of it."""

    path: str
    """Its path as given; what is not UTF-8 in it stands as U+FFFD."""

    status: Status
    """What all of its findings come to."""

    status_for: Mapping[str, Status]
    """The same for each target that was asked about it."""

    findings: Tuple[Finding, ...]
    """Its findings, worst first."""

    stills: Tuple[StilledClipStill, ...]
    """The frames that were taken."""

    left_out: Tuple[StilledClipLeftOut, ...]
    """Shots of which no frame was taken."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    copy_for: Mapping[str, str] = _field(default_factory=dict)
    """Of an element's file: the prepared copies that are sent in its place, by target."""

    not_known_for: Tuple[str, ...] = ()
    """The targets of which no limit for such a file is known."""

    format: Optional[str] = None
    """What it is by its content."""

    bytes: Optional[int] = None
    """Its size."""

    sha256: Optional[str] = None
    """Its SHA-256."""

    proven: Optional[bool] = None
    """Whether every coded byte was decoded and is sound."""

    width: Optional[int] = None
    """Its width in pixels, upright."""

    height: Optional[int] = None
    """Its height in pixels, upright."""

    seconds: Optional[float] = None
    """The length of a clip or a sound."""

    sound: Optional[Sound] = None
    """What was decoded of a sound, or of the sound of a clip."""

    film: Optional[Film] = None
    """What was decoded of a clip's pictures."""

    orientation: Optional[int] = None
    """How the picture lies, as EXIF counts."""

    depth: Optional[int] = None
    """Bits a channel."""

    channels: Optional[int] = None
    """Grey 1, color 3, inks 4; one more with alpha."""

    alpha: Optional[Literal["none", "unused", "used", "unknown"]] = None
    """Whether parts are transparent; `unused` is full everywhere."""

    color: Optional[str] = None
    """Its colors: `not stated`, `sRGB`, a profile's own name, `CMYK (…)`."""

    frames: Optional[int] = None
    """1 for a still picture."""

    pages: Optional[int] = None
    """How many pictures a file of several holds."""

    progressive: bool = False
    """Present for a progressive JPEG."""

    coding: Optional[str] = None
    """A way of coding a JPEG that many readers lack."""

    sampling: Optional[Literal["4:4:4", "4:4:0", "4:2:2", "4:2:0", "4:1:1"]] = None
    """How a JPEG samples its colors."""

    provenance: Optional[Provenance] = None
    """What it says about its origin."""

    private_metadata: Tuple[Literal[
        "authorship", "camera", "comment", "credentials", "date", "history", "location",
        "maker-note", "motion-photo", "other", "owner", "people", "prompt", "serial-number",
        "thumbnail",
    ], ...] = ()
    """What people don't mean to hand out with a picture."""

    other_data_bytes: Optional[int] = None
    """Of `other` private metadata: how many bytes they take."""

    trailing_bytes: Optional[int] = None
    """Bytes after the end of the picture."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class StilledClipLeftOut(Shape):
    """An object."""

    span: Tuple[float, ...]
    """Two numbers of seconds."""

    reason: Literal["blank", "blurred", "alike", "number"]
    """Why no frame of it was taken."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class StilledClipStill(Shape):
    """An object."""

    frame: int
    """From 0."""

    seconds: float
    """When it is seen."""

    sharpness: float
    """1 is the sharpest frame of the clip."""

    output: str
    """The name of the file."""

    file: CheckedFile
    """What the targets say of it."""

    likeness: Optional[float] = None
    """To the most alike of those taken before."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class StillsReport(Report):
    """What `castbook stills --json` prints, and `stills.json` beside the frames. Keys may be added;
    none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "stills/1"

    targets: Tuple[Target, ...]
    """The targets that were asked, in order."""

    clips: Tuple[StilledClip, ...]
    """The clips in the order given."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Subject(Shape):
    """How much the take shows a product or a place."""

    handle: str
    """Its handle."""

    shown: bool
    """Whether some moment probably shows it. If not, it may be small, hidden, or something else."""

    summary: str
    """How much it is shown, in words."""

    moments: Tuple[SubjectMoment, ...]
    """The likeness over the clip, in the order of time; one for a picture."""

    finding: Optional[Mapping[str, Any]] = None
    """Present if one moment seems to show something else, as in check.schema.json."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SubjectMoment(Shape):
    """An object."""

    likeness: float
    """To the picture that was sent that is most alike."""

    milliseconds: Optional[int] = None
    """The time in the clip."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SubmissionsDocument(Shape):
    """What was submitted for one order of one account from all libraries, a file of
    `~/.local/state/castbook/submissions/`.
    """

    SHAPE: ClassVar[str] = "submissions/1"

    jobs: Tuple[SubmissionsJob, ...]
    """In the order in which they began."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SubmissionsJob(Shape):
    """An object."""

    job: str
    """The job's identity, as in `job/1`."""

    state: Literal["sending", "accepted", "refused", "done", "failed", "cancelled", "settled"]
    """How far it has come, as in `job/1`."""

    at: datetime.datetime
    """When it came into this state."""

    endpoint: Optional[str] = None
    """Where it was sent, as the profile names it."""

    name: Optional[str] = None
    """The name that the provider was given for it."""

    task: Optional[str] = None
    """The provider's id for it."""

    cost: Optional[SubmissionsJobCost] = None
    """The price that was expected."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SubmissionsJobCost(Shape):
    """The price that was expected."""

    amount: Decimal

    currency: str

    as_of: Optional[datetime.date] = None
    """The day of the price."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SyncFetched(Shape):
    """The files that were fetched; absent if none were to be."""

    file_count: int
    """How many files."""

    bytes: int
    """Their bytes."""

    absent: Tuple[SyncFile, ...] = ()
    """Files that the store doesn't have."""

    damaged: Tuple[SyncFile, ...] = ()
    """Files that the store has with other bytes."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SyncFile(Shape):
    """A file of an element."""

    sha256: str
    """Its digest."""

    handle: Optional[str] = None
    """The element that has it."""

    path: Optional[str] = None
    """Its name there."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SyncLoss(Shape):
    """What the store had and no longer has."""

    segment_count: int
    """Segments that are no longer listed."""

    record_count: int
    """Records that were only in these."""

    push_count: int
    """Pushes that teammates have seen and of which nothing has arrived here."""

    file_count: int
    """Files without an upload."""

    sought_file_count: int
    """Files that were looked for."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SyncPulled(Shape):
    """What was read; absent for push and fetch."""

    record_count: int
    """How many records the library didn't have."""

    elements: Tuple[SyncPulledElement, ...]
    """The elements that changed, at most a thousand."""

    all_elements: bool
    """Whether all elements that changed are listed."""

    erasures: Tuple[SyncPulledErasure, ...] = ()
    """Erasures by teammates that were read, and those that wait."""

    problems: Tuple[SyncPulledProblem, ...] = ()
    """Objects of the store that can't be used."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SyncPulledElement(Shape):
    """An element."""

    element: str
    """Its identity."""

    handle: str
    """Its handle, without @."""

    kind: Literal["character", "product", "place", "voice"]
    """Its kind."""

    revision: int
    """The number of its latest revision."""

    forked: bool = False
    """Present if it was changed here and elsewhere."""

    name_shared: bool = False
    """Present if another element has the same handle."""

    suffix: Optional[str] = None
    """The end of its identity, present if an older element has its handle: "k3" for @cup~k3."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SyncPulledErasure(Shape):
    """An erasure."""

    element: str
    """The element's identity."""

    at: datetime.datetime
    """When."""

    file_count: int
    """How many stored files it removes here."""

    handle: Optional[str] = None
    """Its handle, if it was here."""

    kind: Optional[Literal["character", "product", "place", "voice"]] = None
    """Its kind."""

    by: Optional[str] = None
    """Who erased it, as far as they say."""

    reason: Optional[str] = None
    """Why."""

    waits: Optional[Literal["own-element", "not-entitled", "other-files", "too-many"]] = None
    """Present while it waits for a decision: why."""

    refused: bool = False
    """Present if it stays without effect here."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SyncPulledProblem(Shape):
    """An object."""

    key: str
    """Its key."""

    reason: str
    """Why it can't be used."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SyncPushed(Shape):
    """What was written; absent for pull and fetch."""

    record_count: int
    """How many records."""

    file_count: int
    """How many files."""

    bytes: int
    """Their bytes."""

    held_record_count: int
    """How many records were not written, since files are missing."""

    missing: Tuple[SyncFile, ...] = ()
    """Files that are missing or damaged here, and not in the store."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class SyncReport(Report):
    """What `castbook push`, `pull`, `sync` and `fetch` print with `--json`. Keys may be added; none
    is
    renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "sync/1"

    location: str
    """The address of the store."""

    complete: bool
    """Whether all that was asked for was exchanged."""

    absent_file_count: int
    """How many files that records name are not here."""

    pulled: Optional[SyncPulled] = None
    """What was read; absent for push and fetch."""

    pushed: Optional[SyncPushed] = None
    """What was written; absent for pull and fetch."""

    fetched: Optional[SyncFetched] = None
    """The files that were fetched; absent if none were to be."""

    loss: Optional[SyncLoss] = None
    """What the store had and no longer has."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Take(Shape):
    """What came back from a provider."""

    bundle: str
    """Of the bundle that it was rendered of."""

    result: Literal["new", "kept", "rejected", "approved"]
    """What was decided about it."""

    at: datetime.datetime
    """When it was noted."""

    sha256: Optional[str] = None
    """Of the clip."""

    seed: Optional[str] = None
    """As the provider says it."""

    cost: Optional[Money] = None
    """What it cost."""

    note: Optional[str] = None
    """What was noted."""

    by: Optional[str] = None
    """Who decided it, as they call themselves."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TakeAnswersReport(Report):
    """What `castbook take answers --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "take-answers/1"

    by: str
    """The reviewer, as they call themselves; may be empty."""

    rated: Tuple[AddedDecision, ...]
    """The decisions that are new."""

    comments: Tuple[AddedComment, ...]
    """The comments that are new."""

    overtaken: Tuple[AddedDecision, ...]
    """Decisions that are not recorded, because others were made since the reviewer got the page."""

    known_count: int
    """The number of decisions and comments that were recorded before."""

    unknown: Tuple[TakeAnswersUnknown, ...]
    """Answers about files that are no takes in this library."""

    dry_run: bool = False
    """Present with --dry-run: nothing was recorded."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TakeAnswersUnknown(Shape):
    """An object."""

    bundle: str

    sha256: str

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TakeCommentReport(Report):
    """What `castbook take comment --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "take-comment/1"

    bundle: str
    """Of the bundle that the take was rendered of."""

    sha256: str
    """Of the take's file."""

    id: str
    """The name of its record, by which it is withdrawn."""

    at: datetime.datetime
    """When it was written."""

    text: str

    by: Optional[str] = None
    """Who wrote it, as they call themselves."""

    milliseconds: Optional[int] = None
    """The moment of the clip that it is about; absent if it is about the whole clip."""

    withdrawn: bool = False
    """Present if it was withdrawn."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TakeOrigin(Shape):
    """Where the file comes from, by what it says itself."""

    references: Tuple[TakeOriginReference, ...]
    """What the workflow in it loads of Castbook's folder."""

    by: Optional[Literal["workflow", "name", "references", "shot"]] = None
    """How its bundle was recognized; absent if it was not."""

    bundle: Optional[str] = None
    """The digest of that bundle."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TakeOriginReference(Shape):
    """An object."""

    path: str
    """As the workflow states it."""

    sha256: Optional[str] = None
    """Of the file in the library."""

    handle: Optional[str] = None
    """Of the element that the bundle sent it for, without the at-sign."""

    role: Optional[str] = None
    """What it shows."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TakeReport(Report):
    """What `castbook take add --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "take/1"

    bundle: str
    """Of the bundle that it was rendered of."""

    result: Literal["new", "kept", "rejected", "approved"]
    """What was decided about it."""

    at: datetime.datetime
    """When it was noted."""

    new: bool
    """False where it was noted already."""

    sha256: Optional[str] = None
    """Of the clip."""

    seed: Optional[str] = None
    """As the provider says it."""

    cost: Optional[Money] = None
    """What it cost."""

    note: Optional[str] = None
    """What was noted."""

    by: Optional[str] = None
    """Who decided it, as they call themselves."""

    subjects: Tuple[Subject, ...] = ()
    """Present if the model for subjects is installed: the products and places that were sent, and
    how
    much the take shows them.
    """

    not_compared: Optional[str] = None
    """Why it could not be compared with what was sent."""

    origin: Optional[TakeOrigin] = None
    """Where the file comes from, by what it says itself."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TakeShareReport(Report, Located):
    """What `castbook take share --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "take-share/1"

    review: str
    """The id of the review, which its answers name."""

    path: str
    """The page, or the folder with it."""

    takes: Tuple[ListedTake, ...]
    """The takes on the page, in its order."""

    byte_count: int
    """The size of its clips and pictures together."""

    path_hex: Optional[str] = None
    """The bytes of the path in hexadecimal; present if they are not UTF-8."""

    missing: Tuple[ListedTake, ...] = ()
    """Takes that are left out because their files are not here."""

    with_workflow: Tuple[str, ...] = ()
    """The clips that contain a workflow of ComfyUI, and so prompts and names of files."""

    was_there: bool = False
    """Present if the same page was there already."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TakeWatchFailed(Shape):
    """An object."""

    path: str
    """Of the file."""

    message: str
    """What is wrong."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TakeWatchReport(Report):
    """What `castbook take watch --once --json` prints. Keys may be added; none is renamed or
    changes
    its meaning.
    """

    SHAPE: ClassVar[str] = "take-watch/1"

    takes: Tuple[WatchedTake, ...]
    """What was recorded, in the order in which it was found."""

    unsure: Tuple[TakeWatchUnsure, ...]
    """Files that may come from several bundles, or from none that is known."""

    failed: Tuple[TakeWatchFailed, ...]
    """Files that can't be read or are no media."""

    known_count: int
    """How many files were recorded before."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TakeWatchUnsure(Shape):
    """An object."""

    path: str
    """Of the file."""

    candidates: Tuple[TakeWatchUnsureCandidate, ...]
    """The bundles that are possible, newest first."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TakeWatchUnsureCandidate(Shape):
    """An object."""

    bundle: str
    """Its digest."""

    target: str
    """The id of its target."""

    shot: str
    """The path of its shot file."""

    at: datetime.datetime
    """When it was exported."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TakesCounts(Shape):
    """How many of them there are, by what was decided."""

    new: int

    kept: int

    rejected: int

    approved: int

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TakesReport(Report):
    """What `castbook take list --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "takes/1"

    takes: Tuple[ListedTake, ...]
    """Those of the last export first; of one bundle, the last decided first."""

    counts: TakesCounts
    """How many of them there are, by what was decided."""

    cut: bool = False
    """Present where only the newest exports were looked at."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class Tally(Shape):
    """Files and their bytes."""

    file_count: int
    """How many files."""

    bytes: int
    """Their bytes."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Target(Shape):
    """One target and its rules."""

    id: str
    """Its full id."""

    profile: str
    """The SHA-256 of its profile's file."""

    as_of: datetime.date
    """The day of its facts."""

    as_: Optional[Slot] = None
    """The slot that pictures are checked against, where it has one."""

    via: Optional[str] = None
    """The target that makes what goes in there, where it is another."""

    as_of_is_latest: bool = False
    """Present where that is only the last day they can be of."""

    yours: bool = False
    """Present for a profile of your own."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TargetBriefReport(Report):
    """What `castbook targets ID --brief --json` prints. Keys may be added; none is renamed or
    changes
    its meaning.
    """

    SHAPE: ClassVar[str] = "target-brief/1"

    id: str
    """The target."""

    provider: str
    """Who accepts the request."""

    title: str
    """The model and what the target is for."""

    status: Literal["live", "ended", "unverified"]
    """Whether it can be used."""

    as_of: datetime.date
    """The date of its facts."""

    sections: Tuple[Section, ...]
    """Its slots, then what is not about one slot."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TargetProfileReport(Report):
    """What `castbook targets ID --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "target-profile/1"

    target: ProfileTarget
    """A target."""

    profile: Mapping[str, Any]
    """Its file as it is written; see docs/targets.md."""

    sending: Optional[Mapping[str, Any]] = None
    """The file of Catalog/Sending that it names; see sending.schema.json."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TargetsDiffReport(Report):
    """What `castbook targets diff --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "targets-diff/1"

    old: ProfileSide
    """One of two profiles."""

    new: ProfileSide
    """One of two profiles."""

    same: bool
    """Whether nothing differs."""

    changes: Tuple[ProfileChange, ...]
    """What came, went or has another value."""

    evidence: Tuple[ProfileChange, ...]
    """What has the same value and other evidence."""

    summary: TargetsDiffSummary
    """How many there are."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TargetsDiffSummary(Shape):
    """How many there are."""

    added: int
    """Changes."""

    removed: int
    """Changes."""

    changed: int
    """Changes."""

    evidence: int
    """Entries of `evidence`."""

    stricter: int
    """Changes."""

    looser: int
    """Changes."""

    both: int
    """Changes."""

    dearer: int
    """Changes."""

    cheaper: int
    """Changes."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TargetsLearnRefusal(Shape):
    """An object."""

    job: str
    """The job's name for commands."""

    target: str
    """The target that the job was for."""

    at: datetime.datetime
    """When it was refused."""

    words: str
    """The provider's words."""

    facts: Tuple[TargetsLearnRefusalFact, ...]
    """What could be read from the answer."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TargetsLearnRefusalFact(Shape):
    """An object."""

    place: Tuple[str, ...]
    """The keys that lead to the rule in the profile's file; in `request`, a field's name."""

    value: Any
    """What the answer states, as the profile writes it."""

    new: bool
    """Whether the profile allows what the answer excludes."""

    rule: str
    """The finding that reports what is outside the limit."""

    known: Optional[Any] = None
    """What the profile states; absent if it has no such rule."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TargetsLearnReport(Report):
    """What `castbook targets learn --json` prints. Keys may be added; none is renamed or changes
    its
    meaning.
    """

    SHAPE: ClassVar[str] = "targets-learn/1"

    refusals: Tuple[TargetsLearnRefusal, ...]
    """The jobs that providers refused or gave up, newest first."""

    written: Tuple[str, ...]
    """The profiles that were written."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TargetsReport(Report):
    """What `castbook targets --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "targets/1"

    targets: Tuple[ProfileTarget, ...]
    """The targets."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TimelineFile(Shape):
    """An object."""

    path: str
    """Within that folder."""

    sha256: str
    """Of the take."""

    bytes: int
    """Its size."""

    was_there: bool = False
    """Present where it was there with the same bytes."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TimelineFrameDuration(Shape):
    """How long a frame lasts, as an exact ratio of seconds."""

    numerator: int
    """1, or 1001."""

    denominator: int
    """24 for films."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TimelineReport(Report, Located):
    """What `castbook timeline --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "timeline/1"

    written: bool
    """Whether it was written, or there already; false for a dry run."""

    rate: str
    """The name of its frame rate, as --rate has it."""

    frame_duration: TimelineFrameDuration
    """How long a frame lasts, as an exact ratio of seconds."""

    drop_frame: bool
    """Whether timecode skips numbers."""

    start: str
    """Of its first frame."""

    frame_count: int
    """Its length in frames."""

    milliseconds: int
    """Its length, rounded."""

    shots: Tuple[TimelineShot, ...]
    """In their order."""

    media: str
    """The folder for the takes' files."""

    files: Tuple[TimelineFile, ...]
    """The takes' files, each once."""

    skipped: Tuple[str, ...]
    """Files of folders that are no shot files."""

    path: Optional[str] = None
    """Of the timeline, as given."""

    path_hex: Optional[str] = None
    """All bytes of a path that is not UTF-8."""

    was_there: bool = False
    """Present where the timeline was there with the same bytes."""

    media_hex: Optional[str] = None
    """All bytes of a path that is not UTF-8."""

    cut: bool = False
    """Present where only the newest exports were looked at."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class TimelineShot(Shape):
    """A shot of a timeline."""

    shot: str
    """Of the shot file."""

    name: str
    """That of the shot file, without its suffix."""

    content: Literal["clip", "still", "sound", "missing", "gap"]
    """What it shows; of `missing` the take's file is not here."""

    at: str
    """Of its first frame."""

    position: int
    """Its first frame, from the start of the timeline."""

    frame_count: int
    """Its length in frames of the timeline."""

    elements: Tuple[TimelineShotElement, ...]
    """Those that were sent for the take."""

    others: Tuple[TimelineShotOther, ...]
    """The other takes, the last rated first."""

    findings: Tuple[Finding, ...]
    """Notes and warnings."""

    shot_hex: Optional[str] = None
    """All bytes of a path that is not UTF-8."""

    file: Optional[str] = None
    """What it shows, within the folder of media."""

    target: Optional[str] = None
    """Where the take came from."""

    take: Optional[Take] = None
    """What it shows."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TimelineShotElement(Shape):
    """An object."""

    handle: str
    """A handle without its at-sign."""

    sha256: str
    """Of the revision."""

    revision: Optional[int] = None
    """Its number, where it is unambiguous."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class TimelineShotOther(Shape):
    """An object."""

    take: Take
    """What came back from a provider."""

    file: Optional[str] = None
    """Within the folder of media; absent if the timeline does not refer to it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Token(Shape):
    """The call for a token that the bytes are sent with."""

    url: str

    at: str
    """A place in an answer: data.outputs[0].url."""

    scheme: str
    """A place in an answer: data.outputs[0].url."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class Undetermined(Located):
    """A picture without a group."""

    path: str
    """A path as given; what is not UTF-8 in it is U+FFFD."""

    reason: Literal["unlike", "between", "not-measured"]
    """`unlike`: not alike enough to any group; `between`: about as much like one as like another;
    `not-measured`: too dark or too plain to compare.
    """

    candidates: Tuple[UndeterminedCandidate, ...]
    """The groups or known subjects that it may belong to, the most alike first."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class UndeterminedCandidate(Shape):
    """An object."""

    handle: str

    likeness: float
    """How alike it is to that one."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class UnregisterReport(Report):
    """What `castbook unregister --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "unregister/2"

    registrations: Tuple[Registration, ...]
    """Those that were taken back."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class UnuseReport(Report, Located):
    """What `castbook unuse --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "unuse/2"

    project: str
    """The project's identity."""

    path: str
    """Its folder in full."""

    pins: Tuple[ChangedPin, ...]
    """What became of each pin."""

    noted: bool
    """Whether the library took note."""

    target: Optional[str] = None
    """The target of shot files that name none."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    dry_run: bool = False
    """Present when nothing was written."""

    made: bool = False
    """Present when the lock file was made."""

    notices: Optional[Tuple[str, ...]] = None
    """What else to know."""

    unnoted: Optional[str] = None
    """Why it did not."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class UpdateReport(Report, Located):
    """What `castbook update --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "update/2"

    project: str
    """The project's identity."""

    path: str
    """Its folder in full."""

    pins: Tuple[ChangedPin, ...]
    """What became of each pin."""

    noted: bool
    """Whether the library took note."""

    target: Optional[str] = None
    """The target of shot files that name none."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    dry_run: bool = False
    """Present when nothing was written."""

    made: bool = False
    """Present when the lock file was made."""

    notices: Optional[Tuple[str, ...]] = None
    """What else to know."""

    unnoted: Optional[str] = None
    """Why it did not."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class UploadFile(Shape):
    """An object."""

    path: str
    """In the bundle, or in the element."""

    sha256: str
    """Of the file."""

    target: str
    """A target of the provider."""

    new: bool
    """False where it was uploaded before."""

    url: Optional[str] = None
    """Where the provider keeps it; absent if it would be uploaded."""

    expires: Optional[datetime.datetime] = None
    """When the provider deletes it; absent if it doesn't say."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class UploadReport(Report):
    """What `castbook upload --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "upload/1"

    files: Tuple[UploadFile, ...]

    dry_run: bool = False
    """Present when nothing was sent."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class UseReport(Report, Located):
    """What `castbook use --json` prints. Keys may be added; none is renamed or changes its meaning.
    """

    SHAPE: ClassVar[str] = "use/2"

    project: str
    """The project's identity."""

    path: str
    """Its folder in full."""

    pins: Tuple[ChangedPin, ...]
    """What became of each pin."""

    noted: bool
    """Whether the library took note."""

    target: Optional[str] = None
    """The target of shot files that name none."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    dry_run: bool = False
    """Present when nothing was written."""

    made: bool = False
    """Present when the lock file was made."""

    notices: Optional[Tuple[str, ...]] = None
    """What else to know."""

    unnoted: Optional[str] = None
    """Why it did not."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class VoiceReport(Report):
    """What `castbook voice --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "voice/1"

    targets: Tuple[Target, ...]
    """The targets that were asked, in order."""

    files: Tuple[HeardFile, ...]
    """The files in the order given."""

    written: Tuple[VoiceWritten, ...]
    """What was written."""

    saved: Optional[bool] = None
    """With --save: whether the element changed."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


@dataclass(frozen=True)
class VoiceWritten(Located):
    """An object."""

    path: str
    """A path; what is not UTF-8 in it is U+FFFD."""

    path_hex: Optional[str] = None
    """The bytes of a path that is not UTF-8."""

    sha256: Optional[str] = None
    """Of a cut."""

    start: Optional[int] = None
    """Its first sample."""

    end: Optional[int] = None
    """Behind its last sample."""

    file: Optional[CheckedFile] = None
    """What the check says of it."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class WatchedTake(Shape):
    """A take that was recorded, with the keys of take/1."""

    SHAPE: ClassVar[str] = "take/1"

    path: str
    """Of the file."""

    bundle: str
    """Of the bundle that it was rendered of."""

    result: Literal["new", "kept", "rejected", "approved"]
    """What was decided about it."""

    at: datetime.datetime
    """When it was noted."""

    new: bool
    """False where it was noted already."""

    sha256: Optional[str] = None
    """Of the clip."""

    seed: Optional[str] = None
    """As the provider says it."""

    cost: Optional[Money] = None
    """What it cost."""

    note: Optional[str] = None
    """What was noted."""

    by: Optional[str] = None
    """Who decided it, as they call themselves."""

    subjects: Tuple[Subject, ...] = ()
    """Present if the model for subjects is installed: the products and places that were sent, and
    how
    much the take shows them.
    """

    not_compared: Optional[str] = None
    """Why it could not be compared with what was sent."""

    origin: Optional[TakeOrigin] = None
    """Where the file comes from, by what it says itself."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class WayToUpload(Shape):
    """Another way to upload, for longer files and for when the first way fails."""

    method: Literal["multipart", "post", "put", "form"]

    url: str

    address: str
    """A place in an answer: data.outputs[0].url."""

    asks: Mapping[str, str] = _field(default_factory=dict)
    """Texts by name, with {name}, {type}, {bytes} and {sha256} for what is known of the file."""

    form: Mapping[str, str] = _field(default_factory=dict)
    """Texts by name, with {name}, {type}, {bytes} and {sha256} for what is known of the file."""

    part: Optional[str] = None

    token: Optional[Token] = None
    """The call for a token that the bytes are sent with."""

    head: Mapping[str, str] = _field(default_factory=dict)
    """Texts by name, with {name}, {type}, {bytes} and {sha256} for what is known of the file."""

    to: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    headers: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    fields: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    expires: Optional[str] = None
    """A place in an answer: data.outputs[0].url."""

    kept_hours: Optional[int] = None

    lasts: Optional[str] = None

    max_bytes: Optional[int] = None

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class WhereUsedElement(Shape):
    """An object."""

    handle: str
    """A handle without its at-sign."""

    element: str
    """Its identity."""

    sha256: str
    """Of the file."""

    revisions: Tuple[int, ...]
    """The numbers of the revisions with it."""

    now: bool
    """Whether a latest one has it."""

    role: Optional[Role] = None
    """What a file of an element shows."""

    document: bool = False
    """Present for a document of rights."""

    retired: bool = False
    """Present when the element was removed."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class WhereUsedExport(Shape):
    """An object."""

    bundle: str
    """Of the bundle."""

    target: str
    """The name of a provider's endpoint."""

    shot: str
    """Of the shot file."""

    at: datetime.datetime
    """When."""

    elements: Tuple[WhereUsedExportElement, ...]
    """Elements in it."""

    takes: Tuple[Take, ...]
    """What came back."""

    project: Optional[str] = None
    """The project's identity."""

    cost: Optional[Money] = None
    """An amount of money."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class WhereUsedExportElement(Shape):
    """An object."""

    handle: str
    """A handle without its at-sign."""

    element: str
    """Its identity."""

    sha256: str
    """Of the revision."""

    files: Tuple[WhereUsedExportElementFile, ...]
    """What was sent of it."""

    revision: Optional[int] = None
    """Its number."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class WhereUsedExportElementFile(Shape):
    """An object."""

    from_: str
    """The original."""

    sent: str
    """What was sent."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class WhereUsedProject(Shape):
    """An object."""

    project: str
    """The project's identity."""

    path: str
    """Where it lay then."""

    handle: str
    """A handle without its at-sign."""

    sha256: str
    """Of that revision."""

    at: datetime.datetime
    """When."""

    revision: Optional[int] = None
    """The number of the pinned revision."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""


@dataclass(frozen=True)
class WhereUsedReport(Report):
    """What `castbook where-used --json` prints. Keys may be added; none is renamed or changes its
    meaning.
    """

    SHAPE: ClassVar[str] = "where-used/2"

    projects: Tuple[WhereUsedProject, ...]
    """Projects that pin it."""

    elements: Tuple[WhereUsedElement, ...]
    """Elements that have the file or had it."""

    takes: Tuple[Take, ...]
    """What came back."""

    exports: Tuple[WhereUsedExport, ...]
    """Exports that sent it."""

    made_from: Tuple[Derivation, ...]
    """What it was made from, nearest first."""

    made: Tuple[Derivation, ...]
    """What was made from it."""

    handle: Optional[str] = None
    """Of an element."""

    element: Optional[str] = None
    """Its identity."""

    revision: Optional[int] = None
    """The number of its revision."""

    kind: Optional[Kind] = None
    """The kind of an element."""

    sha256: Optional[str] = None
    """Of a file."""

    path: Optional[str] = None
    """As given, of a file that was named by its path."""

    bundle: Optional[str] = None
    """Of a bundle."""

    voice_of: Optional[Tuple[str, ...]] = None
    """Of those who speak with it."""

    looks: Optional[Tuple[str, ...]] = None
    """Of its looks."""

    extra: Mapping[str, Any] = _field(default_factory=dict, repr=False)
    """Keys that this version does not know."""

    exit_code: int = _field(default=0, compare=False)
    """The exit code of the command."""


entries(
    AddLeftOut,
    ("path", "path", PLAIN, ...),
    ("rule", "rule", PLAIN, ...),
    ("message", "message", PLAIN, ...),
)
entries(
    AddReport,
    ("dry_run", "dryRun", PLAIN, False),
    ("elements", "elements", many(one(AddedElement)), ...),
    ("left_out", "leftOut", many(one(AddLeftOut)), ...),
    ("not_media", "notMedia", many(PLAIN), ...),
    ("beside", "beside", many(PLAIN), ()),
    ("skipped_folder", "skippedFolder", PLAIN, None),
    ("skipped", "skipped", PLAIN, ...),
    ("prepared", "prepared", many(one(PreparedFile)), None),
)
entries(
    AddSimilarPicture,
    ("sha256", "sha256", PLAIN, ...),
    ("likeness", "likeness", PLAIN, ...),
    ("distance", "distance", PLAIN, ...),
    ("copy_of", "copyOf", PLAIN, None),
    ("elements", "elements", many(one(SimilarPictureElement)), ...),
    ("more_elements", "moreElements", PLAIN, None),
)
entries(
    AddedComment,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("shot", "shot", PLAIN, None),
    ("id", "id", PLAIN, None),
    ("milliseconds", "milliseconds", PLAIN, None),
    ("text", "text", PLAIN, ...),
)
entries(
    AddedDecision,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("shot", "shot", PLAIN, None),
    ("id", "id", PLAIN, None),
    ("result", "result", PLAIN, ...),
    ("was", "was", PLAIN, ...),
    ("was_by", "wasBy", PLAIN, None),
)
entries(
    AddedElement,
    ("handle", "handle", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("new", "new", PLAIN, ...),
    ("changed", "changed", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("voice_of", "voiceOf", PLAIN, None),
    ("added", "added", many(one(AddedFile)), ...),
    ("known", "known", many(one(AddedElementKnown)), ...),
    ("changes", "changes", many(PLAIN), ...),
    ("unsorted", "unsorted", many(PLAIN), ...),
)
entries(
    AddedElementKnown,
    ("path", "path", PLAIN, ...),
    ("number", "number", PLAIN, ...),
)
entries(
    AddedFile,
    ("number", "number", PLAIN, ...),
    ("role", "role", PLAIN, ...),
    ("role_assumed", "roleAssumed", PLAIN, False),
    ("path", "path", PLAIN, ...),
    ("note", "note", PLAIN, None),
    ("missing", "missing", PLAIN, False),
    ("elsewhere", "elsewhere", PLAIN, False),
    ("sha256", "sha256", PLAIN, ...),
    ("status", "status", PLAIN, None),
    ("status_for", "statusFor", PLAIN, None),
    ("copy_for", "copyFor", PLAIN, {}),
    ("not_known_for", "notKnownFor", many(PLAIN), ()),
    ("format", "format", PLAIN, None),
    ("bytes", "bytes", PLAIN, None),
    ("proven", "proven", PLAIN, None),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("seconds", "seconds", PLAIN, None),
    ("sound", "sound", one(Sound), None),
    ("film", "film", one(Film), None),
    ("orientation", "orientation", PLAIN, None),
    ("depth", "depth", PLAIN, None),
    ("channels", "channels", PLAIN, None),
    ("alpha", "alpha", PLAIN, None),
    ("color", "color", PLAIN, None),
    ("frames", "frames", PLAIN, None),
    ("pages", "pages", PLAIN, None),
    ("progressive", "progressive", PLAIN, False),
    ("coding", "coding", PLAIN, None),
    ("sampling", "sampling", PLAIN, None),
    ("provenance", "provenance", one(Provenance), None),
    ("private_metadata", "privateMetadata", many(PLAIN), ()),
    ("other_data_bytes", "otherDataBytes", PLAIN, None),
    ("trailing_bytes", "trailingBytes", PLAIN, None),
    ("findings", "findings", many(one(Finding)), None),
    ("scored_copy", "scoredCopy", PLAIN, None),
    ("dismissed", "dismissed", many(one(Dismissed)), ()),
    ("metric", "metric", PLAIN, None),
    ("analysis", "analysis", one(Analysis), None),
    ("scores", "scores", PLAIN, None),
    ("measures", "measures", by_key(one(ScoreMeasure)), None),
    ("lighting", "lighting", one(Lighting), None),
    ("not_measured", "notMeasured", many(PLAIN), None),
    ("also_in", "alsoIn", many(PLAIN), ...),
    ("similar", "similar", many(one(AddSimilarPicture)), ...),
    ("other_subject", "otherSubject", one(Finding), None),
)
entries(
    Analysis,
    ("width", "width", PLAIN, ...),
    ("height", "height", PLAIN, ...),
    ("over_white", "overWhite", PLAIN, False),
)
entries(
    Answer,
    ("url", "url", PLAIN, None),
    ("at", "at", PLAIN, ...),
    ("inside", "inside", PLAIN, None),
)
entries(
    BackupReport,
    ("library", "library", PLAIN, ...),
    ("id", "id", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("form", "form", PLAIN, ...),
    ("element_count", "elementCount", PLAIN, ...),
    ("record_count", "recordCount", PLAIN, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("copied", "copied", one(Tally), ...),
    ("elsewhere_count", "elsewhereCount", PLAIN, None),
    ("faults", "faults", many(one(Fault)), ...),
    ("new", "new", PLAIN, ...),
    ("checked", "checked", one(Tally), ...),
    ("outdated", "outdated", one(Tally), ...),
    ("pruned", "pruned", one(Tally), ...),
    ("records_only_there", "recordsOnlyThere", PLAIN, ...),
    ("zip_bytes", "zipBytes", PLAIN, None),
    ("noted", "noted", PLAIN, ...),
    ("unnoted", "unnoted", PLAIN, None),
)
entries(
    Binding,
    ("slot", "slot", PLAIN, ...),
    ("token", "token", PLAIN, None),
    ("handle", "handle", PLAIN, None),
    ("name", "name", PLAIN, None),
    ("kind", "kind", PLAIN, None),
    ("element", "element", PLAIN, None),
    ("revision", "revision", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("pinned", "pinned", PLAIN, None),
    ("sent", "sent", many(one(CastFile)), None),
    ("left", "left", many(one(CastFile)), None),
    ("image", "image", PLAIN, None),
    ("path", "path", PLAIN, None),
)
entries(
    BundleCost,
    ("amount", "amount", AMOUNT, ...),
    ("currency", "currency", PLAIN, ...),
    ("as_of", "asOf", DAY, None),
)
entries(
    BundleDiffChange,
    ("part", "part", PLAIN, ...),
    ("what", "what", PLAIN, ...),
    ("before", "before", PLAIN, None),
    ("after", "after", PLAIN, None),
)
entries(
    BundleDiffReport,
    ("same", "same", PLAIN, ...),
    ("changes", "changes", many(one(BundleDiffChange)), ...),
)
entries(
    BundleDocument,
    ("name", "name", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("endpoint", "endpoint", PLAIN, None),
    ("tier", "tier", PLAIN, None),
    ("variant", "variant", PLAIN, None),
    ("profile", "profile", PLAIN, ...),
    ("makers", "makers", many(one(BundleMaker)), ()),
    ("shot", "shot", PLAIN, ...),
    ("settings", "settings", many(PLAIN), ()),
    ("options", "options", many(PLAIN), ()),
    ("sends", "sends", many(one(Send)), ...),
    ("cast", "cast", many(one(CastEntry)), ()),
    ("files", "files", many(one(BundleFile)), ...),
    ("cost", "cost", one(BundleCost), None),
)
entries(
    BundleFile,
    ("file", "file", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("role", "role", PLAIN, None),
    ("from_", "from", PLAIN, None),
    ("steps", "steps", many(one(Step)), ()),
    ("generated", "generated", PLAIN, None),
)
entries(
    BundleMaker,
    ("target", "target", PLAIN, ...),
    ("profile", "profile", PLAIN, ...),
)
entries(
    BundleRequestReport,
    ("complete", "complete", PLAIN, ...),
    ("calls", "calls", many(one(FilledCall)), ...),
)
entries(
    BundleVerifyReport,
    ("path", "path", PLAIN, ...),
    ("status", "status", PLAIN, ...),
    ("name", "name", PLAIN, None),
    ("target", "target", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("file_count", "fileCount", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("elements", "elements", many(PLAIN), None),
    ("findings", "findings", many(one(Finding)), ...),
    ("sent", "sent", many(one(SentFile)), ...),
)
entries(
    Call,
    ("target", "target", PLAIN, ...),
    ("endpoint", "endpoint", PLAIN, ...),
    ("body", "body", PLAIN, ...),
    ("gives", "gives", PLAIN, ...),
    ("poll", "poll", one(Poll), None),
    ("answer", "answer", one(Answer), None),
)
entries(
    CallDocument,
    ("target", "target", PLAIN, ...),
    ("endpoint", "endpoint", PLAIN, ...),
    ("body", "body", PLAIN, ...),
    ("gives", "gives", PLAIN, ...),
    ("poll", "poll", one(Poll), None),
    ("answer", "answer", one(Answer), None),
)
entries(
    CareItem,
    ("rule", "rule", PLAIN, ...),
    ("severity", "severity", PLAIN, ...),
    ("path", "path", PLAIN, None),
    ("elements", "elements", many(one(CareItemElement)), ()),
    ("message", "message", PLAIN, ...),
    ("fix", "fix", PLAIN, None),
    ("repaired", "repaired", PLAIN, False),
)
entries(
    CareItemElement,
    ("handle", "handle", PLAIN, ...),
    ("path", "path", PLAIN, None),
)
entries(
    CastEntry,
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, None),
    ("revision", "revision", PLAIN, None),
    ("sequence", "sequence", PLAIN, None),
    ("kind", "kind", PLAIN, None),
    ("names", "names", many(PLAIN), ()),
    ("name", "name", PLAIN, None),
    ("description", "description", PLAIN, None),
    ("voice", "voice", one(CastEntryVoice), None),
    ("files", "files", many(one(CastEntryFile)), ()),
)
entries(
    CastEntryFile,
    ("role", "role", PLAIN, ...),
    ("medium", "medium", PLAIN, None),
    ("from_", "from", PLAIN, None),
)
entries(
    CastEntryVoice,
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sequence", "sequence", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("role", "role", PLAIN, None),
    ("from_", "from", PLAIN, None),
)
entries(
    CastFile,
    ("number", "number", PLAIN, ...),
    ("role", "role", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
)
entries(
    CastSheetReport,
    ("element_count", "elementCount", PLAIN, ...),
    ("page_count", "pageCount", PLAIN, ...),
    ("unreadable_count", "unreadableCount", PLAIN, ...),
    ("files", "files", many(PLAIN), ...),
    ("downloads", "downloads", many(PLAIN), ()),
)
entries(
    ChangedPin,
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("change", "change", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("before", "before", one(ChangedPinBefore), None),
    ("latest_revision", "latestRevision", PLAIN, None),
    ("as_", "as", PLAIN, None),
    ("of", "of", PLAIN, None),
    ("seen", "seen", many(PLAIN), None),
    ("unseen", "unseen", many(PLAIN), None),
    ("left", "left", PLAIN, None),
)
entries(
    ChangedPinBefore,
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
)
entries(
    CheckLeftOut,
    ("no_endpoint", "noEndpoint", many(PLAIN), ()),
    ("ended", "ended", many(PLAIN), ()),
    ("no_slot", "noSlot", many(PLAIN), ()),
)
entries(
    CheckReport,
    ("targets", "targets", many(one(Target)), ...),
    ("left_out", "leftOut", one(CheckLeftOut), None),
    ("files", "files", many(one(CheckedFile)), ...),
    ("set", "set", one(CheckSet), ...),
    ("summary", "summary", one(CheckSummary), ...),
)
entries(
    CheckSet,
    ("status", "status", PLAIN, ...),
    ("findings", "findings", many(one(Finding)), ...),
)
entries(
    CheckSummary,
    ("file_count", "fileCount", PLAIN, ...),
    ("pass_", "pass", PLAIN, ...),
    ("warn", "warn", PLAIN, ...),
    ("fail", "fail", PLAIN, ...),
    ("not_media_count", "notMediaCount", PLAIN, ...),
    ("skipped", "skipped", PLAIN, ...),
    ("pass_everywhere", "passEverywhere", PLAIN, ...),
    ("pass_nowhere", "passNowhere", PLAIN, ...),
    ("counts_for", "countsFor", by_key(one(CheckSummaryCountsFor)), ...),
)
entries(
    CheckSummaryCountsFor,
    ("pass_", "pass", PLAIN, ...),
    ("warn", "warn", PLAIN, ...),
    ("fail", "fail", PLAIN, ...),
    ("not_known", "notKnown", PLAIN, None),
)
entries(
    CheckedFile,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("status", "status", PLAIN, ...),
    ("status_for", "statusFor", PLAIN, ...),
    ("copy_for", "copyFor", PLAIN, {}),
    ("not_known_for", "notKnownFor", many(PLAIN), ()),
    ("format", "format", PLAIN, None),
    ("bytes", "bytes", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("proven", "proven", PLAIN, None),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("seconds", "seconds", PLAIN, None),
    ("sound", "sound", one(Sound), None),
    ("film", "film", one(Film), None),
    ("orientation", "orientation", PLAIN, None),
    ("depth", "depth", PLAIN, None),
    ("channels", "channels", PLAIN, None),
    ("alpha", "alpha", PLAIN, None),
    ("color", "color", PLAIN, None),
    ("frames", "frames", PLAIN, None),
    ("pages", "pages", PLAIN, None),
    ("progressive", "progressive", PLAIN, False),
    ("coding", "coding", PLAIN, None),
    ("sampling", "sampling", PLAIN, None),
    ("provenance", "provenance", one(Provenance), None),
    ("private_metadata", "privateMetadata", many(PLAIN), ()),
    ("other_data_bytes", "otherDataBytes", PLAIN, None),
    ("trailing_bytes", "trailingBytes", PLAIN, None),
    ("findings", "findings", many(one(Finding)), ...),
)
entries(
    ComfyuiFile,
    ("file", "file", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("from_", "from", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("role", "role", PLAIN, None),
    ("handle", "handle", PLAIN, None),
    ("element", "element", PLAIN, None),
    ("revision", "revision", PLAIN, None),
    ("sequence", "sequence", PLAIN, None),
    ("kind", "kind", PLAIN, None),
    ("was_there", "wasThere", PLAIN, ...),
)
entries(
    ComfyuiIndexFile,
    ("file", "file", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("from_", "from", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("role", "role", PLAIN, None),
    ("handle", "handle", PLAIN, None),
    ("element", "element", PLAIN, None),
    ("revision", "revision", PLAIN, None),
    ("sequence", "sequence", PLAIN, None),
    ("kind", "kind", PLAIN, None),
)
entries(
    ComfyuiIndexReport,
    ("files", "files", many(one(ComfyuiIndexFile)), ...),
    ("workflows", "workflows", many(one(ComfyuiIndexWorkflow)), ...),
)
entries(
    ComfyuiIndexWorkflow,
    ("file", "file", PLAIN, ...),
    ("shot", "shot", PLAIN, ...),
    ("bundle", "bundle", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("node", "node", PLAIN, ...),
)
entries(
    ComfyuiReport,
    ("status", "status", PLAIN, ...),
    ("folder", "folder", PLAIN, None),
    ("written", "written", PLAIN, ...),
    ("files", "files", many(one(ComfyuiFile)), None),
    ("workflows", "workflows", many(one(ComfyuiWorkflow)), None),
    ("shots", "shots", many(one(ComfyuiShot)), ...),
    ("unnoted", "unnoted", PLAIN, None),
)
entries(
    ComfyuiShot,
    ("shot", "shot", PLAIN, ...),
    ("status", "status", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("findings", "findings", many(PLAIN), ...),
)
entries(
    ComfyuiWorkflow,
    ("file", "file", PLAIN, ...),
    ("shot", "shot", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("node", "node", PLAIN, ...),
    ("bundle", "bundle", PLAIN, ...),
    ("was_there", "wasThere", PLAIN, ...),
    ("prompt", "prompt", PLAIN, ...),
    ("inputs", "inputs", many(one(ComfyuiWorkflowInput)), ...),
)
entries(
    ComfyuiWorkflowInput,
    ("input", "input", PLAIN, ...),
    ("file", "file", PLAIN, ...),
)
entries(
    Comment,
    ("id", "id", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("by", "by", PLAIN, None),
    ("milliseconds", "milliseconds", PLAIN, None),
    ("text", "text", PLAIN, ...),
)
entries(
    CompletionsReport,
    ("text", "text", PLAIN, ...),
)
entries(
    Conflict,
    ("what", "what", PLAIN, ...),
    ("kept", "kept", one(ForkValue), ...),
    ("left", "left", many(one(ForkValue)), ...),
)
entries(
    Copy,
    ("sha256", "sha256", PLAIN, ...),
    ("format", "format", PLAIN, None),
    ("bytes", "bytes", PLAIN, None),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("steps", "steps", many(one(Step)), ...),
    ("tool", "tool", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    Cost,
    ("amount", "amount", AMOUNT, ...),
    ("currency", "currency", PLAIN, ...),
    ("as_of", "asOf", DAY, ...),
    ("basis", "basis", PLAIN, ...),
    ("source", "source", PLAIN, ...),
    ("words", "words", PLAIN, ...),
)
entries(
    Credentials,
    ("state", "state", PLAIN, ...),
    ("problems", "problems", many(one(CredentialsProblem)), ()),
    ("title", "title", PLAIN, None),
    ("generator", "generator", PLAIN, None),
    ("authors", "authors", many(PLAIN), ()),
    ("agents", "agents", many(PLAIN), ()),
    ("actions", "actions", many(PLAIN), ()),
    ("sources", "sources", many(PLAIN), ()),
    ("ingredients", "ingredients", many(PLAIN), ()),
    ("generated_ingredient", "generatedIngredient", PLAIN, False),
    ("signer", "signer", one(CredentialsSigner), None),
)
entries(
    CredentialsProblem,
    ("code", "code", PLAIN, ...),
    ("subject", "subject", PLAIN, None),
    ("message", "message", PLAIN, ...),
)
entries(
    CredentialsSigner,
    ("organization", "organization", PLAIN, None),
    ("name", "name", PLAIN, None),
    ("issuer", "issuer", PLAIN, None),
    ("valid_from", "validFrom", PLAIN, None),
    ("valid_until", "validUntil", PLAIN, None),
    ("algorithm", "algorithm", PLAIN, None),
    ("stamped", "stamped", PLAIN, None),
)
entries(
    Damaged,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("findings", "findings", many(PLAIN), ...),
)
entries(
    DatasetCoverage,
    ("roles", "roles", many(one(DatasetCoverageRole)), ...),
    ("missing", "missing", many(PLAIN), ...),
    ("pairs", "pairs", many(one(DatasetCoveragePair)), ...),
    ("odd", "odd", many(one(DatasetCoverageOdd)), ...),
    ("buckets", "buckets", many(one(DatasetCoverageBucket)), ...),
    ("small", "small", many(PLAIN), ...),
    ("advice", "advice", PLAIN, None),
)
entries(
    DatasetCoverageBucket,
    ("width", "width", PLAIN, ...),
    ("height", "height", PLAIN, ...),
    ("count", "count", PLAIN, ...),
)
entries(
    DatasetCoverageOdd,
    ("number", "number", PLAIN, ...),
    ("light", "light", PLAIN, ...),
)
entries(
    DatasetCoveragePair,
    ("first", "first", PLAIN, ...),
    ("second", "second", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
)
entries(
    DatasetCoverageRole,
    ("role", "role", PLAIN, ...),
    ("count", "count", PLAIN, ...),
)
entries(
    DatasetElement,
    ("handle", "handle", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sequence", "sequence", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("trigger", "trigger", PLAIN, ...),
    ("class_", "class", PLAIN, ...),
    ("folder", "folder", PLAIN, ...),
    ("pictures", "pictures", many(one(DatasetPicture)), ...),
    ("left_out", "leftOut", many(one(DatasetElementLeftOut)), ()),
    ("coverage", "coverage", one(DatasetCoverage), ...),
)
entries(
    DatasetElementLeftOut,
    ("number", "number", PLAIN, ...),
    ("name", "name", PLAIN, ...),
    ("reason", "reason", PLAIN, ...),
)
entries(
    DatasetPicture,
    ("number", "number", PLAIN, ...),
    ("role", "role", PLAIN, ...),
    ("file", "file", PLAIN, ...),
    ("file_sha256", "fileSha256", PLAIN, ...),
    ("caption_file", "captionFile", PLAIN, ...),
    ("caption_file_sha256", "captionFileSha256", PLAIN, ...),
    ("caption", "caption", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("width", "width", PLAIN, ...),
    ("height", "height", PLAIN, ...),
)
entries(
    DatasetReport,
    ("layout", "layout", PLAIN, ...),
    ("resolution", "resolution", PLAIN, ...),
    ("elements", "elements", many(one(DatasetElement)), ...),
    ("status", "status", PLAIN, ...),
    ("findings", "findings", many(PLAIN), ()),
    ("path", "path", PLAIN, None),
    ("already_there", "alreadyThere", PLAIN, None),
    ("removed", "removed", many(PLAIN), ()),
)
entries(
    Derivation,
    ("sha256", "sha256", PLAIN, ...),
    ("from_", "from", PLAIN, ...),
    ("tool", "tool", PLAIN, ...),
    ("steps", "steps", many(one(Step)), ...),
    ("at", "at", MOMENT, ...),
)
entries(
    DismissFile,
    ("number", "number", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("rule", "rule", PLAIN, ...),
    ("dismissed", "dismissed", PLAIN, ...),
    ("reason", "reason", PLAIN, None),
    ("changed", "changed", PLAIN, ...),
    ("found", "found", PLAIN, ...),
    ("also_in", "alsoIn", many(PLAIN), ...),
)
entries(
    DismissReport,
    ("handle", "handle", PLAIN, ...),
    ("files", "files", many(one(DismissFile)), ...),
)
entries(
    Dismissed,
    ("rule", "rule", PLAIN, ...),
    ("severity", "severity", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("slot", "slot", PLAIN, None),
    ("basis", "basis", PLAIN, None),
    ("measured", "measured", PLAIN, None),
    ("limit", "limit", PLAIN, None),
    ("unit", "unit", PLAIN, None),
    ("span", "span", many(PLAIN), ()),
    ("message", "message", PLAIN, ...),
    ("fix", "fix", PLAIN, None),
    ("box", "box", many(PLAIN), ()),
    ("reason", "reason", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    DoctorReport,
    ("library", "library", PLAIN, ...),
    ("status", "status", PLAIN, ...),
    ("findings", "findings", many(one(CareItem)), ...),
    ("system", "system", one(DoctorSystem), None),
    ("rebuilt", "rebuilt", PLAIN, False),
    ("rescored", "rescored", PLAIN, None),
    ("not_rescored", "notRescored", PLAIN, None),
    ("summary", "summary", one(DoctorSummary), ...),
)
entries(
    DoctorSummary,
    ("element_count", "elementCount", PLAIN, None),
    ("record_count", "recordCount", PLAIN, None),
    ("file_count", "fileCount", PLAIN, None),
    ("bytes", "bytes", PLAIN, None),
    ("errors", "errors", PLAIN, None),
    ("warnings", "warnings", PLAIN, None),
    ("notes", "notes", PLAIN, None),
    ("repaired", "repaired", PLAIN, None),
    ("picture_count", "pictureCount", PLAIN, None),
)
entries(
    DoctorSystem,
    ("as_of", "asOf", DAY, ...),
    ("system", "system", PLAIN, None),
    ("libraries", "libraries", many(one(LoadedLibrary)), ...),
    ("protection", "protection", many(one(Protection)), ()),
    ("missing_programs", "missingPrograms", many(PLAIN), ()),
)
entries(
    EditFork,
    ("sides", "sides", many(one(ForkSide)), ...),
    ("base", "base", one(EditForkBase), None),
    ("conflicts", "conflicts", many(one(Conflict)), ...),
    ("end", "end", PLAIN, ...),
    ("kept", "kept", PLAIN, None),
)
entries(
    EditForkBase,
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    EditMerged,
    ("sha256", "sha256", PLAIN, ...),
    ("left_out", "leftOut", many(PLAIN), ...),
)
entries(
    EditReport,
    ("dry_run", "dryRun", PLAIN, False),
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("changed", "changed", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("before", "before", PLAIN, ...),
    ("changes", "changes", many(PLAIN), ...),
    ("merged", "merged", many(one(EditMerged)), ()),
    ("fork", "fork", one(EditFork), None),
    ("notices", "notices", many(PLAIN), None),
)
entries(
    Element,
    ("handle", "handle", PLAIN, ...),
    ("suffix", "suffix", PLAIN, None),
    ("kind", "kind", PLAIN, ...),
    ("name", "name", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("person", "person", PLAIN, None),
    ("retired", "retired", PLAIN, False),
    ("side", "side", PLAIN, None),
    ("basis", "basis", PLAIN, None),
    ("expires", "expires", DAY, None),
    ("rights_inherited", "rightsInherited", PLAIN, False),
    ("findings", "findings", many(one(Finding)), None),
    ("weak", "weak", one(ElementWeak), None),
)
entries(
    ElementWeak,
    ("picture_count", "pictureCount", PLAIN, ...),
    ("rule", "rule", PLAIN, ...),
    ("severity", "severity", PLAIN, ...),
)
entries(
    EraseBackup,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("form", "form", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("there", "there", PLAIN, ...),
    ("fix", "fix", PLAIN, ...),
)
entries(
    EraseClip,
    ("sha256", "sha256", PLAIN, ...),
    ("bundle", "bundle", PLAIN, ...),
    ("result", "result", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    EraseExport,
    ("bundle", "bundle", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("shot", "shot", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    EraseMachine,
    ("id", "id", PLAIN, ...),
    ("by", "by", PLAIN, None),
    ("host", "host", PLAIN, None),
    ("joined", "joined", MOMENT, ...),
)
entries(
    ErasePin,
    ("project", "project", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    EraseRegistration,
    ("target", "target", PLAIN, ...),
    ("account", "account", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("id", "id", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("expires", "expires", DAY, None),
)
entries(
    EraseReport,
    ("dry_run", "dryRun", PLAIN, False),
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("revision_count", "revisionCount", PLAIN, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("shared_file_count", "sharedFileCount", PLAIN, ...),
    ("pins", "pins", many(one(ErasePin)), ...),
    ("exports", "exports", many(one(EraseExport)), ...),
    ("take_count", "takeCount", PLAIN, ...),
    ("clips", "clips", many(one(EraseClip)), ...),
    ("clips_erased", "clipsErased", PLAIN, ...),
    ("remark_count", "remarkCount", PLAIN, ...),
    ("registrations", "registrations", many(one(EraseRegistration)), ...),
    ("looks", "looks", many(PLAIN), ...),
    ("speakers", "speakers", many(PLAIN), ...),
    ("others_ask", "othersAsk", PLAIN, False),
    ("machines", "machines", many(one(EraseMachine)), None),
    ("backups", "backups", many(one(EraseBackup)), ...),
)
entries(
    Erasure,
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("store", "store", PLAIN, False),
    ("machines", "machines", many(PLAIN), None),
)
entries(
    ErrorConflict,
    ("what", "what", PLAIN, ...),
    ("theirs", "theirs", PLAIN, ...),
    ("yours", "yours", PLAIN, ...),
)
entries(
    ErrorReport,
    ("exit", "exit", PLAIN, ...),
    ("rule", "rule", PLAIN, ...),
    ("message", "message", PLAIN, ...),
    ("fix", "fix", PLAIN, None),
    ("latest", "latest", PLAIN, None),
    ("conflicts", "conflicts", many(one(ErrorConflict)), ()),
)
entries(
    ExchangeAnswer,
    ("status", "status", PLAIN, ...),
    ("type", "type", PLAIN, None),
    ("date", "date", MOMENT, None),
    ("bytes", "bytes", PLAIN, ...),
    ("json", "json", PLAIN, None),
    ("text", "text", PLAIN, None),
)
entries(
    ExchangeDocument,
    ("at", "at", MOMENT, ...),
    ("method", "method", PLAIN, ...),
    ("url", "url", PLAIN, ...),
    ("submission", "submission", PLAIN, ...),
    ("headers", "headers", many(PLAIN), ...),
    ("json", "json", PLAIN, None),
    ("text", "text", PLAIN, None),
    ("file", "file", PLAIN, False),
    ("form", "form", many(one(ExchangeForm)), None),
    ("answer", "answer", one(ExchangeAnswer), None),
    ("failure", "failure", one(ExchangeFailure), None),
)
entries(
    ExchangeFailure,
    ("reason", "reason", PLAIN, ...),
    ("message", "message", PLAIN, ...),
    ("may_have_arrived", "mayHaveArrived", PLAIN, ...),
)
entries(
    ExchangeForm,
    ("name", "name", PLAIN, ...),
    ("text", "text", PLAIN, None),
    ("file", "file", PLAIN, None),
    ("type", "type", PLAIN, None),
)
entries(
    ExportFirst,
    ("target", "target", PLAIN, ...),
    ("gives", "gives", PLAIN, ...),
    ("cost", "cost", one(Cost), None),
)
entries(
    ExportReport,
    ("status", "status", PLAIN, ...),
    ("written", "written", PLAIN, ...),
    ("bundles", "bundles", many(one(PlannedBundle)), ...),
    ("first", "first", many(one(ExportFirst)), ...),
    ("total", "total", many(one(Money)), ...),
    ("total_is_all", "totalIsAll", PLAIN, ...),
    ("unnoted", "unnoted", PLAIN, None),
)
entries(
    ExportedBundle,
    ("bundle", "bundle", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("shot", "shot", PLAIN, ...),
    ("project", "project", PLAIN, None),
    ("times", "times", many(MOMENT), ...),
    ("elements", "elements", many(PLAIN), ...),
    ("cost", "cost", one(Money), None),
    ("takes", "takes", many(one(ExportedTake)), ...),
)
entries(
    ExportedTake,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, None),
    ("result", "result", PLAIN, ...),
    ("seed", "seed", PLAIN, None),
    ("cost", "cost", one(Money), None),
    ("note", "note", PLAIN, None),
    ("by", "by", PLAIN, None),
    ("at", "at", MOMENT, ...),
    ("comments", "comments", many(one(Comment)), ()),
)
entries(
    ExportsReport,
    ("exports", "exports", many(one(ExportedBundle)), ...),
    ("priced", "priced", many(one(Money)), ...),
    ("spent", "spent", many(one(Money)), ...),
    ("cut", "cut", PLAIN, False),
)
entries(
    Fact,
    ("name", "name", PLAIN, ...),
    ("words", "words", PLAIN, ...),
    ("stated", "stated", PLAIN, ...),
)
entries(
    Fault,
    ("problem", "problem", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("elements", "elements", many(one(FaultElement)), ...),
    ("in_backup", "inBackup", PLAIN, ...),
)
entries(
    FaultElement,
    ("handle", "handle", PLAIN, ...),
    ("path", "path", PLAIN, ...),
)
entries(
    FilesFile,
    ("number", "number", PLAIN, None),
    ("document", "document", PLAIN, False),
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("was_there", "wasThere", PLAIN, False),
)
entries(
    FilesReport,
    ("handle", "handle", PLAIN, ...),
    ("files", "files", many(one(FilesFile)), ...),
)
entries(
    FilledCall,
    ("path", "path", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("url", "url", PLAIN, None),
    ("headers", "headers", many(PLAIN), ...),
    ("withheld", "withheld", many(PLAIN), ()),
    ("body", "body", PLAIN, ...),
    ("gives", "gives", PLAIN, None),
    ("filled", "filled", many(one(FilledCallFilled)), ...),
    ("missing", "missing", many(PLAIN), ...),
    ("task", "task", PLAIN, None),
    ("poll", "poll", one(Poll), None),
    ("answer", "answer", one(Answer), None),
)
entries(
    FilledCallFilled,
    ("placeholder", "placeholder", PLAIN, ...),
    ("text", "text", PLAIN, ...),
    ("from_", "from", PLAIN, ...),
)
entries(
    Film,
    ("codec", "codec", PLAIN, ...),
    ("pixel_format", "pixelFormat", PLAIN, ...),
    ("depth", "depth", PLAIN, ...),
    ("coded_width", "codedWidth", PLAIN, ...),
    ("coded_height", "codedHeight", PLAIN, ...),
    ("width", "width", PLAIN, ...),
    ("height", "height", PLAIN, ...),
    ("rotation", "rotation", PLAIN, ...),
    ("frames_per_second", "framesPerSecond", PLAIN, None),
    ("variable", "variable", PLAIN, ...),
    ("frames", "frames", PLAIN, ...),
    ("seconds", "seconds", PLAIN, ...),
    ("claimed_seconds", "claimedSeconds", PLAIN, None),
    ("hdr", "hdr", PLAIN, None),
    ("tracks", "tracks", PLAIN, ...),
    ("field_order", "fieldOrder", PLAIN, None),
    ("sound_lead", "soundLead", PLAIN, None),
    ("metric", "metric", PLAIN, None),
    ("fades", "fades", many(many(PLAIN)), None),
    ("cuts", "cuts", many(one(FilmCut)), None),
)
entries(
    FilmCut,
    ("frame", "frame", PLAIN, ...),
    ("seconds", "seconds", PLAIN, ...),
)
entries(
    Finding,
    ("rule", "rule", PLAIN, ...),
    ("severity", "severity", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("slot", "slot", PLAIN, None),
    ("basis", "basis", PLAIN, None),
    ("measured", "measured", PLAIN, None),
    ("limit", "limit", PLAIN, None),
    ("unit", "unit", PLAIN, None),
    ("span", "span", many(PLAIN), ()),
    ("message", "message", PLAIN, ...),
    ("fix", "fix", PLAIN, None),
    ("box", "box", many(PLAIN), ()),
)
entries(
    Fix,
    ("ids", "ids", many(PLAIN), ...),
    ("what", "what", PLAIN, ...),
    ("version", "version", PLAIN, None),
    ("debian", "debian", PLAIN, {}),
    ("date", "date", DAY, ...),
    ("source", "source", PLAIN, ...),
)
entries(
    ForgetBackup,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("form", "form", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("there", "there", PLAIN, ...),
    ("fix", "fix", PLAIN, ...),
)
entries(
    ForgetClip,
    ("sha256", "sha256", PLAIN, ...),
    ("bundle", "bundle", PLAIN, ...),
    ("result", "result", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    ForgetExport,
    ("bundle", "bundle", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("shot", "shot", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    ForgetMachine,
    ("id", "id", PLAIN, ...),
    ("by", "by", PLAIN, None),
    ("host", "host", PLAIN, None),
    ("joined", "joined", MOMENT, ...),
)
entries(
    ForgetPin,
    ("project", "project", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    ForgetRegistration,
    ("target", "target", PLAIN, ...),
    ("account", "account", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("id", "id", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("expires", "expires", DAY, None),
)
entries(
    ForgetReport,
    ("dry_run", "dryRun", PLAIN, False),
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("revision_count", "revisionCount", PLAIN, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("shared_file_count", "sharedFileCount", PLAIN, ...),
    ("pins", "pins", many(one(ForgetPin)), ...),
    ("exports", "exports", many(one(ForgetExport)), ...),
    ("take_count", "takeCount", PLAIN, ...),
    ("clips", "clips", many(one(ForgetClip)), ...),
    ("clips_erased", "clipsErased", PLAIN, ...),
    ("remark_count", "remarkCount", PLAIN, ...),
    ("registrations", "registrations", many(one(ForgetRegistration)), ...),
    ("looks", "looks", many(PLAIN), ...),
    ("speakers", "speakers", many(PLAIN), ...),
    ("others_ask", "othersAsk", PLAIN, False),
    ("machines", "machines", many(one(ForgetMachine)), None),
    ("backups", "backups", many(one(ForgetBackup)), ...),
    ("before", "before", PLAIN, ...),
)
entries(
    ForkSide,
    ("side", "side", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("by", "by", PLAIN, None),
    ("handle", "handle", PLAIN, ...),
    ("name", "name", PLAIN, ...),
    ("seen", "seen", many(PLAIN), ...),
    ("unseen", "unseen", many(PLAIN), ...),
)
entries(
    ForkValue,
    ("sides", "sides", many(PLAIN), ...),
    ("words", "words", PLAIN, ...),
)
entries(
    GcReport,
    ("dry_run", "dryRun", PLAIN, False),
    ("grace_days", "graceDays", PLAIN, ...),
    ("unnamed", "unnamed", one(Tally), ...),
    ("leftovers", "leftovers", one(Tally), ...),
    ("waiting", "waiting", one(Tally), ...),
    ("erased", "erased", one(Tally), ...),
    ("kept", "kept", one(Tally), ...),
    ("paths", "paths", many(PLAIN), ...),
    ("segments", "segments", one(GcSegments), ...),
    ("bytes", "bytes", PLAIN, ...),
)
entries(
    GcSegments,
    ("merged", "merged", PLAIN, ...),
    ("into", "into", PLAIN, ...),
)
entries(
    Group,
    ("handle", "handle", PLAIN, ...),
    ("subject", "subject", PLAIN, None),
    ("known", "known", PLAIN, None),
    ("by", "by", many(PLAIN), ...),
    ("confidence", "confidence", PLAIN, ...),
    ("not_compared", "notCompared", PLAIN, None),
    ("likeness", "likeness", PLAIN, None),
    ("nearest", "nearest", PLAIN, None),
    ("nearest_likeness", "nearestLikeness", PLAIN, None),
    ("files", "files", many(one(SortFile)), ...),
    ("beside", "beside", many(one(Place)), ...),
)
entries(
    HeardFile,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("status", "status", PLAIN, ...),
    ("status_for", "statusFor", PLAIN, ...),
    ("copy_for", "copyFor", PLAIN, {}),
    ("not_known_for", "notKnownFor", many(PLAIN), ()),
    ("format", "format", PLAIN, None),
    ("bytes", "bytes", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("proven", "proven", PLAIN, None),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("seconds", "seconds", PLAIN, None),
    ("sound", "sound", one(Sound), None),
    ("film", "film", one(Film), None),
    ("orientation", "orientation", PLAIN, None),
    ("depth", "depth", PLAIN, None),
    ("channels", "channels", PLAIN, None),
    ("alpha", "alpha", PLAIN, None),
    ("color", "color", PLAIN, None),
    ("frames", "frames", PLAIN, None),
    ("pages", "pages", PLAIN, None),
    ("progressive", "progressive", PLAIN, False),
    ("coding", "coding", PLAIN, None),
    ("sampling", "sampling", PLAIN, None),
    ("provenance", "provenance", one(Provenance), None),
    ("private_metadata", "privateMetadata", many(PLAIN), ()),
    ("other_data_bytes", "otherDataBytes", PLAIN, None),
    ("trailing_bytes", "trailingBytes", PLAIN, None),
    ("findings", "findings", many(one(Finding)), ...),
    ("waveform", "waveform", PLAIN, None),
    ("cuts", "cuts", many(one(SoundCut)), ...),
)
entries(
    ImportElement,
    ("handle", "handle", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("change", "change", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("packed_as", "packedAs", PLAIN, None),
    ("sides", "sides", many(one(ImportedSide)), ()),
)
entries(
    ImportLibraryGroup,
    ("group", "group", PLAIN, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("handle", "handle", PLAIN, None),
    ("kind", "kind", PLAIN, ...),
    ("skipped", "skipped", PLAIN, False),
    ("aside", "aside", PLAIN, None),
)
entries(
    ImportLibraryLeftOut,
    ("reason", "reason", PLAIN, ...),
    ("count", "count", PLAIN, ...),
    ("example", "example", PLAIN, ...),
)
entries(
    ImportLibraryReport,
    ("program", "program", PLAIN, ...),
    ("groups", "groups", many(one(ImportLibraryGroup)), ...),
    ("left_out", "leftOut", many(one(ImportLibraryLeftOut)), ...),
    ("added", "added", PLAIN, None),
)
entries(
    ImportReport,
    ("dry_run", "dryRun", PLAIN, False),
    ("new_file_count", "newFileCount", PLAIN, ...),
    ("new_bytes", "newBytes", PLAIN, ...),
    ("left_registration_count", "leftRegistrationCount", PLAIN, ...),
    ("elements", "elements", many(one(ImportElement)), ...),
)
entries(
    ImportedSide,
    ("side", "side", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("by", "by", PLAIN, None),
    ("handle", "handle", PLAIN, ...),
    ("name", "name", PLAIN, ...),
    ("arriving", "arriving", PLAIN, ...),
)
entries(
    InitReport,
    ("library", "library", PLAIN, ...),
    ("id", "id", PLAIN, ...),
    ("elements", "elements", many(PLAIN), None),
)
entries(
    Job,
    ("id", "id", PLAIN, ...),
    ("state", "state", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("account", "account", PLAIN, ...),
    ("sha256", "sha256", PLAIN, None),
    ("path", "path", PLAIN, ...),
    ("task", "task", PLAIN, None),
    ("made", "made", PLAIN, None),
    ("cost", "cost", one(Money), None),
    ("note", "note", PLAIN, None),
    ("at", "at", MOMENT, ...),
)
entries(
    JobResultReport,
    ("subject", "subject", PLAIN, None),
    ("result", "result", one(Result), ...),
)
entries(
    JobsJob,
    ("subject", "subject", PLAIN, None),
    ("job", "job", one(Job), ...),
)
entries(
    JobsReport,
    ("jobs", "jobs", many(one(JobsJob)), ...),
)
entries(
    KnownKey,
    ("name", "name", PLAIN, ...),
    ("account", "account", PLAIN, ...),
    ("provider", "provider", PLAIN, None),
    ("source", "source", PLAIN, ...),
    ("variable", "variable", PLAIN, None),
    ("since", "since", MOMENT, None),
)
entries(
    LibrariesReport,
    ("version", "version", PLAIN, ...),
    ("installation", "installation", PLAIN, ...),
    ("as_of", "asOf", DAY, ...),
    ("system", "system", PLAIN, None),
    ("libraries", "libraries", many(one(LoadedLibrary)), ...),
    ("protection", "protection", many(one(Protection)), ()),
    ("missing_programs", "missingPrograms", many(PLAIN), ()),
)
entries(
    Lighting,
    ("color", "color", PLAIN, ...),
    ("exposure", "exposure", PLAIN, ...),
    ("across", "across", PLAIN, ...),
    ("down", "down", PLAIN, ...),
)
entries(
    LimitsDocument,
    ("daily", "daily", many(PLAIN), ...),
)
entries(
    ListReport,
    ("elements", "elements", many(one(Element)), ...),
    ("total", "total", PLAIN, None),
    ("without_rights_count", "withoutRightsCount", PLAIN, None),
    ("next", "next", PLAIN, None),
)
entries(
    ListedTake,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, None),
    ("result", "result", PLAIN, ...),
    ("seed", "seed", PLAIN, None),
    ("cost", "cost", one(Money), None),
    ("note", "note", PLAIN, None),
    ("by", "by", PLAIN, None),
    ("at", "at", MOMENT, ...),
    ("comments", "comments", many(one(Comment)), ()),
    ("shot", "shot", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("project", "project", PLAIN, None),
)
entries(
    LoadedLibrary,
    ("name", "name", PLAIN, ...),
    ("version", "version", PLAIN, None),
    ("state", "state", PLAIN, ...),
    ("paths", "paths", many(PLAIN), ...),
    ("programs", "programs", many(PLAIN), ...),
    ("bundled", "bundled", PLAIN, False),
    ("package", "package", one(LoadedLibraryPackage), None),
    ("missing", "missing", many(one(Fix)), ()),
    ("uncertain", "uncertain", many(one(Fix)), ()),
)
entries(
    LoadedLibraryPackage,
    ("name", "name", PLAIN, ...),
    ("version", "version", PLAIN, ...),
)
entries(
    LogDismissal,
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("rule", "rule", PLAIN, ...),
    ("reason", "reason", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("end", "end", one(LogDismissalEnd), None),
)
entries(
    LogDismissalEnd,
    ("at", "at", MOMENT, ...),
    ("reason", "reason", PLAIN, None),
)
entries(
    LogReport,
    ("handle", "handle", PLAIN, ...),
    ("revisions", "revisions", many(one(LogRevision)), ...),
    ("dismissals", "dismissals", many(one(LogDismissal)), ()),
)
entries(
    LogRevision,
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("by", "by", PLAIN, None),
    ("parent", "parent", PLAIN, None),
    ("merges", "merges", many(PLAIN), ()),
    ("changes", "changes", many(PLAIN), ...),
)
entries(
    ManualReport,
    ("text", "text", PLAIN, ...),
)
entries(
    MappingGroup,
    ("group", "group", PLAIN, ...),
    ("files", "files", PLAIN, None),
    ("handle", "handle", PLAIN, None),
    ("kind", "kind", PLAIN, None),
    ("skip", "skip", PLAIN, None),
)
entries(
    MappingReport,
    ("groups", "groups", many(one(MappingGroup)), ...),
)
entries(
    Measured,
    ("value", "value", PLAIN, None),
    ("at_least", "atLeast", PLAIN, None),
    ("unknown", "unknown", PLAIN, None),
)
entries(
    Model,
    ("name", "name", PLAIN, ...),
    ("title", "title", PLAIN, ...),
    ("state", "state", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("uses", "uses", many(PLAIN), ...),
    ("limits", "limits", many(PLAIN), ...),
    ("licence", "licence", PLAIN, ...),
    ("origin", "origin", PLAIN, ...),
    ("training", "training", PLAIN, ...),
    ("sources", "sources", many(PLAIN), ...),
    ("as_of", "asOf", PLAIN, ...),
    ("package", "package", one(ModelPackage), ...),
)
entries(
    ModelPackage,
    ("registry", "registry", PLAIN, ...),
    ("name", "name", PLAIN, ...),
    ("version", "version", PLAIN, ...),
    ("url", "url", PLAIN, ...),
    ("byte_count", "byteCount", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
)
entries(
    ModelsReport,
    ("models", "models", many(one(Model)), ...),
)
entries(
    Money,
    ("amount", "amount", AMOUNT, ...),
    ("currency", "currency", PLAIN, ...),
    ("as_of", "asOf", DAY, None),
)
entries(
    NewRegistration,
    ("new", "new", PLAIN, ...),
    ("handle", "handle", PLAIN, None),
    ("element", "element", PLAIN, None),
    ("revision", "revision", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("blob", "blob", PLAIN, None),
    ("target", "target", PLAIN, ...),
    ("account", "account", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("id", "id", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("expires", "expires", DAY, None),
    ("state", "state", PLAIN, ...),
    ("changes", "changes", many(PLAIN), None),
)
entries(
    PackWrittenElement,
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("need", "need", PLAIN, False),
)
entries(
    PackWrittenReport,
    ("path", "path", PLAIN, ...),
    ("was_there", "wasThere", PLAIN, False),
    ("file_count", "fileCount", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("elements", "elements", many(one(PackWrittenElement)), ...),
    ("notices", "notices", many(PLAIN), None),
)
entries(
    Pin,
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("status", "status", PLAIN, ...),
    ("state", "state", PLAIN, ...),
    ("counted_as", "countedAs", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("name", "name", PLAIN, None),
    ("kind", "kind", PLAIN, None),
    ("latest", "latest", many(one(PinLatest)), ...),
    ("shots", "shots", many(PLAIN), None),
    ("seen", "seen", many(PLAIN), None),
    ("unseen", "unseen", many(PLAIN), None),
    ("findings", "findings", many(one(Finding)), ...),
)
entries(
    PinLatest,
    ("handle", "handle", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("retired", "retired", PLAIN, False),
)
entries(
    Place,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
)
entries(
    PlannedBundle,
    ("name", "name", PLAIN, ...),
    ("besides", "besides", PLAIN, None),
    ("shot", "shot", PLAIN, ...),
    ("status", "status", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("tier", "tier", PLAIN, None),
    ("path", "path", PLAIN, None),
    ("problem", "problem", one(PlannedBundleProblem), None),
    ("was_there", "wasThere", PLAIN, False),
    ("sha256", "sha256", PLAIN, None),
    ("bytes", "bytes", PLAIN, None),
    ("cost", "cost", one(Cost), None),
    ("render", "render", one(Render), None),
    ("files", "files", many(one(PlannedBundleFile)), ...),
    ("first", "first", many(PLAIN), ...),
    ("findings", "findings", many(one(Remark)), ...),
)
entries(
    PlannedBundleFile,
    ("path", "path", PLAIN, ...),
    ("of", "of", PLAIN, ...),
    ("from_", "from", PLAIN, ...),
    ("sent", "sent", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("steps", "steps", many(one(Step)), ...),
    ("reused", "reused", PLAIN, False),
    ("generated", "generated", PLAIN, None),
)
entries(
    PlannedBundleProblem,
    ("message", "message", PLAIN, ...),
    ("fix", "fix", PLAIN, None),
)
entries(
    Poll,
    ("id", "id", PLAIN, ...),
    ("url", "url", PLAIN, ...),
    ("state", "state", PLAIN, ...),
    ("waiting", "waiting", many(PLAIN), None),
    ("done", "done", many(PLAIN), None),
    ("failed", "failed", many(PLAIN), None),
)
entries(
    PrepareOptions,
    ("fit", "fit", PLAIN, ...),
    ("background", "background", PLAIN, None),
    ("allow_upscale", "allowUpscale", PLAIN, False),
    ("keep", "keep", many(PLAIN), ()),
    ("inferred_limits", "inferredLimits", PLAIN, False),
    ("keep_interlaced", "keepInterlaced", PLAIN, False),
)
entries(
    PrepareReport,
    ("targets", "targets", many(one(Target)), ...),
    ("options", "options", one(PrepareOptions), ...),
    ("metric", "metric", PLAIN, ...),
    ("files", "files", many(one(PreparedFile)), ...),
    ("summary", "summary", one(PrepareSummary), ...),
)
entries(
    PrepareSummary,
    ("files", "files", PLAIN, ...),
    ("as_they_are", "asTheyAre", PLAIN, ...),
    ("prepared", "prepared", PLAIN, ...),
    ("refused", "refused", PLAIN, ...),
    ("kept_before", "keptBefore", PLAIN, None),
    ("passed_over", "passedOver", PLAIN, ...),
    ("findings", "findings", many(one(Finding)), ...),
)
entries(
    PreparedFile,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("status", "status", PLAIN, ...),
    ("sha256", "sha256", PLAIN, None),
    ("steps", "steps", many(one(Step)), ...),
    ("output", "output", one(PreparedFileOutput), None),
    ("before", "before", one(PreparedState), ...),
    ("after", "after", one(PreparedState), None),
    ("reasons", "reasons", many(one(Finding)), ()),
)
entries(
    PreparedFileOutput,
    ("path", "path", PLAIN, None),
    ("sha256", "sha256", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
)
entries(
    PreparedState,
    ("status", "status", PLAIN, ...),
    ("status_for", "statusFor", PLAIN, ...),
    ("format", "format", PLAIN, None),
    ("bytes", "bytes", PLAIN, None),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("orientation", "orientation", PLAIN, None),
    ("color", "color", PLAIN, None),
    ("findings", "findings", many(one(Finding)), ...),
    ("analysis", "analysis", one(Analysis), None),
    ("scores", "scores", PLAIN, None),
    ("measures", "measures", by_key(one(ScoreMeasure)), None),
    ("lighting", "lighting", one(Lighting), None),
    ("not_measured", "notMeasured", many(PLAIN), None),
    ("quality", "quality", many(one(Finding)), None),
)
entries(
    Problem,
    ("message", "message", PLAIN, ...),
    ("fix", "fix", PLAIN, None),
)
entries(
    ProfileChange,
    ("key", "key", PLAIN, ...),
    ("item", "item", PLAIN, None),
    ("slot", "slot", PLAIN, None),
    ("change", "change", PLAIN, ...),
    ("direction", "direction", PLAIN, None),
    ("old", "old", one(Statement), None),
    ("new", "new", one(Statement), None),
)
entries(
    ProfileSide,
    ("id", "id", PLAIN, ...),
    ("profile", "profile", PLAIN, None),
    ("as_of", "asOf", DAY, ...),
    ("as_of_is_latest", "asOfIsLatest", PLAIN, False),
    ("path", "path", PLAIN, None),
    ("path_hex", "path_hex", PLAIN, None),
    ("yours", "yours", PLAIN, False),
)
entries(
    ProfileTarget,
    ("id", "id", PLAIN, ...),
    ("aliases", "aliases", many(PLAIN), ...),
    ("provider", "provider", PLAIN, ...),
    ("model", "model", PLAIN, ...),
    ("kind", "kind", PLAIN, None),
    ("as_of", "asOf", DAY, ...),
    ("as_of_is_latest", "asOfIsLatest", PLAIN, False),
    ("status", "status", PLAIN, ...),
    ("status_note", "statusNote", PLAIN, None),
    ("retires", "retires", DAY, None),
    ("instead", "instead", PLAIN, None),
    ("certainty", "certainty", PLAIN, None),
    ("seen", "seen", DAY, None),
    ("faces", "faces", PLAIN, ...),
    ("slots", "slots", many(PLAIN), ...),
    ("sha256", "sha256", PLAIN, ...),
    ("yours", "yours", PLAIN, False),
    ("profile", "profile", PLAIN, None),
)
entries(
    Project,
    ("project", "project", PLAIN, ...),
    ("path", "path", PLAIN, None),
    ("absence", "absence", PLAIN, None),
    ("status", "status", PLAIN, ...),
    ("pin_count", "pinCount", PLAIN, ...),
    ("counts", "counts", PLAIN, ...),
    ("ending_rights", "endingRights", many(one(ProjectEndingRight)), ...),
    ("export_count", "exportCount", PLAIN, ...),
    ("last_export", "lastExport", MOMENT, None),
    ("takes", "takes", one(ProjectTakes), ...),
    ("priced", "priced", many(one(Money)), ...),
    ("spent", "spent", many(one(Money)), ...),
)
entries(
    ProjectEndingRight,
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("message", "message", PLAIN, ...),
)
entries(
    ProjectTakes,
    ("new", "new", PLAIN, ...),
    ("kept", "kept", PLAIN, ...),
    ("rejected", "rejected", PLAIN, ...),
    ("approved", "approved", PLAIN, ...),
)
entries(
    ProjectsOutside,
    ("export_count", "exportCount", PLAIN, ...),
    ("last_export", "lastExport", MOMENT, None),
    ("takes", "takes", one(ProjectsOutsideTakes), ...),
    ("priced", "priced", many(one(Money)), ...),
    ("spent", "spent", many(one(Money)), ...),
)
entries(
    ProjectsOutsideTakes,
    ("new", "new", PLAIN, ...),
    ("kept", "kept", PLAIN, ...),
    ("rejected", "rejected", PLAIN, ...),
    ("approved", "approved", PLAIN, ...),
)
entries(
    ProjectsReport,
    ("projects", "projects", many(one(Project)), ...),
    ("outside", "outside", one(ProjectsOutside), ...),
    ("export_count", "exportCount", PLAIN, ...),
    ("last_export", "lastExport", MOMENT, None),
    ("takes", "takes", one(ProjectsTakes), ...),
    ("priced", "priced", many(one(Money)), ...),
    ("spent", "spent", many(one(Money)), ...),
    ("cut", "cut", PLAIN, False),
)
entries(
    ProjectsTakes,
    ("new", "new", PLAIN, ...),
    ("kept", "kept", PLAIN, ...),
    ("rejected", "rejected", PLAIN, ...),
    ("approved", "approved", PLAIN, ...),
)
entries(
    PromptLength,
    ("count", "count", PLAIN, ...),
    ("limit", "limit", PLAIN, None),
    ("counted", "counted", PLAIN, ...),
)
entries(
    PromptPlaceholder,
    ("placeholder", "placeholder", PLAIN, ...),
    ("at", "at", many(PLAIN), ...),
)
entries(
    PromptRemote,
    ("placeholder", "placeholder", PLAIN, ...),
    ("handle", "handle", PLAIN, ...),
    ("id", "id", PLAIN, None),
    ("registration", "registration", one(Registration), None),
)
entries(
    PromptReport,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("status", "status", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("endpoint", "endpoint", PLAIN, None),
    ("tier", "tier", PLAIN, None),
    ("variant", "variant", PLAIN, None),
    ("seconds", "seconds", PLAIN, None),
    ("prompt", "prompt", PLAIN, None),
    ("shots", "shots", many(one(PromptShot)), ()),
    ("length", "length", one(PromptLength), None),
    ("render", "render", one(Render), None),
    ("request", "request", PLAIN, None),
    ("placeholders", "placeholders", many(one(PromptPlaceholder)), None),
    ("first", "first", many(one(Call)), None),
    ("remotes", "remotes", many(one(PromptRemote)), None),
    ("bindings", "bindings", many(one(Binding)), None),
    ("findings", "findings", many(one(Remark)), ...),
)
entries(
    PromptShot,
    ("prompt", "prompt", PLAIN, ...),
    ("seconds", "seconds", PLAIN, None),
    ("length", "length", PLAIN, ...),
)
entries(
    Protection,
    ("program", "program", PLAIN, ...),
    ("seccomp", "seccomp", PLAIN, ...),
    ("landlock", "landlock", PLAIN, ...),
    ("gaps", "gaps", many(PLAIN), ()),
)
entries(
    Provenance,
    ("credentials", "credentials", one(Credentials), None),
    ("source", "source", PLAIN, None),
    ("generator", "generator", PLAIN, None),
    ("remote", "remote", PLAIN, None),
    ("generated", "generated", PLAIN, None),
)
entries(
    ProvenanceFile,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("number", "number", PLAIN, None),
    ("format", "format", PLAIN, None),
    ("state", "state", PLAIN, ...),
    ("signer", "signer", PLAIN, None),
    ("provenance", "provenance", one(Provenance), None),
    ("problem", "problem", PLAIN, None),
)
entries(
    ProvenanceReport,
    ("trust", "trust", one(ProvenanceTrust), None),
    ("files", "files", many(one(ProvenanceFile)), ...),
    ("summary", "summary", one(ProvenanceSummary), ...),
)
entries(
    ProvenanceSummary,
    ("file_count", "fileCount", PLAIN, ...),
    ("intact", "intact", PLAIN, ...),
    ("changed", "changed", PLAIN, ...),
    ("invalid", "invalid", PLAIN, ...),
    ("unchecked", "unchecked", PLAIN, ...),
    ("none", "none", PLAIN, ...),
    ("unread", "unread", PLAIN, ...),
)
entries(
    ProvenanceTrust,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("certificate_count", "certificateCount", PLAIN, ...),
)
entries(
    RegisterPlan,
    ("calls", "calls", many(one(RegisterPlanCall)), ...),
    ("files", "files", many(one(RegisterPlanFile)), ...),
    ("missing_keys", "missingKeys", many(PLAIN), ()),
)
entries(
    RegisterPlanCall,
    ("path", "path", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("creates", "creates", PLAIN, None),
    ("cost", "cost", one(Money), None),
    ("hosts", "hosts", many(PLAIN), None),
    ("profile", "profile", one(RegisterPlanCallProfile), None),
)
entries(
    RegisterPlanCallProfile,
    ("file", "file", PLAIN, ...),
    ("replaces_built_in", "replacesBuiltIn", PLAIN, ...),
)
entries(
    RegisterPlanFile,
    ("path", "path", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("way", "way", PLAIN, ...),
)
entries(
    RegisterReport,
    ("dry_run", "dryRun", PLAIN, False),
    ("plan", "plan", one(RegisterPlan), None),
    ("registrations", "registrations", many(one(NewRegistration)), ...),
)
entries(
    Registration,
    ("provider", "provider", PLAIN, None),
    ("handle", "handle", PLAIN, None),
    ("element", "element", PLAIN, None),
    ("revision", "revision", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("blob", "blob", PLAIN, None),
    ("target", "target", PLAIN, ...),
    ("account", "account", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("id", "id", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("expires", "expires", DAY, None),
    ("state", "state", PLAIN, ...),
    ("changes", "changes", many(PLAIN), None),
)
entries(
    RegistrationsReport,
    ("registrations", "registrations", many(one(Registration)), ...),
)
entries(
    Remark,
    ("line", "line", PLAIN, None),
    ("column", "column", PLAIN, None),
    ("rule", "rule", PLAIN, ...),
    ("severity", "severity", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("slot", "slot", PLAIN, None),
    ("basis", "basis", PLAIN, None),
    ("measured", "measured", PLAIN, None),
    ("limit", "limit", PLAIN, None),
    ("unit", "unit", PLAIN, None),
    ("span", "span", many(PLAIN), ()),
    ("message", "message", PLAIN, ...),
    ("fix", "fix", PLAIN, None),
    ("box", "box", many(PLAIN), ()),
)
entries(
    Remote,
    ("location", "location", PLAIN, ...),
    ("endpoint", "endpoint", PLAIN, None),
    ("region", "region", PLAIN, ...),
    ("profile", "profile", PLAIN, None),
    ("account", "account", PLAIN, None),
    ("ca", "ca", PLAIN, None),
    ("files", "files", PLAIN, ...),
    ("keeper", "keeper", PLAIN, None),
    ("sealed", "sealed", PLAIN, ...),
)
entries(
    RemoteAddedReport,
    ("remote", "remote", one(Remote), ...),
    ("new", "new", PLAIN, ...),
    ("copy", "copy", PLAIN, ...),
    ("key_file", "keyFile", PLAIN, None),
    ("store", "store", one(RemoteAddedStore), ...),
)
entries(
    RemoteAddedStore,
    ("may_write", "mayWrite", PLAIN, ...),
    ("may_delete", "mayDelete", PLAIN, None),
    ("verifies_sha256", "verifiesSha256", PLAIN, None),
    ("verifies_md5", "verifiesMd5", PLAIN, None),
    ("refuses_old_signatures", "refusesOldSignatures", PLAIN, None),
    ("honours_conditions", "honoursConditions", PLAIN, None),
    ("clock_difference", "clockDifference", PLAIN, ...),
)
entries(
    RemoteGcReport,
    ("location", "location", PLAIN, ...),
    ("marked_count", "markedCount", PLAIN, ...),
    ("marked_bytes", "markedBytes", PLAIN, ...),
    ("deleted_count", "deletedCount", PLAIN, ...),
    ("deleted_bytes", "deletedBytes", PLAIN, ...),
    ("waiting_count", "waitingCount", PLAIN, ...),
    ("erased_record_count", "erasedRecordCount", PLAIN, ...),
    ("erased_waiting_count", "erasedWaitingCount", PLAIN, ...),
)
entries(
    RemoteKeyReport,
    ("path", "path", PLAIN, ...),
)
entries(
    RemoteLoss,
    ("segment_count", "segmentCount", PLAIN, ...),
    ("record_count", "recordCount", PLAIN, ...),
    ("push_count", "pushCount", PLAIN, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("sought_file_count", "soughtFileCount", PLAIN, ...),
)
entries(
    RemoteMachinesMachine,
    ("id", "id", PLAIN, ...),
    ("by", "by", PLAIN, None),
    ("host", "host", PLAIN, None),
    ("joined", "joined", MOMENT, ...),
    ("this", "this", PLAIN, False),
)
entries(
    RemoteMachinesOpenErasure,
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("store", "store", PLAIN, False),
    ("machines", "machines", many(PLAIN), None),
)
entries(
    RemoteMachinesReport,
    ("machines", "machines", many(one(RemoteMachinesMachine)), ...),
    ("open_erasures", "openErasures", many(one(RemoteMachinesOpenErasure)), None),
)
entries(
    RemotePolicyReport,
    ("role", "role", PLAIN, ...),
    ("location", "location", PLAIN, ...),
    ("policy", "policy", PLAIN, ...),
    ("seaweed_actions", "seaweedActions", many(PLAIN), None),
)
entries(
    RemotePush,
    ("at", "at", MOMENT, ...),
    ("by", "by", many(PLAIN), None),
    ("record_count", "recordCount", PLAIN, ...),
)
entries(
    RemoteRemovedReport,
    ("location", "location", PLAIN, ...),
)
entries(
    RemoteReport,
    ("remote", "remote", one(Remote), ...),
    ("last_pull", "lastPull", DAY, None),
    ("unsent_record_count", "unsentRecordCount", PLAIN, ...),
    ("absent_file_count", "absentFileCount", PLAIN, ...),
    ("machine_count", "machineCount", PLAIN, None),
    ("loss", "loss", one(RemoteLoss), None),
    ("waiting_erasure_count", "waitingErasureCount", PLAIN, None),
    ("pushes", "pushes", many(one(RemotePush)), None),
    ("open_erasures", "openErasures", many(one(Erasure)), None),
)
entries(
    RemoteSignersReport,
    ("signers", "signers", many(one(RemoteSignersSigner)), ...),
)
entries(
    RemoteSignersSigner,
    ("fingerprint", "fingerprint", PLAIN, ...),
    ("by", "by", PLAIN, None),
    ("host", "host", PLAIN, None),
    ("last", "last", MOMENT, None),
    ("signature_count", "signatureCount", PLAIN, ...),
    ("this", "this", PLAIN, False),
    ("keeper", "keeper", PLAIN, False),
    ("ended", "ended", PLAIN, False),
)
entries(
    RemoveReport,
    ("dry_run", "dryRun", PLAIN, False),
    ("elements", "elements", many(one(RemovedElement)), ...),
)
entries(
    RemovedElement,
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("changed", "changed", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("before", "before", PLAIN, ...),
    ("changes", "changes", many(PLAIN), ...),
    ("merged", "merged", many(one(RemovedElementMerged)), ()),
    ("fork", "fork", one(RemovedElementFork), None),
    ("notices", "notices", many(PLAIN), None),
)
entries(
    RemovedElementFork,
    ("sides", "sides", many(one(ForkSide)), ...),
    ("base", "base", one(RemovedElementForkBase), None),
    ("conflicts", "conflicts", many(one(Conflict)), ...),
    ("end", "end", PLAIN, ...),
    ("kept", "kept", PLAIN, None),
)
entries(
    RemovedElementForkBase,
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    RemovedElementMerged,
    ("sha256", "sha256", PLAIN, ...),
    ("left_out", "leftOut", many(PLAIN), ...),
)
entries(
    Render,
    ("seconds", "seconds", PLAIN, None),
    ("resolution", "resolution", PLAIN, None),
    ("aspect", "aspect", PLAIN, None),
    ("sound", "sound", PLAIN, None),
    ("cost", "cost", one(Cost), None),
    ("words", "words", PLAIN, ...),
)
entries(
    RestoreBackupReport,
    ("library", "library", PLAIN, ...),
    ("id", "id", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("form", "form", PLAIN, ...),
    ("element_count", "elementCount", PLAIN, ...),
    ("record_count", "recordCount", PLAIN, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("copied", "copied", one(Tally), ...),
    ("faults", "faults", many(one(Fault)), ...),
    ("skipped", "skipped", PLAIN, ...),
)
entries(
    Result,
    ("end", "end", PLAIN, ...),
    ("sha256", "sha256", PLAIN, None),
    ("file", "file", PLAIN, None),
    ("id", "id", PLAIN, None),
    ("problem", "problem", one(Problem), None),
    ("job", "job", one(Job), None),
    ("subjects", "subjects", many(one(Subject)), ()),
    ("not_compared", "notCompared", PLAIN, None),
)
entries(
    ReviewAnswer,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("was", "was", PLAIN, ...),
    ("result", "result", PLAIN, None),
    ("comments", "comments", many(one(ReviewAnswerComment)), None),
)
entries(
    ReviewAnswerComment,
    ("milliseconds", "milliseconds", PLAIN, None),
    ("text", "text", PLAIN, ...),
)
entries(
    ReviewAnswersReport,
    ("review", "review", PLAIN, ...),
    ("by", "by", PLAIN, ...),
    ("takes", "takes", many(one(ReviewAnswer)), ...),
)
entries(
    ReviewReport,
    ("id", "id", PLAIN, ...),
    ("title", "title", PLAIN, ...),
    ("takes", "takes", many(one(ReviewedTake)), ...),
)
entries(
    ReviewedTake,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("title", "title", PLAIN, ...),
    ("medium", "medium", PLAIN, ...),
    ("milliseconds", "milliseconds", PLAIN, None),
    ("frames_per_second", "framesPerSecond", PLAIN, None),
    ("result", "result", PLAIN, ...),
    ("by", "by", PLAIN, None),
    ("comments", "comments", many(one(ReviewedTakeComment)), ...),
    ("source", "source", PLAIN, ...),
    ("poster", "poster", PLAIN, None),
    ("references", "references", many(one(ReviewedTakeReference)), ()),
)
entries(
    ReviewedTakeComment,
    ("milliseconds", "milliseconds", PLAIN, None),
    ("text", "text", PLAIN, ...),
    ("by", "by", PLAIN, None),
    ("time", "time", MOMENT, ...),
)
entries(
    ReviewedTakeReference,
    ("source", "source", PLAIN, ...),
    ("name", "name", PLAIN, ...),
)
entries(
    RuleReport,
    ("rule", "rule", PLAIN, ...),
    ("severity", "severity", PLAIN, ...),
    ("severities", "severities", many(PLAIN), ...),
    ("title", "title", PLAIN, ...),
    ("what", "what", PLAIN, ...),
    ("why", "why", PLAIN, None),
    ("fix", "fix", PLAIN, ...),
)
entries(
    RuleText,
    ("rule", "rule", PLAIN, ...),
    ("severity", "severity", PLAIN, ...),
    ("severities", "severities", many(PLAIN), ...),
    ("title", "title", PLAIN, ...),
    ("what", "what", PLAIN, ...),
    ("why", "why", PLAIN, None),
    ("fix", "fix", PLAIN, ...),
)
entries(
    RulesReport,
    ("rules", "rules", many(one(RuleText)), ...),
)
entries(
    ScoreFile,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("copy", "copy", PLAIN, None),
    ("analysis", "analysis", one(Analysis), None),
    ("scores", "scores", PLAIN, None),
    ("measures", "measures", by_key(one(ScoreMeasure)), None),
    ("lighting", "lighting", one(Lighting), None),
    ("not_measured", "notMeasured", many(PLAIN), None),
    ("findings", "findings", many(one(Finding)), ...),
    ("dismissed", "dismissed", many(one(Dismissed)), ()),
    ("status", "status", PLAIN, ...),
)
entries(
    ScoreMeasure,
    ("value", "value", PLAIN, ...),
    ("warn", "warn", PLAIN, None),
    ("fail", "fail", PLAIN, None),
    ("box", "box", many(PLAIN), ()),
    ("direction", "direction", PLAIN, None),
)
entries(
    ScoreReport,
    ("metric", "metric", PLAIN, ...),
    ("files", "files", many(one(ScoreFile)), ...),
    ("set", "set", one(Set), ...),
    ("saved", "saved", PLAIN, None),
)
entries(
    SearchReport,
    ("elements", "elements", many(one(Element)), ...),
    ("total", "total", PLAIN, None),
    ("next", "next", PLAIN, None),
)
entries(
    Section,
    ("name", "name", PLAIN, ...),
    ("same_as", "sameAs", PLAIN, None),
    ("facts", "facts", many(one(Fact)), ...),
)
entries(
    Send,
    ("slot", "slot", PLAIN, ...),
    ("token", "token", PLAIN, None),
    ("handle", "handle", PLAIN, None),
    ("element", "element", PLAIN, None),
    ("revision", "revision", PLAIN, None),
    ("sequence", "sequence", PLAIN, None),
    ("kind", "kind", PLAIN, None),
    ("files", "files", many(PLAIN), ()),
    ("remote", "remote", PLAIN, None),
)
entries(
    SendBundle,
    ("path", "path", PLAIN, ...),
    ("name", "name", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("tier", "tier", PLAIN, None),
    ("renders", "renders", PLAIN, ...),
    ("state", "state", PLAIN, ...),
    ("submits", "submits", PLAIN, False),
    ("job", "job", one(Job), None),
    ("calls", "calls", many(one(SendBundleCall)), ...),
    ("files", "files", many(one(SendBundleFile)), ...),
    ("takes", "takes", many(PLAIN), ()),
    ("changes", "changes", many(one(Problem)), ()),
    ("warnings", "warnings", many(one(Problem)), ...),
    ("obstacles", "obstacles", many(one(Problem)), ...),
    ("result", "result", one(Result), None),
)
entries(
    SendBundleCall,
    ("path", "path", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("creates", "creates", PLAIN, None),
    ("cost", "cost", one(Money), None),
    ("hosts", "hosts", many(PLAIN), None),
    ("profile", "profile", one(SendBundleCallProfile), None),
)
entries(
    SendBundleCallProfile,
    ("file", "file", PLAIN, ...),
    ("replaces_built_in", "replacesBuiltIn", PLAIN, ...),
)
entries(
    SendBundleFile,
    ("path", "path", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("way", "way", PLAIN, ...),
)
entries(
    SendReport,
    ("account", "account", PLAIN, ...),
    ("ready", "ready", PLAIN, ...),
    ("sent", "sent", PLAIN, ...),
    ("costs", "costs", many(one(Money)), ...),
    ("unknown_prices", "unknownPrices", PLAIN, ...),
    ("missing_keys", "missingKeys", many(PLAIN), ()),
    ("bundles", "bundles", many(one(SendBundle)), ...),
)
entries(
    SendingCancel,
    ("method", "method", PLAIN, ...),
    ("url", "url", PLAIN, ...),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SendingDocument,
    ("id", "id", PLAIN, ...),
    ("provider", "provider", PLAIN, ...),
    ("as_of", "asOf", DAY, ...),
    ("sources", "sources", by_key(one(SendingSource)), ...),
    ("keys", "keys", either(many(PLAIN), one(SendingKeys)), None),
    ("upload", "upload", one(SendingUpload), None),
    ("submit", "submit", one(SendingSubmit), None),
    ("success", "success", one(SendingSuccess), None),
    ("refusal", "refusal", either(many(PLAIN), one(SendingRefusal)), None),
    ("poll", "poll", one(SendingPoll), None),
    ("result", "result", one(SendingResult), None),
    ("resume", "resume", text_or(one(SendingResume)), None),
    ("find", "find", one(SendingFind), None),
    ("cancel", "cancel", one(SendingCancel), None),
    ("notes", "notes", many(PLAIN), None),
)
entries(
    SendingFind,
    ("field", "field", PLAIN, ...),
    ("url", "url", PLAIN, ...),
    ("id", "id", PLAIN, ...),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SendingKeys,
    ("value", "value", many(PLAIN), ...),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SendingPoll,
    ("url", "url", PLAIN, ...),
    ("state", "state", PLAIN, ...),
    ("waiting", "waiting", many(PLAIN), ()),
    ("done", "done", many(PLAIN), ...),
    ("failed", "failed", many(PLAIN), ()),
    ("reason", "reason", PLAIN, None),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SendingRefusal,
    ("value", "value", many(PLAIN), ...),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SendingResult,
    ("url", "url", PLAIN, None),
    ("at", "at", PLAIN, ...),
    ("inside", "inside", PLAIN, None),
    ("lasts", "lasts", PLAIN, None),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SendingResume,
    ("value", "value", PLAIN, ...),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SendingSource,
    ("ref", "ref", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("version", "version", PLAIN, None),
    ("note", "note", PLAIN, None),
    ("seen", "seen", DAY, None),
)
entries(
    SendingSubmit,
    ("id", "id", PLAIN, ...),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SendingSuccess,
    ("at", "at", PLAIN, ...),
    ("is_", "is", PLAIN, ...),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SendingUpload,
    ("method", "method", PLAIN, ...),
    ("url", "url", PLAIN, None),
    ("asks", "asks", PLAIN, {}),
    ("form", "form", PLAIN, {}),
    ("part", "part", PLAIN, None),
    ("token", "token", one(Token), None),
    ("head", "head", PLAIN, {}),
    ("to", "to", PLAIN, None),
    ("headers", "headers", PLAIN, None),
    ("fields", "fields", PLAIN, None),
    ("address", "address", PLAIN, None),
    ("expires", "expires", PLAIN, None),
    ("kept_hours", "keptHours", PLAIN, None),
    ("lasts", "lasts", PLAIN, None),
    ("max_bytes", "maxBytes", PLAIN, None),
    ("otherwise", "otherwise", one(WayToUpload), None),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    SentFile,
    ("path", "path", PLAIN, ...),
    ("status", "status", PLAIN, ...),
    ("findings", "findings", many(one(Finding)), ...),
)
entries(
    ServeReport,
    ("address", "address", PLAIN, ...),
    ("port", "port", PLAIN, ...),
    ("library", "library", PLAIN, ...),
    ("read_only", "readOnly", PLAIN, ...),
)
entries(
    Set,
    ("scores", "scores", one(SetScores), None),
    ("spread", "spread", one(SetSpread), None),
    ("pairs", "pairs", many(one(SetPair)), None),
    ("odd", "odd", many(PLAIN), None),
    ("missing", "missing", many(PLAIN), None),
    ("wanted", "wanted", PLAIN, None),
    ("selected", "selected", many(PLAIN), None),
    ("to_prepare", "toPrepare", PLAIN, {}),
    ("shortfall", "shortfall", PLAIN, None),
    ("reasons", "reasons", PLAIN, None),
    ("advice", "advice", PLAIN, None),
    ("findings", "findings", many(one(Finding)), ...),
    ("status", "status", PLAIN, ...),
)
entries(
    SetPair,
    ("a", "a", PLAIN, ...),
    ("b", "b", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("distance", "distance", PLAIN, ...),
    ("agreement", "agreement", PLAIN, None),
    ("copy", "copy", PLAIN, True),
)
entries(
    SetScores,
    ("lighting", "lighting", PLAIN, None),
    ("lighting_color", "lighting_color", PLAIN, None),
    ("lighting_exposure", "lighting_exposure", PLAIN, None),
    ("lighting_direction", "lighting_direction", PLAIN, None),
    ("variety", "variety", PLAIN, None),
)
entries(
    SetSpread,
    ("lighting_color", "lighting_color", PLAIN, ...),
    ("lighting_exposure", "lighting_exposure", PLAIN, ...),
    ("lighting_direction", "lighting_direction", PLAIN, ...),
)
entries(
    SettingsMissingKey,
    ("name", "name", PLAIN, ...),
    ("provider", "provider", PLAIN, ...),
)
entries(
    SettingsReport,
    ("name", "name", PLAIN, None),
    ("name_from_environment", "nameFromEnvironment", PLAIN, False),
    ("keys", "keys", many(one(KnownKey)), ...),
    ("missing_keys", "missingKeys", many(one(SettingsMissingKey)), ...),
    ("daily_limits", "dailyLimits", many(one(Money)), ...),
    ("spent", "spent", many(one(Money)), ()),
)
entries(
    SheetReport,
    ("picture_count", "pictureCount", PLAIN, ...),
    ("left_out_count", "leftOutCount", PLAIN, ...),
    ("pages", "pages", many(PLAIN), ...),
)
entries(
    ShowFork,
    ("sides", "sides", many(one(ForkSide)), ...),
    ("base", "base", one(ShowForkBase), None),
    ("conflicts", "conflicts", many(one(Conflict)), ...),
)
entries(
    ShowForkBase,
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    ShowReport,
    ("handle", "handle", PLAIN, ...),
    ("suffix", "suffix", PLAIN, None),
    ("kind", "kind", PLAIN, ...),
    ("name", "name", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("description", "description", PLAIN, None),
    ("notes", "notes", PLAIN, None),
    ("aliases", "aliases", many(PLAIN), None),
    ("tags", "tags", many(PLAIN), None),
    ("person", "person", PLAIN, None),
    ("retired", "retired", PLAIN, False),
    ("latest", "latest", PLAIN, True),
    ("forked", "forked", many(PLAIN), ()),
    ("fork", "fork", one(ShowFork), None),
    ("voice", "voice", PLAIN, None),
    ("look_of", "lookOf", PLAIN, None),
    ("looks", "looks", many(PLAIN), None),
    ("voice_of", "voiceOf", many(PLAIN), None),
    ("taken_by", "takenBy", one(ShowTakenBy), None),
    ("rights", "rights", one(ShowRights), None),
    ("rights_inherited", "rightsInherited", PLAIN, False),
    ("findings", "findings", many(one(Finding)), None),
    ("files", "files", many(one(ShownFile)), ...),
    ("set", "set", one(ShowSet), ...),
)
entries(
    ShowRights,
    ("basis", "basis", PLAIN, ...),
    ("holder", "holder", PLAIN, None),
    ("expires", "expires", DAY, None),
    ("document", "document", PLAIN, None),
    ("allowed", "allowed", many(PLAIN), ()),
)
entries(
    ShowSet,
    ("status", "status", PLAIN, ...),
    ("findings", "findings", many(one(Finding)), ...),
)
entries(
    ShowTakenBy,
    ("clip", "clip", many(PLAIN), ()),
    ("voice", "voice", many(PLAIN), ()),
)
entries(
    ShownElement,
    ("handle", "handle", PLAIN, ...),
    ("number", "number", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("likeness", "likeness", PLAIN, ...),
    ("probable", "probable", PLAIN, ...),
)
entries(
    ShownFile,
    ("number", "number", PLAIN, ...),
    ("role", "role", PLAIN, ...),
    ("role_assumed", "roleAssumed", PLAIN, False),
    ("path", "path", PLAIN, ...),
    ("note", "note", PLAIN, None),
    ("medium", "medium", PLAIN, ...),
    ("missing", "missing", PLAIN, False),
    ("elsewhere", "elsewhere", PLAIN, False),
    ("sha256", "sha256", PLAIN, ...),
    ("status", "status", PLAIN, None),
    ("status_for", "statusFor", PLAIN, None),
    ("copy_for", "copyFor", PLAIN, {}),
    ("not_known_for", "notKnownFor", many(PLAIN), ()),
    ("format", "format", PLAIN, None),
    ("bytes", "bytes", PLAIN, None),
    ("proven", "proven", PLAIN, None),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("seconds", "seconds", PLAIN, None),
    ("sound", "sound", one(Sound), None),
    ("film", "film", one(Film), None),
    ("orientation", "orientation", PLAIN, None),
    ("depth", "depth", PLAIN, None),
    ("channels", "channels", PLAIN, None),
    ("alpha", "alpha", PLAIN, None),
    ("color", "color", PLAIN, None),
    ("frames", "frames", PLAIN, None),
    ("pages", "pages", PLAIN, None),
    ("progressive", "progressive", PLAIN, False),
    ("coding", "coding", PLAIN, None),
    ("sampling", "sampling", PLAIN, None),
    ("provenance", "provenance", one(Provenance), None),
    ("private_metadata", "privateMetadata", many(PLAIN), ()),
    ("other_data_bytes", "otherDataBytes", PLAIN, None),
    ("trailing_bytes", "trailingBytes", PLAIN, None),
    ("findings", "findings", many(one(Finding)), None),
    ("scored_copy", "scoredCopy", PLAIN, None),
    ("dismissed", "dismissed", many(one(Dismissed)), ()),
    ("metric", "metric", PLAIN, None),
    ("analysis", "analysis", one(Analysis), None),
    ("scores", "scores", PLAIN, None),
    ("measures", "measures", by_key(one(ScoreMeasure)), None),
    ("lighting", "lighting", one(Lighting), None),
    ("not_measured", "notMeasured", many(PLAIN), None),
    ("copies", "copies", many(one(Copy)), ()),
)
entries(
    SimilarPicture,
    ("path", "path", PLAIN, ...),
    ("number", "number", PLAIN, None),
    ("similar", "similar", many(one(SimilarSimilarPicture)), ...),
    ("problem", "problem", PLAIN, None),
)
entries(
    SimilarPictureElement,
    ("handle", "handle", PLAIN, ...),
    ("number", "number", PLAIN, None),
    ("path", "path", PLAIN, None),
)
entries(
    SimilarReport,
    ("views_compared", "viewsCompared", PLAIN, ...),
    ("pictures", "pictures", many(one(SimilarPicture)), ...),
)
entries(
    SimilarSimilarPicture,
    ("sha256", "sha256", PLAIN, ...),
    ("likeness", "likeness", PLAIN, ...),
    ("distance", "distance", PLAIN, ...),
    ("copy_of", "copyOf", PLAIN, None),
    ("elements", "elements", many(one(SimilarPictureElement)), ...),
    ("more_elements", "moreElements", PLAIN, None),
)
entries(
    SimilarSubjectPicture,
    ("path", "path", PLAIN, ...),
    ("number", "number", PLAIN, None),
    ("not_compared", "notCompared", PLAIN, None),
    ("elements", "elements", many(one(ShownElement)), ...),
    ("problem", "problem", PLAIN, None),
)
entries(
    SimilarSubjectReport,
    ("faces_compared", "facesCompared", PLAIN, ...),
    ("uncompared_count", "uncomparedCount", PLAIN, ...),
    ("probable_likeness", "probableLikeness", PLAIN, ...),
    ("pictures", "pictures", many(one(SimilarSubjectPicture)), ...),
)
entries(
    SortFile,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("role", "role", PLAIN, ...),
    ("best", "best", PLAIN, None),
)
entries(
    SortReport,
    ("picture_count", "pictureCount", PLAIN, ...),
    ("faces_compared", "facesCompared", PLAIN, ...),
    ("compared_by", "comparedBy", PLAIN, ...),
    ("least_likeness", "leastLikeness", PLAIN, ...),
    ("groups", "groups", many(one(Group)), ...),
    ("undetermined", "undetermined", many(one(Undetermined)), ...),
    ("clips", "clips", many(one(Place)), ...),
    ("sounds", "sounds", many(one(Place)), ...),
    ("damaged", "damaged", many(one(Damaged)), ...),
    ("not_media_count", "notMediaCount", PLAIN, ...),
    ("skipped", "skipped", PLAIN, ...),
    ("written", "written", one(SortWritten), None),
)
entries(
    SortWritten,
    ("path", "path", PLAIN, ...),
    ("element_count", "elementCount", PLAIN, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("unsorted_count", "unsortedCount", PLAIN, ...),
)
entries(
    Sound,
    ("codec", "codec", PLAIN, ...),
    ("lossy", "lossy", PLAIN, ...),
    ("rate", "rate", PLAIN, ...),
    ("channels", "channels", PLAIN, ...),
    ("bits", "bits", PLAIN, None),
    ("samples", "samples", PLAIN, ...),
    ("seconds", "seconds", PLAIN, ...),
    ("claimed_seconds", "claimedSeconds", PLAIN, None),
    ("tracks", "tracks", PLAIN, ...),
    ("trailing_bytes", "trailingBytes", PLAIN, None),
    ("measures", "measures", one(SoundMeasures), None),
)
entries(
    SoundCut,
    ("start", "start", PLAIN, ...),
    ("end", "end", PLAIN, ...),
    ("start_seconds", "startSeconds", PLAIN, ...),
    ("end_seconds", "endSeconds", PLAIN, ...),
    ("score", "score", PLAIN, ...),
    ("signal_to_noise", "signalToNoise", one(Measured), ...),
    ("clipped_runs", "clippedRuns", PLAIN, ...),
    ("speech_share", "speechShare", PLAIN, ...),
    ("level_spread", "levelSpread", PLAIN, ...),
    ("pitch_spread", "pitchSpread", one(Measured), ...),
    ("faults", "faults", many(PLAIN), ...),
)
entries(
    SoundMeasures,
    ("metric", "metric", PLAIN, ...),
    ("channel", "channel", PLAIN, ...),
    ("bad_samples", "badSamples", PLAIN, ...),
    ("mix_loss", "mixLoss", PLAIN, None),
    ("imbalance", "imbalance", PLAIN, None),
    ("peak", "peak", PLAIN, None),
    ("offset", "offset", PLAIN, None),
    ("loudness", "loudness", one(Measured), ...),
    ("true_peak", "truePeak", one(Measured), ...),
    ("clipped_runs", "clippedRuns", PLAIN, ...),
    ("crowding", "crowding", one(Measured), ...),
    ("signal_to_noise", "signalToNoise", one(Measured), ...),
    ("gated_share", "gatedShare", PLAIN, ...),
    ("treble", "treble", one(Measured), ...),
    ("content_hertz", "contentHertz", one(Measured), ...),
    ("active_share", "activeShare", PLAIN, ...),
    ("voiced_share", "voicedShare", one(Measured), ...),
    ("steady_share", "steadyShare", one(Measured), ...),
    ("moving_share", "movingShare", one(Measured), ...),
    ("decay_seconds", "decaySeconds", one(Measured), ...),
    ("pitch_spread", "pitchSpread", one(Measured), ...),
    ("pitch", "pitch", one(SoundMeasuresPitch), None),
    ("syllables_per_second", "syllablesPerSecond", one(Measured), ...),
    ("longest_pause_seconds", "longestPauseSeconds", PLAIN, ...),
    ("spans", "spans", many(one(SoundMeasuresSpan)), ...),
)
entries(
    SoundMeasuresPitch,
    ("median", "median", PLAIN, ...),
    ("low", "low", PLAIN, ...),
    ("high", "high", PLAIN, ...),
)
entries(
    SoundMeasuresSpan,
    ("kind", "kind", PLAIN, ...),
    ("start", "start", PLAIN, ...),
    ("end", "end", PLAIN, ...),
)
entries(
    SpendingDocument,
    ("jobs", "jobs", many(one(SpendingJob)), ...),
)
entries(
    SpendingJob,
    ("job", "job", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("amount", "amount", AMOUNT, ...),
    ("currency", "currency", PLAIN, ...),
)
entries(
    SplitReport,
    ("targets", "targets", many(one(Target)), ...),
    ("grid", "grid", PLAIN, ...),
    ("kind", "kind", PLAIN, None),
    ("sheets", "sheets", many(one(SplitSheet)), ...),
)
entries(
    SplitSheet,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("means", "means", many(PLAIN), ...),
    ("sureness", "sureness", PLAIN, ...),
    ("views", "views", many(one(SplitSheetView)), ...),
    ("reasons", "reasons", many(one(Finding)), None),
)
entries(
    SplitSheetView,
    ("number", "number", PLAIN, ...),
    ("role", "role", PLAIN, ...),
    ("role_assumed", "roleAssumed", PLAIN, False),
    ("box", "box", many(PLAIN), ...),
    ("steps", "steps", many(one(Step)), ...),
    ("output", "output", one(SplitSheetViewOutput), ...),
    ("state", "state", one(PreparedState), ...),
)
entries(
    SplitSheetViewOutput,
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
)
entries(
    Statement,
    ("value", "value", PLAIN, None),
    ("unit", "unit", PLAIN, None),
    ("confidence", "confidence", PLAIN, None),
    ("source", "source", PLAIN, None),
    ("as_of", "asOf", DAY, None),
    ("note", "note", PLAIN, None),
)
entries(
    StatusReport,
    ("project", "project", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("status", "status", PLAIN, ...),
    ("pins", "pins", many(one(Pin)), ...),
    ("summary", "summary", one(StatusSummary), ...),
)
entries(
    StatusSummary,
    ("pin_count", "pinCount", PLAIN, ...),
    ("current", "current", PLAIN, ...),
    ("behind", "behind", PLAIN, ...),
    ("missing", "missing", PLAIN, ...),
    ("counts", "counts", PLAIN, ...),
)
entries(
    Step,
    ("step", "step", PLAIN, ...),
    rest=either(many(PLAIN), PLAIN),
)
entries(
    StilledClip,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("status", "status", PLAIN, ...),
    ("status_for", "statusFor", PLAIN, ...),
    ("copy_for", "copyFor", PLAIN, {}),
    ("not_known_for", "notKnownFor", many(PLAIN), ()),
    ("format", "format", PLAIN, None),
    ("bytes", "bytes", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("proven", "proven", PLAIN, None),
    ("width", "width", PLAIN, None),
    ("height", "height", PLAIN, None),
    ("seconds", "seconds", PLAIN, None),
    ("sound", "sound", one(Sound), None),
    ("film", "film", one(Film), None),
    ("orientation", "orientation", PLAIN, None),
    ("depth", "depth", PLAIN, None),
    ("channels", "channels", PLAIN, None),
    ("alpha", "alpha", PLAIN, None),
    ("color", "color", PLAIN, None),
    ("frames", "frames", PLAIN, None),
    ("pages", "pages", PLAIN, None),
    ("progressive", "progressive", PLAIN, False),
    ("coding", "coding", PLAIN, None),
    ("sampling", "sampling", PLAIN, None),
    ("provenance", "provenance", one(Provenance), None),
    ("private_metadata", "privateMetadata", many(PLAIN), ()),
    ("other_data_bytes", "otherDataBytes", PLAIN, None),
    ("trailing_bytes", "trailingBytes", PLAIN, None),
    ("findings", "findings", many(one(Finding)), ...),
    ("stills", "stills", many(one(StilledClipStill)), ...),
    ("left_out", "leftOut", many(one(StilledClipLeftOut)), ...),
)
entries(
    StilledClipLeftOut,
    ("span", "span", many(PLAIN), ...),
    ("reason", "reason", PLAIN, ...),
)
entries(
    StilledClipStill,
    ("frame", "frame", PLAIN, ...),
    ("seconds", "seconds", PLAIN, ...),
    ("sharpness", "sharpness", PLAIN, ...),
    ("likeness", "likeness", PLAIN, None),
    ("output", "output", PLAIN, ...),
    ("file", "file", one(CheckedFile), ...),
)
entries(
    StillsReport,
    ("targets", "targets", many(one(Target)), ...),
    ("clips", "clips", many(one(StilledClip)), ...),
)
entries(
    Subject,
    ("handle", "handle", PLAIN, ...),
    ("shown", "shown", PLAIN, ...),
    ("summary", "summary", PLAIN, ...),
    ("moments", "moments", many(one(SubjectMoment)), ...),
    ("finding", "finding", PLAIN, None),
)
entries(
    SubjectMoment,
    ("milliseconds", "milliseconds", PLAIN, None),
    ("likeness", "likeness", PLAIN, ...),
)
entries(
    SubmissionsDocument,
    ("jobs", "jobs", many(one(SubmissionsJob)), ...),
)
entries(
    SubmissionsJob,
    ("job", "job", PLAIN, ...),
    ("state", "state", PLAIN, ...),
    ("endpoint", "endpoint", PLAIN, None),
    ("name", "name", PLAIN, None),
    ("task", "task", PLAIN, None),
    ("cost", "cost", one(SubmissionsJobCost), None),
    ("at", "at", MOMENT, ...),
)
entries(
    SubmissionsJobCost,
    ("amount", "amount", AMOUNT, ...),
    ("currency", "currency", PLAIN, ...),
    ("as_of", "asOf", DAY, None),
)
entries(
    SyncFetched,
    ("file_count", "fileCount", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("absent", "absent", many(one(SyncFile)), ()),
    ("damaged", "damaged", many(one(SyncFile)), ()),
)
entries(
    SyncFile,
    ("sha256", "sha256", PLAIN, ...),
    ("handle", "handle", PLAIN, None),
    ("path", "path", PLAIN, None),
)
entries(
    SyncLoss,
    ("segment_count", "segmentCount", PLAIN, ...),
    ("record_count", "recordCount", PLAIN, ...),
    ("push_count", "pushCount", PLAIN, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("sought_file_count", "soughtFileCount", PLAIN, ...),
)
entries(
    SyncPulled,
    ("record_count", "recordCount", PLAIN, ...),
    ("elements", "elements", many(one(SyncPulledElement)), ...),
    ("all_elements", "allElements", PLAIN, ...),
    ("erasures", "erasures", many(one(SyncPulledErasure)), ()),
    ("problems", "problems", many(one(SyncPulledProblem)), ()),
)
entries(
    SyncPulledElement,
    ("element", "element", PLAIN, ...),
    ("handle", "handle", PLAIN, ...),
    ("kind", "kind", PLAIN, ...),
    ("revision", "revision", PLAIN, ...),
    ("forked", "forked", PLAIN, False),
    ("name_shared", "nameShared", PLAIN, False),
    ("suffix", "suffix", PLAIN, None),
)
entries(
    SyncPulledErasure,
    ("element", "element", PLAIN, ...),
    ("handle", "handle", PLAIN, None),
    ("kind", "kind", PLAIN, None),
    ("by", "by", PLAIN, None),
    ("at", "at", MOMENT, ...),
    ("reason", "reason", PLAIN, None),
    ("file_count", "fileCount", PLAIN, ...),
    ("waits", "waits", PLAIN, None),
    ("refused", "refused", PLAIN, False),
)
entries(
    SyncPulledProblem,
    ("key", "key", PLAIN, ...),
    ("reason", "reason", PLAIN, ...),
)
entries(
    SyncPushed,
    ("record_count", "recordCount", PLAIN, ...),
    ("file_count", "fileCount", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("held_record_count", "heldRecordCount", PLAIN, ...),
    ("missing", "missing", many(one(SyncFile)), ()),
)
entries(
    SyncReport,
    ("location", "location", PLAIN, ...),
    ("complete", "complete", PLAIN, ...),
    ("pulled", "pulled", one(SyncPulled), None),
    ("pushed", "pushed", one(SyncPushed), None),
    ("fetched", "fetched", one(SyncFetched), None),
    ("loss", "loss", one(SyncLoss), None),
    ("absent_file_count", "absentFileCount", PLAIN, ...),
)
entries(
    Take,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, None),
    ("result", "result", PLAIN, ...),
    ("seed", "seed", PLAIN, None),
    ("cost", "cost", one(Money), None),
    ("note", "note", PLAIN, None),
    ("by", "by", PLAIN, None),
    ("at", "at", MOMENT, ...),
)
entries(
    TakeAnswersReport,
    ("by", "by", PLAIN, ...),
    ("dry_run", "dryRun", PLAIN, False),
    ("rated", "rated", many(one(AddedDecision)), ...),
    ("comments", "comments", many(one(AddedComment)), ...),
    ("overtaken", "overtaken", many(one(AddedDecision)), ...),
    ("known_count", "knownCount", PLAIN, ...),
    ("unknown", "unknown", many(one(TakeAnswersUnknown)), ...),
)
entries(
    TakeAnswersUnknown,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
)
entries(
    TakeCommentReport,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("id", "id", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("by", "by", PLAIN, None),
    ("milliseconds", "milliseconds", PLAIN, None),
    ("text", "text", PLAIN, ...),
    ("withdrawn", "withdrawn", PLAIN, False),
)
entries(
    TakeOrigin,
    ("by", "by", PLAIN, None),
    ("bundle", "bundle", PLAIN, None),
    ("references", "references", many(one(TakeOriginReference)), ...),
)
entries(
    TakeOriginReference,
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, None),
    ("handle", "handle", PLAIN, None),
    ("role", "role", PLAIN, None),
)
entries(
    TakeReport,
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, None),
    ("result", "result", PLAIN, ...),
    ("seed", "seed", PLAIN, None),
    ("cost", "cost", one(Money), None),
    ("note", "note", PLAIN, None),
    ("by", "by", PLAIN, None),
    ("at", "at", MOMENT, ...),
    ("new", "new", PLAIN, ...),
    ("subjects", "subjects", many(one(Subject)), ()),
    ("not_compared", "notCompared", PLAIN, None),
    ("origin", "origin", one(TakeOrigin), None),
)
entries(
    TakeShareReport,
    ("review", "review", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("takes", "takes", many(one(ListedTake)), ...),
    ("byte_count", "byteCount", PLAIN, ...),
    ("missing", "missing", many(one(ListedTake)), ()),
    ("with_workflow", "withWorkflow", many(PLAIN), ()),
    ("was_there", "wasThere", PLAIN, False),
)
entries(
    TakeWatchFailed,
    ("path", "path", PLAIN, ...),
    ("message", "message", PLAIN, ...),
)
entries(
    TakeWatchReport,
    ("takes", "takes", many(one(WatchedTake)), ...),
    ("unsure", "unsure", many(one(TakeWatchUnsure)), ...),
    ("failed", "failed", many(one(TakeWatchFailed)), ...),
    ("known_count", "knownCount", PLAIN, ...),
)
entries(
    TakeWatchUnsure,
    ("path", "path", PLAIN, ...),
    ("candidates", "candidates", many(one(TakeWatchUnsureCandidate)), ...),
)
entries(
    TakeWatchUnsureCandidate,
    ("bundle", "bundle", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("shot", "shot", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    TakesCounts,
    ("new", "new", PLAIN, ...),
    ("kept", "kept", PLAIN, ...),
    ("rejected", "rejected", PLAIN, ...),
    ("approved", "approved", PLAIN, ...),
)
entries(
    TakesReport,
    ("takes", "takes", many(one(ListedTake)), ...),
    ("counts", "counts", one(TakesCounts), ...),
    ("cut", "cut", PLAIN, False),
)
entries(
    Tally,
    ("file_count", "fileCount", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
)
entries(
    Target,
    ("id", "id", PLAIN, ...),
    ("as_", "as", PLAIN, None),
    ("via", "via", PLAIN, None),
    ("profile", "profile", PLAIN, ...),
    ("as_of", "asOf", DAY, ...),
    ("as_of_is_latest", "asOfIsLatest", PLAIN, False),
    ("yours", "yours", PLAIN, False),
)
entries(
    TargetBriefReport,
    ("id", "id", PLAIN, ...),
    ("provider", "provider", PLAIN, ...),
    ("title", "title", PLAIN, ...),
    ("status", "status", PLAIN, ...),
    ("as_of", "asOf", DAY, ...),
    ("sections", "sections", many(one(Section)), ...),
)
entries(
    TargetProfileReport,
    ("target", "target", one(ProfileTarget), ...),
    ("profile", "profile", PLAIN, ...),
    ("sending", "sending", PLAIN, None),
)
entries(
    TargetsDiffReport,
    ("old", "old", one(ProfileSide), ...),
    ("new", "new", one(ProfileSide), ...),
    ("same", "same", PLAIN, ...),
    ("changes", "changes", many(one(ProfileChange)), ...),
    ("evidence", "evidence", many(one(ProfileChange)), ...),
    ("summary", "summary", one(TargetsDiffSummary), ...),
)
entries(
    TargetsDiffSummary,
    ("added", "added", PLAIN, ...),
    ("removed", "removed", PLAIN, ...),
    ("changed", "changed", PLAIN, ...),
    ("evidence", "evidence", PLAIN, ...),
    ("stricter", "stricter", PLAIN, ...),
    ("looser", "looser", PLAIN, ...),
    ("both", "both", PLAIN, ...),
    ("dearer", "dearer", PLAIN, ...),
    ("cheaper", "cheaper", PLAIN, ...),
)
entries(
    TargetsLearnRefusal,
    ("job", "job", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("at", "at", MOMENT, ...),
    ("words", "words", PLAIN, ...),
    ("facts", "facts", many(one(TargetsLearnRefusalFact)), ...),
)
entries(
    TargetsLearnRefusalFact,
    ("place", "place", many(PLAIN), ...),
    ("value", "value", PLAIN, ...),
    ("known", "known", PLAIN, None),
    ("new", "new", PLAIN, ...),
    ("rule", "rule", PLAIN, ...),
)
entries(
    TargetsLearnReport,
    ("refusals", "refusals", many(one(TargetsLearnRefusal)), ...),
    ("written", "written", many(PLAIN), ...),
)
entries(
    TargetsReport,
    ("targets", "targets", many(one(ProfileTarget)), ...),
)
entries(
    TimelineFile,
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("bytes", "bytes", PLAIN, ...),
    ("was_there", "wasThere", PLAIN, False),
)
entries(
    TimelineFrameDuration,
    ("numerator", "numerator", PLAIN, ...),
    ("denominator", "denominator", PLAIN, ...),
)
entries(
    TimelineReport,
    ("path", "path", PLAIN, None),
    ("path_hex", "path_hex", PLAIN, None),
    ("written", "written", PLAIN, ...),
    ("was_there", "wasThere", PLAIN, False),
    ("rate", "rate", PLAIN, ...),
    ("frame_duration", "frameDuration", one(TimelineFrameDuration), ...),
    ("drop_frame", "dropFrame", PLAIN, ...),
    ("start", "start", PLAIN, ...),
    ("frame_count", "frameCount", PLAIN, ...),
    ("milliseconds", "milliseconds", PLAIN, ...),
    ("shots", "shots", many(one(TimelineShot)), ...),
    ("media", "media", PLAIN, ...),
    ("media_hex", "media_hex", PLAIN, None),
    ("files", "files", many(one(TimelineFile)), ...),
    ("skipped", "skipped", many(PLAIN), ...),
    ("cut", "cut", PLAIN, False),
)
entries(
    TimelineShot,
    ("shot", "shot", PLAIN, ...),
    ("shot_hex", "shot_hex", PLAIN, None),
    ("name", "name", PLAIN, ...),
    ("content", "content", PLAIN, ...),
    ("at", "at", PLAIN, ...),
    ("position", "position", PLAIN, ...),
    ("frame_count", "frameCount", PLAIN, ...),
    ("file", "file", PLAIN, None),
    ("target", "target", PLAIN, None),
    ("take", "take", one(Take), None),
    ("elements", "elements", many(one(TimelineShotElement)), ...),
    ("others", "others", many(one(TimelineShotOther)), ...),
    ("findings", "findings", many(one(Finding)), ...),
)
entries(
    TimelineShotElement,
    ("handle", "handle", PLAIN, ...),
    ("revision", "revision", PLAIN, None),
    ("sha256", "sha256", PLAIN, ...),
)
entries(
    TimelineShotOther,
    ("file", "file", PLAIN, None),
    ("take", "take", one(Take), ...),
)
entries(
    Token,
    ("url", "url", PLAIN, ...),
    ("at", "at", PLAIN, ...),
    ("scheme", "scheme", PLAIN, ...),
)
entries(
    Undetermined,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("reason", "reason", PLAIN, ...),
    ("candidates", "candidates", many(one(UndeterminedCandidate)), ...),
)
entries(
    UndeterminedCandidate,
    ("handle", "handle", PLAIN, ...),
    ("likeness", "likeness", PLAIN, ...),
)
entries(
    UnregisterReport,
    ("registrations", "registrations", many(one(Registration)), ...),
)
entries(
    UnuseReport,
    ("project", "project", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("dry_run", "dryRun", PLAIN, False),
    ("made", "made", PLAIN, False),
    ("pins", "pins", many(one(ChangedPin)), ...),
    ("notices", "notices", many(PLAIN), None),
    ("noted", "noted", PLAIN, ...),
    ("unnoted", "unnoted", PLAIN, None),
)
entries(
    UpdateReport,
    ("project", "project", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("dry_run", "dryRun", PLAIN, False),
    ("made", "made", PLAIN, False),
    ("pins", "pins", many(one(ChangedPin)), ...),
    ("notices", "notices", many(PLAIN), None),
    ("noted", "noted", PLAIN, ...),
    ("unnoted", "unnoted", PLAIN, None),
)
entries(
    UploadFile,
    ("path", "path", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("url", "url", PLAIN, None),
    ("expires", "expires", MOMENT, None),
    ("new", "new", PLAIN, ...),
)
entries(
    UploadReport,
    ("dry_run", "dryRun", PLAIN, False),
    ("files", "files", many(one(UploadFile)), ...),
)
entries(
    UseReport,
    ("project", "project", PLAIN, ...),
    ("target", "target", PLAIN, None),
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("dry_run", "dryRun", PLAIN, False),
    ("made", "made", PLAIN, False),
    ("pins", "pins", many(one(ChangedPin)), ...),
    ("notices", "notices", many(PLAIN), None),
    ("noted", "noted", PLAIN, ...),
    ("unnoted", "unnoted", PLAIN, None),
)
entries(
    VoiceReport,
    ("targets", "targets", many(one(Target)), ...),
    ("files", "files", many(one(HeardFile)), ...),
    ("written", "written", many(one(VoiceWritten)), ...),
    ("saved", "saved", PLAIN, None),
)
entries(
    VoiceWritten,
    ("path", "path", PLAIN, ...),
    ("path_hex", "path_hex", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("start", "start", PLAIN, None),
    ("end", "end", PLAIN, None),
    ("file", "file", one(CheckedFile), None),
)
entries(
    WatchedTake,
    ("path", "path", PLAIN, ...),
    ("bundle", "bundle", PLAIN, ...),
    ("sha256", "sha256", PLAIN, None),
    ("result", "result", PLAIN, ...),
    ("seed", "seed", PLAIN, None),
    ("cost", "cost", one(Money), None),
    ("note", "note", PLAIN, None),
    ("by", "by", PLAIN, None),
    ("at", "at", MOMENT, ...),
    ("new", "new", PLAIN, ...),
    ("subjects", "subjects", many(one(Subject)), ()),
    ("not_compared", "notCompared", PLAIN, None),
    ("origin", "origin", one(TakeOrigin), None),
)
entries(
    WayToUpload,
    ("method", "method", PLAIN, ...),
    ("url", "url", PLAIN, ...),
    ("asks", "asks", PLAIN, {}),
    ("form", "form", PLAIN, {}),
    ("part", "part", PLAIN, None),
    ("token", "token", one(Token), None),
    ("head", "head", PLAIN, {}),
    ("to", "to", PLAIN, None),
    ("headers", "headers", PLAIN, None),
    ("fields", "fields", PLAIN, None),
    ("address", "address", PLAIN, ...),
    ("expires", "expires", PLAIN, None),
    ("kept_hours", "keptHours", PLAIN, None),
    ("lasts", "lasts", PLAIN, None),
    ("max_bytes", "maxBytes", PLAIN, None),
)
entries(
    WhereUsedElement,
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("sha256", "sha256", PLAIN, ...),
    ("revisions", "revisions", many(PLAIN), ...),
    ("now", "now", PLAIN, ...),
    ("role", "role", PLAIN, None),
    ("document", "document", PLAIN, False),
    ("retired", "retired", PLAIN, False),
)
entries(
    WhereUsedExport,
    ("bundle", "bundle", PLAIN, ...),
    ("target", "target", PLAIN, ...),
    ("shot", "shot", PLAIN, ...),
    ("project", "project", PLAIN, None),
    ("at", "at", MOMENT, ...),
    ("cost", "cost", one(Money), None),
    ("elements", "elements", many(one(WhereUsedExportElement)), ...),
    ("takes", "takes", many(one(Take)), ...),
)
entries(
    WhereUsedExportElement,
    ("handle", "handle", PLAIN, ...),
    ("element", "element", PLAIN, ...),
    ("revision", "revision", PLAIN, None),
    ("sha256", "sha256", PLAIN, ...),
    ("files", "files", many(one(WhereUsedExportElementFile)), ...),
)
entries(
    WhereUsedExportElementFile,
    ("from_", "from", PLAIN, ...),
    ("sent", "sent", PLAIN, ...),
)
entries(
    WhereUsedProject,
    ("project", "project", PLAIN, ...),
    ("path", "path", PLAIN, ...),
    ("handle", "handle", PLAIN, ...),
    ("revision", "revision", PLAIN, None),
    ("sha256", "sha256", PLAIN, ...),
    ("at", "at", MOMENT, ...),
)
entries(
    WhereUsedReport,
    ("handle", "handle", PLAIN, None),
    ("element", "element", PLAIN, None),
    ("revision", "revision", PLAIN, None),
    ("kind", "kind", PLAIN, None),
    ("sha256", "sha256", PLAIN, None),
    ("path", "path", PLAIN, None),
    ("bundle", "bundle", PLAIN, None),
    ("projects", "projects", many(one(WhereUsedProject)), ...),
    ("elements", "elements", many(one(WhereUsedElement)), ...),
    ("voice_of", "voiceOf", many(PLAIN), None),
    ("looks", "looks", many(PLAIN), None),
    ("takes", "takes", many(one(Take)), ...),
    ("exports", "exports", many(one(WhereUsedExport)), ...),
    ("made_from", "madeFrom", many(one(Derivation)), ...),
    ("made", "made", many(one(Derivation)), ...),
)
