internal import Files
internal import Library
internal import Media

/// What a reviewer sends back: the file `review-answers/1`, written by the page of `take share`.
///
/// It comes from outside, so nothing in it is trusted: it only says what was answered about which
/// takes, and under what name.
public struct ReviewAnswers: Hashable, Sendable {
  /// The id of the review that was answered.
  public var review: String
  /// The name that the reviewer gave.
  public var by: String
  public var takes: [Answer]

  /// The maximum size of the file in bytes.
  public static let byteLimit = 4 << 20
  /// The maximum number of takes, and of comments on one.
  package static let maximumCount = 1000

  /// The answer about one take.
  public struct Answer: Hashable, Sendable {
    /// The digest of the bundle that the take was rendered from.
    public var bundle: Digest
    /// The digest of the file that came back.
    public var file: Digest
    /// The decision that the reviewer saw.
    public var was: Take.Result
    /// The reviewer's decision; `nil` if there is none.
    public var result: Take.Result?
    public var comments: [Comment] = []

    package init(bundle: Digest, file: Digest, was: Take.Result) {
      (self.bundle, self.file, self.was) = (bundle, file, was)
    }
  }

  /// A comment on a take, or on a moment of it.
  public struct Comment: Hashable, Sendable {
    /// The moment of the clip, from its start; `nil` for the take as a whole.
    public var milliseconds: Int?
    public var text: String

    package init(_ text: String, milliseconds: Int? = nil) {
      (self.text, self.milliseconds) = (text, milliseconds)
    }
  }

  package init(review: String, by: String, takes: [Answer]) {
    (self.review, self.by, self.takes) = (review, by, takes)
  }

  /// Reads the answers in a file.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if it can't be read, or has no answers.
  public init(at path: FilePath) throws {
    switch TextFile.read(path, limit: Self.byteLimit) {
    case .success(let bytes): try self.init(bytes: bytes)
    case .failure(let problem):
      throw ElementLibraryError.invalidRequest(
        "\(path): \(problem.message)", fix: "name the file that the page of the review has saved")
    }
  }

  /// Reads answers.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if it has no answers to a review.
  public init(bytes: [UInt8]) throws {
    do {
      try self.init(JSONParser.parse(bytes))
    } catch {
      let reason = (error as? any CastbookError)?.message ?? "\(error)"
      throw ElementLibraryError.invalidRequest(
        "these are no answers to a review: \(reason)",
        fix: "name the file that the page of the review has saved")
    }
  }

  package static let schema = "review-answers/1"
}

extension ReviewAnswers: StoredObject {
  package static let objectName = "answers"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema(Self.schema)
    review = try fields.required("review", \.review)
    by = try fields.required("by", \.by)
    takes = try fields.required("takes", \.takes)
    try fields.require(
      takes.count <= Self.maximumCount,
      "it has \(takes.count) takes; the limit is \(Self.maximumCount)")
  }
}

extension ReviewAnswers.Answer: StoredObject {
  package static let objectName = "an answer"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    bundle = try fields.required("bundle", \.bundle)
    file = try fields.required("sha256", \.file)
    was = try fields.required("was", \.was)
    result = try fields.optional("result", \.result)
    comments = try fields.value("comments", \.comments, default: [])
    try fields.require(
      comments.count <= ReviewAnswers.maximumCount,
      "it has \(comments.count) comments; the limit is \(ReviewAnswers.maximumCount)")
  }
}

extension ReviewAnswers.Comment: StoredObject {
  package static let objectName = "a comment"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    milliseconds = try fields.optional(
      "milliseconds", \.milliseconds, in: TakeComment.moments)
    text = try fields.required("text", \.text)
  }
}
