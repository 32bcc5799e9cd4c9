/// What a whole scoring came to: how the pictures fit together.
public struct ScoredSet: Sendable {
  /// How many files came out how.
  public private(set) var counts = CheckSummary.Counts()
  /// Files of folders that are no media; they count as passed.
  public private(set) var bystanders = 0
  /// Names passed over in folders.
  public let passedOver: Int
  /// What is to be said of the elements and of the pictures together.
  public private(set) var findings: [Finding]

  init(_ files: FileList) {
    passedOver = files.passedOverCount
    findings = files.findings + files.empty.map(\.emptyFinding)
    if files.paths.isEmpty, files.empty.isEmpty {
      findings.append(SetCheck.nothing(skipped: files.passedOverCount))
    }
  }

  mutating func take(_ file: ScoredFile) {
    counts.count(file.status)
    if file.isBystander { bystanders += 1 }
  }

  public var status: Status { Status(findings) }

  /// Whether anything is wrong; with `strict`, whether anything is to be watched.
  public func isFine(strict: Bool) -> Bool {
    if counts.fail > 0 || status == .fail { return false }
    return !strict || (counts.warn == 0 && status == .pass)
  }
}

extension FileList {
  /// The kind of the elements whose files these are; nothing where they are of several kinds, or of no
  /// element at all.
  var kindOfAll: ElementKind? {
    guard let first = elements.first?.kind, elements.allSatisfy({ $0.kind == first }),
      paths.allSatisfy({ places[$0] != nil })
    else { return nil }
    return first
  }
}
