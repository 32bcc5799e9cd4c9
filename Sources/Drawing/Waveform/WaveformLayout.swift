internal import Model

/// The position of everything in a waveform picture. It is laid out from the top, so
/// nothing overlaps the band that does not belong there.
struct WaveformLayout: Sendable {
  /// The size of the whole picture.
  private(set) var size: PixelSize
  private(set) var field = Rectangle(x: 0, y: 0, width: 0, height: 0)
  let scale: WaveformScale
  /// The texts with their positions.
  private(set) var texts: [PlacedText] = []
  /// The highlighted stretches that are proposed.
  private(set) var choices: [Rectangle] = []
  /// The brackets at the ends of proposed stretches.
  private(set) var brackets: [Rectangle] = []
  /// A bar below the band for each stretch with a fault.
  private(set) var faults: [Rectangle] = []
  /// The vertical lines of the time scale.
  private(set) var ticks: [Rectangle] = []
  /// The words of stretches for which there is no room.
  private(set) var unlabeled: [String] = []

  private static let width = 1440
  /// The distance from the edges.
  private static let margin = 48
  /// Half of the height of the band.
  private static let half = 150
  private static let title = TextStyle(size: 54, lineHeight: 72, baseline: 54)
  private static let text = TextStyle(size: 36, lineHeight: 48, baseline: 36)
  /// The distance between parts.
  private static let gap = 16
  /// The distance between two words in a row.
  private static let wordGap = 24
  /// The largest number of rows of words above the band, and below it.
  private static let maximumRows = 3

  private let picture: WaveformPicture
  /// The upper edge of whatever is added next.
  private var y = Self.margin
  private static var contentWidth: Int { width - 2 * margin }

  /// Lays out the whole picture.
  init(_ picture: WaveformPicture) {
    self.picture = picture
    size = PixelSize(width: Self.width, height: 0)
    scale = WaveformScale(picture.waveform)
    addHead()
    let choices = picture.stretches.filter(\.isProposal)
    let faults = picture.stretches.filter { !$0.isProposal }
    field = Rectangle(x: Self.margin, y: 0, width: Self.contentWidth, height: 2 * Self.half)
    y += Self.gap
    addWords(of: choices)
    field.y = y + Self.gap
    y = field.bottom
    addChoices(choices)
    addFaults(faults)
    addTimes()
    addUnwritten()
    size = PixelSize(width: Self.width, height: y + Self.margin)
  }

  /// Adds lines across the whole width and continues below them.
  private mutating func add(
    _ text: String, _ style: TextStyle, limit: Int, _ ink: PlacedText.Ink
  ) {
    let lines = style.lines(
      text, width: Self.contentWidth, limit: limit, x: Self.margin, y: y, ink)
    texts += lines
    y += lines.count * style.lineHeight
  }

  /// Adds the name, the facts and the label of the scale.
  private mutating func addHead() {
    let name = TextLine(shortening: picture.name, size: Self.title.size, to: Self.contentWidth)
    texts.append(Self.title.place(name, x: Self.margin, y: y, .primary))
    y += Self.title.lineHeight
    add(picture.facts, Self.text, limit: 4, .secondary)
    add(scale.label, Self.text, limit: 1, .secondary)
  }

  /// The column of a time in seconds.
  private func x(_ time: Double) -> Int {
    let share = min(1, max(0, time / picture.seconds))
    return field.x + Int((share * Double(field.width)).rounded())
  }

  /// The columns of a stretch: at least four, so it is visible, and never beyond the
  /// band.
  private func span(_ stretch: WaveformPicture.Stretch) -> (x: Int, width: Int) {
    let width = min(max(4, x(stretch.end) - x(stretch.start)), field.width)
    return (min(x(stretch.start), field.right - width), width)
  }

  /// Writes the word of each stretch at its beginning, in rows, and collects the words for
  /// which there is no room. A stretch that closely follows another with the same word
  /// needs none.
  private mutating func addWords(of stretches: [WaveformPicture.Stretch]) {
    var ends: [Int] = []
    var written: [String: Int] = [:]
    for stretch in stretches.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      let line = TextLine(
        shortening: stretch.word, size: Self.text.size, to: Self.contentWidth / 2)
      let start = max(field.x, min(span(stretch).x, field.right - line.width))
      if let end = written[stretch.word], start < end {
        unlabeled.append(stretch.word)
        continue
      }
      guard let row = ends.firstIndex(where: { $0 <= start }) ?? newRow(&ends) else {
        unlabeled.append(stretch.word)
        continue
      }
      ends[row] = start + line.width + Self.wordGap
      written[stretch.word] = ends[row]
      texts.append(
        Self.text.place(line, x: start, y: y + row * Self.text.lineHeight, .primary))
    }
    y += ends.count * Self.text.lineHeight
  }

  /// Begins a row, or returns `nil` when there are enough of them.
  private func newRow(_ ends: inout [Int]) -> Int? {
    guard ends.count < Self.maximumRows else { return nil }
    ends.append(0)
    return ends.count - 1
  }

  /// Adds a lighter background and a bracket for each proposed stretch.
  private mutating func addChoices(_ stretches: [WaveformPicture.Stretch]) {
    for stretch in stretches {
      let (x, width) = span(stretch)
      choices.append(Rectangle(x: x, y: field.y, width: width, height: field.height))
      for edge in [x, x + width - 4] {
        brackets.append(
          Rectangle(x: edge, y: field.y - 8, width: 4, height: field.height + 16))
      }
    }
  }

  /// Adds a bar and a word for each stretch with a fault.
  private mutating func addFaults(_ stretches: [WaveformPicture.Stretch]) {
    guard !stretches.isEmpty else { return }
    y += Self.gap
    for stretch in stretches {
      let (x, width) = span(stretch)
      faults.append(Rectangle(x: x, y: y, width: width, height: 12))
    }
    y += 12 + Self.gap / 2
    addWords(of: stretches)
  }

  /// Adds the time scale: each second, or each fifth, tenth and so on when those would be
  /// too many. Each label is at its line through the band.
  private mutating func addTimes() {
    y += Self.gap
    let steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 36_000]
    let step = steps.first { picture.seconds / $0 <= 10 } ?? picture.seconds / 10
    var end = 0
    for index in 0...10 {
      let time = Double(index) * step
      guard time <= picture.seconds else { break }
      let column = min(x(time), field.right - 2)
      if index > 0 {
        ticks.append(Rectangle(x: column, y: field.y, width: 2, height: field.height))
      }
      let line = TextLine(Self.label(time, step), size: Self.text.size)
      let start = max(field.x, min(column - line.width / 2, field.right - line.width))
      guard start >= end else { continue }
      texts.append(Self.text.place(line, x: start, y: y, .secondary))
      end = start + line.width + Self.wordGap
    }
    y += Self.text.lineHeight
  }

  /// Formats a time as "5 s", "0.5 s", "1:30" or "1:30:00".
  private static func label(_ time: Double, _ step: Double) -> String {
    let tenths = Int((time * 10).rounded())
    if tenths % 10 != 0 { return "\(tenths / 10).\(tenths % 10) s" }
    let seconds = Int(time.rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// Adds a line with the number of unlabeled stretches of each kind: "Marks without a
  /// label: 95 × clipped, 2 × pitch jumps".
  private mutating func addUnwritten() {
    guard !unlabeled.isEmpty else { return }
    var counts: [(word: String, count: Int)] = []
    for word in unlabeled {
      if let index = counts.firstIndex(where: { $0.word == word }) {
        counts[index].count += 1
      } else {
        counts.append((word, 1))
      }
    }
    let words = counts.map { "\($0.count) × \($0.word)" }.joined(separator: ", ")
    add("Marks without a label: \(words)", Self.text, limit: 3, .secondary)
  }
}
