import Castbook
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs

@Suite("Answers to a review")
struct AnswersOfReviewers {
  @Test("keep every property")
  func shapes() throws {
    let digests = try [1, 2, 3, 4].map {
      try #require(Digest(hex: String(repeating: "0\($0)", count: 32)))
    }
    let comment = ReviewAnswers.Comment("Warmer, please.", milliseconds: 1200)
    var answer = ReviewAnswers.Answer(bundle: digests[0], file: digests[1], was: .kept)
    (answer.result, answer.comments) = (.approved, [comment])
    let other = ReviewAnswers.Answer(bundle: digests[2], file: digests[3], was: .new)
    let shapes = [
      StoredShape(
        ReviewAnswers.self, full: [ReviewAnswers(review: "12ab", by: "Paula", takes: [answer])],
        other: ReviewAnswers(review: "34cd", by: "", takes: [])
      ) { try ReviewAnswers(bytes: $0.json.compactBytes) },
      StoredShape(ReviewAnswers.Answer.self, full: [answer], other: other),
      StoredShape(
        ReviewAnswers.Comment.self, full: [comment], other: ReviewAnswers.Comment("Fine.")),
    ]
    #expect(shapes.flatMap(\.faults) == [])
  }
}
