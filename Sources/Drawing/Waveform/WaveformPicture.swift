internal import Model

/// A sound as a picture: how loud it is from left to right, and what was found where.
package struct WaveformPicture: Hashable, Sendable {
  /// A stretch that is marked, with a word.
  package struct Stretch: Hashable, Sendable {
    package let start: Double
    package let end: Double
    package let word: String
    /// Whether it is what is proposed, rather than what is at fault.
    package let isChoice: Bool

    package init(start: Double, end: Double, word: String, isChoice: Bool = false) {
      self.start = start
      self.end = end
      self.word = word
      self.isChoice = isChoice
    }
  }

  package let name: String
  /// What was measured.
  package let facts: String
  package let seconds: Double
  /// The largest sample of each of equal parts, as 255ths of full scale.
  package let waveform: [UInt8]
  package let stretches: [Stretch]
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

  package var png: [UInt8] { PNGWriter().bytes(of: canvas) }

  var canvas: Canvas {
    let layout = WaveformLayout(self)
    var canvas = Canvas(width: layout.size.width, height: layout.size.height, theme.ground)
    canvas.fill(layout.field, theme.mount)
    for stretch in layout.choices { canvas.fill(stretch, theme.track) }
    for tick in layout.ticks { canvas.fill(tick, theme.track) }
    drawWave(layout, on: &canvas)
    for bracket in layout.brackets { canvas.fill(bracket, theme.ink) }
    for bar in layout.faults { canvas.fill(bar, theme.color(of: .warn)) }
    for text in layout.texts { text.draw(on: &canvas, theme) }
    return canvas
  }

  private func drawWave(_ layout: WaveformLayout, on canvas: inout Canvas) {
    let field = layout.field
    let middle = field.y + field.height / 2
    canvas.fill(Rectangle(x: field.x, y: middle - 1, width: field.width, height: 2), theme.quietInk)
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

/// How high a level is drawn: the loudest part fills the band, so that a quiet voice can be seen.
struct WaveformScale: Hashable, Sendable {
  /// The level that fills the band, in 255ths of full scale.
  let full: UInt8

  /// What is quieter than 1/32 of full scale (-30 dB) is noise: it is not drawn as if it were loud.
  private static let least: UInt8 = 8
  /// Within 1 dB of full scale the band is full scale itself.
  private static let nearlyFull: UInt8 = 228

  init(_ waveform: [UInt8]) {
    let peak = waveform.max() ?? 255
    full = peak >= Self.nearlyFull ? 255 : max(peak, Self.least)
  }

  func height(of level: UInt8, within half: Int) -> Int {
    min(half, (Int(level) * half + Int(full) / 2) / Int(full))
  }

  /// "Top of the band: -6.2 dBFS".
  var label: String {
    full == 255
      ? "Top of the band: 0 dBFS, full scale"
      : "Top of the band: \(Self.decibels(full)) dBFS, the loudest part"
  }

  /// To a tenth: "-6.2".
  static func decibels(_ level: UInt8) -> String {
    // Tenths of a decibel below full scale: the number of times that a level fits by a tenth.
    let share = Double(max(level, 1)) / 255
    var (tenths, value) = (0, 1.0)
    // 10 to the power of -1/200 is a tenth of a decibel; half a step decides.
    let step = 0.988_553_094_656_939_1
    while value * 0.994_260_074_00 > share, tenths < 1000 {
      value *= step
      tenths += 1
    }
    return "-\(tenths / 10).\(tenths % 10)"
  }
}
