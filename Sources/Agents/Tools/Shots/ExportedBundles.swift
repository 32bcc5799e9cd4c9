internal import Castbook
internal import Model

/// The bundles of an export, in the lines and facts of an answer.
///
/// ```text
/// ✓ «root1/out/lobby» for fal.kling-o3.r2v pro: 6 files, 2.1 MB, 0.84 USD (…), already there
/// ✗ «root1/street.md» for fal.kling-o3.r2v: no bundle
/// ```
struct ExportedBundles {
  /// The maximum number of bundles in the lines.
  private static let maximumShown = 12

  let plan: ExportPlan
  /// The written bundles; `nil` if nothing was written.
  let outcome: Export.Outcome?
  let roots: Roots

  /// Whether a bundle is in its place.
  var hasWritten: Bool { outcome?.bundles.isEmpty == false }

  /// The rule of the first error; `nil` if there is none.
  var brokenRule: RuleID? {
    plan.shots.lazy.compactMap { CompiledShot(planned: $0, roots: roots).brokenRule }.first
  }

  private func written(_ shot: PlannedBundle) -> Export.Written? {
    outcome?.bundles.first { $0.planned.name == shot.name }
  }

  private func refused(_ shot: PlannedBundle) -> Export.Refused? {
    outcome?.refusals.first { $0.planned.name == shot.name }
  }

  /// The bundles that are there now, each below the label of its root.
  var writtenPlaces: [String] { plan.shots.compactMap(written).map { place($0.path) } }

  private func place(_ path: FilePath) -> String { roots.shown(path) ?? path.name.text }

  // MARK: Lines

  var lines: [String] {
    let new = outcome?.bundles.count { !$0.alreadyExisted } ?? 0
    let old = outcome?.bundles.count { $0.alreadyExisted } ?? 0
    let counts = Quantity.counts([
      (new, "written"), (old, "already there"), (plan.shots.count - new - old, "not written"),
    ])
    let head = "\(Quantity.count(plan.shots.count, "bundle")): \(counts.joined(separator: ", "))"
    let shown = plan.shots.prefix(Self.maximumShown)
    let more = plan.shots.count - shown.count
    return [head] + shown.flatMap(lines) + (more > 0 ? ["and \(more) more, in data"] : [])
      + prices + failure
  }

  private func lines(_ shot: PlannedBundle) -> [String] {
    let compiled = CompiledShot(planned: shot, roots: roots)
    // Two remarks of each of twelve bundles are as much as an answer should have.
    let maximum = plan.shots.count == 1 ? 12 : 2
    if let written = written(shot) {
      let size = shot.bundle.map {
        "\(Quantity.count($0.fileCount, "file")), \(Quantity.bytes($0.byteCount)), "
      }
      let state = written.alreadyExisted ? ", already there" : ""
      return [
        "✓ \(ShownNames.quoted(place(written.path)))\(compiled.target): \(size ?? "")"
          + "price \(PriceWords.words(of: shot))\(state)"
      ] + (plan.shots.count == 1 ? compiled.sentLines : []) + compiled.remarkLines(atMost: maximum)
    }
    if let refused = refused(shot) {
      let error = OccupiedPlaceError(
        place: place(refused.error.path), reason: refused.error.reason)
      return ["✗ \(error.explanation)"]
    }
    let reason = shot.status == .fail ? "errors" : "warnings count as errors with strict"
    return ["✗ \(compiled.name)\(compiled.target): no bundle, \(reason)"]
      + compiled.remarkLines(atMost: maximum)
  }

  /// The price of all calls that were exported.
  private var prices: [String] {
    guard let outcome, outcome.bundles.count + plan.firstCalls.count > 1 else { return [] }
    let (sums, isAll) = plan.total(of: outcome.bundles.map(\.planned))
    guard !sums.isEmpty else { return ["Price of all calls: no price is known"] }
    return [
      "Price of all calls: \(sums.map { sanitized($0.text) }.joined(separator: " + "))"
        + (isAll ? "" : ", plus calls of unknown price")
    ]
  }

  /// The reason why the library has no record of the export.
  private var failure: [String] {
    outcome?.ledgerFailure.map {
      ["The bundles are written, but the library could not record them: \(sanitized($0))"]
    } ?? []
  }

  // MARK: Facts

  /// The schema of `facts`.
  static let schema: JSONValue = Schema.object(
    required: ["bundles", "written", "total", "total_is_all"],
    [
      "bundles": Schema.list(
        of: Schema.object(
          required: ["name", "status"],
          [
            "name": Schema.text, "status": Schema.text, "shot": Schema.text,
            "target": Schema.text, "path": Schema.text, "sha256": Schema.text,
            "was_there": Schema.flag, "problem": Schema.text, "file_count": Schema.integer,
            "bytes": Schema.integer, "price": PriceWords.schema,
          ])),
      "written": Schema.integer, "total": PriceWords.totalSchema, "total_is_all": Schema.flag,
      "unrecorded": Schema.text, "export": Schema.published(ExportJSON.schema),
    ])

  /// The facts as data.
  var facts: JSONValue {
    let done = outcome?.bundles.map(\.planned) ?? []
    let (sums, isAll) = plan.total(of: done)
    return [
      "bundles": plan.shots.map(facts),
      "written": outcome?.bundles.count { !$0.alreadyExisted } ?? 0,
      "total": (done.isEmpty ? [] : sums).map(PriceWords.amount),
      "total_is_all": isAll && !done.isEmpty, "unrecorded": outcome?.ledgerFailure,
    ]
  }

  private func facts(_ shot: PlannedBundle) -> JSONValue {
    let written = written(shot)
    return [
      "name": shot.name, "status": shot.status, "shot": place(shot.read.path),
      "target": shot.read.target?.id, "path": written.map { place($0.path) },
      "sha256": written?.digest, "was_there": written?.alreadyExisted,
      "problem": refused(shot)?.error.reason,
      "file_count": shot.files.count, "bytes": shot.files.reduce(0) { $0 + $1.byteCount },
      "price": shot.status == .fail ? nil : shot.cost.map(PriceWords.facts),
    ]
  }
}
