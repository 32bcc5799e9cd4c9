package import Drawing

/// The result of preparing one file.
public struct PreparedFile: Sendable {
  /// The original, checked against its targets.
  public let before: CheckedFile
  /// The scores of the original; `nil` for a file that is not an intact picture.
  public let scores: PictureScores?
  /// What was done.
  public package(set) var outcome: Outcome
  /// Its number in its element; `nil` outside the library.
  public let number: Int?
  /// Its role in its element; `nil` outside the library.
  public let role: Role?
  /// A small copy of the original for drawing; `nil` if none was requested.
  let drawn: Bitmap?

  /// What preparing did with a file.
  public enum Outcome: Sendable {
    /// The file passes as it is: its copy has the same bytes.
    case asItIs(KeptCopy?)
    /// A copy that passes was made.
    case prepared(PreparedCopy)
    /// No copy that passes can be made, for these reasons.
    case refused([Finding])
    /// The file is not a picture, sound or clip, or no target accepts such a file.
    case skipped
  }

  package init(
    _ listed: ListedFile, before: CheckedFile, scores: PictureScores? = nil, drawn: Bitmap? = nil,
    _ outcome: Outcome
  ) {
    self.before = before
    self.scores = scores
    self.outcome = outcome
    self.drawn = drawn
    number = listed.number
    role = listed.role
  }

  /// The path under which the file is reported.
  public var path: FilePath { before.facts.path }

  /// The stored copy, changed or not; `nil` if there is none.
  public var copy: KeptCopy? {
    switch outcome {
    case .asItIs(let copy): copy
    case .prepared(let copy): copy.kept
    case .refused, .skipped: nil
    }
  }

  /// The facts of the bytes that pass: those of the original or of its copy; `nil` if neither does.
  package var passingFacts: FileFacts? {
    switch outcome {
    case .asItIs: before.facts
    case .prepared(let copy): copy.facts
    case .refused, .skipped: nil
    }
  }

  /// The changed copy; `nil` if the file passes as it is, or none was made.
  public var preparedCopy: PreparedCopy? {
    if case .prepared(let copy) = outcome { copy } else { nil }
  }

  /// The reasons why no copy was made; empty if one was.
  public var refusals: [Finding] {
    if case .refused(let findings) = outcome { findings } else { [] }
  }

  /// Whether the file was only found in a folder and is not a picture, clip or sound.
  public var isNonMedia: Bool { before.isNonMedia }
}

/// A copy that was made of a file.
public struct PreparedCopy: Sendable {
  /// The steps that made it, in order.
  public let steps: [PreparationStep]
  /// The copy, checked against the targets like any file.
  public let after: CheckedFile
  /// Its scores; `nil` if it was not measured.
  public let scores: PictureScores?
  /// Findings about the changes, such as that the copy was enlarged.
  public let remarks: [Finding]
  /// Where its bytes are kept; `nil` if they are not.
  public let kept: KeptCopy?
  /// A small copy for drawing; `nil` if none was requested.
  let drawn: Bitmap?

  package init(
    steps: [PreparationStep], after: CheckedFile, scores: PictureScores?, remarks: [Finding],
    kept: KeptCopy?, drawn: Bitmap?
  ) {
    self.steps = steps
    self.after = after
    self.scores = scores
    self.remarks = remarks
    self.kept = kept
    self.drawn = drawn
  }

  /// The facts of the copy.
  public var facts: FileFacts { after.facts }

  /// All findings about the copy, the worst first.
  public var findings: [Finding] { (remarks + after.allFindings).worstFirst }
  /// The worst status among `findings`.
  public var status: Status { Status(findings) }
}

/// The counts of a preparation, and the findings about all files together.
public struct PreparationSummary: Sendable {
  /// The number of all files.
  public package(set) var files = 0
  /// The number of files that pass as they are.
  public package(set) var readyAsIs = 0
  /// The number of files of which a copy was made.
  public package(set) var prepared = 0
  /// The number of these copies that the library had already.
  public package(set) var alreadyKept = 0
  /// The number of files of which no copy that passes can be made.
  public package(set) var refused = 0
  /// The number of files that are not media, or that no target accepts.
  public package(set) var skipped = 0
  /// Findings about the targets and about what was named.
  public package(set) var findings: [Finding] = []

  /// Adds a file's result to the counts.
  mutating func count(_ file: PreparedFile) {
    files += 1
    switch file.outcome {
    case .asItIs: readyAsIs += 1
    case .prepared: prepared += 1
    case .refused: refused += 1
    case .skipped: skipped += 1
    }
  }

  /// Whether no file was refused and there is no error.
  public var isFine: Bool { refused == 0 && !findings.contains { $0.severity == .error } }
}
