internal import Bundles
internal import Library
internal import Media

extension Export {
  /// What was written.
  public struct Outcome: Sendable {
    public let bundles: [Written]
    /// Why the library could not take note of it, where it could not.
    public let unnoted: String?
  }

  /// A bundle that has its name.
  public struct Written: Sendable {
    public let planned: PlannedBundle
    public let path: FilePath
    /// Whether the very same bundle was there already.
    public let wasThere: Bool
  }

  /// Writes bundles: all of them, or nothing. The library keeps the copies that were made for them, and notes
  /// what was exported.
  public func write(_ plan: ExportPlan, to place: ExportPlace) throws -> Outcome {
    defer { discard(plan) }
    let bundles = try bundles(of: plan)
    let places = try bundles.map { pair in
      let path = try place.path(of: pair.bundle.name, among: bundles.count)
      return (path: path, isThere: try place.isThere(pair.bundle, at: path))
    }
    try keepCopies(of: plan)
    if places.contains(where: { !$0.isThere }) {
      try place.inWorkshop { workshop in
        // All of them are written before the first one has its name.
        let staged = try zip(bundles, places).enumerated().compactMap { number, one in
          one.1.isThere
            ? nil
            : try place.stage(one.0.bundle, for: one.1.path, in: workshop, number: number)
        }
        try place.place(staged)
      }
    }
    let written = zip(bundles, places).map { pair, found in
      Written(planned: pair.shot, path: found.path, wasThere: found.isThere)
    }
    return Outcome(bundles: written, unnoted: note(written))
  }

  /// Makes zips of bundles and hands them over, for those who have no folder to write to. The library keeps the
  /// copies that were made for them, and notes what was exported.
  public func zips(_ plan: ExportPlan) throws -> (outcome: Outcome, zips: [[UInt8]]) {
    defer { discard(plan) }
    let bundles = try bundles(of: plan)
    try keepCopies(of: plan)
    let zips = try bundles.map { try $0.bundle.zip(to: []) }
    let written = bundles.map { pair in
      Written(
        planned: pair.shot, path: FilePath("\(pair.bundle.name).zip") ?? .nameless, wasThere: false)
    }
    return (Outcome(bundles: written, unnoted: note(written)), zips)
  }

  private func bundles(
    of plan: ExportPlan
  ) throws -> [(shot: PlannedBundle, bundle: Bundle)] {
    try plan.shots.map { shot in
      guard let bundle = shot.bundle else {
        throw ElementLibraryError.failed("\(shot.read.path) can't be exported")
      }
      return (shot: shot, bundle: bundle)
    }
  }

  /// Lets go of what waits to be kept.
  public func discard(_ plan: ExportPlan) {
    if let staging = plan.staging { library?.store.discard(staging.staged) }
  }

  private func keepCopies(of plan: ExportPlan) throws {
    guard let library, let staging = plan.staging, !staging.staged.isEmpty else { return }
    try library.change(with: staging.staged, facts: staging.facts) { change in
      for copy in plan.derivations { try change.derive(copy.blob, from: copy.from, copy.steps) }
    }
  }

  // MARK: The ledger

  /// Has the library note what was exported; why it did not, where it did not.
  private func note(_ written: [Written]) -> String? {
    guard let library else { return nil }
    do {
      try library.change { change in
        for one in written {
          guard let bundle = one.planned.bundle else { continue }
          let known = try change.contents.exports(ofBundle: bundle.digest, limit: 1)
          // One that lay there, and is noted, is no news.
          if one.wasThere, !known.isEmpty { continue }
          change.add(
            .export(record(of: one, bundle, at: try change.moment(after: known.first?.at))))
        }
      }
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func record(
    of written: Written, _ bundle: Bundle, at moment: Instant
  ) -> ExportRecord {
    let manifest = bundle.manifest
    let sources = Dictionary(
      manifest.files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return ExportRecord(
      bundle: bundle.digest, target: manifest.target, profile: manifest.profile,
      project: project?.id,
      shot: .init(path: shotPath(written.planned.read.path), sha256: manifest.shot),
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

  /// As a project calls it: from its own folder on, else in full.
  private func shotPath(_ path: FilePath) -> String {
    guard let folder = ProjectFolder.full(path.folder) else { return NormalText.nfc(path.text) }
    let full = folder.appending(path.name.bytes)
    if let project, full.bytes.starts(with: project.folder.bytes + [UInt8(ascii: "/")]),
      let inner = FilePath(bytes: full.bytes.dropFirst(project.folder.bytes.count + 1))
    {
      return NormalText.nfc(inner.text)
    }
    return NormalText.nfc(full.text)
  }
}
