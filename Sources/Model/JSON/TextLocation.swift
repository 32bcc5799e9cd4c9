/// A position in a text as editors count it: lines and columns from 1, columns in characters.
public struct TextLocation: Hashable, CustomStringConvertible, Comparable, Sendable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Converts the offset of a byte into a line and a column.
  public init(of offset: Int, in bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    let lineStart = (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    line = before.count { $0 == UInt8(ascii: "\n") } + 1
    column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
  }

  public var description: String { "line \(line), column \(column)" }

  /// The position as compilers write it after a file's name: `9:14`.
  public var short: String { "\(line):\(column)" }

  public static func < (left: TextLocation, right: TextLocation) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
