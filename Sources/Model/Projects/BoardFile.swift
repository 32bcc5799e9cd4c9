/// A project's `castbook.board`: the order of its shots, and what the project may cost.
///
/// Shots that it doesn't name come after those that it names. `docs/board.md` describes the format.
///
/// ```swift
/// var board = try BoardFile(bytes: bytes)
/// board.order(["lobby.md", "street.md"])
/// ```
public struct BoardFile: Hashable, Sendable {
  /// The shot files in their order, each once, as paths below the project's folder.
  public private(set) var shots: [String] = []
  /// The maximum of what is spent on the project, at most one amount in a currency.
  public private(set) var limits: [Cost] = []
  /// The comment lines that users wrote, without the heading; they are kept.
  private var comments: [String] = []

  public static let name = "castbook.board"
  /// The newest format that can be read.
  public static let format = 1
  /// The maximum size of a file in bytes.
  public static let byteLimit = 1 << 20
  /// The comment in the first line.
  static let heading = "# castbook.board: the order of this project's shots. Commit it."
  /// The maximum number of limits.
  private static let maximumLimits = 16

  /// Creates a board without shots.
  public init() {}

  /// Returns shot files in the order of the board, followed by those that it doesn't name.
  public func inOrder(_ files: [String]) -> [String] {
    let all = Set(files)
    let named = shots.filter(all.contains)
    let isNamed = Set(named)
    return named + files.filter { !isNamed.contains($0) }
  }

  /// Sets the order of all shots.
  public mutating func order(_ files: [String]) {
    var seen: Set<String> = []
    shots = files.filter { seen.insert($0).inserted }
  }

  /// Sets what may be spent on the project. Of several amounts in a currency, the first counts.
  public mutating func limit(to limits: [Cost]) {
    var seen: Set<String> = []
    self.limits = limits.filter { seen.insert($0.currency).inserted }
  }

  /// Gives a shot file another name in the same place.
  public mutating func rename(_ file: String, to name: String) {
    order(shots.map { $0 == file ? name : $0 })
  }

  /// The complete text of the file.
  public var bytes: [UInt8] {
    let lines =
      [Self.heading] + comments + ["format \(Self.format)"]
      + limits.map { "limit \($0.amount) \($0.currency)" }
      + shots.map { "shot \($0)" }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}

/// The reason why a `castbook.board` can't be used.
public struct BoardFileError: CastbookError, Hashable {
  /// The line with the problem, from 1; `nil` for a problem of the file as a whole.
  public let line: Int?
  /// What is wrong, without the line.
  let reason: String

  package init(_ reason: String, line: Int? = nil) {
    self.reason = reason
    self.line = line
  }

  public var blame: Blame { .failure }
  public var rule: String { "board.unreadable" }
  public var fix: String? {
    "correct the line; without the file, the order of shots and the limit are lost"
  }
  public var message: String { (line.map { "line \($0): " } ?? "") + reason }
}

extension BoardFile {
  /// Reads a board, with its lines in any order.
  ///
  /// - Throws: `BoardFileError` with the number of the first wrong line.
  public init(bytes: [UInt8]) throws(BoardFileError) {
    guard bytes.count <= Self.byteLimit else {
      throw BoardFileError("it has \(bytes.count) bytes; the limit is \(Self.byteLimit)")
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw BoardFileError("it is not UTF-8")
    }
    var files: [String] = []
    var limits: [Cost] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = TextRule.trimmed(String(line))
      let end = line.firstIndex(of: " ") ?? line.endIndex
      let value = TextRule.trimmed(String(line[end...]))
      func wrong(_ reason: String) -> BoardFileError { BoardFileError(reason, line: index + 1) }
      switch line[..<end] {
      case "": continue
      case let word where word.hasPrefix("#"):
        if line != Self.heading, !comments.contains(line) { comments.append(line) }
      case "format":
        guard let format = Int(value), (1...Self.format).contains(format) else {
          throw wrong(
            "\"\(sanitized(line))\": this version reads formats up to \(Self.format)")
        }
      case "limit":
        guard value.contains(" "), let limit = Cost(typedWithCurrency: value) else {
          throw wrong("\"\(sanitized(value))\" is not an amount such as 5 USD")
        }
        guard !limits.contains(where: { $0.currency == limit.currency }),
          limits.count < Self.maximumLimits
        else { throw wrong("a second limit in \(limit.currency)") }
        limits.append(limit)
      case "shot":
        guard Self.isPath(value) else {
          throw wrong("\"\(sanitized(value))\" is not a path below the project's folder")
        }
        files.append(value)
      default: throw wrong("\"\(sanitized(String(line.prefix(80))))\" is not a line of a board")
      }
    }
    order(files)
    limit(to: limits)
  }

  /// Whether a text is a path of a file below a folder that a line can contain: without `.`, `..`,
  /// line breaks, and white space at its ends.
  public static func isPath(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return text.utf8.count <= 1000 && TextRule.trimmed(text) == text
      && !text.contains(where: \.isNewline)
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
      && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }
}
