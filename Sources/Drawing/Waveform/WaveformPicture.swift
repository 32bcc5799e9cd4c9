internal import Model

/// A sound as a picture: how loud it is over time, and where something was found.
package struct WaveformPicture: Hashable, Sendable {
  /// A part of the sound that is marked with a word.
  package struct Stretch: Hashable, Sendable {
    /// The beginning in seconds.
    package let start: Double
    /// The end in seconds.
    package let end: Double
    /// The word for what was found.
    package let word: String
    /// Whether the stretch is proposed, and not a fault.
    package let isProposal: Bool

    /// Creates a stretch. By default it is a fault.
    package init(start: Double, end: Double, word: String, isProposal: Bool = false) {
      self.start = start
      self.end = end
      self.word = word
      self.isProposal = isProposal
    }
  }

  /// The title, which is shortened to one line.
  package let name: String
  /// The measurements in words.
  package let facts: String
  /// The duration in seconds, at least 0.001.
  package let seconds: Double
  /// The peak of each of equally long parts, from 0 to 255 for full scale.
  package let waveform: [UInt8]
  /// The marked stretches in any order.
  package let stretches: [Stretch]
  /// The greys to draw in.
  package var theme = ContactSheet.Theme.dark

  package init(
    name: String, facts: String, seconds: Double, waveform: [UInt8], stretches: [Stretch]
  ) {
    self.name = name
    self.facts = facts
    self.seconds = max(0.001, seconds)
    self.waveform = waveform
    self.stretches = stretches
  }

  package var png: [UInt8] { CanvasEncoder().bytes(of: canvas) }

  var canvas: Canvas {
    let layout = WaveformLayout(self)
    var canvas = Canvas(width: layout.size.width, height: layout.size.height, theme.background)
    canvas.fill(layout.field, theme.pictureBackground)
    for stretch in layout.choices { canvas.fill(stretch, theme.track) }
    for tick in layout.ticks { canvas.fill(tick, theme.track) }
    drawWave(layout, on: &canvas)
    for bracket in layout.brackets { canvas.fill(bracket, theme.ink) }
    for bar in layout.faults { canvas.fill(bar, theme.color(of: .warn)) }
    for text in layout.texts { text.draw(on: &canvas, theme) }
    return canvas
  }

  /// Draws the line of silence and the peak of each column.
  private func drawWave(_ layout: WaveformLayout, on canvas: inout Canvas) {
    let field = layout.field
    let middle = field.y + field.height / 2
    canvas.fill(
      Rectangle(x: field.x, y: middle - 1, width: field.width, height: 2), theme.secondaryInk)
    guard !waveform.isEmpty else { return }
    for column in 0..<field.width {
      let first = column * waveform.count / field.width
      let last = max(first + 1, (column + 1) * waveform.count / field.width)
      let peak = waveform[first..<min(last, waveform.count)].max() ?? 0
      let height = layout.scale.height(of: peak, within: field.height / 2)
      guard height > 0 else { continue }
      canvas.fill(
        Rectangle(x: field.x + column, y: middle - height, width: 1, height: 2 * height), theme.ink)
    }
  }
}

/// The scale of levels: the loudest part fills the band, so a quiet voice is visible.
struct WaveformScale: Hashable, Sendable {
  /// The level that fills the band, from 1 to 255 for full scale.
  let full: UInt8

  /// The lowest level that may fill the band, 1/32 of full scale (-30 dB). Whatever is
  /// quieter is noise and must not look loud.
  private static let minimum: UInt8 = 8
  /// A level within 1 dB of full scale, from which on the band shows full scale itself.
  private static let nearlyFull: UInt8 = 228

  /// Chooses the level for a waveform.
  init(_ waveform: [UInt8]) {
    let peak = waveform.max() ?? 255
    full = peak >= Self.nearlyFull ? 255 : max(peak, Self.minimum)
  }

  /// Returns the height of a level on either side of the middle, in pixels.
  func height(of level: UInt8, within half: Int) -> Int {
    min(half, (Int(level) * half + Int(full) / 2) / Int(full))
  }

  /// The label of the scale: "Top of the band: -6.2 dBFS, the loudest part".
  var label: String {
    full == 255
      ? "Top of the band: 0 dBFS, full scale"
      : "Top of the band: \(Self.decibels(full)) dBFS, the loudest part"
  }

  /// Formats a level in decibels with one decimal: "-6.2".
  static func decibels(_ level: UInt8) -> String {
    // A level has as many tenths of a decibel below full scale as it takes steps down from
    // 1 to reach it.
    let share = Double(max(level, 1)) / 255
    var (tenths, value) = (0, 1.0)
    // 10 to the power of -1/200 is a tenth of a decibel. The comparison is at half a step,
    // to round.
    let step = 0.988_553_094_656_939_1
    while value * 0.994_260_074_00 > share, tenths < 1000 {
      value *= step
      tenths += 1
    }
    return "-\(tenths / 10).\(tenths % 10)"
  }
}
