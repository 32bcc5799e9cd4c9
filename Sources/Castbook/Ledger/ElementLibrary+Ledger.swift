internal import Files
internal import Library
internal import Media

/// Which exports are asked for.
public struct LedgerQuery: Sendable {
  /// This day and later.
  public var since: Day?
  public var element: HandleReference?
  public var target: String?
  public var project: ULID?

  public init() {}
}

/// What was exported, what came back, and what that costs.
public struct Ledger: Sendable {
  /// Newest first; a bundle that was exported again stands once.
  public let entries: [Entry]
  /// What renders of all of them would cost by their prices, each once; by currency.
  public let priced: [Cost]
  /// What the takes did cost, as far as that was noted.
  public let spent: [Cost]
  /// Whether there were more than are told.
  public let isCut: Bool

  public struct Entry: Sendable {
    public let export: ExportRecord
    /// When it was exported, last first.
    public let times: [Instant]
    /// Newest first.
    public let takes: [Take]
  }
}

/// A take that came back from a provider.
public struct TakeDraft: Sendable {
  public let bundle: Digest
  public let clip: FilePath
  public var result: Take.Result
  public var seed: String?
  public var cost: Cost?
  public var note = ""

  public init(_ clip: FilePath, of bundle: Digest, _ result: Take.Result) {
    self.clip = clip
    self.bundle = bundle
    self.result = result
  }
}

extension ElementLibrary {
  /// More are not told at once.
  private static let mostExports = 10_000

  /// What was exported, and what came back.
  public func ledger(_ query: LedgerQuery = LedgerQuery()) throws -> Ledger {
    try contents { contents in
      let since = query.since.map { Instant(milliseconds: $0.daysSince1970 * 86_400_000) }
      let found: [ExportRecord]
      if let reference = query.element {
        let element = try contents.find(reference).element
        found = try contents.exports(of: element, limit: Self.mostExports)
          .filter { $0.at.milliseconds >= since?.milliseconds ?? 0 }
      } else {
        found = try contents.exports(since: since, limit: Self.mostExports)
      }
      let asked = found.filter { export in
        (query.target.map { $0 == export.target } ?? true)
          && (query.project.map { $0 == export.project } ?? true)
      }
      var order: [Digest] = []
      var groups: [Digest: [ExportRecord]] = [:]
      for export in asked {
        if groups[export.bundle] == nil { order.append(export.bundle) }
        groups[export.bundle, default: []].append(export)
      }
      let entries = try order.compactMap { bundle -> Ledger.Entry? in
        guard let exports = groups[bundle], let last = exports.first else { return nil }
        return Ledger.Entry(
          export: last, times: exports.map(\.at),
          takes: try contents.takes(ofBundle: bundle, limit: Self.mostExports))
      }
      return Ledger(
        entries: entries, priced: entries.compactMap(\.export.cost).sums,
        spent: entries.flatMap(\.takes).compactMap(\.cost).sums,
        isCut: found.count == Self.mostExports)
    }
  }

  /// The bundle that a word means: one that lies there, or by 8 or more digits of its SHA-256.
  public func bundle(_ word: FilePath) throws -> Digest {
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

  /// Notes a take: the clip is kept, with the bundle that it came of. The same again is noted once.
  public func add(_ draft: TakeDraft) async throws -> (take: Take, isNew: Bool) {
    let bytes: [UInt8]
    switch TextFile.read(draft.clip, limit: 1 << 32) {
    case .success(let read): bytes = read
    case .failure(let failure):
      throw ElementLibraryError.wrong(
        "\(draft.clip): \(failure.words)",
        fix: draft.clip.nearest.map { "did you mean \($0.quoted)?" }
          ?? "name the clip that came back")
    }
    let facts = await inspector().inspect(bytes, as: draft.clip)
    let medium = facts.format?.medium
    guard medium == .clip || medium == .picture || medium == .sound else {
      throw ElementLibraryError.wrong(
        "\(draft.clip) is not a clip, picture or sound",
        fix: "name what came back from the provider")
    }
    guard let digest = SHA256.digest(of: bytes) else {
      throw ElementLibraryError.failed("\(draft.clip): its SHA-256 could not be computed")
    }
    let staged: BlobFolder.Staged
    do {
      staged = try store.stage(bytes, digest)
    } catch {
      throw ElementLibraryError(error)
    }
    var isKept = false
    defer { if !isKept { store.discard([staged]) } }
    let seed = try draft.seed.map { try Wording.line($0, "a seed", limit: 100) }
    let note = draft.note.isEmpty ? "" : try Wording.line(draft.note, "a note", limit: 1000)
    let noted = try change(with: [staged], facts: [facts]) { change in
      let known = try change.contents.takes(of: digest, limit: 1000)
      var take = Take(
        export: draft.bundle, blob: digest, result: draft.result, seed: seed, cost: draft.cost,
        note: note, at: try change.moment(after: known.first?.at))
      // What was noted just so is no news; another word of the same clip is.
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
