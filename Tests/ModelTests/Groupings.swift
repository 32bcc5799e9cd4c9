import Testing

@testable import Model

@Suite("Elements grouped by a key")
struct Groupings {
  @Test("are in order of each group's first element, and keep their order within a group")
  func order() {
    let groups = ["ba", "ab", "c", "bb", "aa"].groupedInOrder { $0.first }
    #expect(groups.map(\.key) == ["b", "a", "c"])
    #expect(groups.map(\.elements) == [["ba", "bb"], ["ab", "aa"], ["c"]])
    #expect([Int]().groupedInOrder { $0 }.isEmpty)
  }
}
