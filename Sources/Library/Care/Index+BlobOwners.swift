internal import Model

extension Index {
  /// Elements that have or had a file, and the names it came under.
  func owners(of blob: Digest) throws -> [BlobOwner] {
    let owners = try holders(of: blob)
    guard owners.isEmpty else { return owners }
    // No element has it itself: it may be a copy of a file that one has, or what such a file was made from.
    let contents = Contents(index: self)
    for (relation, others) in [
      (BlobOwner.Relation.copy, try contents.origins(of: blob, limit: 20).map(\.from)),
      (.source, try contents.results(of: blob, limit: 20).map(\.blob)),
    ] {
      var found: [BlobOwner] = []
      for owner in try others.flatMap({ try holders(of: $0) }) {
        var owner = owner
        owner.relation = relation
        if !found.contains(owner) { found.append(owner) }
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The elements that have a blob themselves, or had it.
  private func holders(of blob: Digest) throws -> [BlobOwner] {
    guard let number = try number(ifKnown: blob) else { return [] }
    let elements = try all(
      """
      SELECT holding.element FROM holding JOIN element ON element.id=holding.element
      WHERE holding.blob=? ORDER BY element.ulid LIMIT 20
      """, [.integer(number)]
    ) { $0.integer(0) }
    return try elements.compactMap { element in
      // The newest revision that names it tells how.
      let history = try all(
        "SELECT digest FROM revision WHERE element=? ORDER BY sequence DESC, at DESC, digest",
        [.integer(element)]
      ) { try $0.digest(0) }
      let heads = Set(
        try all("SELECT digest FROM entry WHERE element=?", [.integer(element)]) {
          try $0.digest(0)
        })
      for digest in history {
        guard case .revision(let revision) = try record(digest), revision.blobs.contains(blob)
        else { continue }
        let index = revision.references.firstIndex { $0.blob == blob }
        let file = index.map { revision.references[$0].file }
        return BlobOwner(
          handle: revision.handle, kind: revision.kind, file: file ?? "a rights document",
          isLatest: heads.contains(digest), isDocument: file == nil,
          number: index.map { $0 + 1 })
      }
      return nil
    }
  }
}
