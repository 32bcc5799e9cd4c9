internal import Drawing
internal import Library
internal import Media
internal import Preparing
internal import Quality

/// The preparing of one file, from its reading to the check of its copy.
struct PreparingWork: Sendable {
  let planner: Planner
  let inspector: Inspector
  let files: FileList
  let keep: Preparation.Keep
  let drawnSide: Int?
  let extent: CopyExtent

  func prepare(_ path: FilePath) async -> Result<PreparedFile, any Error> {
    if let problem = files.unreadable[path] { return .success(unread(path, problem)) }
    let held = await inspector.holding(
      files.places[path] ?? path, isOrdinary: !files.unsure.contains(path)
    ) { await prepare($0, path) }
    switch held {
    case .success(let result): return result
    case .failure(let failure): return .success(unread(path, failure.problem))
    }
  }

  private func unread(_ path: FilePath, _ problem: FileProblem) -> PreparedFile {
    var checked = check(FileFacts(path: path, problems: [problem]), isNamed: true)
    checked.guess()
    return PreparedFile(
      before: checked, scores: nil,
      outcome: .refused(checked.findings.filter { $0.severity == .error }),
      number: files.numbers[path], role: files.roles[path], drawn: nil)
  }

  private func check(_ facts: FileFacts, isNamed: Bool) -> CheckedFile {
    CheckedFile(facts, planner.targets, isNamed: isNamed, keepsHeld: false)
  }

  private func prepare(
    _ file: Inspector.HeldFile, _ path: FilePath
  ) async -> Result<PreparedFile, any Error> {
    var found = await look(into: file, path)
    let pixels = found.pixels
    found.pixels = nil
    if files.places[path] != nil { found.facts = found.facts.named(path) }
    let scores = extent == .proven ? nil : found.picture.map(PictureMeasuring.scores)
    let outcome: Result<PreparedFile.Outcome, any Error>
    let decoding = inspector.pixelMemory(of: file.bytes, found.facts)
    let room = (file.memory ?? inspector.budgetTotal - file.bytes.count) - (decoding.first ?? 0)
    let decision = planner.decision(
      for: found, scores,
      mostPixels: PictureMaker.mostPixels(within: room, limit: planner.limits.mostBytes))
    if let pixels, !decision.makesCopy { await inspector.letGo(pixels) }
    switch decision {
    case .notPicture: outcome = await prepareStream(file, found)
    case .refuse(let findings):
      outcome = .success(files.isBystander(found.facts) ? .passedOver : .refused(findings))
    case .asItIs: outcome = keepOriginal(file.bytes, found)
    case .make(let plan):
      outcome = await make(plan, file, found, pixels, decoding)
    }
    let (before, drawn) = (
      check(found.facts, isNamed: files.named.contains(path)), drawn(found.picture)
    )
    return outcome.map {
      PreparedFile(
        before: before, scores: scores, outcome: $0, number: files.numbers[path],
        role: files.roles[path], drawn: drawn)
    }
  }

  /// What becomes of a sound or a clip.
  private func prepareStream(
    _ file: Inspector.HeldFile, _ found: Inspection
  ) async -> Result<PreparedFile.Outcome, any Error> {
    let facts = found.facts
    guard [.sound, .clip].contains(facts.format?.medium), !facts.problems.contains(.empty) else {
      return .success(.passedOver)
    }
    let findings = check(facts, isNamed: true).allFindings
    let errors = findings.filter { $0.severity == .error }
    let outcome: StreamOutcome
    switch StreamPlanner(planner.targets, planner.options).decision(for: facts, findings) {
    case .passOver: return .success(.passedOver)
    case .asItIs: return keepOriginal(file.bytes, found)
    case .refuse(let findings): return .success(.refused(findings))
    case .sound(let isTooLong):
      let preparing = SoundPreparing(targets: planner.targets, inspector: inspector)
      outcome = await preparing.make(isTooLong: isTooLong, file.bytes, facts, errors)
    case .clip(let plan):
      let preparing = ClipPreparing(inspector: inspector)
      outcome = await preparing.make(plan, file, facts, errors)
    }
    switch outcome {
    case .refused(let findings): return .success(.refused(findings))
    case .made(let made): return await judge(made, besides: file, facts.path)
    }
  }

  private func judge(
    _ made: MadeStream, besides file: Inspector.HeldFile, _ path: FilePath
  ) async -> Result<PreparedFile.Outcome, any Error> {
    // Nobody waits for memory who holds some.
    let held = Inspector.HeldFile(
      bytes: made.bytes, memory: file.memory.map { max(0, $0 - made.bytes.count) })
    let found = await inspector.see(held, as: path.suffixed(made.format))
    return judge(made.bytes, made.steps, found, made.remarks)
  }

  /// Looks into a file as far as is asked for.
  private func look(into file: Inspector.HeldFile, _ path: FilePath) async -> Inspection {
    guard extent == .proven else {
      return await inspector.see(file, as: path, holdingPixels: true)
    }
    var found = await inspector.look(into: file, as: path, holdingPixels: true)
    if found.profile == nil, let image = found.facts.image, let format = found.facts.format,
      !image.color.isSRGB
    {
      found.profile = Inspector.profile(of: file.bytes, format)
    }
    return found
  }

  private func drawn(_ picture: AnalysisPicture?) -> Bitmap? {
    drawnSide.flatMap { side in
      picture.map { Bitmap($0).fitted(width: side, height: side) }
    }
  }

  private func keepOriginal(
    _ bytes: [UInt8], _ found: Inspection
  ) -> Result<PreparedFile.Outcome, any Error> {
    guard let digest = found.facts.digest else { return .success(.asItIs(nil)) }
    return keep(
      Preparation.NewCopy(bytes: bytes, digest: digest, found: found, isOriginal: true)
    ).map { .asItIs($0) }
  }

  // MARK: Making the copy

  private func make(
    _ plan: PreparationPlan, _ file: Inspector.HeldFile, _ found: Inspection,
    _ pixels: HeldPixels?, _ decoding: [Int]
  ) async -> Result<PreparedFile.Outcome, any Error> {
    let maker = PictureMaker(plan, by: planner, file.bytes, found)
    switch await inspector.made(maker, of: file, found, pixels, decoding: decoding) {
    case .failure(let failure): return .success(.refused([failure.finding]))
    case .success(let picture):
      return await judge(picture, file, found, plan.remarks)
    }
  }

  /// Holds a copy to the targets as any file is; one that would not pass is no copy.
  private func judge(
    _ made: MadePicture, _ file: Inspector.HeldFile, _ original: Inspection, _ remarks: [Finding]
  ) async -> Result<PreparedFile.Outcome, any Error> {
    let path = original.facts.path.suffixed(made.format)
    let found = await inspector.see(made, of: original, besides: file, as: path, extent)
    let lost = MetadataRemarks.findings(
      original.facts.image, made.steps, keeping: planner.options.keeps)
    return judge(made.bytes, made.steps, found, remarks + lost)
  }

  /// Whether anything private is left in a copy of a picture that nobody asked to keep. That would be a fault
  /// of this program, so the copy is not handed out.
  private func leftover(_ facts: FileFacts) -> Finding? {
    let left = (facts.image?.privateMetadata ?? []).subtracting(planner.options.keptKinds)
    guard !left.isEmpty else { return nil }
    return Finding(
      .imagePrivateMetadata, .error, message: "its copy still has private metadata: \(left.names)",
      fix: "export it again from an editor without metadata")
  }

  private func judge(
    _ bytes: [UInt8], _ steps: [PreparationStep], _ found: Inspection, _ remarks: [Finding]
  ) -> Result<PreparedFile.Outcome, any Error> {
    let after = check(found.facts, isNamed: true)
    if let leftover = leftover(found.facts) { return .success(.refused([leftover])) }
    guard after.status != .fail, let digest = found.facts.digest else {
      return .success(.refused(after.allFindings.filter { $0.severity == .error }))
    }
    let copy = Preparation.NewCopy(bytes: bytes, digest: digest, found: found, isOriginal: false)
    return keep(copy).map { kept in
      .prepared(
        PreparedCopy(
          steps: steps, after: after, scores: found.picture.map(PictureMeasuring.scores),
          remarks: remarks, kept: kept,
          drawn: drawn(found.picture)))
    }
  }
}

extension FilePath {
  /// Its name without its suffix, and without the dot.
  var stem: ArraySlice<UInt8> {
    let name = self.name.bytes
    return name[
      ..<(suffix == nil ? name.count : name.lastIndex(of: UInt8(ascii: ".")) ?? name.count)]
  }

  /// The same name with the suffix of a format, where it has another.
  func suffixed(_ format: MediaFormat) -> FilePath {
    if let suffix, format.suffixes.contains(suffix) { return self }
    let name = self.name.bytes
    let isMedia = suffix.flatMap(MediaFormat.init(suffix:)) != nil
    let end = isMedia ? name.lastIndex(of: UInt8(ascii: ".")) ?? name.count : name.count
    let usual = format.suffixes.first ?? format.rawValue
    let other = name[..<end] + Array(".\(usual)".utf8)
    return bytes.contains(UInt8(ascii: "/"))
      ? folder.appending(other) : FilePath(bytes: Array(other)) ?? self
  }
}
