internal import Library

/// The result of dismissing findings, or of withdrawing dismissals.
public struct DismissOutcome: Sendable {
  public let handle: Handle
  /// One item for each named file and rule.
  public let items: [Item]

  /// One rule for one file.
  public struct Item: Sendable {
    /// The file's number in the element, from 1.
    public let number: Int
    public let reference: Reference
    public let rule: RuleID
    /// The finding that is dismissed, or `nil` if the file's scores no longer cause it.
    public let finding: Finding?
    /// The reason of the dismissal, or `nil` if it was withdrawn.
    public let reason: String?
    /// Whether the library changed; `false` if the finding was already dismissed for the same
    /// reason, or wasn't dismissed.
    public let isChanged: Bool
    /// Other elements that have the same file. The change applies to them as well.
    public let sharedWith: [Handle]
  }

  /// Whether any item changed the library.
  public var isChanged: Bool { items.contains(where: \.isChanged) }
}

/// The verb `dismiss`: dismisses findings about an element's pictures, so that `show` lists them
/// separately, and `score` and lists of weak pictures ignore them. A dismissal applies to the file
/// in every element.
///
/// ```swift
/// let mirror = Dismiss(
///   [.imageCollage], of: [2], in: HandleReference("@mira"), reason: "a mirror in the picture")
/// try mirror.run(in: library)
/// ```
public struct Dismiss: Sendable {
  /// The rules whose findings are dismissed.
  public var rules: [RuleID]
  /// The numbers of the files, from 1.
  public var numbers: [Int]
  /// The element that has the files.
  public var element: HandleReference
  /// Why the findings are dismissed, in one line of at most 500 characters.
  public var reason: String

  /// Creates the verb for some rules and files of an element.
  public init(
    _ rules: [RuleID], of numbers: [Int], in element: HandleReference, reason: String
  ) {
    (self.rules, self.numbers, self.element, self.reason) = (rules, numbers, element, reason)
  }

  /// Dismisses the findings.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if a file has no such finding.
  public func run(in library: ElementLibrary) throws -> DismissOutcome {
    let reason = try RecordText.line(reason, "a reason", limit: 500)
    return try DismissalWriter.write(numbers, of: element, in: library) { writer, file in
      for rule in rules { try writer.dismiss(rule, of: file, reason: reason) }
    }
  }
}

/// The verb `dismiss --undo`: withdraws dismissals, so that the findings count again.
public struct Undismiss: Sendable {
  /// The rules whose dismissals are withdrawn.
  public var rules: [RuleID]
  /// The numbers of the files, from 1.
  public var numbers: [Int]
  /// The element that has the files.
  public var element: HandleReference
  /// Why the dismissals are withdrawn, in one line of at most 500 characters, or `nil`.
  public var reason: String?

  /// Creates the verb for some rules and files of an element.
  public init(
    _ rules: [RuleID], of numbers: [Int], in element: HandleReference, reason: String? = nil
  ) {
    (self.rules, self.numbers, self.element, self.reason) = (rules, numbers, element, reason)
  }

  /// Withdraws the dismissals.
  public func run(in library: ElementLibrary) throws -> DismissOutcome {
    let reason = try reason.map { try RecordText.line($0, "a reason", limit: 500) }
    return try DismissalWriter.write(numbers, of: element, in: library) { writer, file in
      for rule in rules { try writer.undismiss(rule, of: file, reason: reason) }
    }
  }
}

/// Dismisses findings and withdraws dismissals within one change of the library.
private struct DismissalWriter {
  /// A file of the element with its number.
  typealias File = (number: Int, reference: Reference)

  let change: Change
  /// The element, whose files are those of its latest revision or of the named one.
  let found: FoundElement
  /// The files that the numbers name, each once.
  let files: [File]
  /// What was done so far.
  var items: [DismissOutcome.Item] = []

  /// Calls `body` with each file in one change of the library.
  static func write(
    _ numbers: [Int], of reference: HandleReference, in library: ElementLibrary,
    _ body: (inout DismissalWriter, File) throws -> Void
  ) throws -> DismissOutcome {
    try library.change { change in
      var writer = try DismissalWriter(change, reference, numbers)
      for file in writer.files { try body(&writer, file) }
      return DismissOutcome(handle: writer.found.handle, items: writer.items)
    }
  }

  /// Finds the element and the files with the given numbers.
  ///
  /// - Throws: `ElementLibraryError.noReference` if the element has no file with one of the
  ///   numbers.
  init(_ change: Change, _ reference: HandleReference, _ numbers: [Int]) throws {
    self.change = change
    found = try change.contents.unpinned(reference)
    let references = found.revision.revision.references
    let handle = found.handle
    var seen: Set<Int> = []
    files = try numbers.filter { seen.insert($0).inserted }.map { number in
      guard references.indices.contains(number - 1) else {
        throw ElementLibraryError.noReference(number, of: handle, count: references.count)
      }
      return (number, references[number - 1])
    }
  }

  private var kind: ElementKind { found.revision.revision.kind }

  /// Dismisses one rule for one file. If it is dismissed for another reason, the new reason
  /// replaces it.
  mutating func dismiss(_ rule: RuleID, of file: File, reason: String) throws {
    let blob = file.reference.blob
    guard let scored = try change.contents.keptScores(of: blob, kind: kind) else {
      throw ElementLibraryError.invalidRequest(
        "file \(file.number) of \(found.handle) has no scores; only findings from scores can be "
          + "dismissed", fix: "castbook show \(found.handle) lists the file numbers")
    }
    let existing = try change.contents.dismissals(of: blob).first { $0.rule == rule }
    let finding =
      scored.findings.first { $0.rule == rule }
      ?? scored.dismissed.first { $0.finding.rule == rule }?.finding
    guard finding != nil || existing != nil else { throw notFound(rule, file, scored.findings) }
    if existing?.reason != reason {
      // The latest dismissal applies, so the date must be after that of the existing one.
      change.add(
        .dismissal(
          Dismissal(
            blob: blob, rule: rule.rawValue, reason: reason,
            at: try change.moment(after: existing?.at))))
    }
    try addItem(rule, file, finding, reason: reason, isChanged: existing?.reason != reason)
  }

  /// Withdraws all dismissals of one rule for one file.
  mutating func undismiss(_ rule: RuleID, of file: File, reason: String?) throws {
    let blob = file.reference.blob
    let existing = try change.contents.dismissals(of: blob)
    let withdrawn = existing.filter { $0.rule == rule }
    for dismissed in withdrawn {
      change.add(
        .withdrawal(
          Withdrawal(
            record: dismissed.record, reason: reason ?? "",
            at: try change.moment(after: dismissed.at))))
    }
    let scored = try change.contents.keptScores(of: blob, kind: kind)
    let finding =
      scored?.findings.first { $0.rule == rule }
      ?? scored?.dismissed.first { $0.finding.rule == rule }?.finding
    try addItem(rule, file, finding, reason: nil, isChanged: !withdrawn.isEmpty)
  }

  /// Adds an item to the outcome, with the other elements that have the file now.
  private mutating func addItem(
    _ rule: RuleID, _ file: File, _ finding: Finding?, reason: String?, isChanged: Bool
  ) throws {
    let holders = try change.contents.elements(containing: file.reference.blob).filter { entry in
      // Only elements that have the file in their latest revision count.
      guard entry.element != found.element else { return false }
      let revision = try change.contents.revision(entry.revision)?.revision
      return revision?.references.contains { $0.blob == file.reference.blob } ?? false
    }
    items.append(
      DismissOutcome.Item(
        number: file.number, reference: file.reference, rule: rule, finding: finding,
        reason: reason, isChanged: isChanged, sharedWith: holders.map(\.handle)))
  }

  /// Returns the error for a rule that the file has no finding of.
  private func notFound(
    _ rule: RuleID, _ file: File, _ findings: [Finding]
  ) -> ElementLibraryError {
    let rules = findings.map(\.rule.rawValue)
    let near = nearestName(to: rule.rawValue, among: rules)
    return .invalidRequest(
      "file \(file.number) of \(found.handle) has no finding \(rule)",
      fix: near.map { "did you mean \($0)?" }
        ?? (rules.isEmpty
          ? "its scores have no findings; castbook show \(found.handle) lists the other findings"
          : "it has \(rules.joined(separator: ", "))"))
  }
}
