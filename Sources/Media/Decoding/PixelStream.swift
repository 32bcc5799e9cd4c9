internal import Decoding
internal import Model

/// Assembles rows from the bytes that a decoder process writes: first a header, then exactly
/// the rows that the header announces.
///
/// A malicious file may have taken over the process, so its pixels are trusted no more than
/// its answers: every length is checked against the header.
///
/// It is unchecked because the thread that feeds it finishes before its state is read.
@safe final class PixelStream: DecoderOutput, @unchecked Sendable {
  /// The bytes to gather before rows are passed on together.
  static let batchBytes = 64 << 10

  /// How far a stream has come.
  enum State: Equatable {
    /// The header is not complete yet.
    case header
    /// The sink accepted the layout, and rows are arriving.
    case rows
    /// All rows have been handed over.
    case whole
    /// The sink refused the layout.
    case declined
    /// The process sent something other than what its header announced.
    case broken(String)
  }

  /// How far the stream has come.
  private(set) var state = State.header
  /// The layout of the rows, or `nil` while the header is incomplete.
  private(set) var layout: PixelLayout?

  /// The size in the file's header, or `nil` if it is unknown.
  private let expected: PixelSize?
  private let sink: any PixelSink
  private var header: [UInt8] = []
  /// The buffer for one batch of rows.
  private var memory: UnsafeMutableRawBufferPointer?
  /// The bytes of the buffer that are in use.
  private var filled = 0
  /// The rows that are still to arrive, including those in the buffer.
  private var rowsLeft = 0

  /// Creates a stream that passes its rows to `sink`, and refuses a picture of another size.
  init(expecting size: PixelSize? = nil, into sink: any PixelSink) {
    expected = size
    self.sink = sink
  }

  deinit { unsafe memory?.deallocate() }

  /// Consumes the next bytes, and returns `false` when no more are needed.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let count: Int
      switch state {
      case .header: count = unsafe readHeader(rest)
      case .rows: count = unsafe readRows(rest)
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

  /// Prepares for a picture from its header on; that is possible until rows were passed on, or
  /// if they went to a buffer, which starts over when a picture begins again.
  func restart() -> Bool {
    guard state == .header || state == .rows && sink is BufferedPixels else { return false }
    state = .header
    layout = nil
    header = []
    filled = 0
    unsafe memory?.deallocate()
    unsafe memory = nil
    return true
  }

  /// Consumes bytes of the header and returns their number.
  private func readHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    let count = min(bytes.count, PixelLayout.headerBytes - header.count)
    unsafe header += bytes[..<count]
    guard header.count == PixelLayout.headerBytes else { return count }
    guard let layout = PixelLayout(header: header) else {
      state = .broken("its decoder returned invalid pixels")
      return count
    }
    if let expected, expected != layout.size {
      state = .broken("the header says \(expected) px, the picture has \(layout.size) px")
      return count
    }
    self.layout = layout
    guard sink.begin(layout) else {
      state = .declined
      return count
    }
    rowsLeft = layout.size.height
    let rows = min(max(1, Self.batchBytes / layout.rowBytes), rowsLeft)
    unsafe memory = .allocate(byteCount: rows * layout.rowBytes, alignment: 16)
    state = .rows
    return count
  }

  /// Consumes bytes of rows and returns their number; full batches go to the sink.
  private func readRows(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard let memory = unsafe memory, let rowBytes = layout?.rowBytes else { return bytes.count }
    let capacity = min(memory.count, rowsLeft * rowBytes)
    let count = min(bytes.count, capacity - filled)
    let target = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[filled..<(filled + count)])
    unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    filled += count
    guard filled == capacity else { return count }
    unsafe sink.append(UnsafeRawBufferPointer(rebasing: memory[..<capacity]))
    rowsLeft -= capacity / rowBytes
    filled = 0
    if rowsLeft == 0 { state = .whole }
    return count
  }
}
