/// A comment on a take, with the name of its record, by which it is withdrawn.
public struct NotedComment: Hashable, Sendable {
  public let comment: TakeComment
  /// The SHA-256 of its record.
  public let record: Digest

  package init(_ comment: TakeComment, record: Digest) {
    self.comment = comment
    self.record = record
  }
}

extension NotedComment: JSONConvertible {
  public var json: JSONValue {
    [
      "id": record, "at": comment.at, "by": comment.by.nonEmpty,
      "milliseconds": comment.milliseconds, "text": comment.text,
    ]
  }
}
