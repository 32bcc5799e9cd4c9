/// A user's choice of files of an element: `3`, `6-8` or `IMG_4205.JPG`.
///
/// ```swift
/// let selector = FileSelector("front")
/// try selector?.numbers(among: ["front.jpg", "back.jpg"])  // [1]
/// ```
public enum FileSelector: Hashable, Sendable {
  /// File numbers, which start at 1.
  case numbers(ClosedRange<Int>)
  /// A file's name, with or without its suffix.
  case name(String)

  /// The file numbers that a selector may contain.
  private static let validNumbers = 1...100_000

  /// Reads a number, a range of numbers or a name.
  ///
  /// The result is `nil` for an empty text, for a number below 1 or above 100,000, and for a range
  /// that ends before it begins.
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
      Self.validNumbers.contains(first), Self.validNumbers.contains(last)
    else { return nil }
    self = .numbers(first...last)
  }

  /// Whether this is a name rather than numbers.
  public var isName: Bool { if case .name = self { true } else { false } }

  /// Returns the numbers, from 1, of the files that the selector means among files with these
  /// names.
  ///
  /// Numbers are returned without checking that such files exist. A name may lack its suffix and
  /// differ in case, as long as it means exactly one file.
  ///
  /// - Throws: `FileSelectorError` when a name means no file or several.
  public func numbers(among names: [String]) throws(FileSelectorError) -> [Int] {
    switch self {
    case .numbers(let range): return Array(range)
    case .name(let name):
      let folded = name.lowercased()
      let matchers: [(String) -> Bool] = [
        { $0 == name }, { $0.lowercased() == folded }, { Self.stem($0.lowercased()) == folded },
      ]
      for matches in matchers {
        let found = names.indices.filter { matches(names[$0]) }
        if found.count == 1 { return [found[0] + 1] }
        if found.count > 1 {
          throw FileSelectorError(name: name, numbers: found.map { $0 + 1 }, nearest: nil)
        }
      }
      throw FileSelectorError(
        name: name, numbers: [], nearest: Self.nearest(to: name, among: names))
    }
  }

  /// Returns the name that was probably meant, comparing whole names first and then names without
  /// suffixes.
  private static func nearest(to name: String, among names: [String]) -> String? {
    if let near = nearestName(to: name, among: names) { return near }
    let stems = names.map(stem)
    return nearestName(to: name, among: stems).flatMap { stems.firstIndex(of: $0) }.map {
      names[$0]
    }
  }

  /// The name without its suffix.
  private static func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}

/// A name that means no file, or more than one.
public struct FileSelectorError: CastbookError, Hashable {
  /// The name as it was given.
  public let name: String
  /// The numbers of the files that it may mean; empty when it means none.
  public let numbers: [Int]
  /// The name of the file that was probably meant, when no file has the given name.
  public let nearest: String?
}

extension FileSelectorError {
  public var blame: Blame { .usage }
  public var rule: String { "element.no-reference" }

  public var message: String {
    numbers.isEmpty
      ? "no file is called \"\(sanitized(name))\""
      : "\(numbers.count) files are called \"\(sanitized(name))\""
  }

  public var fix: String? {
    numbers.isEmpty
      ? nearest.map { "did you mean \(sanitized($0))?" }
      : "name one by its number: \(numbers.map { "\($0)" }.joined(separator: ", "))"
  }
}
