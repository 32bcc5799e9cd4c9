internal import Drawing
internal import Files
internal import Library
internal import Media
internal import Quality

/// The verb `score`: measures pictures, each by itself and all of them as one set.
///
/// ```swift
/// let scoring = Scoring()
/// let set = try await scoring.run(FileList(paths)) { print($0.facts.path, $0.status) }
/// print(set.judged?.advice ?? "")
/// ```
public struct Scoring: Sendable {
  /// How many files are worked on at a time.
  public let workers: Int
  /// The kind of the element that the pictures are of; nothing to have it from the library.
  public var kind: ElementKind?
  /// Targets whose limits the pictures have to keep to be picked.
  public var targets: [CheckTarget] = []
  /// Where `castbook-media` lies, when it is not beside the program that runs.
  public var decoder: FilePath?
  /// The longest side of the copies that are kept, to be drawn; nothing where nobody draws them.
  var drawnSide: Int?
  /// Whether many pictures, too, are judged as one set.
  var judgesMany = false

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
    var set = ScoredSet(
      files, kind: kind, limit: judgesMany ? ScoredSet.mostMembers : ScoredSet.mostJudged)
    try await measure(files, isCancelled: isCancelled) { file in
      set.take(file)
      try each(file)
    }
    set.judge()
    return set
  }

  /// Measures each file by itself.
  func measure(
    _ files: FileList, isCancelled: () -> Bool, each: (ScoredFile) throws -> Void
  ) async throws {
    let kind = kind ?? files.kindOfAll
    let inspector = Inspector(
      budget: MemoryBudget(workers: Check.mostWorkers), decoder: decoder)
    let isForTargets = !self.targets.isEmpty
    let (targets, drawnSide) = (try sendingTargets(files), drawnSide)
    try await InOrder(workers: workers).run(files.paths, isCancelled: isCancelled) { path in
      let found = await Self.look(at: path, among: files, inspector)
      return ScoredFile(
        found, as: path, among: files, kind: kind, targets: targets, isForTargets: isForTargets,
        drawnSide: drawnSide)
    } each: {
      try each($0)
    }
  }

  /// The targets that decide which copies are sent: those asked for, else the common one, where there are copies.
  private func sendingTargets(_ files: FileList) throws -> [CheckTarget] {
    guard targets.isEmpty, !files.copies.isEmpty else { return targets }
    return try CheckTarget.resolve(
      [TargetCatalogue.defaultTarget.rawValue], in: TargetCatalogue())
  }

  private static func look(
    at path: FilePath, among files: FileList, _ inspector: Inspector
  ) async -> Inspection {
    if let problem = files.unreadable[path] {
      return Inspection(FileFacts(path: path, problems: [problem]))
    }
    return await inspector.see(
      at: files.places[path] ?? path, isOrdinary: !files.unsure.contains(path))
  }
}

/// One file as scoring leaves it.
public struct ScoredFile: Sendable {
  public let facts: FileFacts
  /// What was measured; nothing for what is no sound picture.
  public let scores: PictureScores?
  /// What it looks like, as copies are told by it.
  public let appearance: Appearance?
  /// What it shows: by the element it belongs to, else by its name.
  public let role: Role
  /// Its number in its element.
  public let number: Int?
  /// What is wrong with the file, and what its scores come to; worst first.
  public let findings: [Finding]
  /// What its scores come to and somebody dismissed, where it is an element's.
  public let dismissed: [DismissedFinding]
  /// What limits of targets say of it, where any were asked; of a copy that is sent in its place, what they say of
  /// that.
  public let targetFindings: [Finding]
  /// The limit that it breaks as it is, where a copy that `prepare` makes would pass.
  public let needsPreparing: Finding?
  /// The copy that its scores are those of, where it comes out better than the original and is sent in its place.
  public let copy: Digest?
  /// A small copy, where it is to be drawn.
  let drawn: Bitmap?

  init(
    _ found: Inspection, as path: FilePath, among files: FileList, kind: ElementKind?,
    targets: [CheckTarget], isForTargets: Bool, drawnSide: Int?
  ) {
    let facts = files.places[path] == nil ? found.facts : found.facts.named(path)
    self.facts = facts
    appearance = found.luma.flatMap { Appearance(digest: found.facts.digest, luma: $0) }
    role = files.roles[path] ?? Role(inFileName: path) ?? .unsorted
    number = files.numbers[path]
    let isNamed = files.named.contains(path)
    let copies = files.copies[path] ?? []
    let checked =
      targets.isEmpty
      ? nil : CheckedFile(facts, targets, isNamed: isNamed, keepsHeld: false, copies: copies)
    let judged = found.picture.map(PictureMeasuring.scores).map {
      JudgedScores(
        $0, kind: kind, dismissals: files.dismissals[path] ?? [], copies: checked?.copies ?? [:])
    }
    scores = judged?.scores
    copy = judged?.copy?.digest
    // What a picture carries besides what it shows is for `check` to say.
    let damage = FileRules.findings(for: facts, isNamed: isNamed).filter {
      judged == nil || $0.severity == .error
    }
    let size = scores.flatMap(ScoreRules.tooSmall)
    findings = (damage + [size].compactMap(\.self) + (judged?.findings ?? [])).worstFirst
    dismissed = judged?.dismissed ?? []
    (targetFindings, needsPreparing) =
      isForTargets
      ? Self.limits(of: checked, targets, copies) : ([], nil)
    drawn = drawnSide.flatMap { side in
      found.picture.map { Bitmap($0).fitted(width: side, height: side) }
    }
  }

  /// What limits say of a file, and the first one that it breaks where `prepare` makes copies that keep all of them.
  private static func limits(
    of checked: CheckedFile?, _ targets: [CheckTarget], _ copies: [StoredCopy]
  ) -> (findings: [Finding], needsPreparing: Finding?) {
    guard let checked else { return ([], nil) }
    let findings = checked.allFindings.filter { $0.target != nil }
    // A format that is only inferred to be refused is a warning, and prepared all the same.
    guard
      let broken = findings.first(where: { $0.severity == .error })
        ?? findings.first(where: { $0.rule == .imageFormatNotAccepted })
    else { return (findings, nil) }
    let failing = targets.filter { target in
      checked.status(for: target.profile.id) == .fail || target.profile.id == broken.target
    }
    let isCurable = failing.allSatisfy { target in
      FileWay(checked.facts, copies: copies, targets: [target]).canBeMade
    }
    return isCurable ? (findings.filter { $0.severity != .error }, broken) : (findings, nil)
  }

  public var status: Status { Status(findings) }

  /// Whether it was merely met in a folder and is no picture, clip or sound.
  public var isBystander: Bool { findings.contains(where: \.isOfBystander) }
  /// Whether it is one of the set's pictures, though it may be one that can't be read.
  public var isPicture: Bool {
    let medium = facts.format?.medium
    return !isBystander && medium != .sound && medium != .clip
  }

  /// As it stands among those that are to make one element: what was dismissed does not count against it.
  var member: SetMember {
    let counted = scores?.without(dismissed.compactMap { ScoreRules.measure(of: $0.finding.rule) })
    return SetMember(
      name: sanitized(facts.path.text), number: number, digest: facts.digest,
      appearance: appearance, scores: counted, role: role, size: facts.image?.size,
      targetFindings: targetFindings + findings.filter { $0.severity == .error && scores == nil },
      needsPreparing: needsPreparing, status: status)
  }
}
