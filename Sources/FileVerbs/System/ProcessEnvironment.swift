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
}
