import Foundation

/// The extent of a test run.
package enum TestRun {
  /// Whether tests that take minutes are included, which `Scripts/test --long` requests by setting
  /// `CASTBOOK_LONG=1`.
  package static let isLong = ProcessInfo.processInfo.environment["CASTBOOK_LONG"] != nil

  /// All values in a long run, otherwise `count` of them, from the first to the last.
  package static func some<Value>(_ all: [Value], _ count: Int) -> [Value] {
    isLong ? all : spread(all, count)
  }

  /// `count` of the values, from the first to the last; `inLongRun` of them in a long run.
  package static func some<Value>(
    _ all: [Value], _ count: Int, inLongRun: Int
  ) -> [Value] {
    spread(all, isLong ? inLongRun : count)
  }

  private static func spread<Value>(_ all: [Value], _ count: Int) -> [Value] {
    guard all.count > count, count > 1 else { return all }
    return (0..<count).map { all[$0 * (all.count - 1) / (count - 1)] }
  }

  /// Numbers from 1 to the last: all of them in a long run, otherwise `count` random ones.
  package static func sample(_ count: Int, of last: Int, seed: Int) -> [Int] {
    guard !isLong, last > count else { return Array(1...max(1, last)) }
    var generator = SeededGenerator(seed: seed)
    return Array((1...last).shuffled(using: &generator).prefix(count)).sorted()
  }
}
