internal import Files
internal import Library
internal import Media

/// The verb `where-used`: returns where an element, a file or a bundle is used in projects,
/// elements and exports, with the results that came back and what was made from what.
///
/// ```swift
/// let usage = try WhereUsed(.element(HandleReference("@mira"))).run(in: library)
/// for use in usage.projects { print(use.path) }
/// ```
public struct WhereUsed: Sendable {
  /// The element, file or bundle.
  public var subject: UsageSubject

  /// Creates the verb for a subject.
  public init(_ subject: UsageSubject) { self.subject = subject }

  /// Returns where the subject is used.
  ///
  /// - Throws: `ElementLibraryError` if the subject is unknown, if the prefix of a digest matches
  ///   several files, or if the file can't be read.
  public func run(in library: ElementLibrary) throws -> Usage {
    switch subject {
    case .element(let reference):
      return try library.contents { contents in
        try UsageReader(contents: contents).usage(
          of: contents.find(reference), includingAllRevisions: reference.revision == .latest)
      }
    case .identity(let element, let number):
      let reference = try library.reference(to: element, revision: number)
      return try library.contents { contents in
        try UsageReader(contents: contents).usage(
          of: contents.find(reference), includingAllRevisions: number == nil)
      }
    case .bundle(let digest): return try usage(ofBundle: digest, in: library)
    case .blob(let prefix):
      if let bundle = try library.bundle(beginning: prefix) {
        return try usage(ofBundle: bundle, in: library)
      }
      return try library.contents { contents in
        let blob = try contents.blob(
          beginning: prefix,
          fix: "name the file itself; for a file of this name, type ./\(prefix)")
        return try UsageReader(contents: contents).usage(of: blob, path: nil)
      }
    case .path(let path):
      let mayBeBundle =
        path.suffix == "zip" || FileSystem.statusFollowingLinks(path)?.isFolder == true
      if mayBeBundle, let bundle = try? FoundBundle(at: path),
        let digest = bundle.verification.digest
      {
        return try usage(ofBundle: digest, in: library)
      }
      switch TextFile.read(path, limit: 1 << 40) {
      case .success(let bytes):
        return try library.contents { contents in
          try UsageReader(contents: contents).usage(of: SHA256.digest(of: bytes), path: path)
        }
      case .failure(let failure):
        var near: FilePath?
        if case .notFound = failure { near = path.nearest }
        throw ElementLibraryError.invalidRequest(
          "\(path): \(failure.message)",
          fix: near.map { "did you mean \($0.quoted)?" }
            ?? "name a file, an element (@NAME) or a SHA-256")
      }
    }
  }

  /// Returns the exports of a bundle and the takes that came back.
  private func usage(ofBundle digest: Digest, in library: ElementLibrary) throws -> Usage {
    try library.contents { try UsageReader(contents: $0).usage(ofBundle: digest) }
  }
}

extension ElementLibrary {
  /// Returns the digest of the exported bundle whose SHA-256 begins with the given digits; `nil` if
  /// there is none.
  ///
  /// - Throws: `ElementLibraryError` if several bundles match.
  package func bundle(beginning prefix: String) throws -> Digest? {
    guard let bytes = Hex.bytes(of: String(prefix.dropLast(prefix.utf8.count % 2))) else {
      return nil
    }
    let found = try contents { try $0.exports.bundles(beginning: bytes, limit: 100) }
      .filter { $0.hex.hasPrefix(prefix.lowercased()) }
    guard found.count <= 1 else {
      throw ElementLibraryError.invalidRequest(
        "\(prefix) matches the SHA-256 of \(found.count) bundles",
        fix: "use more digits")
    }
    return found.first
  }
}

/// Reads from a library where something is used.
private struct UsageReader {
  let contents: Contents

  /// The maximum number of items of each kind that are listed.
  private static let maximumCount = 1000
  /// The maximum number of derivations that are followed from a file, such as a copy of a copy.
  private static let maximumDepth = 16

  /// Returns the exports of a bundle and the takes that came back.
  func usage(ofBundle digest: Digest) throws -> Usage {
    var usage = Usage(.bundle(digest))
    usage.exports = try contents.exports.ofBundle(digest, limit: Self.maximumCount).map(inExport)
    usage.takes = try contents.takes.ofBundle(digest, limit: Self.maximumCount)
    return usage
  }

  // MARK: Elements

  /// Returns what uses an element.
  ///
  /// - Parameters:
  ///   - found: The element, and the revision if only one counts.
  ///   - includingAllRevisions: Whether uses of every revision count.
  func usage(of found: FoundElement, includingAllRevisions: Bool) throws -> Usage {
    var usage = Usage(.element(found))
    let asked = found.revision.digest
    usage.projects = try projects(found.element).filter {
      includingAllRevisions || $0.revision == asked
    }
    usage.exports = try contents.exports.of(found.element, limit: Self.maximumCount)
      .filter { export in
        includingAllRevisions
          || export.elements.contains { $0.element == found.element && $0.revision == asked }
      }.map { try inExport($0) }
    if found.revision.revision.kind == .voice {
      usage.speakers = try contents.speakers(with: found.element)
    }
    usage.looks = try contents.looks(of: found.element)
    return usage
  }

  /// Returns the projects that pin an element, according to the records of the library.
  private func projects(_ element: ULID) throws -> [Usage.ProjectUsage] {
    let uses = try contents.uses.of(element)
    guard let handle = try contents.entries(of: element).first?.handle else { return [] }
    return try uses.prefix(Self.maximumCount).map { use in
      Usage.ProjectUsage(
        project: use.project, path: use.path, handle: handle, revision: use.revision,
        sequence: try contents.revision(use.revision)?.revision.sequence, at: use.at)
    }
  }

  /// Adds to an export what came back, and the numbers of the revisions that were sent.
  private func inExport(_ export: ExportRecord) throws -> Usage.ExportUsage {
    var sequences: [Digest: Int] = [:]
    for element in export.elements {
      sequences[element.revision] = try contents.revision(element.revision)?.revision.sequence
    }
    return Usage.ExportUsage(
      export: export,
      takes: try contents.takes.ofBundle(export.bundle, limit: Self.maximumCount),
      sequences: sequences)
  }

  // MARK: Files

  /// Returns what uses a file: elements that have it or its origin, projects that pin those
  /// revisions, and exports that sent it or that it came from.
  func usage(of blob: Digest, path: FilePath?) throws -> Usage {
    var usage = Usage(.file(blob, path: path))
    usage.origins = try chain(from: blob) {
      try contents.derivations.origins(of: $0, limit: $1)
    } next: {
      $0.from
    }
    usage.results = try chain(from: blob) {
      try contents.derivations.results(of: $0, limit: $1)
    } next: {
      $0.blob
    }
    // A prepared copy belongs to no element, but its original does.
    var seen: Set<Digest> = []
    for file in [blob] + usage.origins.map(\.from) where seen.insert(file).inserted {
      usage.holders += try holders(of: file)
    }
    for holder in usage.holders where holder.blob == blob {
      let revisions = Set(holder.revisions)
      usage.projects += try projects(holder.element.element).filter {
        revisions.contains($0.revision)
      }
    }
    usage.takes = try contents.takes.of(blob, limit: Self.maximumCount)
    var bundles: Set<Digest> = []
    let sources = try usage.takes.flatMap { take in
      bundles.insert(take.export).inserted
        ? try contents.exports.ofBundle(take.export, limit: 1) : []
    }
    let sent = try contents.exports.naming(blob, limit: Self.maximumCount)
    usage.exports = try (sources + sent.filter { !sources.contains($0) }).map {
      try inExport($0)
    }
    return usage
  }

  /// Returns the elements that have or had a file, with the numbers of those revisions.
  private func holders(of blob: Digest) throws -> [Usage.Holder] {
    var seen: Set<ULID> = []
    return try contents.elements(containing: blob).compactMap { entry in
      guard seen.insert(entry.element).inserted else { return nil }
      let latest = Set(try contents.entries(of: entry.element).map(\.revision))
      let having = try contents.history(of: entry.element).compactMap {
        try contents.revision($0)
      }.filter { $0.revision.blobs.contains(blob) }
      guard let last = having.last else { return nil }
      let reference = last.revision.references.first { $0.blob == blob }
      return Usage.Holder(
        element: entry, blob: blob, sequences: having.map(\.revision.sequence),
        revisions: having.map(\.digest), role: reference?.role,
        isCurrent: having.contains { latest.contains($0.digest) }, isDocument: reference == nil)
    }
  }

  /// Follows derivations from a file, nearest first, up to the maximum depth; each is returned
  /// once.
  ///
  /// - Parameters:
  ///   - blob: The file to start from.
  ///   - derivations: Returns the derivations of a file, up to a limit.
  ///   - next: Returns the file at the other end of a derivation.
  private func chain(
    from blob: Digest, _ derivations: (Digest, Int) throws -> [Derivation],
    next: (Derivation) -> Digest
  ) throws -> [Derivation] {
    var found: [Derivation] = []
    var seen: Set<Digest> = [blob]
    var edge = [blob]
    for _ in 0..<Self.maximumDepth where !edge.isEmpty {
      var further: [Digest] = []
      for blob in edge where found.count < Self.maximumCount {
        let some = try derivations(blob, Self.maximumCount - found.count)
        found += some.filter { !found.contains($0) }
        further += some.map(next).filter { seen.insert($0).inserted }
      }
      edge = further
    }
    return found
  }
}
