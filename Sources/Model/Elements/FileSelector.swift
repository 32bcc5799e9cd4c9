/// Files of an element as people name them: `3`, `6-8`, `IMG_4205.JPG`.
public enum FileSelector: Hashable, Sendable {
  case numbers(ClosedRange<Int>)
  case name(String)

  private static let possibleNumbers = 1...100_000

  /// `nil` for an empty text, for a number that no file has, and for a range that ends before it begins.
  public init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    let isNumeric = ends.allSatisfy {
      !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    guard isNumeric, ends.count <= 2 else {
      self = .name(text)
      return
    }
    guard let first = Int(ends[0]), let last = Int(ends[ends.count - 1]), first <= last,
      Self.possibleNumbers.contains(first), Self.possibleNumbers.contains(last)
    else { return nil }
    self = .numbers(first...last)
  }

  public var isName: Bool { if case .name = self { true } else { false } }

  /// The numbers of the files it means, among files with these names in their order. A name may lack its suffix, and
  /// its case does not matter, as long as only one file is meant.
  public func numbers(among names: [String]) throws(FileSelectorError) -> [Int] {
    switch self {
    case .numbers(let range): return Array(range)
    case .name(let name):
      let folded = name.lowercased()
      let ways: [(String) -> Bool] = [
        { $0 == name }, { $0.lowercased() == folded }, { Self.stem($0.lowercased()) == folded },
      ]
      for isMeant in ways {
        let found = names.indices.filter { isMeant(names[$0]) }
        if found.count == 1 { return [found[0] + 1] }
        if found.count > 1 {
          throw FileSelectorError(name: name, numbers: found.map { $0 + 1 }, nearest: nil)
        }
      }
      throw FileSelectorError(
        name: name, numbers: [], nearest: Self.nearest(to: name, among: names))
    }
  }

  private static func nearest(to name: String, among names: [String]) -> String? {
    if let near = nearestName(to: name, among: names) { return near }
    let stems = names.map(stem)
    return nearestName(to: name, among: stems).flatMap { stems.firstIndex(of: $0) }.map {
      names[$0]
    }
  }

  private static func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}

/// A name that means no file, or several.
public struct FileSelectorError: Error, Hashable, Sendable {
  public let name: String
  /// The files that it may mean; empty where there is none.
  public let numbers: [Int]
  /// The name of a file that was probably meant.
  public let nearest: String?
}
