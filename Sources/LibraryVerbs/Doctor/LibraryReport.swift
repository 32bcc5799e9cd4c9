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

  /// Creates the report of a checkup.
  ///
  /// - Parameter remote: What is known of the team's store.
  init(
    _ checkup: Checkup, in folder: FilePath, namesakes: [String: Namesakes], remote: RemoteLookup
  ) {
    let words = LibraryFaultWords(
      folder: folder, namesakes: namesakes, isShared: remote.isShared)
    var elsewhereCount = 0
    var items = checkup.faults.compactMap { entry -> Item? in
      if case .missingBlob(let blob, _) = entry.fault, remote.isElsewhere(blob) {
        elsewhereCount += 1
        return nil
      }
      return words.item(entry.fault, isRepaired: entry.isRepaired)
    }
    if elsewhereCount > 0 { items.append(Self.elsewhere(elsewhereCount)) }
    let waitingCount = remote.heldErasureCount
    if waitingCount > 0 { items.append(Self.waiting(waitingCount)) }
    if let loss = remote.loss { items.append(Self.lost(loss)) }
    self.items = Severity.allCases.reversed().flatMap { severity in
      items.filter { $0.finding.severity == severity }
    }
    elementCount = checkup.elementCount
    recordCount = checkup.recordCount
    fileCount = checkup.blobCount
    byteCount = checkup.byteCount
  }

  /// The warning about erasures of teammates that wait.
  private static func waiting(_ count: Int) -> Item {
    Item(
      finding: Finding(
        .libraryErasuresWait, .warning,
        message:
          "\(Quantity.count(count, "erasure")) by teammates \(count == 1 ? "waits" : "wait") for your decision",
        fix: "castbook pull names \(count == 1 ? "it" : "them")"),
      path: nil, elements: [], isRepaired: false)
  }

  /// The warning that the store has lost data.
  private static func lost(_ loss: StoreLoss) -> Item {
    Item(
      finding: Finding(
        .libraryStoreLoss, .warning,
        message: "the team's store no longer has what it had: \(loss.summary)",
        fix: "castbook push --full sends what is here of it"),
      path: nil, elements: [], isRepaired: false)
  }

  /// The note on files that are only in the team's store.
  private static func elsewhere(_ count: Int) -> Item {
    Item(
      finding: Finding(
        .libraryFileElsewhere, .note,
        message:
          "\(Quantity.count(count, "file")) of the library \(count == 1 ? "is" : "are") not on this machine yet",
        fix: "castbook fetch --all"),
      path: nil, elements: [], isRepaired: false)
  }
}
