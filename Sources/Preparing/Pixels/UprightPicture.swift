internal import CPixels
internal import Model

/// Assembles a copy from rows of the stored picture: scales them, turns them upright, flattens
/// transparency, and adds a border.
final class UprightPicture: ConvertedRows.RowSink {
  private let framing: Framing
  private let orientation: Orientation
  private let backdrop: PixelColor
  private let border: PixelColor
  private var channels = 0
  private var hasAlpha = false
  private var values: [UInt8] = []
  private var flat: [UInt8] = []
  private var placing = castbook_placing_t()
  private var resampler: Resampler?
  private var row = 0

  init(
    _ framing: Framing, _ orientation: Orientation, over backdrop: PixelColor, border: PixelColor
  ) {
    self.framing = framing
    self.orientation = orientation
    self.backdrop = backdrop
    self.border = border
  }

  /// Returns the bytes of memory that the copy and its scaling hold.
  static func memory(for framing: Framing, _ orientation: Orientation) -> Int {
    let (from, to) = sizes(framing, orientation)
    let scaling = framing.isScaled ? Resampler.memory(from: from, to: to, channels: 3) : 0
    return 3 * framing.canvas.pixelCount + scaling + 4 * 64 * from.width
  }

  /// Returns the sizes before and after scaling, in the orientation of the stored picture.
  private static func sizes(
    _ framing: Framing, _ orientation: Orientation
  ) -> (from: PixelSize, to: PixelSize) {
    // Turning back swaps the sides just as turning does.
    (framing.crop.size.upright(orientation), framing.content.upright(orientation))
  }

  /// The size of the scaled content in the orientation of the stored picture.
  private var stored: PixelSize { framing.content.upright(orientation) }

  func begin(_ size: PixelSize, channels: Int) -> Bool {
    hasAlpha = channels == 4
    let isColored = framing.isPadded && !border.isGrey
    self.channels = channels == 1 && !isColored ? 1 : 3
    let (from, to) = Self.sizes(framing, orientation)
    guard size == from else { return false }
    if from != to {
      resampler = Resampler(from: from, to: to, channels: self.channels)
      guard resampler != nil else { return false }
    }
    let canvas = framing.canvas
    if framing.isPadded {
      let pixel = Array(border.channels.prefix(self.channels))
      let line = [UInt8]((0..<canvas.width).flatMap { _ in pixel })
      values.reserveCapacity(canvas.pixelCount * self.channels)
      for _ in 0..<canvas.height { values += line }
    } else {
      values = [UInt8](repeating: 0, count: canvas.pixelCount * self.channels)
    }
    placing = Self.placing(orientation, stored, framing)
    return true
  }

  /// Returns the mapping from the stored picture's pixels to their positions in the copy.
  private static func placing(
    _ orientation: Orientation, _ stored: PixelSize, _ framing: Framing
  ) -> castbook_placing_t {
    let line = framing.canvas.width
    let (right, below) = (stored.width - 1, stored.height - 1)
    // The first pixel's position in the upright content, and the steps to the next column and row.
    let (x, y, across, down): (Int, Int, Int, Int) =
      switch orientation {
      case .upright: (0, 0, 1, line)
      case .mirrored: (right, 0, -1, line)
      case .upsideDown: (right, below, -1, -line)
      case .upsideDownMirrored: (0, below, 1, -line)
      case .leftMirrored: (0, 0, line, 1)
      case .turnedLeft: (below, 0, line, -1)
      case .rightMirrored: (below, right, -line, -1)
      case .turnedRight: (0, right, -line, 1)
      }
    return castbook_placing_t(
      first: Int64((framing.top + y) * line + framing.left + x), across: Int64(across),
      down: Int64(down))
  }

  func add(_ rows: UnsafeRawBufferPointer, first: Int, count: Int) {
    let width = framing.crop.size.upright(orientation).width
    guard hasAlpha || channels == 3 && rows.count == width * count else {
      unsafe add(rows, count)
      return
    }
    if flat.count < 3 * width * count { flat = [UInt8](repeating: 0, count: 3 * width * count) }
    if hasAlpha {
      unsafe flat.withUnsafeMutableBufferPointer { flat in
        unsafe castbook_flatten_onto(
          flat.baseAddress, rows.baseAddress?.assumingMemoryBound(to: UInt8.self), width * count,
          backdrop.channels)
      }
    } else {
      // A grey picture that gets a coloured border.
      for index in 0..<width * count {
        for channel in 0..<3 { flat[3 * index + channel] = unsafe rows[index] }
      }
    }
    unsafe flat.withUnsafeBytes {
      unsafe add(UnsafeRawBufferPointer(rebasing: $0[..<(3 * width * count)]), count)
    }
  }

  /// Scales rows when necessary and places the results.
  private func add(_ rows: UnsafeRawBufferPointer, _ count: Int) {
    guard let resampler else {
      unsafe place(rows)
      return
    }
    unsafe resampler.add(rows: rows) { unsafe place($0) }
  }

  /// Writes rows of final size to their positions in the copy.
  private func place(_ rows: UnsafeRawBufferPointer) {
    let width = stored.width
    let count = min(rows.count / max(1, width * channels), stored.height - row)
    guard count > 0, !values.isEmpty else { return }
    unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe castbook_place_rows(
        values.baseAddress, placing, rows.baseAddress?.assumingMemoryBound(to: UInt8.self), width,
        count, row, channels)
    }
    row += count
  }

  /// The finished copy, or `nil` while rows are missing; it can be taken only once.
  var finished: PixelBuffer? {
    guard row == stored.height else { return nil }
    defer { values = [] }
    return PixelBuffer(size: framing.canvas, channels: channels, values: values)
  }
}
