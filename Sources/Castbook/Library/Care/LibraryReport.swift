internal import Library

/// What a look at all of a library came to.
public struct LibraryReport: Sendable {
  /// Worst first.
  public let items: [Item]
  public let elementCount: Int
  public let recordCount: Int
  public let fileCount: Int
  public let byteCount: Int

  /// One finding, the place it is about, and whether it was cured.
  public struct Item: Sendable {
    public let finding: Finding
    /// Below the library's folder.
    public let path: String?
    /// Elements that it touches, with the name that a file came under where it is about one.
    public let elements: [(handle: Handle, file: String?)]
    public let isRepaired: Bool
  }

  /// What is left, as one word.
  public var status: Status { Status(items.filter { !$0.isRepaired }.map(\.finding)) }

  /// How many findings of a severity are left.
  public func count(_ severity: Severity) -> Int {
    items.count { $0.finding.severity == severity && !$0.isRepaired }
  }

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
  /// Reads every file and every record of the library again and holds the index against them. With
  /// `repairing`, what can be cured without losing anything is.
  public func examine(
    repairing: Bool = false, isCancelled: () -> Bool = { false },
    progress: (_ done: Int, _ all: Int, _ name: String) -> Void = { _, _, _ in }
  ) async throws -> LibraryReport {
    do {
      if repairing, let obstacle = store.obstacle { throw obstacle }
      var examination = try store.examination()
      let units = examination.units
      let store = store
      var done = 0
      try await InOrder(workers: workers).run(units, isCancelled: isCancelled) { unit in
        store.report(on: unit)
      } each: { (report: Examination.Report) in
        examination.take(report)
        done += 1
        progress(done, units.count, units[done - 1].name)
      }
      if isCancelled() { throw CancellationError() }
      progress(units.count, units.count, "the index")
      let checkup = try store.conclude(examination, repairing: repairing)
      let report = LibraryReport(checkup, in: store.root, namesakes: namesakes(of: checkup))
      // What could not be looked at may have come back, and so may a decoder.
      try store.lookAgain()
      try await examine(isCancelled: isCancelled) { _ in }
      return report
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }

  /// How elements of one name are parted. Where the index can't tell, doctor goes without.
  private func namesakes(of checkup: Checkup) -> [String: Namesakes] {
    var all: [Namesakes] = []
    for case .sharedName(let name, let entries) in checkup.faults.map(\.fault) {
      if let namesakes = try? contents({ try Namesakes(name, entries, $0) }) {
        all.append(namesakes)
      }
    }
    return Dictionary(Namesakes.together(all).map { ($0.name, $0) }) { first, _ in first }
  }

  /// Makes the index anew from the records; returns how many there are.
  public func rebuildIndex() throws -> Int {
    do {
      return try store.rebuildIndex()
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }

  /// Whether a folder is a library but for its mark, `castbook.json`.
  public static func lacksMark(at location: LibraryLocation) -> Bool {
    LibraryStore.lacksMark(at: location.folder)
  }

  /// Writes the mark of a library anew.
  public static func mendMark(at location: LibraryLocation) throws(ElementLibraryError) {
    do {
      try LibraryStore.mendMark(at: location.folder)
    } catch {
      throw ElementLibraryError(error)
    }
  }
}
