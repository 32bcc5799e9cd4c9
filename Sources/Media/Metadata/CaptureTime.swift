internal import Files
package import Model

/// The time at which a picture was taken, by the clock of its camera.
///
/// Only differences between pictures from one camera are meaningful.
package struct CaptureTime: Hashable, Sendable {
  /// Seconds since the beginning of the year 0, counting every month as 31 days.
  package let seconds: Int

  /// Parses EXIF's format, such as `2026:11:23 14:05:09`.
  ///
  /// The result is `nil` for anything else, and for a clock that was never set.
  init?(_ text: some Sequence<UInt8>) {
    let bytes = Array(text.prefix(19))
    guard bytes.count == 19 else { return nil }
    var fields: [Int] = []
    for (start, count) in [(0, 4), (5, 2), (8, 2), (11, 2), (14, 2), (17, 2)] {
      var number = 0
      for byte in bytes[start..<start + count] {
        guard (48...57).contains(byte) else { return nil }
        number = number * 10 + Int(byte) - 48
      }
      fields.append(number)
    }
    let (year, month, day) = (fields[0], fields[1], fields[2])
    let (hour, minute, second) = (fields[3], fields[4], fields[5])
    guard year > 1900, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
      second < 62
    else { return nil }
    let days = (year * 12 + month - 1) * 31 + day - 1
    seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
  }

  /// Reads the time in the EXIF of a file, or returns `nil` if there is none or it can't be
  /// read.
  package init?(of path: FilePath, _ format: MediaFormat) {
    guard let file = try? ReadableFile(reading: path), let bytes = try? file.readAll(),
      let time = MetadataSurvey(of: bytes, format).captured
    else { return nil }
    self = time
  }
}
