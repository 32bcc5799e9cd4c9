/// A file in memory, with the calls that C libraries read files through.
///
/// The caller keeps the bytes alive for as long as the instance.
@safe final class MemoryFile {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// Reads from the beginning of the bytes.
  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  /// The length of the file in bytes.
  var count: Int { unsafe bytes.count }
  /// The first byte of the file.
  var start: UnsafeRawPointer? { unsafe bytes.baseAddress }

  /// Copies the next bytes, at most `wanted`, and returns their number.
  func read(into memory: UnsafeMutableRawPointer, _ wanted: Int) -> Int {
    let step = min(wanted, count - position)
    guard step > 0, let start = unsafe start else { return 0 }
    unsafe memory.copyMemory(from: start + position, byteCount: step)
    position += step
    return step
  }

  /// The origin of an offset for `seek(_:from:)`.
  enum Origin {
    case start, current, end
  }

  /// Moves the position and returns it, or `nil` when it would be negative. Behind the end
  /// there is nothing to read.
  func seek(_ offset: Int, from origin: Origin) -> Int? {
    let base =
      switch origin {
      case .start: 0
      case .current: position
      case .end: count
      }
    let (target, overflow) = base.addingReportingOverflow(offset)
    guard !overflow, target >= 0 else { return nil }
    position = min(target, count)
    return target
  }
}
