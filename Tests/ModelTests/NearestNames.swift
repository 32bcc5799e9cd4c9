import Model
import TestSupport
import Testing

@Suite struct NearestNames {
  @Test(
    "The distance counts inserted, removed and replaced letters, and swapped neighbours",
    arguments: [
      ("", "", 0), ("check", "check", 0), ("", "abc", 3), ("chekc", "check", 1),
      ("chck", "check", 1),
      ("chexk", "check", 1), ("cheeck", "check", 1), ("kitten", "sitting", 3), ("ca", "abc", 3),
      ("米拉", "米啦", 1),
    ])
  func distance(left: String, right: String, expected: Int) {
    #expect(editDistance(left, right) == expected)
  }

  @Test(
    "The distance is symmetric, at least the difference of the lengths, and at most the longer length"
  )
  func properties() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      let words = (0..<2).map { _ in
        String(
          (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            ["a", "b", "c"].randomElement(using: &generator) ?? "a"
          }.joined())
      }
      let distance = editDistance(words[0], words[1])
      #expect(distance == editDistance(words[1], words[0]))
      #expect((distance == 0) == (words[0] == words[1]))
      #expect(distance >= abs(words[0].count - words[1].count))
      #expect(distance <= max(words[0].count, words[1].count))
    }
  }

  @Test("One swap, insertion, removal or replacement anywhere is a distance of 1")
  func singleEdits() {
    let word = Array("prepare")
    for index in word.indices {
      var removed = word
      removed.remove(at: index)
      var inserted = word
      inserted.insert("z", at: index)
      var replaced = word
      replaced[index] = "z"
      var swapped = word
      if index > 0 { swapped.swapAt(index, index - 1) }
      for edited in [removed, inserted, replaced] + (swapped == word ? [] : [swapped]) {
        #expect(editDistance(String(edited), "prepare") == 1, "\(String(edited))")
      }
    }
  }

  @Test(
    "The nearest name is within 2 edits, or the only one with that prefix",
    arguments: [
      ("chekc", "check"), ("CHECK", "check"), ("reg", nil), ("regis", nil), ("unreg", "unregister"),
      ("pre", "prepare"), ("pr", nil), ("registrs", "register"), ("zz", nil), ("gx", "gc"),
      ("xx", nil), ("", nil), ("completely-else", nil),
    ])
  func nearest(word: String, expected: String?) {
    let names = ["check", "register", "registrations", "unregister", "prepare", "gc"]
    #expect(nearestName(to: word, among: names) == expected)
  }

  @Test("An empty list of names has no nearest name")
  func noNames() {
    #expect(nearestName(to: "check", among: []) == nil)
  }
}

/// A linear congruential generator, so that a failure can be reproduced.
