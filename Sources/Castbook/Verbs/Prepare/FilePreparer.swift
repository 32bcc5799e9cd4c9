internal import Drawing
internal import Library
internal import Media
internal import Preparing
internal import Quality

/// Prepares one file at a time, from reading it to checking its copy.
struct FilePreparer: Sendable {
  let planner: Planner
  let inspector: Inspector
  let files: FileList
  let keep: Preparation.Keep
  /// The longer side, in pixels, of small copies for drawing; `nil` to keep none.
  let drawnSide: Int?
  /// How much is inspected of each file and copy.
  let extent: CopyExtent

  /// Prepares a listed file. A failure means that a copy could not be kept; everything else is part
  /// of the result.
  func prepare(_ path: FilePath) async -> Result<PreparedFile, any Error> {
    if let problem = files.unreadable[path] { return .success(unread(path, problem)) }
    let result = await inspector.withFile(
      files.locations[path] ?? path, isOrdinary: !files.possiblyNotRegular.contains(path)
    ) { await prepare($0, path) }
    switch result {
    case .success(let prepared): return prepared
    case .failure(let failure): return .success(unread(path, failure.problem))
    }
  }

  /// Returns the result for a file that can't be read.
  private func unread(_ path: FilePath, _ problem: FileProblem) -> PreparedFile {
    var checked = check(FileFacts(path: path, problems: [problem]), isNamed: true)
    checked.suggestNearestFile()
    return PreparedFile(
      before: checked, scores: nil,
      outcome: .refused(checked.findings.filter { $0.severity == .error }),
      number: files.numbers[path], role: files.roles[path], drawn: nil)
  }

  private func check(_ facts: FileFacts, isNamed: Bool) -> CheckedFile {
    CheckedFile(facts, planner.targets, isNamed: isNamed, includesPassed: false)
  }

  /// Inspects a file, decides what to do, and does it.
  private func prepare(
    _ file: Inspector.LoadedFile, _ path: FilePath
  ) async -> Result<PreparedFile, any Error> {
    var inspection = await look(into: file, path)
    let pixels = inspection.pixels
    inspection.pixels = nil
    if files.locations[path] != nil { inspection.facts = inspection.facts.named(path) }
    let scores = extent == .proven ? nil : inspection.picture.map(PictureMeasurement.scores)
    let outcome: Result<PreparedFile.Outcome, any Error>
    let decoding = inspector.pixelMemory(of: file.bytes, inspection.facts)
    let available =
      (file.memory ?? inspector.budgetTotal - file.bytes.count) - (decoding.first ?? 0)
    let decision = planner.decision(
      for: inspection, scores,
      maximumPixels: PictureMaker.maximumPixelCount(
        within: available, limit: planner.limits.maximumBytes))
    if let pixels, !decision.makesCopy { await inspector.release(pixels) }
    switch decision {
    case .notPicture: outcome = await prepareStream(file, inspection)
    case .refuse(let findings):
      outcome = .success(files.isNonMedia(inspection.facts) ? .skipped : .refused(findings))
    case .asItIs: outcome = keepOriginal(file.bytes, inspection)
    case .make(let plan):
      outcome = await make(plan, file, inspection, pixels, decoding)
    }
    let (before, drawn) = (
      check(inspection.facts, isNamed: files.named.contains(path)), drawn(inspection.picture)
    )
    return outcome.map {
      PreparedFile(
        before: before, scores: scores, outcome: $0, number: files.numbers[path],
        role: files.roles[path], drawn: drawn)
    }
  }

  /// Prepares a sound or clip.
  private func prepareStream(
    _ file: Inspector.LoadedFile, _ inspection: Inspection
  ) async -> Result<PreparedFile.Outcome, any Error> {
    let facts = inspection.facts
    guard [.sound, .clip].contains(facts.format?.medium), !facts.problems.contains(.empty) else {
      return .success(.skipped)
    }
    let findings = check(facts, isNamed: true).allFindings
    let errors = findings.filter { $0.severity == .error }
    let outcome: StreamOutcome
    switch StreamPlanner(planner.targets, planner.options).decision(for: facts, findings) {
    case .skip: return .success(.skipped)
    case .asItIs: return keepOriginal(file.bytes, inspection)
    case .refuse(let findings): return .success(.refused(findings))
    case .sound(let isTooLong):
      let preparing = SoundPreparer(targets: planner.targets, inspector: inspector)
      outcome = await preparing.make(isTooLong: isTooLong, file.bytes, facts, errors)
    case .clip(let plan):
      let preparing = ClipPreparer(inspector: inspector)
      outcome = await preparing.make(plan, file, facts, errors)
    }
    switch outcome {
    case .refused(let findings): return .success(.refused(findings))
    case .made(let made): return await judge(made, besides: file, facts.path)
    }
  }

  /// Inspects and checks a sound or clip that was made.
  private func judge(
    _ made: MadeStream, besides file: Inspector.LoadedFile, _ path: FilePath
  ) async -> Result<PreparedFile.Outcome, any Error> {
    // The reserved memory is reused. Waiting for more while holding some could deadlock with
    // another file.
    let copy = Inspector.LoadedFile(
      bytes: made.bytes, memory: file.memory.map { max(0, $0 - made.bytes.count) })
    let inspection = await inspector.inspectAppearance(copy, as: path.withSuffix(for: made.format))
    return judge(made.bytes, made.steps, inspection, made.remarks)
  }

  /// Inspects a file as far as `extent` says. The profile is read even without scores, because it
  /// decides whether colours are converted.
  private func look(into file: Inspector.LoadedFile, _ path: FilePath) async -> Inspection {
    guard extent == .proven else {
      return await inspector.inspectAppearance(file, as: path, keepingPixels: true)
    }
    var inspection = await inspector.look(into: file, as: path, keepingPixels: true)
    if inspection.profile == nil, let image = inspection.facts.image,
      let format = inspection.facts.format,
      !image.color.isSRGB
    {
      inspection.profile = Inspector.profile(of: file.bytes, format)
    }
    return inspection
  }

  /// Returns a small copy for drawing; `nil` if none is wanted.
  private func drawn(_ picture: AnalysisPicture?) -> Bitmap? {
    drawnSide.flatMap { side in
      picture.map { Bitmap($0).fitted(width: side, height: side) }
    }
  }

  /// Keeps the file itself as its copy.
  private func keepOriginal(
    _ bytes: [UInt8], _ inspection: Inspection
  ) -> Result<PreparedFile.Outcome, any Error> {
    guard let digest = inspection.facts.digest else { return .success(.asItIs(nil)) }
    return keep(
      Preparation.NewCopy(bytes: bytes, digest: digest, found: inspection, isOriginal: true)
    ).map { .asItIs($0) }
  }

  // MARK: Making the copy

  /// Makes the copy of a picture that a plan describes.
  private func make(
    _ plan: PreparationPlan, _ file: Inspector.LoadedFile, _ inspection: Inspection,
    _ pixels: BufferedPixels?, _ decoding: [Int]
  ) async -> Result<PreparedFile.Outcome, any Error> {
    let maker = PictureMaker(plan, by: planner, file.bytes, inspection)
    switch await inspector.makeCopy(maker, of: file, inspection, pixels, decoding: decoding) {
    case .failure(let failure): return .success(.refused([failure.finding]))
    case .success(let picture):
      return await judge(picture, file, inspection, plan.remarks)
    }
  }

  /// Inspects and checks a copy of a picture. A copy that would not pass is not handed out.
  private func judge(
    _ made: PreparedPicture, _ file: Inspector.LoadedFile, _ original: Inspection,
    _ remarks: [Finding]
  ) async -> Result<PreparedFile.Outcome, any Error> {
    let path = original.facts.path.withSuffix(for: made.format)
    let inspection = await inspector.inspectCopy(
      made, of: original, besides: file, as: path, extent)
    let lost = MetadataRemarks.findings(
      original.facts.image, made.steps, keeping: planner.options.keptMetadata)
    return judge(made.bytes, made.steps, inspection, remarks + lost)
  }

  /// Returns an error if a copy of a picture still contains private metadata that may not be kept.
  /// That would be a bug, so the copy is not handed out.
  private func leftover(_ facts: FileFacts) -> Finding? {
    let remaining = (facts.image?.privateMetadata ?? []).subtracting(planner.options.keptKinds)
    guard !remaining.isEmpty else { return nil }
    return Finding(
      .imagePrivateMetadata, .error,
      message: "its copy still has private metadata: \(remaining.names)",
      fix: "export it again from an editor without metadata")
  }

  /// Checks an inspected copy against the targets, and keeps it if it passes.
  private func judge(
    _ bytes: [UInt8], _ steps: [PreparationStep], _ inspection: Inspection, _ remarks: [Finding]
  ) -> Result<PreparedFile.Outcome, any Error> {
    let after = check(inspection.facts, isNamed: true)
    if let leftover = leftover(inspection.facts) { return .success(.refused([leftover])) }
    guard after.status != .fail, let digest = inspection.facts.digest else {
      return .success(.refused(after.allFindings.filter { $0.severity == .error }))
    }
    let copy = Preparation.NewCopy(
      bytes: bytes, digest: digest, found: inspection, isOriginal: false)
    return keep(copy).map { kept in
      .prepared(
        PreparedCopy(
          steps: steps, after: after, scores: inspection.picture.map(PictureMeasurement.scores),
          remarks: remarks, kept: kept,
          drawn: drawn(inspection.picture)))
    }
  }
}

extension FilePath {
  /// The name without its suffix and the dot.
  var stem: ArraySlice<UInt8> {
    let name = self.name.bytes
    return name[
      ..<(suffix == nil ? name.count : name.lastIndex(of: UInt8(ascii: ".")) ?? name.count)]
  }

  /// Returns the path with the suffix of a format, unless it has one of the format's suffixes
  /// already. The suffix of another media format is replaced, any other is kept as part of the
  /// name.
  func withSuffix(for format: MediaFormat) -> FilePath {
    if let suffix, format.suffixes.contains(suffix) { return self }
    let name = self.name.bytes
    let isMedia = suffix.flatMap(MediaFormat.init(suffix:)) != nil
    let end = isMedia ? name.lastIndex(of: UInt8(ascii: ".")) ?? name.count : name.count
    let newSuffix = format.suffixes.first ?? format.rawValue
    let newName = name[..<end] + Array(".\(newSuffix)".utf8)
    return bytes.contains(UInt8(ascii: "/"))
      ? folder.appending(newName) : FilePath(bytes: Array(newName)) ?? self
  }
}
