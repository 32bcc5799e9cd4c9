internal import Files
internal import Media

/// Lists of paths as other programs hand them over: one a line, or each closed by a zero.
public enum PathList {
  /// The paths in a text; with a zero anywhere in it, zeros part them, else line ends.
  public static func paths(in bytes: [UInt8]) -> [FilePath] {
    let separator: UInt8 = bytes.contains(0) ? 0 : UInt8(ascii: "\n")
    return bytes.split(separator: separator).compactMap { line in
      let isLine = separator != 0 && line.last == UInt8(ascii: "\r")
      return FilePath(bytes: isLine ? line.dropLast() : line)
    }
  }

  /// The paths on standard input.
  public static func fromStandardInput() throws -> [FilePath] {
    switch StandardInput.read(limit: 256 << 20) {
    case .success(let bytes): return paths(in: bytes)
    case .failure(let failure): throw UnreadableList(reason: failure.words)
    }
  }
}

/// The list on standard input can't be read.
public struct UnreadableList: Error, Sendable {
  public let reason: String
}

extension UnreadableList: CustomStringConvertible {
  public var description: String { "the list on standard input \(reason)" }
}
