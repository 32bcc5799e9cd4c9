internal import Files
package import Model

extension LibraryStore {
  /// Adds to the library's erasures the digests of what they have removed elsewhere, unless an
  /// erasure states them already.
  ///
  /// - Parameter lines: Records of the team's store that this library lacks because an erasure
  ///   covers them.
  /// - Returns: The digests of the new records of erasures.
  package func addErasedTraces(of lines: [[UInt8]]) throws -> [Digest] {
    guard !lines.isEmpty else { return [] }
    let records = lines.compactMap { try? Record(line: $0) }
    return try Self.translating {
      try change { change in
        let new = try change.contents.index.erasedTraces.unstatedTraces(of: records)
        var added: [Digest] = []
        for (element, traces) in new.sorted(by: { $0.key < $1.key }) {
          guard var erasure = try change.contents.lastErasure(of: element) else { continue }
          erasure.at = try change.moment()
          erasure.traces = traces.bounded
          let record = Record.erasure(erasure)
          change.add(record)
          if let line = record.line { added.append(SHA256.digest(of: line)) }
        }
        return added
      }
    }
  }
}

extension Contents {
  /// The latest erasure of an element; `nil` if there is none.
  fileprivate func lastErasure(of element: ULID) throws -> Erasure? {
    var last: Erasure?
    for digest in try erasureRecords(of: element) {
      guard case .erasure(let erasure)? = try records.read(digest) else { continue }
      if last.map({ $0.at < erasure.at }) ?? true { last = erasure }
    }
    return last
  }
}

extension ErasedTraceTable {
  /// The files and bundles of erased records that no erasure states, by the erased element.
  fileprivate func unstatedTraces(of records: [Record]) throws -> [ULID: ErasedTraces] {
    var files: [ULID: Set<Digest>] = [:]
    var bundles: [ULID: Set<Digest>] = [:]
    var others: Set<Digest> = []
    for record in records {
      switch record {
      case .revision(let revision):
        files[revision.element, default: []].formUnion(revision.blobs)
      case .export(let export):
        for part in export.elements
        where try index.erasures.isErased(part.revision, of: part.element) {
          bundles[part.element, default: []].insert(export.bundle)
          files[part.element, default: []].formUnion(part.blobs.flatMap { [$0.from, $0.sent] })
        }
      default: others.formUnion(record.blobs)
      }
    }
    // Clips, and files made from an erased file, are attributed to any one of the erased elements.
    let erased = try identities(
      "SELECT ulid FROM erasure JOIN element ON element.id=erasure.element")
    guard let any = erased.min() else { return [:] }
    files[any, default: []].formUnion(others)
    var traces: [ULID: ErasedTraces] = [:]
    for element in Set(files.keys).union(bundles.keys).intersection(erased) {
      let own = ErasedTraces(
        files: Digest.inOrder(
          try (files[element] ?? []).filter { try !contains($0) && !index.blobs.isNamed($0) }),
        bundles: Digest.inOrder(try (bundles[element] ?? []).filter { try !contains($0) }))
      if !own.isEmpty { traces[element] = own }
    }
    return traces
  }

  private func identities(_ query: StaticString) throws -> Set<ULID> {
    Set(try index.sql.all(query) { try $0.identity(0) })
  }
}
