internal import Decoding
internal import Model

/// Hands over the first frame of a GIF on its screen while its lines arrive.
///
/// Pixels are transparent where the frame does not cover the screen and where it uses the
/// transparent color.
struct GIFPixels {
  /// Why nothing is handed over; `nil` when everything is well.
  private(set) var problem: DecodedPicture.Problem?

  private let size: PixelSize
  private let frame: GIFFrame
  /// The palette index that means transparency.
  private let transparent: UInt8?
  /// The destination of the rows; `nil` when it declined them.
  private var sink: (any PixelSink)?
  /// One row of the screen, reused for every row.
  private let row: PixelRow?
  /// The lines of an interlaced frame, which arrive out of order; `nil` for other frames.
  private let buffer: RowBuffer?

  /// Announces the layout to the sink and delivers the rows above the frame.
  init(
    _ screen: PixelSize, _ frame: GIFFrame, transparent: Int32?,
    _ destination: (sink: any PixelSink, hasAlpha: Bool)
  ) {
    size = screen
    self.frame = frame
    self.transparent = transparent.flatMap(UInt8.init(exactly:))
    guard PixelLayout.supports(screen), frame.width * frame.height <= Decoder.pixelLimit else {
      problem = .tooManyPixels(max(screen.pixelCount, frame.width * frame.height))
      (row, buffer) = (nil, nil)
      return
    }
    let layout = PixelLayout(size: screen, colors: .rgb, hasAlpha: destination.hasAlpha)
    row = PixelRow(layout)
    buffer =
      frame.isInterlaced
      ? RowBuffer(width: frame.width, rows: frame.height, channels: 1) : nil
    if frame.isInterlaced, buffer == nil {
      problem = .outOfMemory
    } else if destination.sink.begin(layout) {
      sink = destination.sink
      send(nil, times: min(frame.top, screen.height))
    }
  }

  /// Adds a line, by its index in the order of the file.
  func add(_ line: [UInt8], number: Int) {
    if let buffer {
      buffer.put(line, row: frame.row(ofLine: number))
    } else if frame.top + number < size.height {
      send(line)
    }
  }

  /// Hands over the rows that remain: those of an interlaced frame, and those below the
  /// frame.
  func end() {
    let bottom = min(frame.top + frame.height, size.height)
    if let buffer {
      for number in 0..<max(0, bottom - frame.top) { send(buffer[number]) }
    }
    send(nil, times: size.height - bottom)
  }

  /// Hands over one row of the screen with a line of the frame, or `times` transparent
  /// rows when `line` is `nil`.
  private func send(_ line: [UInt8]?, times: Int = 1) {
    guard let sink, let row, times > 0 else { return }
    if line == nil || frame.width + frame.left < size.width || frame.left > 0 { row.fill(0) }
    if let line { put(line, into: row) }
    for _ in 0..<times { unsafe row.read { unsafe sink.append($0) } }
  }

  /// Writes the colors of a line, and its alpha where the layout has one, into the row.
  private func put(_ line: [UInt8], into row: PixelRow) {
    var colors = [UInt8](repeating: 0, count: 3 * line.count)
    ColorRow.lookUp(line, in: frame.colors, into: &colors)
    row.put(colors: colors, from: frame.left)
    guard row.layout.hasAlpha else { return }
    let columns = min(line.count, size.width - frame.left)
    guard columns > 0 else { return }
    var alphas = [UInt8](repeating: 0, count: size.width)
    for column in 0..<columns where line[column] != transparent {
      alphas[frame.left + column] = .max
    }
    row.put(alphas, channel: 3)
  }
}
