internal import Library

/// Rates a take again, after it was recorded.
///
/// ```swift
/// try RateTake(clip, of: bundle, .rejected).run(in: library)
/// ```
public struct RateTake: Sendable {
  /// The digest of the bundle that the provider got.
  public let bundle: Digest
  /// The digest of the file that came back.
  public let file: Digest
  /// The user's rating of the take.
  public var result: Take.Result
  /// What the take cost; `nil` leaves it as it is.
  public var cost: Cost?
  /// Who decides, in their own words; `nil` for whom this machine names (`CASTBOOK_BY`).
  public var by: String?
  /// A remark of the user; `nil` leaves it as it is, and an empty text removes it.
  public var note: String?

  /// Creates a rating of a file.
  public init(_ file: Digest, of bundle: Digest, _ result: Take.Result) {
    self.file = file
    self.bundle = bundle
    self.result = result
  }

  /// Records the rating.
  ///
  /// - Returns: The take, and `false` for `isNew` if it was rated so before.
  /// - Throws: `ElementLibraryError` if the file was never recorded as a take of the bundle.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> (take: Take, isNew: Bool) {
    let note = try note.map { $0.isEmpty ? "" : try RecordText.line($0, "a note", limit: 1000) }
    let by = try by.map { try RecordText.author($0) }
    return try library.change { change in
      let last = try change.contents.lastTake(of: file, from: bundle)
      var take = last
      take.result = result
      take.cost = cost ?? last.cost
      take.note = note ?? last.note
      if take == last { return (take: take, isNew: false) }
      take.by = by ?? change.author
      take.at = try change.moment(after: last.at)
      change.add(.take(take))
      return (take: take, isNew: true)
    }
  }
}

/// Withdraws the last rating of a take, which was recorded in error: the rating before counts
/// again. Without one, the file is no longer a take of the bundle, and the comments on it are
/// withdrawn with it; it stays in the library until nothing uses it.
public struct WithdrawTake: Sendable {
  /// The digest of the bundle that the take was recorded with.
  public let bundle: Digest
  /// The digest of the file.
  public let file: Digest

  /// Creates the verb for a take.
  public init(_ file: Digest, of bundle: Digest) {
    self.file = file
    self.bundle = bundle
  }

  /// Withdraws the last rating of the take.
  ///
  /// - Returns: The rating that was withdrawn.
  /// - Throws: `ElementLibraryError` if the file was never recorded as a take of the bundle.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> Take {
    try library.change { change in
      let last = try change.contents.lastTake(of: file, from: bundle)
      guard let record = try change.contents.takes.lastRecord(of: file, from: bundle) else {
        return last
      }
      var withdrawn = [record]
      if try change.contents.takes.ratingCount(of: file, from: bundle) == 1 {
        // Comments are on takes, and the file is none any more.
        withdrawn += try change.contents.noted(on: bundle)[file]?.map(\.record) ?? []
      }
      let moment = try change.moment(after: last.at)
      for record in withdrawn { change.add(.withdrawal(Withdrawal(record: record, at: moment))) }
      return last
    }
  }
}

extension Contents {
  /// Returns the last rating of a file that came back from a bundle; `nil` if it was never recorded
  /// as a take of it.
  func lastTake(ifAnyOf file: Digest, from bundle: Digest) throws -> Take? {
    try takes.of(file, limit: 1000).first { $0.export == bundle }
  }

  /// Returns the last rating of a file that came back from a bundle.
  ///
  /// - Throws: `ElementLibraryError` if the file was never recorded as a take of the bundle.
  func lastTake(of file: Digest, from bundle: Digest) throws -> Take {
    guard let last = try lastTake(ifAnyOf: file, from: bundle) else {
      throw ElementLibraryError.invalidRequest(
        "this file is not a take of the bundle", fix: "record it: castbook take add")
    }
    return last
  }
}
