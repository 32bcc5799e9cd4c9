internal import Decoding
internal import Media
internal import Model

/// Takes the rows of a picture as it is stored, and hands them on in sRGB: a part of them, where only that
/// is wanted.
///
/// Rows come from one thread at a time, one after the other, so nothing of it is guarded.
final class ConvertedRows: PixelSink, @unchecked Sendable {
  /// Where converted rows go: some rows, side by side, and the number of the first one in the part.
  protocol Taker: AnyObject {
    /// Says what comes: the size of the part, and the values of a pixel; false where there is no memory.
    func begin(_ size: PixelSize, channels: Int) -> Bool
    func take(_ rows: UnsafeRawBufferPointer, first: Int, count: Int)
  }

  private let profile: [UInt8]?
  private let color: ColorSpace
  /// The size that the picture is known to have as it is stored.
  private let size: PixelSize
  /// The part that is wanted, as the picture is stored.
  private let part: PixelBox
  private let taker: any Taker
  private var layout: PixelLayout?
  private var transform: ColorTransform?
  private var row = 0
  private var converted: [UInt8] = []
  private(set) var failure: String?

  /// Rows that are converted at a time.
  private static let mostRows = 32

  init(
    _ size: PixelSize, part: PixelBox, profile: [UInt8]?, _ color: ColorSpace, into taker: any Taker
  ) {
    self.size = size
    self.part = part
    self.profile = profile
    self.color = color
    self.taker = taker
  }

  /// The memory that it takes for itself.
  static func memory(for size: PixelSize) -> Int { 4 * size.width * mostRows }

  func begin(_ layout: PixelLayout) -> Bool {
    guard layout.size == size else {
      failure = "it has \(layout.size) px instead of \(size)"
      return false
    }
    guard let transform = ColorTransform(layout, profile: profile, color) else {
      failure = "its colours (\(color.name)) can't be converted to sRGB"
      return false
    }
    self.layout = layout
    self.transform = transform
    return taker.begin(part.size, channels: transform.channels)
  }

  func take(_ rows: UnsafeRawBufferPointer) {
    guard let layout, layout.rowBytes > 0 else { return }
    let count = rows.count / layout.rowBytes
    var done = 0
    while done < count {
      let some = min(Self.mostRows, count - done)
      let bytes = done * layout.rowBytes..<(done + some) * layout.rowBytes
      unsafe convert(UnsafeRawBufferPointer(rebasing: rows[bytes]), some)
      done += some
    }
  }

  private func convert(_ rows: UnsafeRawBufferPointer, _ count: Int) {
    defer { row += count }
    // Only rows of the part are looked at.
    let first = max(row, part.y)
    let last = min(row + count, part.y + part.height)
    guard let layout, let transform, first < last else { return }
    let wanted = (first - row) * layout.rowBytes..<(last - row) * layout.rowBytes
    let source = unsafe UnsafeRawBufferPointer(rebasing: rows[wanted])
    let pixels = (last - first) * size.width
    let channels = transform.channels
    if converted.count < pixels * channels {
      converted = [UInt8](
        repeating: 0, count: min(size.height, Self.mostRows) * size.width * channels)
    }
    unsafe converted.withUnsafeMutableBytes {
      unsafe transform.convert(source, count: pixels, into: $0)
    }
    cut(rows: last - first, channels)
    let taken = (last - first) * part.width * channels
    unsafe converted.withUnsafeBytes {
      unsafe taker.take(
        UnsafeRawBufferPointer(rebasing: $0[..<taken]), first: first - part.y, count: last - first)
    }
  }

  /// Moves the wanted columns of rows together.
  private func cut(rows: Int, _ channels: Int) {
    guard part.width < size.width else { return }
    let (whole, kept) = (size.width * channels, part.width * channels)
    unsafe converted.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      for row in 0..<rows {
        unsafe (start + row * kept).copyMemory(
          from: start + row * whole + part.x * channels, byteCount: kept)
      }
    }
  }
}
