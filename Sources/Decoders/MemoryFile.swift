/// A file's bytes behind the calls that C libraries read files with. Whoever makes one sees to it
/// that the bytes outlive it.
@safe final class MemoryFile {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  var count: Int { unsafe bytes.count }
  var start: UnsafeRawPointer? { unsafe bytes.baseAddress }

  /// Copies what is left, at most `wanted` bytes; says how many.
  func read(into memory: UnsafeMutableRawPointer, _ wanted: Int) -> Int {
    let step = min(wanted, count - position)
    guard step > 0, let start = unsafe start else { return 0 }
    unsafe memory.copyMemory(from: start + position, byteCount: step)
    position += step
    return step
  }

  /// What a new place is counted from.
  enum Origin {
    case start, here, end
  }

  /// Moves, and says where to; beyond the end there is nothing to read.
  func seek(_ offset: Int, from origin: Origin) -> Int? {
    let base =
      switch origin {
      case .start: 0
      case .here: position
      case .end: count
      }
    let (target, overflow) = base.addingReportingOverflow(offset)
    guard !overflow, target >= 0 else { return nil }
    position = min(target, count)
    return target
  }
}
