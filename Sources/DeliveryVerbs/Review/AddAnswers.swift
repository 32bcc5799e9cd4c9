internal import Library
internal import UnicodeText

/// The verb `take answers`: records the decisions and comments of a reviewer.
///
/// If the decision about a take was changed since the reviewer saw it, it stays, and that of the
/// reviewer is among the overtaken ones. Answers that were recorded before are not recorded twice.
///
/// ```swift
/// let outcome = try AddAnswers(ReviewAnswers(bytes: bytes)).run(in: library)
/// print(outcome.rated.count, outcome.comments.count)
/// ```
public struct AddAnswers: Sendable {
  public let answers: ReviewAnswers
  /// Whether decisions count that were overtaken meanwhile.
  public var winsOverOthers = false

  /// Creates the verb for a file of answers.
  public init(_ answers: ReviewAnswers) { self.answers = answers }

  /// Returns what `run(in:)` would record.
  public func preview(in library: ElementLibrary) throws -> AddedAnswers {
    try library.contents { contents in try plan(contents) }
  }

  /// Records the answers, all of them or none.
  ///
  /// - Throws: `ElementLibraryError` if a name or a comment can't be recorded.
  public func run(in library: ElementLibrary) throws -> AddedAnswers {
    try library.change { change in
      var added = try plan(change.contents)
      for index in added.rated.indices {
        var take = added.rated[index].take
        take.at = try change.moment(after: take.at)
        added.rated[index].record = try change.addNamed(.take(take))
        added.rated[index].take = take
      }
      added.comments = try added.comments.map { noted in
        var comment = noted.comment
        comment.at = try change.moment()
        return NotedComment(comment, record: try change.addNamed(.comment(comment)))
      }
      return added
    }
  }

  /// Works out what is new in the answers. Comments have no names of records yet, and no time.
  private func plan(_ contents: Contents) throws -> AddedAnswers {
    let by = try RecordText.author(Self.plain(answers.by, .line(200)))
    var added = AddedAnswers(by: by)
    /// The comments that are there, by bundle: each bundle is read once, whatever the file says.
    var known: [Digest: Set<Said>] = [:]
    for answer in answers.takes {
      guard let last = try contents.lastTake(ifAnyOf: answer.file, from: answer.bundle) else {
        added.unknown.append(answer)
        continue
      }
      if known[answer.bundle] == nil {
        let noted = try contents.noted(on: answer.bundle).values.joined()
        known[answer.bundle] = Set(noted.map { Said($0.comment) })
        added.shots[answer.bundle] =
          try contents.exports.ofBundle(answer.bundle, limit: 1).first?.shot.path
      }
      if let result = answer.result { add(result, seen: answer.was, to: last, &added) }
      try add(answer.comments, to: last, contents, &known[answer.bundle, default: []], &added)
    }
    return added
  }

  /// Adds a decision about a take.
  private func add(
    _ result: Take.Result, seen: Take.Result, to last: Take, _ added: inout AddedAnswers
  ) {
    var take = last
    (take.result, take.by) = (result, added.by)
    if last.result == result {
      added.knownCount += 1
    } else if last.result == seen || winsOverOthers {
      added.rated.append(AddedAnswers.Rated(take: take, before: last))
    } else {
      added.overtaken.append(AddedAnswers.Rated(take: take, before: last))
    }
  }

  /// Adds the comments on a take that are not there yet.
  private func add(
    _ comments: [ReviewAnswers.Comment], to take: Take, _ contents: Contents,
    _ known: inout Set<Said>, _ added: inout AddedAnswers
  ) throws {
    guard !comments.isEmpty, let file = take.blob else { return }
    let end = try contents.lastMoment(of: file)
    for said in comments {
      let rule = TakeComment.textRule
      let text = try RecordText.paragraphs(Self.plain(said.text, rule), "a comment", rule)
      var comment = TakeComment(
        export: take.export, blob: file,
        // Browsers may measure a clip as a little longer than it is.
        milliseconds: said.milliseconds.map { min($0, end) }, text: text, at: take.at)
      comment.by = added.by
      if known.insert(Said(comment)).inserted {
        added.comments.append(NotedComment(comment, record: file))
      } else {
        added.knownCount += 1
      }
    }
  }

  /// Returns a text without characters that no record may have: reviewers paste from anywhere, and
  /// can't correct the file.
  private static func plain(_ text: String, _ rule: TextRule) -> String {
    guard case .character = rule.problem(in: text) else { return text }
    return rule.repaired(text, normalized: NormalText.nfc)
  }

  /// What makes two comments of a bundle the same.
  private struct Said: Hashable {
    let file: Digest?
    let milliseconds: Int?
    let text: String
    let by: String

    init(_ comment: TakeComment) {
      (file, milliseconds) = (comment.blob, comment.milliseconds)
      (text, by) = (comment.text, comment.by)
    }
  }
}

/// Takes back answers that were added: exactly the decisions and comments with these records, even
/// if others were made since.
public struct WithdrawAnswers: Sendable {
  /// The SHA-256 of the records.
  public let records: [Digest]

  /// Creates the verb for records that `AddAnswers` has returned.
  public init(_ records: [Digest]) { self.records = records }

  /// Withdraws the records, all of them or none.
  ///
  /// - Throws: `ElementLibraryError` if a record is neither a comment nor a later decision.
  public func run(in library: ElementLibrary) throws {
    try library.change { change in
      for record in records {
        let at: Instant
        switch try change.contents.records.read(record) {
        case .comment(let comment)?: at = comment.at
        case .take(let take)? where try change.contents.isLaterRating(take): at = take.at
        default:
          throw ElementLibraryError.invalidRequest(
            "\(record.short) is not an answer to a review", fix: "castbook take list")
        }
        change.add(.withdrawal(Withdrawal(record: record, at: try change.moment(after: at))))
      }
    }
  }
}

extension Contents {
  /// Whether a rating followed another one, so that the file stays a take without it.
  fileprivate func isLaterRating(_ take: Take) throws -> Bool {
    guard let blob = take.blob else { return false }
    return try takes.ratingCount(of: blob, from: take.export) > 1
  }
}

/// The answers of a reviewer that were recorded.
public struct AddedAnswers: Sendable {
  /// The name of the reviewer.
  public let by: String
  /// The decisions that are new.
  public internal(set) var rated: [Rated] = []
  /// The comments that are new.
  public internal(set) var comments: [NotedComment] = []
  /// The decisions that were not recorded because others were made meanwhile.
  public internal(set) var overtaken: [Rated] = []
  /// The answers about files that are not takes in this library.
  public internal(set) var unknown: [ReviewAnswers.Answer] = []
  /// The shot files of the bundles whose takes are named above.
  public internal(set) var shots: [Digest: String] = [:]
  /// The number of decisions and comments that were recorded before.
  public internal(set) var knownCount = 0

  /// A decision, and the one before it.
  public struct Rated: Sendable {
    /// The take as the reviewer decided.
    public internal(set) var take: Take
    /// The SHA-256 of its record; `nil` if it is not recorded.
    public internal(set) var record: Digest?
    /// The take as it was.
    public let before: Take
  }
}
