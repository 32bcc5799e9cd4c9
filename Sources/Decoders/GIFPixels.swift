internal import Decoding
internal import Model

/// Hands over the first frame of a GIF on its screen while its lines come by. Nothing is where the frame
/// leaves the screen or names the colour that stands for nothing.
struct GIFPixels {
  /// Why nothing is handed over.
  private(set) var problem: DecodedPicture.Problem?

  private let size: PixelSize
  private let frame: GIFFrame
  private let transparent: UInt8?
  /// Nothing where nobody takes the rows.
  private var sink: (any PixelSink)?
  private let row: PixelRow?
  /// The lines of an interlaced frame, which come out of order.
  private let held: HeldRows?

  init(
    _ screen: PixelSize, _ frame: GIFFrame, transparent: Int32?,
    _ goal: (sink: any PixelSink, hasAlpha: Bool)
  ) {
    size = screen
    self.frame = frame
    self.transparent = transparent.flatMap(UInt8.init(exactly:))
    guard PixelLayout.takes(screen), frame.width * frame.height <= Decoder.pixelLimit else {
      problem = .tooManyPixels(max(screen.pixelCount, frame.width * frame.height))
      (row, held) = (nil, nil)
      return
    }
    let layout = PixelLayout(size: screen, colors: .rgb, hasAlpha: goal.hasAlpha)
    row = PixelRow(layout)
    held =
      frame.isInterlaced
      ? HeldRows(width: frame.width, rows: frame.height, channels: 1) : nil
    if frame.isInterlaced, held == nil {
      problem = .outOfMemory
    } else if goal.sink.begin(layout) {
      sink = goal.sink
      hand(nil, times: min(frame.top, screen.height))
    }
  }

  /// Adds a line, by its number among those that the file holds.
  func add(_ line: [UInt8], number: Int) {
    if let held {
      held.put(line, row: frame.row(ofLine: number))
    } else if frame.top + number < size.height {
      hand(line)
    }
  }

  /// Hands over what is left.
  func end() {
    let bottom = min(frame.top + frame.height, size.height)
    if let held {
      for number in 0..<max(0, bottom - frame.top) { hand(held[number]) }
    }
    hand(nil, times: size.height - bottom)
  }

  /// Hands over a row of the screen with a line of the frame, or with nothing.
  private func hand(_ line: [UInt8]?, times: Int = 1) {
    guard let sink, let row, times > 0 else { return }
    if line == nil || frame.width + frame.left < size.width || frame.left > 0 { row.fill(0) }
    if let line { put(line, into: row) }
    for _ in 0..<times { unsafe row.read { unsafe sink.take($0) } }
  }

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
