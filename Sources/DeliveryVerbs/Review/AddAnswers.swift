internal import Library

/// The verb `take answers`: records the decisions and comments of a reviewer.
///
/// A decision that was changed since the reviewer saw it stays, unless the reviewer changed it:
/// it is then among the overtaken ones. What was recorded before is not recorded twice.
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
        change.add(.take(take))
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
    let by = try RecordText.author(answers.by)
    var added = AddedAnswers(by: by)
    for answer in answers.takes {
      guard
        let last = try contents.takes.of(answer.file, limit: ReviewAnswers.maximumCount)
          .first(where: { $0.export == answer.bundle })
      else {
        added.unknown.append(answer)
        continue
      }
      added.shots[answer.bundle] =
        try contents.exports.ofBundle(answer.bundle, limit: 1).first?.shot.path
      if let result = answer.result { add(result, seen: answer.was, to: last, &added) }
      try add(answer.comments, to: last, answer, contents, &added)
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
    } else if last.result == seen || last.by == added.by || winsOverOthers {
      added.rated.append(AddedAnswers.Rated(take: take, before: last))
    } else {
      added.overtaken.append(AddedAnswers.Rated(take: take, before: last))
    }
  }

  /// Adds the comments on a take that are not there yet.
  private func add(
    _ comments: [ReviewAnswers.Comment], to take: Take, _ answer: ReviewAnswers.Answer,
    _ contents: Contents, _ added: inout AddedAnswers
  ) throws {
    guard !comments.isEmpty else { return }
    var known = Set(
      try contents.noted(on: answer.bundle)[answer.file, default: []].map { Said($0.comment) })
    let end = try contents.lastMoment(of: answer.file)
    for said in comments {
      let text = try RecordText.paragraphs(said.text, "a comment", TakeComment.textRule)
      var comment = TakeComment(
        export: answer.bundle, blob: answer.file,
        // Browsers may measure a clip as a little longer than it is.
        milliseconds: said.milliseconds.map { min($0, end) }, text: text, at: take.at)
      comment.by = added.by
      if known.insert(Said(comment)).inserted {
        added.comments.append(NotedComment(comment, record: answer.file))
      } else {
        added.knownCount += 1
      }
    }
  }

  /// What makes two comments on a take the same.
  private struct Said: Hashable {
    let milliseconds: Int?
    let text: String
    let by: String

    init(_ comment: TakeComment) {
      (milliseconds, text, by) = (comment.milliseconds, comment.text, comment.by)
    }
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
    /// The take as it was.
    public let before: Take
  }
}
