internal import Castbook
internal import Model

/// An answer of a tool as it is kept for a repeated call: `kept-answer/1`.
struct KeptAnswer: Hashable {
  /// The SHA-256 of the call.
  let request: Digest
  let summary: String
  let next: [String]
  var data: JSONValue?

  init(_ answer: ToolAnswer, to request: Digest) {
    self.request = request
    (summary, next, data) = (answer.summary, answer.next, answer.data)
  }

  /// The answer, without a picture.
  var answer: ToolAnswer {
    var answer = ToolAnswer(summary)
    (answer.next, answer.data) = (next, data)
    return answer
  }
}

extension KeptAnswer: StoredObject {
  init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("kept-answer/1")
    request = try fields.required("request", \.request)
    summary = try fields.required("summary", \.summary)
    next = try fields.value("next", \.next, default: [])
    data = try fields.optional("data", \.data)
  }
}
