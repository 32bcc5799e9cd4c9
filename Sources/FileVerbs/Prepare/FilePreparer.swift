internal import Drawing
internal import Media
internal import Preparing
internal import Quality

/// Prepares one file at a time, from reading it to checking its copy.
struct FilePreparer: Sendable {
  let planner: Planner
  let inspector: Inspector
  /// Where copies are kept.
  let keeping: CopyKeeping
  /// The longer side, in pixels, of small copies for drawing; `nil` to keep none.
  let drawnSide: Int?
  /// How much is inspected of each file and copy.
  let extent: CopyExtent

  /// Prepares a file.
  ///
  /// - Throws: An error if its copy can't be kept. Everything else is part of the result.
  func prepare(_ listed: ListedFile) async throws -> PreparedFile {
    do {
      return try await inspector.withFile(listed) { try await prepare(listed, $0) }
    } catch let problem as FileProblem {
      let facts = FileFacts(path: listed.path, problems: [problem])
      var checked = CheckedFile(facts, planner.targets)
      checked.suggestNearestFile()
      return PreparedFile(listed, before: checked, .refused(checked.findings.errors))
    }
  }

  /// Inspects a file, decides what to do, and does it.
  private func prepare(
    _ listed: ListedFile, _ file: Inspector.LoadedFile
  ) async throws -> PreparedFile {
    var inspection = try await look(into: file, listed.path)
    let facts = inspection.facts
    let scores = extent == .proven ? nil : inspection.picture.map(PictureMeasurement.scores)
    let decoding = inspector.pixelMemory(of: file.bytes, facts)
    let available =
      (file.memory ?? inspector.budget.total - file.bytes.count) - (decoding.first ?? 0)
    let decision = planner.decision(
      for: inspection, scores,
      maximumPixels: PictureMaker.maximumPixelCount(
        within: available, limit: planner.limits.maximumBytes))
    if !decision.makesCopy { inspection.releasePixels() }
    let outcome: PreparedFile.Outcome
    do {
      switch decision {
      case .notPicture: outcome = try await prepareStream(file, inspection)
      case .refuse(let findings):
        let isNonMedia = FileRules.findings(for: facts, isNamed: listed.isNamed)
          .contains(where: \.isNonMediaNote)
        outcome = isNonMedia ? .skipped : .refused(findings)
      case .asItIs: outcome = try keepOriginal(file.bytes, inspection)
      case .make(let plan):
        outcome = try await make(plan, file, inspection, decoding)
      }
    } catch let refusal as PreparationRefusal {
      outcome = .refused(refusal.findings)
    }
    return PreparedFile(
      listed, before: CheckedFile(facts, planner.targets, isNamed: listed.isNamed),
      scores: scores, drawn: drawn(inspection.picture), outcome)
  }

  /// Prepares a sound or clip.
  private func prepareStream(
    _ file: Inspector.LoadedFile, _ inspection: Inspection
  ) async throws -> PreparedFile.Outcome {
    let facts = inspection.facts
    guard [.sound, .clip].contains(facts.format?.medium), !facts.problems.contains(.empty) else {
      return .skipped
    }
    let findings = CheckedFile(facts, planner.targets).allFindings
    let made: MadeStream
    switch StreamPlanner(planner.targets, planner.options).decision(for: facts, findings) {
    case .skip: return .skipped
    case .asItIs: return try keepOriginal(file.bytes, inspection)
    case .refuse(let findings): return .refused(findings)
    case .sound(let isTooLong):
      made = try await SoundPreparer(targets: planner.targets, inspector: inspector)
        .make(isTooLong: isTooLong, file.bytes, facts, findings.errors)
    case .clip(let plan):
      made = try await ClipPreparer(inspector: inspector).make(plan, file, facts, findings.errors)
    }
    // The reserved memory is reused. Waiting for more while holding some could deadlock with
    // another file.
    let copy = file.copy(made.bytes, name: facts.path.withSuffix(for: made.format))
    let found = try await inspector.inspect(copy, depth: .appearance)
    return try keepCopy(made.bytes, made.steps, found, made.remarks)
  }

  /// Inspects a file as far as `extent` says. The profile is read even without scores, because it
  /// decides whether colours are converted.
  private func look(into file: Inspector.LoadedFile, _ path: FilePath) async throws -> Inspection {
    var inspection = try await inspector.inspect(
      .bytes(file.bytes, name: path, memory: file.memory),
      depth: extent == .proven ? .pixels : [.appearance, .pixels])
    if extent == .proven, inspection.profile == nil, let image = inspection.facts.image,
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
  ) throws -> PreparedFile.Outcome {
    .asItIs(try keeping.keep(bytes, inspection, isOriginal: true))
  }

  // MARK: Making the copy

  /// Makes the copy of a picture that a plan describes.
  private func make(
    _ plan: PreparationPlan, _ file: Inspector.LoadedFile, _ original: Inspection,
    _ decoding: [Int]
  ) async throws -> PreparedFile.Outcome {
    let maker = PictureMaker(plan, by: planner, file.bytes, original)
    switch await inspector.makeCopy(maker, of: file, original, decoding: decoding) {
    case .failure(let failure): return .refused([failure.finding])
    case .success(let made):
      let found = try await inspector.inspectCopy(
        made, of: original, besides: file,
        as: original.facts.path.withSuffix(for: made.format), extent)
      let lost = MetadataRemarks.findings(
        original.facts, made.steps, keeping: planner.options.keptMetadata)
      return try keepCopy(made.bytes, made.steps, found, plan.remarks + lost)
    }
  }

  /// Checks an inspected copy against the targets, and keeps it if it passes.
  private func keepCopy(
    _ bytes: [UInt8], _ steps: [PreparationStep], _ found: Inspection, _ remarks: [Finding]
  ) throws -> PreparedFile.Outcome {
    let after = CheckedFile(found.facts, planner.targets)
    if let leftover = leftover(found.facts) { return .refused([leftover]) }
    guard after.status != .fail, found.facts.digest != nil else {
      return .refused(after.allFindings.errors)
    }
    return .prepared(
      PreparedCopy(
        steps: steps, after: after, scores: found.picture.map(PictureMeasurement.scores),
        remarks: remarks, kept: try keeping.keep(bytes, found, isOriginal: false),
        drawn: drawn(found.picture)))
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
}

extension [Finding] {
  /// The findings that are errors.
  var errors: [Finding] { filter { $0.severity == .error } }
}

extension FilePath {
  /// Returns the path with the suffix of a format, unless it has one of the format's suffixes
  /// already. The suffix of another media format is replaced, any other is kept as part of the
  /// name.
  package func withSuffix(for format: MediaFormat) -> FilePath {
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
