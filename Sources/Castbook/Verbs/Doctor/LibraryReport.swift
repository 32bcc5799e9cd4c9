internal import Library

/// The result of examining a whole library.
public struct LibraryReport: Sendable {
  /// The findings, the most severe first.
  public let items: [Item]
  /// The number of elements in the library.
  public let elementCount: Int
  /// The number of records in the log.
  public let recordCount: Int
  /// The number of stored files.
  public let fileCount: Int
  /// The total size of the stored files.
  public let byteCount: Int

  /// One finding about the library.
  public struct Item: Sendable {
    public let finding: Finding
    /// The path that the finding is about, relative to the library's folder, or `nil` if there is
    /// none.
    public let path: String?
    /// The elements that are affected, each with a file's name if the finding is about a file.
    public let elements: [(handle: Handle, file: String?)]
    /// Whether this examination repaired the fault.
    public let isRepaired: Bool
  }

  /// The worst severity of the findings that were not repaired, as a status.
  public var status: Status { Status(items.filter { !$0.isRepaired }.map(\.finding)) }

  /// Returns the number of findings of a severity that were not repaired.
  public func count(_ severity: Severity) -> Int {
    items.count { $0.finding.severity == severity && !$0.isRepaired }
  }

  /// The number of findings that were repaired.
  public var repairedCount: Int { items.count(where: \.isRepaired) }

  init(_ checkup: Checkup, in folder: FilePath, namesakes: [String: Namesakes]) {
    let words = LibraryFaultWords(folder: folder, namesakes: namesakes)
    let items = checkup.faults.map { words.item($0.fault, isRepaired: $0.isRepaired) }
    self.items = Severity.allCases.reversed().flatMap { severity in
      items.filter { $0.finding.severity == severity }
    }
    elementCount = checkup.elementCount
    recordCount = checkup.recordCount
    fileCount = checkup.blobCount
    byteCount = checkup.byteCount
  }
}

extension ElementLibrary {
  /// Reads every file and record of the library and checks the index against them.
  ///
  /// ```swift
  /// let report = try await library.examine(repairing: true)
  /// for item in report.items where !item.isRepaired { print(item.finding.message) }
  /// ```
  ///
  /// - Parameters:
  ///   - repairing: Whether to repair what can be repaired without losing data.
  ///   - isCancelled: Asked between files. If it returns `true`, the examination throws.
  ///   - progress: Called after each file with the number of files read, their total, and the name.
  /// - Throws: `CancellationError` if it was cancelled; nothing has been repaired then.
  public func examine(
    repairing: Bool = false, isCancelled: () -> Bool = { false },
    progress: (_ done: Int, _ all: Int, _ name: String) -> Void = { _, _, _ in }
  ) async throws -> LibraryReport {
    if repairing, let obstacle = store.obstacle { throw obstacle }
    var examination = try store.examination()
    let units = examination.units
    let store = store
    var done = 0
    try await InOrder(workers: workers).run(units, isCancelled: isCancelled) { unit in
      store.report(on: unit)
    } each: { (report: Examination.Report) in
      examination.add(report)
      done += 1
      progress(done, units.count, units[done - 1].name)
    }
    if isCancelled() { throw CancellationError() }
    progress(units.count, units.count, "the index")
    let checkup = try store.conclude(examination, repairing: repairing)
    let report = LibraryReport(checkup, in: store.root, namesakes: namesakes(of: checkup))
    // Files that couldn't be examined may be readable again, and so may a missing decoder.
    try store.reexamineMissing()
    try await examineNewFiles(isCancelled: isCancelled) { _ in }
    return report
  }

  /// Returns how to rename elements that share a name. Without a usable index, the result lacks
  /// them, and the report still names the fault.
  private func namesakes(of checkup: Checkup) -> [String: Namesakes] {
    var all: [Namesakes] = []
    for case .sharedName(let name, let entries) in checkup.faults.map(\.fault) {
      if let namesakes = try? contents({ try Namesakes(name, entries, $0) }) {
        all.append(namesakes)
      }
    }
    return Dictionary(Namesakes.combined(all).map { ($0.name, $0) }) { first, _ in first }
  }

  /// Builds the index from the records again, and returns the number of records.
  public func rebuildIndex() throws -> Int {
    return try store.rebuildIndex()
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
