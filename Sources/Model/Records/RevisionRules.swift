/// The rules for what a revision may say of an element: `add`, `edit` and `import` enforce them,
/// and `doctor` reports what breaks them.
///
/// A record in a library stays readable whatever it says. These rules decide what may enter, and
/// what the next revision may contain.
///
/// ```swift
/// let rules = RevisionRules(normalized: NormalText.nfc)
/// rules.problems(in: revision).first  // aliases[2] "a
/// b" contains a line break
/// ```
package struct RevisionRules: Sendable {
  /// The rule for an element's name.
  package static let name = TextRule.line(200)
  package static let tag = TextRule.line(100)
  package static let holder = TextRule.line(200)
  /// The rule for a description, and for an element's notes.
  package static let description = TextRule.text(50_000)
  package static let note = TextRule.text(5000)

  /// The maximum number of aliases, and of tags.
  package static let nameLimit = 100
  /// The maximum number of files of one element.
  package static let referenceLimit = 1000
  package static let mergeLimit = 100

  /// Composes letters (NFC).
  let normalized: @Sendable (String) -> String

  package init(normalized: @escaping @Sendable (String) -> String) { self.normalized = normalized }

  /// Returns everything in a revision that the rules forbid, in the order of its fields.
  package func problems(in revision: ElementRevision) -> [RevisionProblem] {
    var found: [RevisionProblem] = []
    func check(_ text: String, _ rule: TextRule, _ field: RevisionProblem.Field) {
      if let problem = rule.problem(in: text, normalized: normalized) {
        found.append(RevisionProblem(field, "\(problem)", value: text))
      }
    }
    check(revision.name, Self.name, .name)
    check(revision.description, Self.description, .description)
    check(revision.notes, Self.description, .notes)
    found += names(revision.aliases, .aliases, aliasProblem)
    found += names(revision.tags, .tags) { tag in
      Self.tag.problem(in: tag, normalized: normalized).map { "\($0)" }
    }
    found += links(of: revision) + references(of: revision)
    if let rights = revision.rights {
      if !rights.holder.isEmpty { check(rights.holder, Self.holder, .holder) }
      if let expires = rights.expires, expires.year == 0 {
        found.append(
          RevisionProblem(
            .expires, "is in the year 0000, which no calendar has", value: "\(expires)"))
      }
      if rights.allowed != Rights.Purpose.allCases.filter(rights.allowed.contains) {
        found.append(RevisionProblem(.allowed, "names a use twice or out of order"))
      }
    }
    return found
  }

  /// Returns the problem of an alias in words; `nil` when it is valid.
  private func aliasProblem(_ alias: String) -> String? {
    switch NameProblem(in: alias) {
    case .empty: return "\(TextProblem.empty)"
    case .tooLong:
      return "\(TextProblem.tooLong(count: alias.count, limit: NameProblem.maximumLength))"
    case .character(let scalar), .unseen(let scalar): return "\(TextProblem.character(scalar))"
    case nil: break
    }
    return normalized(alias).utf8.elementsEqual(alias.utf8) ? nil : "\(TextProblem.notNormalized)"
  }

  /// Checks the number of names and then each of them.
  private func names(
    _ names: [String], _ field: RevisionProblem.Field, _ problem: (String) -> String?
  ) -> [RevisionProblem] {
    guard names.count <= Self.nameLimit else {
      return [RevisionProblem(field, "are \(names.count); the limit is \(Self.nameLimit)")]
    }
    return names.enumerated().compactMap { index, name in
      problem(name).map { RevisionProblem(field, $0, index: index, value: name) }
    }
  }

  /// Returns the problems of a revision's links that can be found without other elements.
  private func links(of revision: ElementRevision) -> [RevisionProblem] {
    var found: [RevisionProblem] = []
    if revision.voice != nil, revision.kind == .voice {
      found.append(RevisionProblem(.voice, "is bound, but \(revision.handle) is itself a voice"))
    } else if revision.voice == revision.element {
      found.append(RevisionProblem(.voice, "is \(revision.handle) itself"))
    }
    if revision.lookOf == revision.element {
      found.append(RevisionProblem(.lookOf, "is \(revision.handle) itself"))
    }
    let parents = revision.parents
    if revision.merges.count > Self.mergeLimit {
      found.append(
        RevisionProblem(.merges, "are \(revision.merges.count); the limit is \(Self.mergeLimit)"))
    } else if Set(parents).count != parents.count {
      found.append(RevisionProblem(.merges, "name a revision twice"))
    } else if revision.parent == nil, !revision.merges.isEmpty {
      found.append(RevisionProblem(.merges, "exist without a parent"))
    }
    return found
  }

  /// Returns the problems of a revision's files: too many, repeated, or with an invalid name, role
  /// or note.
  private func references(of revision: ElementRevision) -> [RevisionProblem] {
    let references = revision.references
    guard references.count <= Self.referenceLimit else {
      return [
        RevisionProblem(.references, "are \(references.count); the limit is \(Self.referenceLimit)")
      ]
    }
    var first: [Digest: Int] = [:]
    var found: [RevisionProblem] = []
    for (index, reference) in references.enumerated() {
      func add(_ part: String?, _ message: String, _ value: String? = nil) {
        found.append(RevisionProblem(.references, message, index: index, part: part, value: value))
      }
      if let other = first[reference.blob] {
        add(nil, "is the same file as references[\(other + 1)]")
      } else {
        first[reference.blob] = index
      }
      if let problem = fileProblem(reference.file) { add("file", problem, reference.file) }
      if !revision.kind.accepts(reference.role) {
        add("role", "is \(reference.role), which is not a role of a \(revision.kind)")
      }
      if let problem = Self.note.problem(in: reference.note, normalized: normalized) {
        add("note", "\(problem)", reference.note)
      }
    }
    return found
  }

  /// Returns the problem of a file's name in words; `nil` when it is valid.
  private func fileProblem(_ name: String) -> String? {
    if let problem = FileName.problem(in: name) { return "\(problem)" }
    return normalized(name).utf8.elementsEqual(name.utf8) ? nil : "\(TextProblem.notNormalized)"
  }
}

extension ElementKind {
  /// Whether a file of such an element may have a role. Only a voice has sounds, and clips with a
  /// voice; an element of another kind may have any role except `voice`.
  func accepts(_ role: Role) -> Bool {
    self == .voice ? role == .voice || role == .clip : role != .voice
  }
}

/// Something in a revision that the rules forbid.
package struct RevisionProblem: Hashable, CustomStringConvertible, Sendable {
  /// The member of the record that is wrong.
  package let field: Field
  /// The index of the value in a list; `nil` when the field is not a list or the problem is about
  /// all of it.
  package let index: Int?
  /// The key within an item of the list: `file`.
  package let part: String?
  /// What is wrong, with the limit, as a phrase that follows the field.
  package let message: String
  /// The wrong value, printable and short.
  package let value: String?

  /// A member of the record.
  package enum Field: String, JSONConvertible, Hashable, Sendable {
    case name, description, notes, aliases, tags, voice, lookOf, merges, references
    case holder = "rights.holder"
    case expires = "rights.expires"
    case allowed = "rights.allowed"
  }

  package init(
    _ field: Field, _ message: String, index: Int? = nil, part: String? = nil, value: String? = nil
  ) {
    self.field = field
    self.index = index
    self.part = part
    self.message = message
    self.value = value.map(Self.short)
  }

  /// Returns the first 40 characters of a text, with invisible ones written as code points.
  private static func short(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(40)
    let shown = start.map { scalar in
      scalar.properties.isDefaultIgnorableCodePoint
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return sanitized(shown.joined()) + (start.endIndex == text.unicodeScalars.endIndex ? "" : "…")
  }

  /// Whether two problems are about the same key of the record.
  package func isSameKey(as other: RevisionProblem) -> Bool {
    field == other.field && part == other.part
  }

  /// The problem with its field; indices count from 1: `aliases[2] "a
  /// b" contains a line break`.
  package var description: String {
    let path = field.rawValue + (index.map { "[\($0 + 1)]" } ?? "") + (part.map { ".\($0)" } ?? "")
    return "\(path) \(value.map { "\"\($0)\" " } ?? "")\(message)"
  }
}

extension RevisionRules {
  /// Returns the revision without whatever the rules forbid: such parts are removed or cut, and
  /// everything else stays.
  ///
  /// A file that is named several times is kept once, at its first index. The earlier revision
  /// still contains what was removed.
  package func repaired(_ revision: ElementRevision) -> ElementRevision {
    var mended = revision
    mended.name = Self.name.repaired(revision.name, normalized: normalized)
    if mended.name.isEmpty { mended.name = revision.handle.displayName }
    mended.description = Self.description.repaired(revision.description, normalized: normalized)
    mended.notes = Self.description.repaired(revision.notes, normalized: normalized)
    mended.aliases = names(revision.aliases) { alias in
      let plain = HiddenScalars.removed(from: normalized(alias))
      return NameProblem(in: plain) == nil ? plain : nil
    }
    mended.tags = names(revision.tags) { tag in
      let plain = Self.tag.repaired(tag, normalized: normalized)
      return plain.isEmpty ? nil : plain
    }
    if revision.kind == .voice || revision.voice == revision.element { mended.voice = nil }
    if revision.lookOf == revision.element { mended.lookOf = nil }
    mended.references = references(of: revision)
    if var rights = revision.rights {
      rights.holder = Self.holder.repaired(rights.holder, normalized: normalized)
      rights.allowed = Rights.Purpose.allCases.filter(rights.allowed.contains)
      if rights.expires?.year == 0 { rights.expires = nil }
      mended.rights = rights
    }
    return mended
  }

  /// Returns the names that can be repaired, each once, up to the limit.
  private func names(_ names: [String], _ repair: (String) -> String?) -> [String] {
    var seen: Set<String> = []
    var kept: [String] = []
    for name in names where kept.count < Self.nameLimit {
      if let repaired = repair(name), seen.insert(repaired).inserted { kept.append(repaired) }
    }
    return kept
  }

  /// Returns each file once, with a valid name, note and role, up to the limit.
  private func references(of revision: ElementRevision) -> [Reference] {
    var seen: Set<Digest> = []
    var kept: [Reference] = []
    for reference in revision.references where kept.count < Self.referenceLimit {
      guard seen.insert(reference.blob).inserted else { continue }
      var mended = reference
      mended.file = FileName.validName(
        normalized(reference.file), or: String(reference.blob.hex.prefix(16)))
      mended.note = Self.note.repaired(reference.note, normalized: normalized)
      if !revision.kind.accepts(reference.role) {
        mended.role = revision.kind == .voice ? .voice : .unsorted
      }
      kept.append(mended)
    }
    return kept
  }
}

extension Handle {
  /// A name to show when the element has none: `@mira_coat` gives "Mira coat".
  package var displayName: String {
    let words = name.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
