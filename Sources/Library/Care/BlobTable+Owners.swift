package import Model

extension BlobTable {
  /// Returns the elements that have or had a file, with the name that each gave it.
  ///
  /// When no element names the file itself, it returns the owners of the file that it was
  /// copied from, or else of the files that were made from it. The list is empty when there are
  /// none either.
  package func owners(of blob: Digest) throws -> [BlobOwner] {
    let owners = try holders(of: blob)
    guard owners.isEmpty else { return owners }
    // It may be a copy of an element's file, or the source of one.
    let contents = Contents(index: index)
    for (relation, others) in [
      (BlobOwner.Relation.copy, try contents.derivations.origins(of: blob, limit: 20).map(\.from)),
      (.source, try contents.derivations.results(of: blob, limit: 20).map(\.blob)),
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

  /// Returns at most 20 elements that have or had the file itself.
  private func holders(of blob: Digest) throws -> [BlobOwner] {
    guard let number = try index.numbers.number(ifKnown: blob) else { return [] }
    let elements = try index.sql.integers(
      """
      SELECT holding.element FROM holding JOIN element ON element.id=holding.element
      WHERE holding.blob=? ORDER BY element.ulid LIMIT 20
      """, [number])
    return try elements.compactMap { element in
      // The newest revision that names the file determines the handle and the file's name.
      let history = try index.sql.digests(
        "SELECT digest FROM revision WHERE element=? ORDER BY sequence DESC, at DESC, digest",
        [element])
      let heads = Set(try index.sql.digests("SELECT digest FROM entry WHERE element=?", [element]))
      for digest in history {
        guard case .revision(let revision) = try index.records.read(digest),
          revision.blobs.contains(blob)
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
