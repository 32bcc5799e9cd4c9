/// A system call that changed something on disk, or would have, as `castbook-crash` reports it.
public struct CrashCall: Hashable, Sendable {
  /// The result of a call.
  public enum Result: Hashable, Sendable {
    case returned(Int)
    /// The call failed with an error, by its name: `ENOSPC`.
    case failed(String)
    /// Its thread ended inside it, or was killed before it.
    case never
  }

  /// Its number among all calls that count, from 1.
  public let number: Int
  public let process: Int
  public let thread: Int
  /// The name of the system call: `pwrite64`.
  public let name: String
  public let result: Result
  /// The absolute path of what it changes, without symbolic links; empty if it is the whole disk.
  public let path: String
  /// The new name, the source of a copy or the target of a symbolic link.
  public let secondPath: String?
  /// Further details by key: `offset`, `size`, `mode`, `makes`, `truncate`, `sync`, `file` (an
  /// inode), `parent`, `other` and `own` (the times of a folder after the call)…
  public let details: [String: String]
}

extension CrashCall {
  /// Reads a line of a log; `nil` for another kind of line.
  init?(line: Substring) {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard columns.count == 8, let number = Int(columns[0]), let process = Int(columns[1]),
      let thread = Int(columns[2])
    else { return nil }
    self.number = number
    self.process = process
    self.thread = thread
    name = String(columns[3])
    if let value = Int(columns[4]) {
      result = .returned(value)
    } else {
      result = columns[4] == "?" ? .never : .failed(String(columns[4].dropFirst()))
    }
    path = Self.path(columns[5]) ?? ""
    secondPath = Self.path(columns[6])
    let pairs = columns[7].split(separator: " ").map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1)
      return (String(halves[0]), String(halves.last ?? ""))
    }
    details = Dictionary(pairs) { $1 }
  }

  /// Reads a path in a line, where `\x09` is a tab.
  private static func path(_ column: Substring) -> String? {
    guard column != "-" else { return nil }
    var text = ""
    var rest = column
    while let backslash = rest.firstIndex(of: "\\") {
      text += rest[..<backslash]
      let code = rest[backslash...].dropFirst(2).prefix(2)
      if let scalar = UInt8(code, radix: 16).map(Unicode.Scalar.init) {
        text.unicodeScalars.append(scalar)
      }
      rest = rest[code.endIndex...]
    }
    return text + rest
  }

  /// A number among the details.
  public func number(_ key: String) -> Int? { details[key].flatMap { Int($0) } }

  /// The times of a folder among the details.
  func times(_ key: String) -> FolderTimes.Times? {
    let numbers = (details[key] ?? "").split(separator: "+").compactMap { Int($0) }
    guard numbers.count == 2 else { return nil }
    return FolderTimes.Times(modified: numbers[0], changed: numbers[1])
  }

  /// Whether a detail is present: `call.has("makes")`.
  public func has(_ key: String) -> Bool { details[key] != nil }

  /// Whether it writes bytes that can be torn: from memory, or from another file.
  public var isWrite: Bool {
    ["write", "pwrite64", "writev", "pwritev", "pwritev2", "copy_file_range", "sendfile"]
      .contains(name)
  }

  /// Whether it makes something durable.
  public var isSync: Bool {
    ["fsync", "fdatasync", "syncfs", "sync"].contains(name) || (name == "msync" && has("sync"))
  }
}

extension CrashCall: CustomStringConvertible {
  public var description: String {
    let hidden: Set = ["file", "bytes", "parent", "other", "own"]
    let facts = details.filter { !hidden.contains($0.key) }
      .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let outcome =
      switch result {
      case .returned(let value): value == 0 ? [] : ["= \(value)"]
      case .failed(let error): ["= \(error)"]
      case .never: ["= never"]
      }
    let words = [name, path] + (secondPath.map { ["→ \($0)"] } ?? []) + facts + outcome
    return "\(number) " + words.joined(separator: " ")
  }
}
