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
