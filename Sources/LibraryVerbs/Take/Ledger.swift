internal import Files
internal import Library
internal import Media

/// The verb `exports`: returns exports and the results that came back. Each property that is set
/// narrows the list.
///
/// ```swift
/// var query = LedgerQuery()
/// query.element = try HandleReference("@mira")
/// let ledger = try query.run(in: library)
/// for cost in ledger.paidCosts { print(cost.currency, cost.amount) }
/// ```
public struct LedgerQuery: Sendable {
  /// The first day of the exports; `nil` for no limit.
  public var since: Day?
  /// An element that was sent; `nil` for every element.
  public var element: HandleReference?
  /// The id of the target; `nil` for every target.
  public var target: String?
  /// The identity of the project; `nil` for every project, and for exports outside of one.
  public var project: ULID?

  /// The digest of the bundle; `nil` for every bundle.
  public var bundle: Digest?

  /// Creates a query that every export passes.
  public init() {}

  /// The maximum number of exports, and of takes of a bundle, that are listed at once.
  private static let maximumExports = 10_000

  /// Returns the exports and takes.
  ///
  /// - Throws: `ElementLibraryError` if the element of the query is unknown.
  public func run(in library: ElementLibrary) throws -> Ledger {
    try library.contents { contents in
      let first = since.map(Instant.init(startOf:))
      let found: [ExportRecord]
      if let bundle {
        found = try contents.exports.ofBundle(bundle, limit: Self.maximumExports + 1)
      } else if let element {
        found = try contents.exports.of(contents.find(element).element, limit: .max)
          .filter { export in
            export.at.milliseconds >= first?.milliseconds ?? 0
              && target.map { $0 == export.target } ?? true
              && project.map { $0 == export.project } ?? true
          }
      } else {
        found = try contents.exports.all(
          since: first, project: project, target: target,
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
        let takes = try contents.takes.ofBundle(bundle, limit: Self.maximumExports)
        return Ledger.Entry(
          export: last, times: exports.map(\.at), takes: takes,
          comments: takes.isEmpty ? [:] : try contents.noted(on: bundle))
      }
      return Ledger(
        entries: entries, expectedCosts: entries.compactMap(\.export.cost).sums,
        paidCosts: entries.flatMap(\.takes).compactMap(\.cost).sums,
        isTruncated: found.count > Self.maximumExports)
    }
  }
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
    /// The comments on each file that came back, oldest first.
    public let comments: [Digest: [NotedComment]]

    /// Returns the comments on a take, oldest first.
    public func comments(on take: Take) -> [NotedComment] {
      take.blob.flatMap { comments[$0] } ?? []
    }
  }
}

extension Contents {
  /// The maximum number of comments on the takes of a bundle that are read.
  private static let maximumComments = 10_000

  /// Returns the comments on the takes of a bundle by their files, oldest first.
  package func noted(on bundle: Digest) throws -> [Digest: [NotedComment]] {
    var noted: [Digest: [NotedComment]] = [:]
    for (comment, record) in try comments.ofBundle(bundle, limit: Self.maximumComments) {
      guard let blob = comment.blob else { continue }
      noted[blob, default: []].append(NotedComment(comment, record: record))
    }
    return noted
  }
}
