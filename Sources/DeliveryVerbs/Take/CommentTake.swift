internal import Library

/// The verb `take comment`: records a comment on a take, or on a moment of it.
///
/// ```swift
/// var comment = CommentTake(clip, of: bundle, "the coat is too dark")
/// comment.milliseconds = 3200
/// try comment.run(in: library)
/// ```
public struct CommentTake: Sendable {
  /// The digest of the bundle that the take was rendered from.
  public let bundle: Digest
  /// The digest of the file that came back.
  public let file: Digest
  /// The remark.
  public var text: String
  /// The moment of the clip, from its start; `nil` for the take as a whole.
  public var milliseconds: Int?
  /// The author, in their own words; `nil` for whom this machine names (`CASTBOOK_BY`).
  public var by: String?

  /// Creates a comment on a take as a whole.
  public init(_ file: Digest, of bundle: Digest, _ text: String) {
    self.file = file
    self.bundle = bundle
    self.text = text
  }

  /// Records the comment.
  ///
  /// - Throws: `ElementLibraryError` if the file is no take of the bundle, or if the moment is
  ///   after the end of the clip.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> NotedComment {
    let text = try RecordText.paragraphs(self.text, "a comment", TakeComment.textRule)
    let by = try by.map { try RecordText.author($0) }
    return try library.change { change in
      _ = try change.contents.lastTake(of: file, from: bundle)
      try requireMoment(change.contents)
      var comment = TakeComment(
        export: bundle, blob: file, milliseconds: milliseconds, text: text,
        at: try change.moment())
      comment.by = by ?? change.author
      return NotedComment(comment, record: try change.addNamed(.comment(comment)))
    }
  }

  /// Throws if the moment is not in the clip. A clip of unknown length has any.
  private func requireMoment(_ contents: Contents) throws {
    guard let milliseconds else { return }
    let end = try contents.lastMoment(of: file)
    guard (0...end).contains(milliseconds) else {
      throw ElementLibraryError.invalidRequest(
        "the moment \(Quantity.seconds(milliseconds: milliseconds)) is not in the clip, which lasts "
          + Quantity.seconds(milliseconds: end),
        fix: "name a moment before its end")
    }
  }
}

extension Contents {
  /// Returns the length of a clip or sound in milliseconds; the largest one if it is not known.
  func lastMoment(of file: Digest) throws -> Int {
    let facts = try blobs.facts(of: file, as: .unnamed)
    let length = facts?.film?.milliseconds ?? facts?.sound?.milliseconds
    return length ?? TakeComment.moments.upperBound
  }
}

/// Withdraws a comment on a take.
public struct WithdrawComment: Sendable {
  /// The name of its record.
  public let record: Digest

  /// Creates the verb for a comment.
  public init(_ record: Digest) { self.record = record }

  /// Withdraws the comment and returns it.
  ///
  /// - Throws: `ElementLibraryError` if there is no such comment.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> NotedComment {
    try library.change { change in
      guard case .comment(let comment)? = try change.contents.records.read(record),
        let blob = comment.blob,
        try change.contents.noted(on: comment.export)[blob]?.contains(where: {
          $0.record == record
        }) == true
      else {
        throw ElementLibraryError.invalidRequest(
          "no comment has the id \(record.hex.prefix(8))", fix: "castbook take list")
      }
      change.add(
        .withdrawal(Withdrawal(record: record, at: try change.moment(after: comment.at))))
      return NotedComment(comment, record: record)
    }
  }
}
