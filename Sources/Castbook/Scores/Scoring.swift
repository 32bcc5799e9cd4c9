internal import Library
internal import Media
internal import Quality

/// The verb `score`: measures pictures, each by itself and all of them as one set.
///
/// ```swift
/// let scoring = Scoring()
/// try await scoring.run(FileList(paths)) { print($0.facts.path, $0.status) }
/// ```
public struct Scoring: Sendable {
  /// How many files are worked on at a time.
  public let workers: Int
  /// The kind of the element that the pictures are of, where it is known.
  public var kind: ElementKind?
  /// Where `castbook-media` lies, when it is not beside the program that runs.
  public var decoder: FilePath?

  public init(kind: ElementKind? = nil, workers: Int? = nil) {
    self.kind = kind
    self.workers = min(max(1, workers ?? Processors.count), Check.mostWorkers)
  }

  /// Measures files. Results are handed over in the order given, however many cores work; a bad file
  /// never stops the rest. `isCancelled` is asked between files.
  public func run(
    _ files: FileList, isCancelled: () -> Bool = { false },
    each: (ScoredFile) throws -> Void
  ) async throws -> ScoredSet {
    let kind = kind ?? files.kindOfAll
    var set = ScoredSet(files)
    func take(_ file: ScoredFile) throws {
      set.take(file)
      try each(file)
    }
    let inspector = Inspector(
      budget: MemoryBudget(workers: Check.mostWorkers), decoder: decoder)
    try await InOrder(workers: workers).run(files.paths, isCancelled: isCancelled) { path in
      if let problem = files.unreadable[path] {
        return ScoredFile(FileFacts(path: path, problems: [problem]), isNamed: false)
      }
      let found = await inspector.see(
        at: files.places[path] ?? path, isOrdinary: !files.unsure.contains(path))
      return ScoredFile(
        files.places[path] == nil ? found.facts : found.facts.named(path),
        scores: found.picture.map(PictureMeasuring.scores), luma: found.luma, kind: kind,
        dismissals: files.dismissals[path] ?? [], isNamed: files.named.contains(path))
    } each: {
      try take($0)
    }
    return set
  }
}

/// One file as scoring leaves it.
public struct ScoredFile: Sendable {
  public let facts: FileFacts
  /// What was measured; nothing for what is no sound picture.
  public let scores: PictureScores?
  /// What it looks like, as copies are told by it.
  public let appearance: Appearance?
  /// What is wrong with the file, and what its scores come to; worst first.
  public let findings: [Finding]
  /// What its scores come to and somebody dismissed, where it is an element's.
  public let dismissed: [DismissedFinding]

  init(
    _ facts: FileFacts, scores: PictureScores? = nil, luma: LumaPlane? = nil,
    kind: ElementKind? = nil, dismissals: [Contents.Dismissed] = [], isNamed: Bool
  ) {
    self.facts = facts
    self.scores = scores
    appearance = luma.flatMap { Appearance(digest: facts.digest, luma: $0) }
    // What a picture carries besides what it shows is for `check` to say.
    let damage = FileRules.findings(for: facts, isNamed: isNamed).filter {
      scores == nil || $0.severity == .error
    }
    let judged = scores.map { ScoreRules.findings($0, kind: kind) } ?? []
    let (held, dismissed) = judged.parted(by: dismissals)
    findings = (damage + held).worstFirst
    self.dismissed = dismissed
  }

  public var status: Status { Status(findings) }

  /// Whether it was merely met in a folder and is no picture, clip or sound.
  public var isBystander: Bool { findings.contains(where: \.isOfBystander) }
}
