internal import Files
internal import Media

/// Lists of paths as other programs write them: one per line, or each terminated by a zero byte, as
/// `find -print0` does.
public enum PathList {
  /// Returns the paths in a text. If it contains a zero byte, paths are separated by zero bytes,
  /// otherwise by line ends; a carriage return before a line end is dropped.
  public static func paths(in bytes: [UInt8]) -> [FilePath] {
    let separator: UInt8 = bytes.contains(0) ? 0 : UInt8(ascii: "\n")
    return bytes.split(separator: separator).compactMap { line in
      let isLine = separator != 0 && line.last == UInt8(ascii: "\r")
      return FilePath(bytes: isLine ? line.dropLast() : line)
    }
  }

  /// Reads a list of at most 256 MiB from standard input.
  ///
  /// - Throws: `PathListError` if it can't be read.
  public static func fromStandardInput() throws -> [FilePath] {
    switch StandardInput.read(limit: 256 << 20) {
    case .success(let bytes): return paths(in: bytes)
    case .failure(let failure): throw PathListError(reason: failure.message)
    }
  }
}

/// An error that says why the list on standard input can't be read.
public struct PathListError: CastbookError {
  let reason: String

  public var blame: Blame { .failure }
  public var rule: String { "input.unreadable" }
  public var message: String { "the list on standard input \(reason)" }
  public var fix: String? { nil }
}
