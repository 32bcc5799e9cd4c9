/// What a revision may say of an element: one rule for `add` and `edit`, for `import`, and for what `doctor` reports.
///
/// A record that is in a library stays readable whatever it says. This rule decides what may come in, and what the
/// next revision may be.
///
///     let rules = RevisionRules(normalized: NormalText.nfc)
///     rules.problems(in: revision).first  // aliases[2] "a\nb" contains a line break
package struct RevisionRules: Sendable {
  package static let name = TextRule.line(200)
  package static let tag = TextRule.line(100)
  package static let holder = TextRule.line(200)
  package static let description = TextRule.text(50_000)
  package static let note = TextRule.text(5000)

  /// The most aliases, and the most tags.
  package static let nameLimit = 100
  /// The most files of one element.
  package static let referenceLimit = 1000
  /// The most latest revisions that one revision merges.
  package static let mergeLimit = 100

  /// Composes letters (NFC).
  let normalized: @Sendable (String) -> String

  package init(normalized: @escaping @Sendable (String) -> String) {
    self.normalized = normalized
  }

  /// Everything in a revision that may not be in one, in the order of its fields.
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
      if rights.allowed != Rights.Purpose.allCases.filter(rights.allowed.contains) {
        found.append(RevisionProblem(.allowed, "names a use twice or out of order"))
      }
    }
    return found
  }

  /// What is wrong with an alias, in words; `nil` when it may be one.
  private func aliasProblem(_ alias: String) -> String? {
    switch NameProblem(in: alias) {
    case .empty: return "\(TextProblem.empty)"
    case .tooLong:
      return "\(TextProblem.tooLong(count: alias.count, limit: NameProblem.longest))"
    case .character(let scalar), .unseen(let scalar): return "\(TextProblem.character(scalar))"
    case nil: break
    }
    return normalized(alias).utf8.elementsEqual(alias.utf8) ? nil : "\(TextProblem.notNormal)"
  }

  private func names(
    _ names: [String], _ field: RevisionProblem.Field, _ problem: (String) -> String?
  ) -> [RevisionProblem] {
    guard names.count <= Self.nameLimit else {
      return [
        RevisionProblem(field, "are \(names.count); the limit is \(Self.nameLimit)")
      ]
    }
    return names.enumerated().compactMap { index, name in
      problem(name).map { RevisionProblem(field, $0, index: index, value: name) }
    }
  }

  /// What can be told without other elements.
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
        RevisionProblem(
          .merges, "are \(revision.merges.count); the limit is \(Self.mergeLimit)"))
    } else if Set(parents).count != parents.count {
      found.append(RevisionProblem(.merges, "name a revision twice"))
    } else if revision.parent == nil, !revision.merges.isEmpty {
      found.append(RevisionProblem(.merges, "exist without a parent"))
    }
    return found
  }

  private func references(of revision: ElementRevision) -> [RevisionProblem] {
    let references = revision.references
    guard references.count <= Self.referenceLimit else {
      return [
        RevisionProblem(
          .references, "are \(references.count); the limit is \(Self.referenceLimit)")
      ]
    }
    var first: [Digest: Int] = [:]
    var found: [RevisionProblem] = []
    for (index, reference) in references.enumerated() {
      func add(_ part: String?, _ message: String, _ value: String? = nil) {
        found.append(
          RevisionProblem(.references, message, index: index, part: part, value: value))
      }
      if let other = first[reference.blob] {
        add(nil, "is the same file as references[\(other + 1)]")
      } else {
        first[reference.blob] = index
      }
      if let problem = fileProblem(reference.file) { add("file", problem, reference.file) }
      if !revision.kind.mayHave(reference.role) {
        add("role", "is \(reference.role), which is not a role of a \(revision.kind)")
      }
      if let problem = Self.note.problem(in: reference.note, normalized: normalized) {
        add("note", "\(problem)", reference.note)
      }
    }
    return found
  }

  private func fileProblem(_ name: String) -> String? {
    if let problem = FileName.problem(in: name) { return "\(problem)" }
    return normalized(name).utf8.elementsEqual(name.utf8) ? nil : "\(TextProblem.notNormal)"
  }
}

extension ElementKind {
  /// Sounds make voices, and only voices; what a file of another kind shows, its role says.
  func mayHave(_ role: Role) -> Bool {
    self == .voice ? role == .voice || role == .clip : role != .voice
  }
}

/// Something in a revision that may not be in one.
package struct RevisionProblem: Hashable, Sendable {
  package let field: Field
  /// Which of several, the first being 0.
  package let index: Int?
  /// A key of one of several: `file`.
  package let part: String?
  /// What is wrong, and the limit, in words that follow the field.
  package let message: String
  /// The value, printable and short.
  package let value: String?

  /// A key of the record.
  package enum Field: String, Hashable, Sendable {
    case name, description, notes, aliases, tags, voice, lookOf, merges, references
    case holder = "rights.holder"
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

  private static func short(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(40)
    let shown = start.map { scalar in
      scalar.properties.isDefaultIgnorableCodePoint
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return sanitized(shown.joined()) + (start.endIndex == text.unicodeScalars.endIndex ? "" : "…")
  }

  /// Whether two problems are of one key of the record.
  package func isSameKey(as other: RevisionProblem) -> Bool {
    field == other.field && part == other.part
  }
}

extension RevisionProblem: CustomStringConvertible {
  /// `aliases[2] "a\nb" contains a line break`.
  package var description: String {
    let place = field.rawValue + (index.map { "[\($0 + 1)]" } ?? "") + (part.map { ".\($0)" } ?? "")
    return "\(place) \(value.map { "\"\($0)\" " } ?? "")\(message)"
  }
}
