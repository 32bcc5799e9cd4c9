package import Model

/// What holds for a file whoever receives it.
package enum FileRules {
  /// Everything that is wrong or odd about a file by itself, worst first. What is no media is a note
  /// when it was met in a folder, and an error when it was named itself.
  /// Where every target refuses the file anyway, that nothing decodes it here is no second fault.
  package static func findings(
    for file: FileFacts, isNamed: Bool = false, isRefused: Bool = false
  ) -> [Finding] {
    let problems = file.problems.map { problem in
      let finding = finding(for: problem, in: file)
      return isNamed && finding.rule == .fileNotMedia ? finding.raised(to: .error) : finding
    }
    let odd =
      (file.image.map { oddities(of: $0, file.format) } ?? [])
      + (file.film.map(FilmRules.findings) ?? []) + sound(in: file) + besides(in: file)
    return (problems + mismatch(of: file) + odd)
      .filter { !isRefused || !$0.rule.isOfUnproven }
      .sorted { $0.severity > $1.severity }
  }

  /// What a voice is measured for matters of a clip only where it holds nothing else.
  private static func sound(in file: FileFacts) -> [Finding] {
    guard let sound = file.sound, file.format?.medium == .sound || file.film == nil else {
      return []
    }
    return SoundRules(sound).findings
  }

  /// Said of a file that is to be heard, where there is nothing to hear.
  package static func missingSound(in file: FileFacts) -> Finding? { SoundRules.missing(in: file) }

  /// What stands beside sound and pictures; of pictures that is told with their other oddities.
  private static func besides(in file: FileFacts) -> [Finding] {
    guard !file.streamMetadata.isEmpty else { return [] }
    let names = file.streamMetadata.names
    return [
      Finding(
        .privateMetadata(of: file.format?.medium), .note,
        message: "contains private metadata: \(names)",
        fix: "remove it before you upload (prepare does)", measured: names)
    ]
  }

  private static func finding(for problem: FileProblem, in file: FileFacts) -> Finding {
    switch problem {
    case .notFound, .danglingLink, .empty, .unreadable, .notRegular, .changedWhileRead,
      .tooLargeToRead, .notMedia:
      readingFinding(for: problem, in: file)
    default: integrityFinding(for: problem, in: file)
    }
  }

  /// The file could not be read, or is no media.
  private static func readingFinding(for problem: FileProblem, in file: FileFacts) -> Finding {
    switch problem {
    case .notFound:
      Finding(.fileNotFound, .error, message: "no such file", fix: "check the path")
    case .danglingLink(let target):
      Finding(
        .fileNotFound, .error, message: "broken link: \(target) does not exist",
        fix: "give the path of the file itself, or fix the link")
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

  static func article(_ format: MediaFormat) -> String {
    // By sound: an MP4, an SVG, but a HEIC.
    let an: Set<MediaFormat> = [
      .avif, .ico, .svg, .exr, .eps, .mp4, .m4v, .avi, .mpeg, .flv, .mp3, .m4a, .aac, .ogg,
      .aiff, .amr, .html, .xml, .icloud, .unknown,
    ]
    return an.contains(format) ? "an \(format.name)" : "a \(format.name)"
  }

  /// The file was read and something in it is broken or could not be proven.
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
    case .endMarkMissing:
      Finding(
        .imageTruncated, .warning, message: "only the end marker is missing",
        fix: "save it again in an editor; some services reject it")
    case .badProfile(let what):
      Finding(
        .imageBrokenProfile, .warning, message: "unusable colour profile (\(what))",
        fix: "check the colours and export it again in sRGB (prepare drops the profile)")
    case .blemish(let what):
      Finding(
        .imageCorrupt, .warning, message: what, fix: "save it again in an editor")
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
        fix: "save it again in an editor as \(usual(file))")
    case .undecided, .notProven, .noDecoder: unprovenFinding(for: problem, in: file)
    default: Finding(rules(of: file).corrupt, .error, message: "damaged")
    }
  }

  /// The rules of a medium's damage.
  static func rules(
    of file: FileFacts
  ) -> (corrupt: RuleID, truncated: RuleID, tooComplex: RuleID, notProven: RuleID) {
    switch file.format?.medium {
    case .clip: (.clipCorrupt, .clipTruncated, .clipTooComplex, .clipNotMeasured)
    case .sound: (.soundCorrupt, .soundTruncated, .soundTooComplex, .soundNotMeasured)
    default: (.imageCorrupt, .imageTruncated, .imageTooComplex, .imageNotProven)
    }
  }

  /// What everything reads.
  static func usual(_ file: FileFacts) -> String {
    switch file.format?.medium {
    case .clip: "MP4 (H.264)"
    case .sound: "16-bit WAV"
    default: "an ordinary JPEG or PNG"
    }
  }

  private static func mismatch(of file: FileFacts) -> [Finding] {
    guard let format = file.format, format.medium != .other, let suffix = file.path.suffix else {
      return []
    }
    if format.suffixes.contains(suffix) || MediaFormat(suffix: suffix) == nil { return [] }
    let usual = format.suffixes.first ?? format.rawValue
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
        fix: "rename it to end in .\(usual)", measured: format.rawValue, limit: suffix)
    ]
  }
}

extension RuleID {
  /// Whether it says that nothing decoded a file.
  fileprivate var isOfUnproven: Bool {
    [.imageNotProven, .clipNotMeasured, .soundNotMeasured].contains(self)
  }
}
