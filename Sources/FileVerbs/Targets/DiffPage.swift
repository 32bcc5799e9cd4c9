/// Writes the differences between two profiles for people.
///
/// ```swift
/// let diff = try TargetDiff(of: path, in: catalogue)
/// print(DiffPage.text(of: diff))
/// ```
public struct DiffPage {
  private let diff: TargetDiff
  /// The sources in the order in which the page mentions them; the number of a source is its index
  /// plus one.
  private var sources: [String] = []
  /// The lines written so far.
  private var lines: [String] = []

  /// Returns the page as text, without a line end after the last line.
  public static func text(of diff: TargetDiff) -> String {
    var page = DiffPage(diff: diff)
    page.write()
    return page.lines.joined(separator: "\n")
  }

  private init(diff: TargetDiff) { self.diff = diff }

  /// Writes the title, the summary, the changes by part of the profile, and the sources.
  private mutating func write() {
    lines = [title]
    guard !diff.changes.isEmpty else {
      let isSameFile = diff.old.profile.bytes == diff.new.profile.bytes
      lines.append(
        isSameFile
          ? "No differences: the files are identical."
          : "No differences in content, only in wording or order.")
      return
    }
    lines.append(summary)
    var section: Statement.Section?
    for change in diff.changes.changes {
      let statement = change.statement
      if statement.section != section { lines += ["", StatementWords.heading(statement.section)] }
      section = statement.section
      add(change)
    }
    addEvidence()
    if !sources.isEmpty {
      lines += ["", "Sources"] + sources.enumerated().map { "  [\($0 + 1)] \($1)" }
    }
  }

  // MARK: Head

  /// The line that names the two profiles and the dates of their facts.
  private var title: String {
    let (old, new) = (diff.old, diff.new)
    let isSameTarget = old.profile.id == new.profile.id
    let words = [old, new].map { side in
      let origin =
        switch side.origin {
        case .builtIn: isSameTarget ? "the built-in profile" : ""
        case .users: "your profile"
        case .file(let path): path.text
        }
      let name = isSameTarget ? "" : side.profile.id.rawValue
      let parts = [origin, "facts \(side.profile.datePhrase)"].filter { !$0.isEmpty }
      return name.isEmpty
        ? "\(parts[0]) (\(parts[1]))" : "\(name) (\(parts.joined(separator: ", ")))"
    }
    let target = isSameTarget ? "\(new.profile.id): " : ""
    return "\(target)\(words[0]) → \(words[1])"
  }

  /// The numbers of changes by kind and direction.
  private var summary: String {
    let changes = diff.changes.changes
    guard !changes.isEmpty else {
      let facts = diff.changes.evidence.count { $0.statement.section != .sources }
      let what =
        "\(Quantity.count(facts, "fact")) \(facts == 1 ? "has" : "have") a different date, source or note"
      return
        "No rule differs: \(facts == 0 ? "only dates and sources differ" : what)."
    }
    let counts = [
      (changes.count { $0.old != nil && $0.new != nil }, "changed"),
      (changes.count { $0.old == nil }, "added"), (changes.count { $0.new == nil }, "removed"),
    ]
    let directions: [ProfileDiff.Direction] = [.stricter, .looser, .both, .dearer, .cheaper]
    let moves = directions.map { direction in
      (changes.count { $0.direction == direction }, Self.words(direction))
    }
    return [counts, moves].map { Quantity.counts($0).joined(separator: ", ") }
      .filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// Returns the direction of a change in words.
  private static func words(_ direction: ProfileDiff.Direction) -> String {
    direction == .both ? "stricter and looser" : direction.rawValue
  }

  // MARK: Rules

  /// Adds the lines of a changed rule, and its evidence below.
  private mutating func add(_ change: ProfileDiff.Change) {
    let direction = change.direction.map { "(\(Self.words($0)))" } ?? ""
    let name = StatementWords.name(change.statement)
    let item = Self.item(change.statement)
    switch (change.old, change.new) {
    case (let old?, let new?):
      if case .texts(let before) = old.value, case .texts(let after) = new.value {
        for text in before where !after.contains(text) { add("-", name, text) }
        for text in after where !before.contains(text) { add("+", name, text) }
      } else {
        add("~", name, item, Self.pair(old, new), direction)
      }
    case (nil, let new?): add("+", name, item, Self.value(new), direction)
    case (let old?, nil): add("-", name, item, Self.value(old), direction)
    case (nil, nil): return
    }
    addEvidence(of: change)
  }

  /// Adds a line with a sign, the name of the rule, and the non-empty texts after it.
  private mutating func add(_ sign: String, _ name: String, _ words: String...) {
    let text = words.filter { !$0.isEmpty }.joined(separator: " ")
    lines.append("  \(sign) \(TargetPage.padded(name, to: 17))  \(text)")
  }

  /// Returns which entry of a list a statement is about; empty if its name says that already.
  private static func item(_ statement: Statement) -> String {
    guard statement.section != .request, let item = StatementWords.item(of: statement) else {
      return ""
    }
    let isAlone = statement.value == .record([]) || statement.key == "endpoints"
    return isAlone ? item : "\(item):"
  }

  /// Returns the value in words; empty for a statement that something is present.
  private static func value(_ statement: Statement) -> String {
    if statement.value == .present { return "" }
    let words = StatementWords.value(statement)
    return statement.key == "endpoints" && !words.isEmpty ? "(\(words))" : words
  }

  /// Returns the old and the new value. A part that is equal in both is written once, as in "10MB →
  /// 20MB at most".
  private static func pair(_ old: Statement, _ new: Statement) -> String {
    switch (old.value, new.value) {
    case (.bytes(let before), .bytes(let after)) where before.stated != after.stated:
      return "\(before.stated) → \(after.stated) at most"
    case (.record(let before), .record(let after)) where old.key == "prices":
      let isSame = ["currency", "per"].allSatisfy {
        old.value.attribute($0) == new.value.attribute($0)
      }
      guard isSame, old.value.attribute("amount") != new.value.attribute("amount") else {
        return StatementWords.change(from: before, to: after)
      }
      return "\(StatementWords.amount(old)) → \(StatementWords.value(new))"
    case (.record(let before), .record(let after)):
      return StatementWords.change(from: before, to: after)
    default:
      return "\(StatementWords.value(old)) → \(StatementWords.value(new))"
    }
  }

  /// Adds the source of a rule below it, and the earlier source if it was another one or of another
  /// day.
  private mutating func addEvidence(of change: ProfileDiff.Change) {
    let indent = String(repeating: " ", count: 23)
    let now = change.new?.evidence
    let before = change.old?.evidence
    var words: [String] = []
    if let now { words.append(self.words(for: now)) }
    if let before, before != now {
      words.append(
        now.map { "before: \(self.words(for: before, besides: $0))" } ?? self.words(for: before))
    }
    if !words.isEmpty { lines.append(indent + words.joined(separator: "; ")) }
  }

  /// Returns the evidence of a fact: "stated, 15 Sep 2026 [2]: note". Parts that are equal in
  /// `other` are left out, except for the date.
  private mutating func words(for evidence: Evidence, besides other: Evidence? = nil) -> String {
    let confidence =
      evidence.confidence == other?.confidence ? "" : "\(evidence.confidence.rawValue), "
    let source = evidence.source == other?.source ? "" : " [\(number(of: evidence.source))]"
    let note = evidence.note == other?.note ? "" : evidence.note.map { ": \($0)" } ?? ""
    return "\(confidence)\(evidence.asOf.formatted)\(source)\(note)"
  }

  /// Returns the number of a source, and adds it to the list at its first mention.
  private mutating func number(of source: String) -> Int {
    if let index = sources.firstIndex(of: source) { return index + 1 }
    sources.append(source)
    return sources.count
  }

  // MARK: Evidence

  /// A change of the evidence alone. A note is included only if it changed.
  private struct Move: Hashable {
    let old: Evidence
    let new: Evidence

    /// Returns the move of a fact; `nil` if one of the profiles has no evidence for it.
    init?(_ change: ProfileDiff.Change) {
      guard let old = change.old?.evidence, let new = change.new?.evidence else { return nil }
      let isSameNote = old.note == new.note
      self.old = isSameNote ? old.withoutNote : old
      self.new = isSameNote ? new.withoutNote : new
    }
  }

  /// Adds the facts whose value is equal in both profiles; those that moved from one source to the
  /// same other source share an entry.
  private mutating func addEvidence() {
    let changes = diff.changes.evidence
    guard !changes.isEmpty else { return }
    lines += diff.changes.changes.isEmpty ? [""] : ["", "Only the evidence changed"]
    let moved = changes.compactMap { change in
      Move(change).map { (move: $0, statement: change.statement) }
    }
    for (move, same) in moved.groupedInOrder(by: \.move) {
      let same = same.map(\.statement)
      lines.append("  ~ \(StatementWords.list(same))")
      lines.append("      \(words(for: move, areLimits: same.allSatisfy(\.isOfSlot)))")
    }
    for change in changes where change.statement.section == .sources { addSource(change) }
  }

  /// Returns how the evidence changed. For limits of files it also says whether breaking them is
  /// now an error or a warning, which depends on the confidence.
  private mutating func words(for move: Move, areLimits: Bool) -> String {
    let (old, new) = (move.old, move.new)
    if old.withoutNote == new.withoutNote {
      return "note: \(old.note ?? "none") → \(new.note ?? "none")"
    }
    let weight =
      switch (old.confidence == .stated, new.confidence == .stated) {
      case (false, true) where areLimits: ", so breaking it is now an error"
      case (true, false) where areLimits: ", so breaking it is now a warning"
      default: ""
      }
    let before = words(for: old.withoutNote, besides: new.withoutNote)
    return "\(words(for: new.withoutNote))\(weight); before: \(before)"
      + (new.note.map { "; \($0)" } ?? "")
  }

  /// Adds the line of a source that was added, removed or changed.
  private mutating func addSource(_ change: ProfileDiff.Change) {
    let name = StatementWords.name(change.statement)
    if case .name(let ref) = change.statement.item {
      switch (change.old, change.new) {
      case (let old?, let new?):
        guard case .record(let before) = old.value, case .record(let after) = new.value else {
          return
        }
        lines.append(
          "  ~ source [\(number(of: ref))]: \(StatementWords.change(from: before, to: after))")
      case (nil, _): lines.append("  + source [\(number(of: ref))]")
      case (_, nil): lines.append("  - source [\(number(of: ref))]")
      }
    } else {
      let words = [change.old, change.new].map { $0.map(StatementWords.value) ?? "not stated" }
      lines.append("  ~ \(name): \(words.joined(separator: " → "))")
    }
  }
}

extension Evidence {
  /// The evidence without its note.
  fileprivate var withoutNote: Evidence {
    Evidence(confidence: confidence, source: source, asOf: asOf, note: nil)
  }
}

extension Statement {
  /// Whether the statement is about a slot, and so about files.
  fileprivate var isOfSlot: Bool { if case .slot = section { true } else { false } }
}
