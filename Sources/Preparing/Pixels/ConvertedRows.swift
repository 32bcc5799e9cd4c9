internal import Decoding
internal import Media
internal import Model

/// Receives the rows of a picture as it is stored, and passes them on in sRGB, optionally only a
/// part of them.
///
/// A decoder delivers rows one after another from a single thread at any time, so no state
/// needs a lock; therefore `@unchecked Sendable` is safe.
final class ConvertedRows: PixelSink, @unchecked Sendable {
  /// A receiver of converted rows.
  protocol RowSink: AnyObject {
    /// Prepares for a part of this size with this many channels per pixel; returns `false` when
    /// memory runs out.
    func begin(_ size: PixelSize, channels: Int) -> Bool
    /// Receives `count` contiguous rows; `first` is the index of the first one within the part.
    func add(_ rows: UnsafeRawBufferPointer, first: Int, count: Int)
  }

  private let profile: [UInt8]?
  private let color: ColorSpace
  /// The expected size of the stored picture.
  private let size: PixelSize
  /// The requested part, in pixels of the stored picture.
  private let part: PixelBox
  private let sink: any RowSink
  private var layout: PixelLayout?
  private var transform: ColorTransform?
  private var row = 0
  private var converted: [UInt8] = []
  /// The reason why decoding was declined, or why rows are missing; `nil` without one.
  private(set) var failure: String?

  private static let maximumRows = 32

  init(
    _ size: PixelSize, part: PixelBox, profile: [UInt8]?, _ color: ColorSpace,
    into sink: any RowSink
  ) {
    self.size = size
    self.part = part
    self.profile = profile
    self.color = color
    self.sink = sink
  }

  /// Returns the bytes of memory that conversion holds.
  static func memory(for size: PixelSize) -> Int { 4 * size.width * maximumRows }

  func begin(_ layout: PixelLayout) -> Bool {
    guard layout.size == size else {
      failure = "it has \(layout.size) px instead of \(size)"
      return false
    }
    do throws(ColorFailure) {
      let transform = try ColorTransform(layout, profile: profile, color)
      self.layout = layout
      self.transform = transform
      return sink.begin(part.size, channels: transform.channels)
    } catch {
      failure =
        error == .unusable
        ? "its colours (\(color.name)) can't be converted to sRGB" : error.summary
      return false
    }
  }

  func append(_ rows: UnsafeRawBufferPointer) {
    guard let layout, layout.rowBytes > 0 else { return }
    let count = rows.count / layout.rowBytes
    var done = 0
    while done < count {
      let batch = min(Self.maximumRows, count - done)
      let bytes = done * layout.rowBytes..<(done + batch) * layout.rowBytes
      unsafe convert(UnsafeRawBufferPointer(rebasing: rows[bytes]), batch)
      done += batch
    }
  }

  /// Converts one batch of rows and passes on what lies within the part.
  private func convert(_ rows: UnsafeRawBufferPointer, _ count: Int) {
    defer { row += count }
    // Only rows within the part are converted.
    let first = max(row, part.y)
    let last = min(row + count, part.y + part.height)
    guard let layout, let transform, first < last, failure == nil else { return }
    let wanted = (first - row) * layout.rowBytes..<(last - row) * layout.rowBytes
    let source = unsafe UnsafeRawBufferPointer(rebasing: rows[wanted])
    let pixels = (last - first) * size.width
    let channels = transform.channels
    if converted.count < pixels * channels {
      converted = [UInt8](
        repeating: 0, count: min(size.height, Self.maximumRows) * size.width * channels)
    }
    unsafe converted.withUnsafeMutableBytes { converted in
      do throws(ColorFailure) {
        try unsafe transform.convert(source, count: pixels, into: converted)
      } catch {
        failure = error.summary
      }
    }
    guard failure == nil else { return }
    cut(rows: last - first, channels)
    let byteCount = (last - first) * part.width * channels
    unsafe converted.withUnsafeBytes {
      unsafe sink.add(
        UnsafeRawBufferPointer(rebasing: $0[..<byteCount]), first: first - part.y,
        count: last - first)
    }
  }

  /// Moves the requested columns of converted rows together.
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
