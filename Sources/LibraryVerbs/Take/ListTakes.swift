internal import Library

/// The verb `take list`: returns takes with their shots and the comments on them.
///
/// ```swift
/// var list = ListTakes()
/// list.results = [.new]
/// for listed in try list.run(in: library).takes { print(listed.entry.export.shot.path) }
/// ```
public struct ListTakes: Sendable {
  /// The exports whose takes are listed.
  public var exports = LedgerQuery()
  /// The results of the takes that are listed; by default all of them.
  public var results = Set(Take.Result.allCases)

  /// Creates the verb for all takes.
  public init() {}

  /// Returns the takes: those of the last export first, and of one bundle the last rated first.
  ///
  /// - Throws: `ElementLibraryError` if the element of the query is unknown.
  public func run(in library: ElementLibrary) throws -> TakeList {
    let ledger = try exports.run(in: library)
    return TakeList(
      takes: ledger.entries.flatMap { entry in
        entry.takes.filter { results.contains($0.result) }
          .map { TakeList.Listed(take: $0, entry: entry) }
      }, isTruncated: ledger.isTruncated)
  }
}

/// Takes with their shots and comments.
public struct TakeList: Sendable {
  public let takes: [Listed]
  /// Whether takes of older exports were left out.
  public let isTruncated: Bool

  /// A take with the bundle that it was rendered from.
  public struct Listed: Sendable {
    public let take: Take
    public let entry: Ledger.Entry

    /// The comments on the take, oldest first.
    public var comments: [NotedComment] { entry.comments(on: take) }
  }
}

extension ElementLibrary {
  /// Returns the take whose file has a SHA-256 that begins with some digits.
  ///
  /// - Parameter bundle: The bundle that it was rendered from, for a file that came back from
  ///   several.
  /// - Throws: `ElementLibraryError` if there is no such take, or more than one.
  public func take(beginning digits: String, of bundle: Digest? = nil) throws -> Take {
    let found = try takes(beginning: digits).filter { bundle == nil || $0.export == bundle }
    guard let take = found.first else {
      throw ElementLibraryError.invalidRequest(
        "no take has a file that begins with \(sanitized(digits))", fix: "castbook take list")
    }
    guard found.count == 1 else {
      let isOneFile = Set(found.map(\.blob)).count == 1
      throw ElementLibraryError.invalidRequest(
        isOneFile
          ? "the file came back from \(found.count) bundles"
          : "\(sanitized(digits)) begins the SHA-256 of \(found.count) takes",
        fix: isOneFile
          ? "add --bundle \(found.map { $0.export.hex.prefix(8) }.joined(separator: " or "))"
          : "use more digits")
    }
    return take
  }

  /// Returns the last ratings of the takes whose file has a SHA-256 that begins with some digits.
  private func takes(beginning digits: String) throws -> [Take] {
    guard let bytes = Hex.bytes(of: String(digits.dropLast(digits.utf8.count % 2))) else {
      return []
    }
    return try contents { contents in
      try contents.takes.files(beginning: bytes, limit: 100)
        .filter { $0.hex.hasPrefix(digits.lowercased()) }
        .flatMap { try contents.takes.of($0, limit: 1000) }
    }
  }
}
