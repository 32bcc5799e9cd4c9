/// The faults of whole segments. The table `fault` contains these negative numbers instead of the
/// offset of a line.
enum Fault {
  /// The contents of the segment don't match its name.
  static let altered = -1
  /// The file is missing, and with it at least one record that is in no other segment.
  static let lost = -2
  /// The file is longer than `RecordLog.byteLimit` and is not read.
  static let tooLong = -3
  /// The maximum number of unreadable lines that are noted for one segment.
  static let limit = 20
}
