internal import Decoding
internal import Model

/// Makes rows of the bytes that a decoder's process writes: its header first, and then exactly as many as
/// that says. The process may have been taken over by its file; what it writes is believed no more than
/// what it says.
@safe final class PixelStream {
  /// Rows are handed over together until they are so many bytes.
  static let batch = 64 << 10

  enum State: Equatable {
    case header
    case rows
    /// All rows have been handed over.
    case whole
    case declined
    /// What came is not what must come.
    case broken(String)
  }

  private(set) var state = State.header
  private(set) var layout: PixelLayout?

  private let expected: PixelSize?
  private let sink: any PixelSink
  private var header: [UInt8] = []
  private var memory: UnsafeMutableRawBufferPointer?
  private var filled = 0
  private var rowsLeft = 0

  init(expecting size: PixelSize?, into sink: any PixelSink) {
    expected = size
    self.sink = sink
  }

  deinit { unsafe memory?.deallocate() }

  /// Takes what comes next; false when no more is wanted.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let count: Int
      switch state {
      case .header: count = unsafe takeHeader(rest)
      case .rows: count = unsafe takeRows(rest)
      case .whole:
        state = .broken("its decoder returned too many rows")
        return false
      case .declined, .broken: return false
      }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    switch state {
    case .header, .rows, .whole: return true
    case .declined, .broken: return false
    }
  }

  private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    let count = min(bytes.count, PixelLayout.headerBytes - header.count)
    unsafe header += bytes[..<count]
    guard header.count == PixelLayout.headerBytes else { return count }
    guard let layout = PixelLayout(header: header) else {
      state = .broken("its decoder returned invalid pixels")
      return count
    }
    if let expected, expected != layout.size {
      state = .broken(
        "the header says \(expected) px, the picture has \(layout.size) px")
      return count
    }
    self.layout = layout
    guard sink.begin(layout) else {
      state = .declined
      return count
    }
    rowsLeft = layout.size.height
    let rows = min(max(1, Self.batch / layout.rowBytes), rowsLeft)
    unsafe memory = .allocate(byteCount: rows * layout.rowBytes, alignment: 16)
    state = .rows
    return count
  }

  private func takeRows(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard let memory = unsafe memory, let rowBytes = layout?.rowBytes else { return bytes.count }
    let room = min(memory.count, rowsLeft * rowBytes)
    let count = min(bytes.count, room - filled)
    let free = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[filled..<(filled + count)])
    unsafe free.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    filled += count
    guard filled == room else { return count }
    unsafe sink.take(UnsafeRawBufferPointer(rebasing: memory[..<room]))
    rowsLeft -= room / rowBytes
    filled = 0
    if rowsLeft == 0 { state = .whole }
    return count
  }
}
