import Castbook
import DeliveryVerbs
import Model

/// Checks files of answers, which reviewers send.
enum ReviewFiles {
  static func read(_ bytes: [UInt8]) throws {
    let answers: ReviewAnswers
    do {
      answers = try ReviewAnswers(bytes: bytes)
    } catch let error as any CastbookError {
      try must(!error.message.isEmpty && error.fix != nil, "an error without advice")
      return
    }
    try must(answers.takes.count <= 1000, "more takes than a review has")
    try must(
      answers.takes.allSatisfy { $0.comments.count <= 1000 }, "more comments than a take may have")
    let moments = answers.takes.flatMap(\.comments).compactMap(\.milliseconds)
    try must(moments.allSatisfy(TakeComment.moments.contains), "a moment beyond all clips")
    let again = try? ReviewAnswers(bytes: answers.json.compactBytes)
    try must(again == answers, "what was written means something else")
  }
}
