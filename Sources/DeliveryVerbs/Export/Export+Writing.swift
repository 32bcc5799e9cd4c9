internal import Bundles
internal import Library
internal import Media

extension Export {
  /// The result of writing an export.
  public struct Outcome: Sendable {
    /// The bundles that are in their places, in the order of the plan.
    public let bundles: [Written]
    /// The bundles that something else was in the way of.
    public let refusals: [Refused]
    /// The reason why the library could not record the export; `nil` if it did.
    public let ledgerFailure: String?
  }

  /// A bundle that is in its final place.
  public struct Written: Sendable {
    public let planned: PlannedBundle
    public let path: FilePath
    /// Whether a bundle that asks for the same existed already, so that nothing was written.
    public let alreadyExisted: Bool
    /// The digest of the bundle at the path.
    public let digest: Digest
  }

  /// A bundle that was not written.
  public struct Refused: Sendable {
    public let planned: PlannedBundle
    /// What is in the way.
    public let error: OutputFileError
  }

  /// Writes the bundles of a plan that can be sent and have nothing in their way, or none after a
  /// failure. The library keeps the copies that were made for them and records the export.
  ///
  /// ```swift
  /// let plan = try await export.plan(shots, to: destination)
  /// let outcome = try export.write(plan, to: destination)
  /// print(outcome.bundles.map(\.path))
  /// ```
  ///
  /// - Throws: `OutputFileError`, before any change, if something is in the way of the only bundle.
  public func write(_ plan: ExportPlan, to destination: ExportDestination) throws -> Outcome {
    defer { discard(plan) }
    var bundles: [(shot: PlannedBundle, bundle: Bundle)] = []
    var destinations: [ExportDestination.Place] = []
    var refusals: [Refused] = []
    for pair in try self.bundles(of: plan) {
      do {
        let place = try destination.place(for: pair.bundle, among: plan.shots.count) { path in
          try digest(ofBundleAt: path, askingFor: pair.shot)
        }
        bundles.append(pair)
        destinations.append(place)
      } catch let error as OutputFileError where error.isInTheWay && plan.shots.count > 1 {
        refusals.append(Refused(planned: pair.shot, error: error))
      }
    }
    try keepCopies(of: plan)
    if destinations.contains(where: { $0.existing == nil }) {
      try destination.withTemporaryFolder { folder in
        // All bundles are completely written before the first one gets its name.
        let staged = try zip(bundles, destinations).enumerated().compactMap { number, entry in
          entry.1.existing != nil
            ? nil
            : try destination.stage(entry.0.bundle, for: entry.1.path, in: folder, number: number)
        }
        try destination.publish(staged)
      }
    }
    let written = zip(bundles, destinations).map { pair, place in
      Written(
        planned: pair.shot, path: place.path, alreadyExisted: place.existing != nil,
        digest: place.existing ?? pair.bundle.digest)
    }
    return Outcome(
      bundles: written, refusals: refusals, ledgerFailure: isRecorded ? note(written) : nil)
  }

  /// Returns the digest of an intact bundle with the same request as a planned one; `nil` if the
  /// request differs, or contains an id that isn't used any more.
  private func digest(
    ofBundleAt path: FilePath, askingFor planned: PlannedBundle
  ) throws -> Digest? {
    guard let library, let bundle = planned.bundle, let request = planned.request,
      let found = try? FoundBundle(at: path, in: catalogue), found.packElements == nil,
      found.integrity != .fail, let manifest = found.verification.manifest,
      manifest.name == bundle.manifest.name, manifest.hasSameSource(as: bundle.manifest),
      found.verification.carriedIDs.allSatisfy({ planned.ids[$0.key] ?? $0.value == $0.value }),
      try library.contents({ contents in
        try found.verification.requestDigest(of: BundleCalls.requestFile, contents)
          == bundle.manifest.digest(ofRequest: request, contents)
      })
    else { return nil }
    return found.verification.digest
  }

  /// Returns the bundles of a plan as zip files in memory, for callers that have no folder to write
  /// to. The library keeps the copies that were made for them and records the export.
  public func zips(_ plan: ExportPlan) throws -> (outcome: Outcome, zips: [[UInt8]]) {
    defer { discard(plan) }
    let bundles = try bundles(of: plan)
    try keepCopies(of: plan)
    let paths = bundles.map { FilePath("\($0.bundle.name).zip") ?? .unnamed }
    let zips = try zip(bundles, paths).map { pair, path in
      try OutputFileError.about(path) { try pair.bundle.zip(to: []) }
    }
    let written = zip(bundles, paths).map { pair, path in
      Written(
        planned: pair.shot, path: path, alreadyExisted: false, digest: pair.bundle.digest)
    }
    return (Outcome(bundles: written, refusals: [], ledgerFailure: note(written)), zips)
  }

  /// Returns the bundles of a plan that can be sent.
  ///
  /// - Throws: An error if there are none.
  func bundles(
    of plan: ExportPlan
  ) throws -> [(shot: PlannedBundle, bundle: Bundle)] {
    guard plan.writesBundles else {
      throw ElementLibraryError.failed(
        "\(plan.shots.first?.read.path ?? .unnamed) can't be exported")
    }
    return plan.shots.compactMap { shot in shot.bundle.map { (shot: shot, bundle: $0) } }
  }

  /// Deletes the copies that wait to be kept for a plan that will not be written.
  public func discard(_ plan: ExportPlan) {
    if let staging = plan.staging { library?.store.discard(staging.staged) }
  }

  /// Moves the waiting copies into the library, and records how each was made.
  func keepCopies(of plan: ExportPlan) throws {
    guard let library, let staging = plan.staging else { return }
    let kept = Set(plan.derivations.flatMap { [$0.blob, $0.from] })
    let staged = staging.staged.filter { kept.contains($0.digest) }
    guard !staged.isEmpty else { return }
    try library.change(with: staged, facts: staging.facts) { change in
      for copy in plan.derivations {
        try change.addDerivation(copy.blob, from: copy.from, copy.steps)
      }
    }
  }

  // MARK: The ledger

  /// Records the export in the library, and returns the reason if that fails.
  func note(_ written: [Written]) -> String? {
    guard let library else { return nil }
    do {
      try library.change { change in
        for entry in written {
          guard let bundle = entry.planned.bundle else { continue }
          let known = try change.contents.exports.ofBundle(entry.digest, limit: 1)
          // A bundle that existed and was recorded before is not recorded again.
          if entry.alreadyExisted, !known.isEmpty { continue }
          change.add(
            .export(record(of: entry, bundle, at: try change.moment(after: known.first?.at))))
        }
      }
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Returns the ledger's record of one written bundle.
  private func record(
    of written: Written, _ bundle: Bundle, at moment: Instant
  ) -> ExportRecord {
    let manifest = bundle.manifest
    let path = written.planned.read.path
    let sources = Dictionary(
      manifest.files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return ExportRecord(
      bundle: written.digest, target: manifest.target, profile: manifest.profile,
      project: project?.id,
      shot: .init(
        path: recordsPaths ? ShotPlace(of: path, in: project).path : path.name.text,
        sha256: manifest.shot),
      elements: manifest.sends.compactMap { send in
        guard let element = send.element, let handle = try? Handle(element.handle) else {
          return nil
        }
        let blobs = send.files.compactMap { name -> ExportRecord.Sent? in
          guard let file = sources[name], let from = file.from else { return nil }
          return .init(from: from, sent: file.digest)
        }
        return .init(
          element: element.identity, revision: element.revision, handle: handle, blobs: blobs)
      },
      cost: manifest.cost, at: moment)
  }
}

extension BundleManifest {
  /// Whether another bundle was made from the same text, with the same settings, by the same rules.
  fileprivate func hasSameSource(as other: BundleManifest) -> Bool {
    [target, endpoint, tier, variant] == [other.target, other.endpoint, other.tier, other.variant]
      && (profile, shot) == (other.profile, other.shot)
      && (settings, options) == (other.settings, other.options)
  }
}
