import Testing

@testable import Model

@Suite("Elements grouped by a key")
struct Groupings {
  @Test("stand in the order of the first of each, and in their own")
  func order() {
    let groups = ["ba", "ab", "c", "bb", "aa"].groupedInOrder { $0.first }
    #expect(groups.map(\.key) == ["b", "a", "c"])
    #expect(groups.map(\.elements) == [["ba", "bb"], ["ab", "aa"], ["c"]])
    #expect([Int]().groupedInOrder { $0 }.isEmpty)
  }
}
