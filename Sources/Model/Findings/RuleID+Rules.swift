/// Every rule that Castbook's code refers to. Their texts are data, in `Catalog/rules.json`.
extension RuleID {
  public static let fileNotFound: RuleID = "file.not-found"
  public static let fileEmpty: RuleID = "file.empty"
  public static let fileUnreadable: RuleID = "file.unreadable"
  public static let fileNotRegular: RuleID = "file.not-regular"
  public static let fileNotMedia: RuleID = "file.not-media"
  public static let filePreparedCopy: RuleID = "file.prepared-copy"
  public static let fileChanged: RuleID = "file.changed"
  public static let fileTooLarge: RuleID = "file.too-large"

  public static let imageUnknownFormat: RuleID = "image.unknown-format"
  public static let imageFormatNotAccepted: RuleID = "image.format-not-accepted"
  public static let imageExtensionMismatch: RuleID = "image.extension-mismatch"
  public static let imageCorrupt: RuleID = "image.corrupt"
  public static let imageTruncated: RuleID = "image.truncated"
  public static let imageNotProven: RuleID = "image.not-proven"
  public static let imageTooManyPixels: RuleID = "image.too-many-pixels"
  public static let imageTooComplex: RuleID = "image.too-complex"
  public static let imageRareCoding: RuleID = "image.rare-coding"
  public static let imageAnimated: RuleID = "image.animated"
  public static let imageSeveralPages: RuleID = "image.several-pages"
  public static let imageNoViews: RuleID = "image.no-views"
  public static let imageTooSmall: RuleID = "image.too-small"
  public static let imageTooLarge: RuleID = "image.too-large"
  public static let imageTooHeavy: RuleID = "image.too-heavy"
  public static let imageNearSizeLimit: RuleID = "image.near-size-limit"
  public static let imageTooNarrow: RuleID = "image.too-narrow"
  public static let imageTooWide: RuleID = "image.too-wide"
  public static let imageHasAlpha: RuleID = "image.has-alpha"
  public static let imageNotSRGB: RuleID = "image.not-srgb"
  public static let imageBrokenProfile: RuleID = "image.broken-profile"
  public static let imagePrivateMetadata: RuleID = "image.private-metadata"
  public static let imageMetadataLost: RuleID = "image.metadata-lost"
  public static let imageTrailingData: RuleID = "image.trailing-data"
  public static let imageOrientationIgnored: RuleID = "image.orientation-ignored"

  public static let imageSubjectSmall: RuleID = "image.subject-small"
  public static let imageSubjectCut: RuleID = "image.subject-cut"
  public static let imageBlurred: RuleID = "image.blurred"
  public static let imageMotionBlurred: RuleID = "image.motion-blurred"
  public static let imageUpscaled: RuleID = "image.upscaled"
  public static let imageDark: RuleID = "image.dark"
  public static let imageOverexposed: RuleID = "image.overexposed"
  public static let imageHazy: RuleID = "image.hazy"
  public static let imageNoisy: RuleID = "image.noisy"
  public static let imageOverCompressed: RuleID = "image.over-compressed"
  public static let imageColorCast: RuleID = "image.color-cast"
  public static let imageCluttered: RuleID = "image.cluttered"
  public static let imageLetterboxed: RuleID = "image.letterboxed"
  public static let imageCollage: RuleID = "image.collage"
  public static let imageScreenshot: RuleID = "image.screenshot"
  public static let imageTextOverlay: RuleID = "image.text-overlay"
  public static let imageBacklit: RuleID = "image.backlit"
  public static let imageVignette: RuleID = "image.vignette"
  public static let imageOverSharpened: RuleID = "image.over-sharpened"
  public static let imageTilted: RuleID = "image.tilted"
  public static let imageOtherSubject: RuleID = "image.other-subject"

  public static let clipFormatNotAccepted: RuleID = "clip.format-not-accepted"
  public static let clipTooHeavy: RuleID = "clip.too-heavy"
  public static let clipNearSizeLimit: RuleID = "clip.near-size-limit"
  public static let clipExtensionMismatch: RuleID = "clip.extension-mismatch"
  public static let clipNotMeasured: RuleID = "clip.not-measured"
  public static let clipPrivateMetadata: RuleID = "clip.private-metadata"
  public static let clipReencoded: RuleID = "clip.coded-anew"
  public static let clipSoundLost: RuleID = "clip.sound-lost"
  public static let clipCorrupt: RuleID = "clip.corrupt"
  public static let clipTruncated: RuleID = "clip.truncated"
  public static let clipTooComplex: RuleID = "clip.too-complex"
  public static let clipTooShort: RuleID = "clip.too-short"
  public static let clipTooLong: RuleID = "clip.too-long"
  public static let clipTooSmall: RuleID = "clip.too-small"
  public static let clipTooLarge: RuleID = "clip.too-large"
  public static let clipAspect: RuleID = "clip.aspect"
  public static let clipFrameRate: RuleID = "clip.frame-rate"
  public static let clipNotForOfficial: RuleID = "clip.not-for-official"
  public static let clipHeaderMismatch: RuleID = "clip.header-mismatch"
  public static let clipSeveralTracks: RuleID = "clip.several-tracks"
  public static let clipHDR: RuleID = "clip.hdr"
  public static let clipInterlaced: RuleID = "clip.interlaced"
  public static let clipEarlySound: RuleID = "clip.early-sound"
  public static let clipCuts: RuleID = "clip.cuts"
  public static let clipVariableRate: RuleID = "clip.variable-rate"
  public static let soundFormatNotAccepted: RuleID = "sound.format-not-accepted"
  public static let soundTooHeavy: RuleID = "sound.too-heavy"
  public static let soundNearSizeLimit: RuleID = "sound.near-size-limit"
  public static let soundExtensionMismatch: RuleID = "sound.extension-mismatch"
  public static let soundNotMeasured: RuleID = "sound.not-measured"
  public static let soundPrivateMetadata: RuleID = "sound.private-metadata"
  public static let soundCorrupt: RuleID = "sound.corrupt"
  public static let soundTruncated: RuleID = "sound.truncated"
  public static let soundTooComplex: RuleID = "sound.too-complex"
  public static let soundTooShort: RuleID = "sound.too-short"
  public static let soundTooLong: RuleID = "sound.too-long"
  public static let soundBorderline: RuleID = "sound.borderline"
  public static let soundShortForAPI: RuleID = "sound.short-for-api"
  public static let soundHeaderMismatch: RuleID = "sound.header-mismatch"
  public static let soundSeveralTracks: RuleID = "sound.several-tracks"
  public static let soundMissing: RuleID = "sound.missing"
  public static let soundTrailingData: RuleID = "sound.trailing-data"
  public static let soundOffset: RuleID = "sound.dc-offset"
  public static let soundBadSamples: RuleID = "sound.bad-samples"
  public static let soundSilent: RuleID = "sound.silent"
  public static let soundChannelsCancel: RuleID = "sound.channels-cancel"
  public static let soundOneSided: RuleID = "sound.one-sided"
  public static let soundClipped: RuleID = "sound.clipped"
  public static let soundOverFullScale: RuleID = "sound.over-full-scale"
  public static let soundNoiseOrEcho: RuleID = "sound.noise-or-echo"
  public static let soundNarrowband: RuleID = "sound.narrowband"
  public static let soundQuiet: RuleID = "sound.quiet"
  public static let soundLoud: RuleID = "sound.loud"
  public static let soundNoSpeech: RuleID = "sound.no-speech"
  public static let soundCrowdedPeaks: RuleID = "sound.crowded-peaks"
  public static let soundGated: RuleID = "sound.gated"
  public static let soundEcho: RuleID = "sound.echo"
  public static let soundMusic: RuleID = "sound.music"
  public static let soundPitchJumps: RuleID = "sound.pitch-jumps"
  public static let soundSlowReading: RuleID = "sound.slow-reading"
  public static let soundLongPauses: RuleID = "sound.long-pauses"

  public static let setEmpty: RuleID = "set.empty"
  public static let setTooFew: RuleID = "set.too-few"
  public static let setTooMany: RuleID = "set.too-many"
  public static let setDuplicate: RuleID = "set.duplicate"
  public static let setTwoClips: RuleID = "set.two-clips"
  public static let setLighting: RuleID = "set.lighting"
  public static let setMirror: RuleID = "set.mirror"
  public static let setSameView: RuleID = "set.same-view"
  public static let setSeveralSubjects: RuleID = "set.several-subjects"
  public static let setOddOne: RuleID = "set.odd-one"
  public static let setCoverage: RuleID = "set.coverage"
  public static let setBetterPick: RuleID = "set.better-pick"

  public static let takeOtherSubject: RuleID = "take.other-subject"

  public static let timelineGap: RuleID = "timeline.gap"
  public static let timelineMissingMedia: RuleID = "timeline.missing-media"
  public static let timelineEarlierShot: RuleID = "timeline.earlier-shot"
  public static let timelineUnknownLength: RuleID = "timeline.unknown-length"
  public static let timelineOtherRate: RuleID = "timeline.other-rate"

  public static let targetNoSlot: RuleID = "target.no-slot"
  public static let targetRetiring: RuleID = "target.retiring"
  public static let targetEnded: RuleID = "target.ended"
  public static let targetUnverified: RuleID = "target.unverified"
  public static let targetNoLimit: RuleID = "target.no-limit"
  public static let targetAboveOthers: RuleID = "target.above-others"
  public static let targetFacesRefused: RuleID = "target.faces-refused"

  public static let elementForked: RuleID = "element.forked"
  public static let elementRetired: RuleID = "element.retired"

  public static let promptNotText: RuleID = "prompt.not-text"
  public static let promptBadSetting: RuleID = "prompt.bad-setting"
  public static let promptUnknownSetting: RuleID = "prompt.unknown-setting"
  public static let promptBadShot: RuleID = "prompt.bad-shot"
  public static let promptEmpty: RuleID = "prompt.empty"
  public static let promptUnknownHandle: RuleID = "prompt.unknown-handle"
  public static let promptTwoRevisions: RuleID = "prompt.two-revisions"
  public static let promptUnknownImage: RuleID = "prompt.unknown-image"
  public static let promptNoToken: RuleID = "prompt.no-token"
  public static let promptNameCollision: RuleID = "prompt.name-collision"
  public static let promptTooLong: RuleID = "prompt.too-long"
  public static let promptTooShort: RuleID = "prompt.too-short"
  public static let promptOverAdvised: RuleID = "prompt.over-advised"
  public static let promptCut: RuleID = "prompt.cut"
  public static let promptTooManyShots: RuleID = "prompt.too-many-shots"
  public static let promptShotsAsText: RuleID = "prompt.shots-as-text"
  public static let promptShotSeconds: RuleID = "prompt.shot-seconds"
  public static let promptSeparator: RuleID = "prompt.separator"
  public static let promptDurationSum: RuleID = "prompt.duration-sum"
  public static let promptDurationRange: RuleID = "prompt.duration-range"
  public static let promptCameraMoves: RuleID = "prompt.camera-moves"
  public static let promptSilentDialogue: RuleID = "prompt.silent-dialogue"
  public static let promptSoundOn: RuleID = "prompt.sound-on"
  public static let promptSpeakerWithoutVoice: RuleID = "prompt.speaker-without-voice"
  public static let promptElementWithoutVoice: RuleID = "prompt.element-without-voice"
  public static let promptUnattributedLine: RuleID = "prompt.unattributed-line"
  public static let promptAlikeNames: RuleID = "prompt.alike-names"
  public static let promptManyElements: RuleID = "prompt.many-elements"
  public static let promptNegativeRepeated: RuleID = "prompt.negative-repeated"
  public static let requestTooManyReferences: RuleID = "request.too-many-references"
  public static let requestTooFewReferences: RuleID = "request.too-few-references"
  public static let requestNotFront: RuleID = "request.not-front"
  public static let requestUnknownTier: RuleID = "request.unknown-tier"
  public static let requestNoFile: RuleID = "request.no-file"
  public static let requestMissing: RuleID = "request.missing"
  public static let requestBadValue: RuleID = "request.bad-value"
  public static let requestNotCovered: RuleID = "request.not-covered"
  public static let requestSettingLeft: RuleID = "request.setting-left"
  public static let requestUnlistedValue: RuleID = "request.unlisted-value"
  public static let requestVideoUse: RuleID = "request.video-use"
  public static let requestNotShown: RuleID = "request.not-shown"
  public static let requestVoiceLeft: RuleID = "request.voice-left"
  public static let requestDropped: RuleID = "request.dropped"
  public static let requestNoMaker: RuleID = "request.no-maker"
  public static let requestTooHeavy: RuleID = "request.too-heavy"
  public static let requestInlineUnstated: RuleID = "request.inline-unstated"
  public static let requestNotInline: RuleID = "request.not-inline"

  public static let bundleUnreadable: RuleID = "bundle.unreadable"
  public static let bundleMissingFile: RuleID = "bundle.missing-file"
  public static let bundleExtraFile: RuleID = "bundle.extra-file"
  public static let bundleChangedFile: RuleID = "bundle.changed-file"
  public static let bundleTooLarge: RuleID = "bundle.too-large"
  public static let bundleInconsistent: RuleID = "bundle.inconsistent"
  public static let bundleRecordRefused: RuleID = "bundle.record-refused"
  public static let bundleNameClash: RuleID = "bundle.name-clash"
  public static let bundleOtherFacts: RuleID = "bundle.other-facts"
  public static let bundleForeignID: RuleID = "bundle.foreign-id"
  public static let bundleUnprovenCopy: RuleID = "bundle.unproven-copy"

  public static let registrationBehind: RuleID = "registration.behind"
  public static let registrationExpired: RuleID = "registration.expired"
  public static let registrationMissing: RuleID = "registration.missing"

  public static let pinMissing: RuleID = "pin.missing"
  public static let pinBehind: RuleID = "pin.behind"
  public static let pinExported: RuleID = "pin.exported"
  public static let pinRenamed: RuleID = "pin.renamed"
  public static let rightsExpired: RuleID = "rights.expired"
  public static let rightsExpiring: RuleID = "rights.expiring"
  public static let rightsUnknown: RuleID = "rights.unknown"
  public static let rightsNotAllowed: RuleID = "rights.not-allowed"
  public static let libraryManifest: RuleID = "library.mark"
  public static let librarySegmentDamaged: RuleID = "library.segment-damaged"
  public static let librarySegmentUnreadable: RuleID = "library.segment-unreadable"
  public static let librarySegmentLost: RuleID = "library.segment-lost"
  public static let libraryRecordUnreadable: RuleID = "library.record-unreadable"
  public static let libraryParentMissing: RuleID = "library.parent-missing"
  public static let libraryLinkDangling: RuleID = "library.link-dangling"
  public static let libraryRecordInvalid: RuleID = "library.record-invalid"
  public static let libraryLinkInvalid: RuleID = "library.link-invalid"
  public static let libraryNameShared: RuleID = "library.name-shared"
  public static let libraryAhead: RuleID = "library.ahead"
  public static let libraryErasureUnfinished: RuleID = "library.erasure-unfinished"
  public static let libraryFileMissing: RuleID = "library.file-missing"
  public static let libraryFileElsewhere: RuleID = "library.file-elsewhere"
  public static let libraryFileDamaged: RuleID = "library.file-damaged"
  public static let libraryFileUnreadable: RuleID = "library.file-unreadable"
  public static let libraryFileMisplaced: RuleID = "library.file-misplaced"
  public static let libraryUnused: RuleID = "library.unused"
  public static let libraryFolderMissing: RuleID = "library.folder-missing"
  public static let libraryReadable: RuleID = "library.readable"
  public static let libraryIndexDamaged: RuleID = "library.index-damaged"
  public static let libraryIndexDiffers: RuleID = "library.index-differs"
  public static let libraryHashesDiffer: RuleID = "library.hashes-differ"
  public static let librarySubjectsDiffer: RuleID = "library.subjects-differ"
  public static let libraryScoresOutdated: RuleID = "library.scores-outdated"
  public static let libraryNewerRecords: RuleID = "library.newer-records"
  public static let libraryPermissions: RuleID = "library.permissions"
  public static let libraryLeftover: RuleID = "library.leftover"
  public static let libraryForeign: RuleID = "library.foreign"
  public static let librarySetAside: RuleID = "library.put-aside"
  public static let libraryErasedKept: RuleID = "library.erased-kept"
  public static let libraryErasuresWait: RuleID = "library.erasures-wait"
  public static let libraryStoreLoss: RuleID = "library.store-loss"

  /// All rules, in the order of their families.
  public static let all: [RuleID] = [
    .fileNotFound, .fileEmpty, .fileUnreadable, .fileNotRegular, .fileNotMedia, .filePreparedCopy,
    .fileChanged, .fileTooLarge, .imageUnknownFormat, .imageFormatNotAccepted,
    .imageExtensionMismatch, .imageCorrupt, .imageTruncated, .imageNotProven, .imageTooManyPixels,
    .imageTooComplex, .imageRareCoding, .imageAnimated, .imageSeveralPages, .imageNoViews,
    .imageTooSmall, .imageTooLarge, .imageTooHeavy, .imageNearSizeLimit, .imageTooNarrow,
    .imageTooWide, .imageHasAlpha, .imageNotSRGB, .imageBrokenProfile, .imagePrivateMetadata,
    .imageMetadataLost, .imageTrailingData, .imageOrientationIgnored, .imageSubjectSmall,
    .imageSubjectCut, .imageBlurred, .imageMotionBlurred, .imageUpscaled, .imageDark,
    .imageOverexposed, .imageHazy, .imageNoisy, .imageOverCompressed, .imageColorCast,
    .imageCluttered, .imageLetterboxed, .imageCollage, .imageScreenshot, .imageTextOverlay,
    .imageBacklit, .imageVignette, .imageOverSharpened, .imageTilted, .imageOtherSubject,
    .clipFormatNotAccepted, .clipTooHeavy, .clipNearSizeLimit, .clipExtensionMismatch,
    .clipNotMeasured, .clipPrivateMetadata, .clipReencoded, .clipSoundLost, .clipCorrupt,
    .clipTruncated, .clipTooComplex, .clipTooShort, .clipTooLong, .clipTooSmall, .clipTooLarge,
    .clipAspect, .clipFrameRate, .clipNotForOfficial, .clipHeaderMismatch, .clipSeveralTracks,
    .clipHDR, .clipInterlaced, .clipEarlySound, .clipCuts, .clipVariableRate,
    .soundFormatNotAccepted, .soundTooHeavy, .soundNearSizeLimit, .soundExtensionMismatch,
    .soundNotMeasured, .soundPrivateMetadata, .soundCorrupt, .soundTruncated, .soundTooComplex,
    .soundTooShort, .soundTooLong, .soundBorderline, .soundShortForAPI, .soundHeaderMismatch,
    .soundSeveralTracks, .soundMissing, .soundTrailingData, .soundOffset, .soundBadSamples,
    .soundSilent, .soundChannelsCancel, .soundOneSided, .soundClipped, .soundOverFullScale,
    .soundNoiseOrEcho, .soundNarrowband, .soundQuiet, .soundLoud, .soundNoSpeech,
    .soundCrowdedPeaks, .soundGated, .soundEcho, .soundMusic, .soundPitchJumps, .soundSlowReading,
    .soundLongPauses, .setEmpty, .setTooFew, .setTooMany, .setDuplicate, .setTwoClips, .setLighting,
    .setMirror, .setSameView, .setSeveralSubjects, .setOddOne, .setCoverage, .setBetterPick,
    .takeOtherSubject, .timelineGap, .timelineMissingMedia, .timelineEarlierShot,
    .timelineUnknownLength, .timelineOtherRate, .targetNoSlot, .targetRetiring, .targetEnded,
    .targetUnverified,
    .targetNoLimit, .targetAboveOthers, .targetFacesRefused, .elementForked, .elementRetired,
    .promptNotText, .promptBadSetting, .promptUnknownSetting, .promptBadShot, .promptEmpty,
    .promptUnknownHandle, .promptTwoRevisions, .promptUnknownImage, .promptNoToken,
    .promptNameCollision, .promptTooLong, .promptTooShort, .promptOverAdvised, .promptCut,
    .promptTooManyShots, .promptShotsAsText, .promptShotSeconds, .promptSeparator,
    .promptDurationSum, .promptDurationRange, .promptCameraMoves, .promptSilentDialogue,
    .promptSoundOn, .promptSpeakerWithoutVoice, .promptElementWithoutVoice, .promptUnattributedLine,
    .promptAlikeNames, .promptManyElements, .promptNegativeRepeated, .requestTooManyReferences,
    .requestTooFewReferences, .requestNotFront, .requestUnknownTier, .requestNoFile,
    .requestMissing, .requestBadValue, .requestNotCovered, .requestSettingLeft,
    .requestUnlistedValue, .requestVideoUse, .requestNotShown, .requestVoiceLeft, .requestDropped,
    .requestNoMaker, .requestTooHeavy, .requestInlineUnstated, .requestNotInline, .bundleUnreadable,
    .bundleMissingFile, .bundleExtraFile, .bundleChangedFile, .bundleTooLarge, .bundleInconsistent,
    .bundleRecordRefused, .bundleNameClash, .bundleOtherFacts, .bundleForeignID,
    .bundleUnprovenCopy, .registrationBehind, .registrationExpired, .registrationMissing,
    .pinMissing, .pinBehind, .pinExported, .pinRenamed, .rightsExpired, .rightsExpiring,
    .rightsUnknown, .rightsNotAllowed, .libraryManifest, .librarySegmentDamaged,
    .librarySegmentUnreadable, .librarySegmentLost, .libraryRecordUnreadable, .libraryParentMissing,
    .libraryLinkDangling, .libraryRecordInvalid, .libraryLinkInvalid, .libraryNameShared,
    .libraryAhead, .libraryErasureUnfinished, .libraryFileMissing, .libraryFileElsewhere,
    .libraryFileDamaged, .libraryFileUnreadable, .libraryFileMisplaced, .libraryUnused,
    .libraryFolderMissing, .libraryReadable, .libraryIndexDamaged, .libraryIndexDiffers,
    .libraryHashesDiffer, .librarySubjectsDiffer, .libraryScoresOutdated, .libraryNewerRecords,
    .libraryPermissions, .libraryLeftover, .libraryForeign, .librarySetAside, .libraryErasedKept,
    .libraryErasuresWait, .libraryStoreLoss,
  ]
}
