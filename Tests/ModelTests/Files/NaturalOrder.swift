import Model
import Testing

@Suite("Natural order")
struct NaturalOrder {
  @Test(
    "Numbers in names are compared as numbers",
    arguments: [
      ["shot-1", "shot-2", "shot-10", "shot-10a", "shot-11"], ["1", "2", "10", "10.5", "a"],
      ["a", "a1", "a1b", "a2"], ["shot-002", "shot-10", "shot-0011"], ["a", "aa", "b"],
      ["shot-0", "shot-00", "shot-1"], ["99999999999999999998", "99999999999999999999", "a"],
      ["s1e2", "s1e10", "s2e1"], ["Z", "a", "é"],
    ])
  func order(names: [String]) throws {
    let paths = try names.map { try #require(FilePath($0)) }
    #expect(paths.reversed().sorted { $0.naturallyPrecedes($1) } == paths)
    for path in paths { #expect(!path.naturallyPrecedes(path)) }
  }
}
