internal import Library

/// The verb `doctor`: reads every file and record of a library and checks the index against them.
///
/// ```swift
/// let report = try await Doctor(repairs: true).run(in: library)
/// for item in report.items where !item.isRepaired { print(item.finding.message) }
/// ```
public struct Doctor: Sendable {
  /// Whether to repair what can be repaired without losing data.
  public var repairs: Bool

  /// Creates an examination.
  public init(repairs: Bool = false) { self.repairs = repairs }

  /// Examines a library, and repairs it if asked to.
  ///
  /// - Parameter progress: Called after each file with the number read, the total, and the name.
  /// - Throws: `CancellationError` if it was cancelled; nothing has been repaired then.
  public func run(
    in library: ElementLibrary,
    progress: (_ done: Int, _ all: Int, _ name: String) -> Void = { _, _, _ in }
  ) async throws -> LibraryReport {
    let store = library.store
    if repairs, let obstacle = store.obstacle { throw obstacle }
    var examination = try store.examination()
    let units = examination.units
    var done = 0
    try await InOrder(workers: library.workers).run(units) { unit in
      store.report(on: unit)
    } each: { (report: Examination.Report) in
      examination.add(report)
      done += 1
      progress(done, units.count, units[done - 1].name)
    }
    progress(units.count, units.count, "the index")
    let checkup = try store.conclude(examination, repairing: repairs)
    let report = LibraryReport(
      checkup, in: store.root, namesakes: namesakes(of: checkup, in: library),
      remote: library.remote)
    // Files that couldn't be examined may be readable again, and so may a missing decoder.
    try store.reexamineMissing()
    try await library.examineNewFiles() { _ in }
    return report
  }

  /// Returns how to rename elements that share a name. Without a usable index, the result lacks
  /// them, and the report still names the fault.
  private func namesakes(
    of checkup: Checkup, in library: ElementLibrary
  ) -> [String: Namesakes] {
    var all: [Namesakes] = []
    for case .sharedName(let name, let entries) in checkup.faults.map(\.fault) {
      if let namesakes = try? library.contents({ try Namesakes(name, entries, $0) }) {
        all.append(namesakes)
      }
    }
    return Dictionary(Namesakes.combined(all).map { ($0.name, $0) }) { first, _ in first }
  }

  /// Builds the index from the records again, and returns the number of records.
  public static func rebuildIndex(of library: ElementLibrary) throws -> Int {
    return try library.store.rebuildIndex()
  }

  /// Returns whether a folder is a library except that its manifest, `castbook.json`, is missing.
  public static func lacksManifest(at location: LibraryLocation) -> Bool {
    LibraryStore.lacksManifest(at: location.folder)
  }

  /// Writes the missing manifest of a library, `castbook.json`, again.
  public static func restoreManifest(at location: LibraryLocation) throws {
    try LibraryStore.repairManifest(at: location.folder)
  }
}
