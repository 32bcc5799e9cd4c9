internal import Model

/// A sound as a picture: how loud it is from left to right, and what was found where.
package struct WaveformPicture: Hashable, Sendable {
  /// A stretch that is marked, with a word above it.
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
  /// What was measured, in a line or two.
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

  private static let width = 1440
  private static let margin = 48
  private static let half = 150
  private static let text = 36
  private static let line = 48

  private var field: Rectangle {
    Rectangle(
      x: Self.margin, y: 260, width: Self.width - 2 * Self.margin, height: 2 * Self.half)
  }

  var canvas: Canvas {
    let facts = TextLine.wrapped(
      facts, size: Self.text, to: Self.width - 2 * Self.margin, lines: 2)
    var canvas = Canvas(width: Self.width, height: field.bottom + 130, theme.ground)
    let title = TextLine(shortening: name, size: 54, to: Self.width - 2 * Self.margin)
    canvas.draw(title, x: Self.margin, baseline: Self.margin + 56, theme.ink)
    for (place, line) in facts.enumerated() {
      canvas.draw(
        line, x: Self.margin, baseline: Self.margin + 112 + place * Self.line, theme.quietInk)
    }
    canvas.fill(field, theme.mount)
    drawChoices(on: &canvas)
    drawWave(on: &canvas)
    drawFaults(on: &canvas)
    drawSeconds(on: &canvas)
    return canvas
  }

  private func x(_ time: Double) -> Int {
    let share = min(1, max(0, time / seconds))
    return field.x + Int((share * Double(field.width)).rounded())
  }

  private func part(_ stretch: Stretch) -> Rectangle {
    let start = x(stretch.start)
    return Rectangle(
      x: start, y: field.y, width: max(4, x(stretch.end) - start), height: field.height)
  }

  /// What is proposed stands on a lighter ground, in a bracket.
  private func drawChoices(on canvas: inout Canvas) {
    for stretch in stretches where stretch.isChoice {
      let part = part(stretch)
      canvas.fill(part, theme.track)
      for place in [part.x, part.right - 4] {
        canvas.fill(
          Rectangle(x: place, y: part.y - 12, width: 4, height: part.height + 24), theme.ink)
      }
      drawWord(stretch.word, over: part, y: field.y - 20, on: &canvas)
    }
  }

  private func drawWave(on canvas: inout Canvas) {
    let middle = field.y + Self.half
    canvas.fill(Rectangle(x: field.x, y: middle - 1, width: field.width, height: 2), theme.quietInk)
    guard !waveform.isEmpty else { return }
    for column in 0..<field.width {
      let first = column * waveform.count / field.width
      let last = max(first + 1, (column + 1) * waveform.count / field.width)
      let peak = waveform[first..<min(last, waveform.count)].max() ?? 0
      let height = (Int(peak) * (Self.half - 6) + 127) / 255
      guard height > 0 else { continue }
      canvas.fill(
        Rectangle(x: field.x + column, y: middle - height, width: 1, height: 2 * height), theme.ink)
    }
  }

  /// What is at fault has a double line below it, light within dark, that shows on any ground.
  private func drawFaults(on canvas: inout Canvas) {
    var occupied = field.x
    for stretch in stretches where !stretch.isChoice {
      let part = part(stretch)
      let bar = Rectangle(x: part.x, y: field.bottom + 6, width: part.width, height: 10)
      canvas.fill(bar, theme.ink)
      guard part.x >= occupied else { continue }
      let word = TextLine(shortening: stretch.word, size: Self.text, to: 320)
      canvas.draw(
        word, x: min(part.x, field.right - word.width), baseline: field.bottom + 100, theme.ink)
      occupied = part.x + word.width + 24
    }
  }

  private func drawWord(_ word: String, over part: Rectangle, y: Int, on canvas: inout Canvas) {
    let line = TextLine(shortening: word, size: Self.text, to: 480)
    let start = min(max(field.x, part.x), field.right - line.width)
    canvas.draw(line, x: start, baseline: y, theme.ink)
  }

  /// Every second, or every fifth, tenth … where that would be too many.
  private func drawSeconds(on canvas: inout Canvas) {
    let step = [1.0, 2, 5, 10, 30, 60, 300, 600, 1800, 3600].first { seconds / $0 <= 12 } ?? 7200
    var time = 0.0
    while time <= seconds {
      let place = x(time)
      canvas.fill(Rectangle(x: place, y: field.bottom, width: 2, height: 14), theme.quietInk)
      let label = time < 60 ? "\(Int(time)) s" : "\(Int(time) / 60):\(Self.two(Int(time) % 60))"
      let line = TextLine(label, size: 28)
      if place + line.width <= field.right {
        canvas.draw(line, x: place + 6, baseline: field.bottom + 52, theme.quietInk)
      }
      time += step
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
