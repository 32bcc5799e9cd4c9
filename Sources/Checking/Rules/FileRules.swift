package import Model

/// The rules that apply to every file, whatever target receives it.
package enum FileRules {
  /// Returns everything that is wrong or odd about a file by itself, the most severe first.
  ///
  /// - Parameters:
  ///   - file: The facts about the file.
  ///   - isNamed: Whether the user named the file itself. A file that is not media is then an
  ///     error; found in a folder, it is a note.
  ///   - isRefused: Whether every target refuses the file anyway. That no decoder could prove
  ///     it is then not reported as a second problem.
  package static func findings(
    for file: FileFacts, isNamed: Bool = false, isRefused: Bool = false
  ) -> [Finding] {
    let problems = file.problems.map { problem in
      let finding = finding(for: problem, in: file)
      return isNamed && finding.rule.category == .notMedia ? finding.raised(to: .error) : finding
    }
    let odd =
      (file.image.map { oddities(of: $0, file.format) } ?? [])
      + (file.film.map(FilmRules.findings) ?? []) + sound(in: file) + besides(in: file)
    return (problems + mismatch(of: file) + odd)
      .filter { !isRefused || $0.rule.category != .unproven }
      .sorted { $0.severity > $1.severity }
  }

  /// Returns findings on the sound of a file. The sound of a clip is not judged as a voice.
  @ListBuilder<Finding>
  private static func sound(in file: FileFacts) -> [Finding] {
    if let sound = file.sound, file.format?.medium == .sound || file.film == nil {
      SoundRules(sound).findings
    }
  }

  /// Returns a finding when a file that should be heard has no sound, or `nil`.
  package static func missingSound(in file: FileFacts) -> Finding? { SoundRules.missing(in: file) }

  /// Returns a finding on metadata beside the streams. Metadata of pictures is among their
  /// oddities.
  @ListBuilder<Finding>
  private static func besides(in file: FileFacts) -> [Finding] {
    if !file.streamMetadata.isEmpty {
      let names = file.streamMetadata.names
      Finding(
        .privateMetadata(of: file.format?.medium), .note,
        message: "contains private metadata: \(names)",
        fix: "remove it before you upload (prepare does)", measured: names)
    }
  }

  private static func finding(for problem: FileProblem, in file: FileFacts) -> Finding {
    switch problem {
    case .notFound, .danglingLink, .absent, .empty, .unreadable, .notRegular, .changedWhileRead,
      .tooLargeToRead, .notMedia:
      readingFinding(for: problem, in: file)
    default: integrityFinding(for: problem, in: file)
    }
  }

  /// Returns the finding for a file that could not be read, or is not media.
  private static func readingFinding(for problem: FileProblem, in file: FileFacts) -> Finding {
    switch problem {
    case .notFound:
      Finding(.fileNotFound, .error, message: "no such file", fix: "check the path")
    case .danglingLink(let target):
      Finding(
        .fileNotFound, .error, message: "broken link: \(target) does not exist",
        fix: "give the path of the file itself, or fix the link")
    case .absent(let handle, isElsewhere: true):
      Finding(
        .libraryFileElsewhere, .error, message: "not on this machine yet",
        fix: "castbook fetch \(handle)")
    case .absent(_, isElsewhere: false):
      Finding(
        .libraryFileMissing, .error, message: "missing from the library",
        fix: "castbook doctor shows how to fix it")
    case .empty:
      Finding(
        .fileEmpty, .error, message: "the file is empty", fix: "copy or download it again",
        measured: "0", unit: "bytes")
    case .unreadable(let reason):
      Finding(
        .fileUnreadable, .error, message: "can't be read: \(reason)",
        fix: reason == "Permission denied"
          ? "change its permissions, or copy it to a folder that you can read"
          : "copy it to another place and check it there")
    case .notRegular(let kind):
      Finding(
        .fileNotRegular, .error, message: "is \(kind), not a file",
        fix: "give the path of the file itself")
    case .changedWhileRead:
      Finding(
        .fileChanged, .error, message: "changed while being read",
        fix: "wait until it is complete, then check again")
    case .tooLargeToRead(let bytes, let limit):
      Finding(
        .fileTooLarge, .error,
        message: "\(Quantity.bytes(bytes)), over the \(Quantity.bytes(limit)) that Castbook reads",
        fix: "export a smaller copy; no provider accepts files this large",
        measured: String(bytes), limit: String(limit), unit: "bytes")
    default: notMedia(file)
    }
  }

  /// Returns the name of a format with its indefinite article.
  static func article(_ format: MediaFormat) -> String {
    // By pronunciation: an MP4, an SVG, but a HEIC.
    let an: Set<MediaFormat> = [
      .avif, .ico, .svg, .exr, .eps, .mp4, .m4v, .avi, .mpeg, .flv, .mp3, .m4a, .aac, .ogg,
      .aiff, .amr, .html, .xml, .icloud, .unknown,
    ]
    return an.contains(format) ? "an \(format.name)" : "a \(format.name)"
  }

  /// Returns the finding for a file that was read, but is broken or could not be proven.
  private static func integrityFinding(for problem: FileProblem, in file: FileFacts) -> Finding {
    switch problem {
    case .unknownFormat:
      Finding(
        .imageUnknownFormat, .error, message: "not a known image format",
        fix: "download it again, or open it in an editor and export it as JPEG or PNG")
    case .corrupt(let what):
      Finding(
        rules(of: file).corrupt, .error, message: "damaged (\(what))",
        fix: "download it again, or export it again from the original")
    case .truncated(let what):
      Finding(
        rules(of: file).truncated, .error, message: what,
        fix: "download it again")
    case .endMarkerMissing:
      Finding(
        .imageTruncated, .warning, message: "only the end marker is missing",
        fix: "save it again in an editor; some services reject it")
    case .badProfile(let what):
      Finding(
        .imageBrokenProfile, .warning, message: "unusable colour profile (\(what))",
        fix: "check the colours and export it again in sRGB (prepare drops the profile)")
    case .blemish(let what):
      Finding(.imageCorrupt, .warning, message: what, fix: "save it again in an editor")
    case .tooManyPixels(let pixels, let limit):
      Finding(
        .imageTooManyPixels, .error,
        message:
          "\(Quantity.pixels(pixels)), over the \(Quantity.pixels(limit)) that Castbook decodes",
        fix: "export it at a tenth of the size", measured: String(pixels), limit: String(limit),
        unit: "px")
    case .tooComplex(let what):
      Finding(
        rules(of: file).tooComplex, .error, message: "not proven (\(what))",
        fix: "save it again in an editor as \(commonFormat(for: file))")
    case .undecided, .notProven, .noDecoder: unprovenFinding(for: problem, in: file)
    default: Finding(rules(of: file).corrupt, .error, message: "damaged")
    }
  }

  /// Returns the rules for damage to a file, which depend on its medium.
  static func rules(
    of file: FileFacts
  ) -> (corrupt: RuleID, truncated: RuleID, tooComplex: RuleID, notProven: RuleID) {
    switch file.format?.medium {
    case .clip: (.clipCorrupt, .clipTruncated, .clipTooComplex, .clipNotMeasured)
    case .sound: (.soundCorrupt, .soundTruncated, .soundTooComplex, .soundNotMeasured)
    default: (.imageCorrupt, .imageTruncated, .imageTooComplex, .imageNotProven)
    }
  }

  /// Returns the format that every program reads, to which a user can convert a file.
  static func commonFormat(for file: FileFacts) -> String {
    switch file.format?.medium {
    case .clip: "MP4 (H.264)"
    case .sound: "16-bit WAV"
    default: "an ordinary JPEG or PNG"
    }
  }

  /// Returns a finding when the extension of a file is that of another format. Unknown
  /// extensions are ignored.
  private static func mismatch(of file: FileFacts) -> [Finding] {
    guard let format = file.format, format.medium != .other, let suffix = file.path.suffix else {
      return []
    }
    if format.suffixes.contains(suffix) || MediaFormat(suffix: suffix) == nil { return [] }
    let expected = format.suffixes.first ?? format.rawValue
    let rule: RuleID =
      switch format.medium {
      case .clip: .clipExtensionMismatch
      case .sound: .soundExtensionMismatch
      default: .imageExtensionMismatch
      }
    return [
      Finding(
        rule, .warning,
        message: "is \(article(format)) file with the extension .\(suffix)",
        fix: "rename it to end in .\(expected)", measured: format.rawValue, limit: suffix)
    ]
  }
}
