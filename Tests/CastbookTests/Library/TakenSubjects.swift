import Model
import Testing

@testable import LibraryVerbs

/// A product or a place in a take: when it is noted, and when not.
@Suite("A subject of a take") struct TakenSubjects {
  private func subject(_ likenesses: [Double], isClip: Bool = true) throws -> TakenSubject {
    TakenSubject(
      handle: try Handle("mug"),
      moments: likenesses.enumerated().map {
        TakenSubject.Moment(
          milliseconds: isClip ? 500 * $0.offset : nil, likeness: $0.element)
      })
  }

  @Test("is noted at the moment that shows it least, if another moment shows it")
  func changed() throws {
    let changed = try subject([0.4, 0.8, 0.1, 0.05])
    #expect(changed.isShown)
    #expect(changed.best?.milliseconds == 500)
    #expect(changed.finding?.rule == .takeOtherSubject)
    #expect(changed.finding?.severity == .note)
    #expect(
      changed.finding?.message == "at 1.5 s it seems to show something other than @mug")
    #expect(changed.finding?.measured == "0.05")
  }

  @Test(
    "is not noted if every moment shows it, if none does, and in a picture",
    arguments: [[0.9, 0.5, 0.15], [0.4, 0.0], []])
  func fine(likenesses: [Double]) throws {
    #expect(try subject(likenesses).finding == nil)
    #expect(try subject([0.8, 0.0], isClip: false).finding == nil)
  }
}
