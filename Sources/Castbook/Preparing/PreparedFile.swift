internal import Drawing
internal import Files
internal import Library

/// One file as preparing leaves it.
public struct PreparedFile: Sendable {
  /// The original, held to its targets.
  public let before: CheckedFile
  /// What was measured of it; nothing for what is no sound picture.
  public let scores: PictureScores?
  public let outcome: Outcome
  /// Its number in its element, and its role there.
  public let number: Int?
  public let role: Role?
  /// A small copy of the original, where it is to be drawn.
  let drawn: Bitmap?

  /// What became of it.
  public enum Outcome: Sendable {
    /// It passes as it is: its copy is the same bytes.
    case asItIs(KeptCopy?)
    case prepared(PreparedCopy)
    /// It can't be made to pass, for these reasons.
    case refused([Finding])
    /// It is no picture.
    case passedOver
  }

  public var path: FilePath { before.facts.path }

  /// The copy of it, prepared or not.
  public var copy: KeptCopy? {
    switch outcome {
    case .asItIs(let copy): copy
    case .prepared(let copy): copy.kept
    case .refused, .passedOver: nil
    }
  }

  public var preparedCopy: PreparedCopy? {
    if case .prepared(let copy) = outcome { copy } else { nil }
  }

  public var refusals: [Finding] {
    if case .refused(let findings) = outcome { findings } else { [] }
  }

  /// Whether it was merely met in a folder and is no picture, clip or sound.
  public var isBystander: Bool { before.isBystander }
}

/// A prepared copy of a picture.
public struct PreparedCopy: Sendable {
  /// What was done, in order.
  public let steps: [PreparationStep]
  /// The copy, held to the targets by the ordinary check.
  public let after: CheckedFile
  /// What was measured of it.
  public let scores: PictureScores?
  /// What stays true of it: that it was enlarged.
  public let remarks: [Finding]
  public let kept: KeptCopy?
  let drawn: Bitmap?

  public var facts: FileFacts { after.facts }

  /// Everything to be said of the copy, worst first.
  public var findings: [Finding] { (remarks + after.allFindings).worstFirst }
  public var status: Status { Status(findings) }
}

/// Bytes of a copy that were put where they will be kept.
public struct KeptCopy: Sendable {
  public let digest: Digest
  public let byteCount: Int
  let place: Place

  enum Place: Sendable {
    case file(AtomicFile)
    case blob(BlobFolder.Staged, FileFacts)
    case memory([UInt8])
  }
}

/// What preparing files came to.
public struct PreparationSummary: Sendable {
  public internal(set) var files = 0
  public internal(set) var asTheyAre = 0
  public internal(set) var prepared = 0
  /// How many of the prepared copies the library kept before.
  public internal(set) var keptBefore = 0
  public internal(set) var refused = 0
  /// Clips and sounds, and files that are no media.
  public internal(set) var passedOver = 0
  /// What is to be said of the targets and of what was named.
  public internal(set) var findings: [Finding] = []

  mutating func count(_ file: PreparedFile) {
    files += 1
    switch file.outcome {
    case .asItIs: asTheyAre += 1
    case .prepared: prepared += 1
    case .refused: refused += 1
    case .passedOver: passedOver += 1
    }
  }

  /// Whether every picture is ready.
  public var isFine: Bool { refused == 0 && !findings.contains { $0.severity == .error } }
}
