internal import Files
internal import POSIX

/// What a program asks its surroundings for and passes in, so that no verb depends on them.
public enum ProcessEnvironment {
  /// Today's date in UTC.
  public static var today: Day { Day(secondsSince1970: Int(time(nil))) }

  /// The name of this machine, of at most 64 characters of plain text; empty if it has none.
  package static var hostName: String {
    var bytes = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
    let name = bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    // Names of hosts consist of letters, digits, dots and dashes. Anything else is not shown.
    let isPlain = name.allSatisfy { byte in
      (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\"")
    }
    return isPlain ? String(decoding: name.prefix(64), as: UTF8.self) : ""
  }

  /// What the system calls this machine, where it does.
  package static var machineIdentifier: [UInt8]? {
    FilePath("/etc/machine-id").flatMap { try? FileSystem.read($0, limit: 256) }
  }

  /// The bytes of an environment variable; `nil` if it is unset or empty.
  public static func environment(_ name: String) -> [UInt8]? {
    guard let value = unsafe getenv(name), unsafe value[0] != 0 else { return nil }
    return unsafe Array(UnsafeBufferPointer(start: value, count: strlen(value)))
      .map(UInt8.init(bitPattern:))
  }

  /// The values of all environment variables that hold a key, by their names: `FAL_KEY`,
  /// `REPLICATE_API_TOKEN`.
  public static var secrets: [[UInt8]] {
    var secrets: [[UInt8]] = []
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let text = unsafe Array(UnsafeBufferPointer(start: entry, count: strlen(entry)))
        .map(UInt8.init(bitPattern:))
      let parts = text.split(separator: UInt8(ascii: "="), maxSplits: 1)
      if parts.count == 2, isSecret(String(decoding: parts[0], as: UTF8.self)) {
        secrets.append(Array(parts[1]))
      }
      unsafe next += 1
    }
    return secrets
  }

  /// Returns whether the last word of a variable's name says that its value is a secret.
  private static func isSecret(_ name: String) -> Bool {
    let last = name.split(separator: "_").last?.uppercased()
    return ["KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIALS"].contains(last)
  }
}
