internal import POSIX

/// What a program asks its surroundings for and passes in, so that no verb depends on them.
public enum ProcessEnvironment {
  /// Today's date in UTC.
  public static var today: Day { Day(secondsSince1970: Int(time(nil))) }

  /// The bytes of an environment variable; `nil` if it is unset or empty.
  public static func environment(_ name: String) -> [UInt8]? {
    guard let value = unsafe getenv(name), unsafe value[0] != 0 else { return nil }
    return unsafe Array(UnsafeBufferPointer(start: value, count: strlen(value)))
      .map(UInt8.init(bitPattern:))
  }
}
