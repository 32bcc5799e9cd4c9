internal import Files
internal import Library
internal import Media

/// A filter for the exports that a `Ledger` lists. Each property that is set narrows the list.
public struct LedgerQuery: Sendable {
  /// The first day of the exports; `nil` for no limit.
  public var since: Day?
  /// An element that was sent; `nil` for every element.
  public var element: HandleReference?
  /// The id of the target; `nil` for every target.
  public var target: String?
  /// The identity of the project; `nil` for every project, and for exports outside of one.
  public var project: ULID?

  /// Creates a filter that every export passes.
  public init() {}
}

/// What was exported, what came back from providers, and what that costs.
public struct Ledger: Sendable {
  /// The exported bundles, newest first; a bundle that was exported repeatedly is one entry.
  public let entries: [Entry]
  /// The expected cost of rendering each bundle once, summed up by currency.
  public let expectedCosts: [Cost]
  /// The actual cost of the takes as far as it was noted, summed up by currency.
  public let paidCosts: [Cost]
  /// Whether the list stops at the maximum number of exports.
  public let isTruncated: Bool

  /// A bundle that was exported.
  public struct Entry: Sendable {
    /// The record of its last export.
    public let export: ExportRecord
    /// The times of all its exports, newest first.
    public let times: [Instant]
    /// The results that came back, newest first.
    public let takes: [Take]
  }
}

/// A result that came back from a provider, to be noted.
public struct TakeDraft: Sendable {
  /// The digest of the bundle that the provider got.
  public let bundle: Digest
  /// The file that came back: a clip, picture or sound.
  public let clip: FilePath
  /// The user's rating of the take.
  public var result: Take.Result
  /// The seed that the provider reported.
  public var seed: String?
  /// The price that was paid.
  public var cost: Cost?
  /// A remark of the user.
  public var note = ""

  /// Creates a draft without seed, cost and note.
  public init(_ clip: FilePath, of bundle: Digest, _ result: Take.Result) {
    self.clip = clip
    self.bundle = bundle
    self.result = result
  }
}

extension ElementLibrary {
  /// The maximum number of exports, and of takes of a bundle, that are listed at once.
  private static let maximumExports = 10_000

  /// Returns what was exported and what came back.
  ///
  /// ```swift
  /// var query = LedgerQuery()
  /// query.element = try HandleReference("@mira")
  /// let ledger = try library.ledger(query)
  /// for cost in ledger.paidCosts { print(cost.currency, cost.amount) }
  /// ```
  ///
  /// - Throws: `ElementLibraryError` if the element of the query is unknown.
  public func ledger(_ query: LedgerQuery = LedgerQuery()) throws -> Ledger {
    try contents { contents in
      let since = query.since.map { Instant(milliseconds: $0.daysSince1970 * 86_400_000) }
      let found: [ExportRecord]
      if let reference = query.element {
        found = try contents.exports(of: contents.find(reference).element, limit: .max)
          .filter { export in
            export.at.milliseconds >= since?.milliseconds ?? 0
              && query.target.map { $0 == export.target } ?? true
              && query.project.map { $0 == export.project } ?? true
          }
      } else {
        found = try contents.exports(
          since: since, project: query.project, target: query.target,
          limit: Self.maximumExports + 1)
      }
      var order: [Digest] = []
      var groups: [Digest: [ExportRecord]] = [:]
      for export in found.prefix(Self.maximumExports) {
        if groups[export.bundle] == nil { order.append(export.bundle) }
        groups[export.bundle, default: []].append(export)
      }
      let entries = try order.compactMap { bundle -> Ledger.Entry? in
        guard let exports = groups[bundle], let last = exports.first else { return nil }
        return Ledger.Entry(
          export: last, times: exports.map(\.at),
          takes: try contents.takes(ofBundle: bundle, limit: Self.maximumExports))
      }
      return Ledger(
        entries: entries, expectedCosts: entries.compactMap(\.export.cost).sums,
        paidCosts: entries.flatMap(\.takes).compactMap(\.cost).sums,
        isTruncated: found.count > Self.maximumExports)
    }
  }

  /// Returns the digest of a bundle, which is named by its path or by the start of its SHA-256.
  ///
  /// A path that exists is always read as a path. Otherwise the name may be 8 or more digits of the
  /// SHA-256 of an exported bundle.
  ///
  /// - Throws: `BundleRefusal` if the bundle at the path isn't intact.
  public func bundleDigest(named word: FilePath) throws -> Digest {
    let isThere = FileSystem.followed(word) != nil
    if !isThere, let digest = try bundle(beginning: word.text), word.text.utf8.count >= 8 {
      return digest
    }
    let bundle = try FoundBundle(at: word)
    guard bundle.verification.isIntact, let digest = bundle.verification.digest else {
      throw BundleRefusal(
        path: word, reason: bundle.findings.first?.message ?? "not a bundle")
    }
    return digest
  }

  /// Stores a take: the file, and a record that connects it to the bundle it came from.
  ///
  /// - Returns: The take, and `false` for `isNew` if the same take was noted before.
  /// - Throws: `ElementLibraryError` if the file can't be read or is neither a clip, a picture nor
  ///   a sound.
  public func add(_ draft: TakeDraft) async throws -> (take: Take, isNew: Bool) {
    let bytes: [UInt8]
    switch TextFile.read(draft.clip, limit: 1 << 32) {
    case .success(let read): bytes = read
    case .failure(let failure):
      throw ElementLibraryError.invalidRequest(
        "\(draft.clip): \(failure.words)",
        fix: draft.clip.nearest.map { "did you mean \($0.quoted)?" }
          ?? "name the clip that came back")
    }
    let facts = await inspector().inspect(.bytes(bytes, name: draft.clip), depth: .facts).facts
    let medium = facts.format?.medium
    guard medium == .clip || medium == .picture || medium == .sound else {
      throw ElementLibraryError.invalidRequest(
        "\(draft.clip) is not a clip, picture or sound",
        fix: "name what came back from the provider")
    }
    let digest = SHA256.digest(of: bytes)
    let staged = try store.stage(bytes, digest)
    var isKept = false
    defer { if !isKept { store.discard([staged]) } }
    let seed = try draft.seed.map { try RecordText.line($0, "a seed", limit: 100) }
    let note = draft.note.isEmpty ? "" : try RecordText.line(draft.note, "a note", limit: 1000)
    let noted = try change(with: [staged], facts: [facts]) { change in
      let known = try change.contents.takes(of: digest, limit: 1000)
      var take = Take(
        export: draft.bundle, blob: digest, result: draft.result, seed: seed, cost: draft.cost,
        note: note, at: try change.moment(after: known.first?.at))
      // An identical note is no change; another rating of the same file is.
      if let last = known.first(where: { $0.export == draft.bundle }) {
        take.at = last.at
        if take == last { return (take: take, isNew: false) }
        take.at = try change.moment(after: last.at)
      }
      change.add(.take(take))
      return (take: take, isNew: true)
    }
    isKept = true
    return noted
  }
}
