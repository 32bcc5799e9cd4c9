internal import Drawing
internal import Files
internal import Media
internal import Quality

/// The verb `score`: measures pictures, each by itself and all of them as one set.
///
/// ```swift
/// let score = Score()
/// let set = try await score.run(FileList(paths)) { print($0.facts.path, $0.status) }
/// print(set.judged?.advice ?? "")
/// ```
public struct Score: Sendable {
  /// The number of files that are worked on concurrently.
  public let workers: Int
  /// The kind of the element that the pictures show; `nil` to take it from the library.
  public var kind: ElementKind?
  /// The targets whose limits pictures must keep to be picked.
  public var targets: [CheckTarget] = []
  /// The path of `castbook-media`; `nil` if it is next to the running program.
  public var decoder: FilePath?
  /// The longer side, in pixels, of the small copies that are kept for drawing; `nil` to keep none.
  var drawnSide: Int?
  /// The keeper of measures, so that pictures are measured only once; `nil` to measure every
  /// picture.
  package var keeper: (any MeasureKeeper)?
  /// Whether the model for subjects compares what several pictures show, if it is installed.
  public var usesModel = false
  /// The folder of models; `nil` for the user's own.
  public var modelFolder: FilePath?
  /// The path of `castbook-vision`; `nil` if it is next to the running program.
  public var vision: FilePath?
  /// Whether up to `ScoredSet.maximumCandidates` pictures are judged as one set, rather than
  /// `maximumJudgedPictures`.
  var judgesLargeSets = false

  /// The number of pictures below which a set is not compared by subject.
  private static let minimumDescribed = 3

  /// Creates a scorer with at most 16 workers; `nil` for one per processor.
  public init(kind: ElementKind? = nil, workers: Int? = nil) {
    self.kind = kind
    self.workers = Check.workers(workers)
  }

  /// Scores files, and calls `each` with every result in the order of `files`, however many cores
  /// work.
  ///
  /// A damaged or missing file becomes a result with findings; it never stops the others.
  ///
  /// - Returns: The counts, and the pictures as one set.
  /// - Throws: `CancellationError` if the task is cancelled, and whatever `each` throws.
  public func run(
    _ files: FileList, each: (ScoredFile) throws -> Void
  ) async throws -> ScoredSet {
    let kind = kind ?? files.commonKind
    var set = ScoredSet(
      files, kind: kind,
      limit: judgesLargeSets ? ScoredSet.maximumCandidates : ScoredSet.maximumJudgedPictures)
    // More pictures than that are not judged as a set.
    let describer =
      usesModel && !set.isOfSeveral
        && (Self.minimumDescribed...set.limit).contains(files.files.count)
      ? SubjectDescriber.installed(in: modelFolder, program: vision) : nil
    try await measure(files, describer: describer) { file in
      set.add(file)
      try each(file)
    }
    set.judge()
    set.describingFailure = describer?.failure
    return set
  }

  /// Scores each file by itself.
  ///
  /// - Parameter describer: Describes what pictures show; `nil` to leave that out.
  func measure(
    _ files: FileList, describer: SubjectDescriber? = nil, each: (ScoredFile) throws -> Void
  ) async throws {
    let kind = kind ?? files.commonKind
    let inspector = Inspector(decoder: decoder)
    let isForTargets = !self.targets.isEmpty
    let (targets, drawnSide, keeper) = (try sendingTargets(files), drawnSide, keeper)
    try await InOrder(workers: workers).run(files.files) { file in
      func scored(_ measured: MeasuredFile, drawn: Bitmap? = nil) -> ScoredFile {
        ScoredFile(
          measured, of: file, kind: kind, targets: targets, isForTargets: isForTargets,
          drawn: drawn)
      }
      if let keeper, drawnSide == nil, let kept = try keeper.measured(file, by: describer?.model) {
        return scored(kept)
      }
      let inspection = try await inspector.appearance(of: file)
      let measured = MeasuredFile(inspection, describer: describer)
      keeper?.keep(measured, of: file)
      return scored(
        measured,
        drawn: drawnSide.flatMap { side in
          inspection.picture.map { Bitmap($0).fitted(width: side, height: side) }
        })
    } each: {
      try each($0)
    }
  }

  /// Returns the targets that decide which copies are sent: the given ones, or the default target
  /// if the library keeps copies of any of the files.
  private func sendingTargets(_ files: FileList) throws -> [CheckTarget] {
    guard targets.isEmpty, files.files.contains(where: \.hasCopies) else { return targets }
    return try CheckTarget.resolve(
      [TargetCatalogue.defaultTarget.rawValue], in: TargetCatalogue())
  }
}

/// The result of scoring one file.
public struct ScoredFile: Sendable {
  public let facts: FileFacts
  /// What was measured; `nil` for a file that is not an intact picture.
  public let scores: PictureScores?
  /// A fingerprint of what the picture shows, by which near duplicates are found.
  public let appearance: Appearance?
  /// What the picture shows, as the model for subjects describes it; `nil` if it was not described.
  let vector: SubjectVector?
  /// What the picture shows: by the element that it belongs to, otherwise by its name.
  public let role: Role
  /// The file's number in its element, from 1; `nil` outside the library.
  public let number: Int?
  /// Findings about the file itself and about its scores, the worst first.
  public let findings: [Finding]
  /// Findings about the scores that the user dismissed, for a file of an element.
  public let dismissed: [DismissedFinding]
  /// Findings of the given targets. For a copy that is sent instead, they are about the copy.
  public let targetFindings: [Finding]
  /// The limit that the file breaks as it is, if a copy that `prepare` makes would pass; otherwise
  /// `nil`.
  public let reasonToPrepare: Finding?
  /// The digest of the copy whose scores these are, if it is sent instead of the original and
  /// scores better; otherwise `nil`.
  public let copy: Digest?
  /// A small copy for drawing; `nil` if none was requested.
  let drawn: Bitmap?

  /// Judges a measured file.
  init(
    _ measured: MeasuredFile, of file: ListedFile, kind: ElementKind?, targets: [CheckTarget],
    isForTargets: Bool, drawn: Bitmap?
  ) {
    facts = measured.facts
    appearance = measured.appearance
    vector = measured.vector
    self.drawn = drawn
    role = file.role ?? Role(inFileName: file.path) ?? .unsorted
    number = file.number
    let checked =
      targets.isEmpty
      ? nil : CheckedFile(facts, targets, isNamed: file.isNamed, copies: file.copies)
    let judged = measured.scores.map {
      JudgedScores($0, kind: kind, dismissals: file.dismissals, copies: checked?.copies ?? [:])
    }
    scores = judged?.scores
    copy = judged?.copy?.digest
    // What a picture contains beside its pixels is reported by `check`, not here.
    let damage = FileRules.findings(for: facts, isNamed: file.isNamed).filter {
      judged == nil || $0.severity == .error
    }
    let sizeFinding = scores.flatMap(ScoreRules.tooSmall)
    findings = (damage + [sizeFinding].compactMap(\.self) + (judged?.findings ?? [])).worstFirst
    dismissed = judged?.dismissed ?? []
    (targetFindings, reasonToPrepare) =
      isForTargets
      ? Self.limits(of: checked, targets, file.copies) : ([], nil)
  }

  /// Returns what limits say of a file. If it breaks one and `prepare` can make copies that keep
  /// all of them, the first broken limit is returned apart.
  private static func limits(
    of checked: CheckedFile?, _ targets: [CheckTarget], _ copies: [StoredCopy]
  ) -> (findings: [Finding], needsPreparing: Finding?) {
    guard let checked else { return ([], nil) }
    let findings = checked.allFindings.filter { $0.target != nil }
    // A format that is only inferred to be refused is a warning, and is prepared all the same.
    guard
      let broken = findings.first(where: { $0.severity == .error })
        ?? findings.first(where: { $0.rule == .imageFormatNotAccepted })
    else { return (findings, nil) }
    let failing = targets.filter { target in
      checked.status(for: target.profile.id) == .fail || target.profile.id == broken.target
    }
    let canBePrepared = failing.allSatisfy { target in
      SentForm(checked.facts, copies: copies, targets: [target]).canBeMade
    }
    return canBePrepared ? (findings.filter { $0.severity != .error }, broken) : (findings, nil)
  }

  /// The worst status among `findings`.
  public var status: Status { Status(findings) }

  /// Whether the file was only found in a folder and is not a picture, clip or sound.
  public var isNonMedia: Bool { findings.contains(where: \.isNonMediaNote) }
  /// Whether the file belongs to the set of pictures, even if it can't be read.
  public var isPicture: Bool {
    let medium = facts.format?.medium
    return !isNonMedia && medium != .sound && medium != .clip
  }

  /// The file as a member of a set. Dismissed findings don't count against it.
  var member: SetMember {
    let counted = scores?.without(dismissed.compactMap { ScoreRules.measure(of: $0.finding.rule) })
    var member = SetMember(
      name: sanitized(facts.path.text), number: number, digest: facts.digest,
      appearance: appearance, scores: counted, role: role, size: facts.image?.size,
      targetFindings: targetFindings + findings.filter { $0.severity == .error && scores == nil },
      needsPreparing: reasonToPrepare, status: status)
    member.vector = vector
    return member
  }
}
