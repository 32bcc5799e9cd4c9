internal import Checking
internal import Drawing

/// A contact sheet of pictures before and after they were prepared, side by side.
enum BeforeAfterSheet {
  /// The longer side, in pixels, of the small copies that are drawn.
  static let pictureSide = ContactSheet.Cell.pictureSide

  /// The maximum number of pairs that are drawn, since their small copies are all kept in memory.
  static let maximumPairs = 200

  /// Returns a sheet with a row for each prepared file that has a small copy.
  static func sheet(_ files: [PreparedFile], _ summary: PreparationSummary) -> ContactSheet {
    let shown = files.filter { $0.drawn != nil }.prefix(maximumPairs)
    return ContactSheet(
      name: "Before and after", subtitle: subtitle(shown.count, summary),
      cells: shown.enumerated().flatMap { cells($0.element, number: $0.offset + 1) }, columns: 2)
  }

  private static func subtitle(_ count: Int, _ summary: PreparationSummary) -> String {
    let parts = [
      Quantity.count(count, "picture"), "\(summary.prepared) prepared",
      summary.readyAsIs > 0 ? "\(summary.readyAsIs) ready as is" : nil,
      summary.refused > 0 ? "\(summary.refused) not prepared" : nil,
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }

  /// Returns the two cells of a file.
  private static func cells(_ file: PreparedFile, number: Int) -> [ContactSheet.Cell] {
    var before = cell(file.drawn, number, file.before.facts)
    before.role = "before"
    before.status = Mark(file.before.status)
    before.findings = file.before.allFindings.filter { $0.severity > .note }.map(\.message)
    if let crop = crop(of: file) {
      before.boxes = [crop.box]
      before.findings.insert(crop.words, at: 0)
    }
    var after: ContactSheet.Cell
    switch file.outcome {
    case .asItIs:
      after = cell(file.drawn, number, file.before.facts)
      after.findings = ["ready as is"]
      after.status = .pass
    case .prepared(let copy):
      after = cell(copy.drawn, number, copy.facts)
      after.status = Mark(copy.status)
      after.findings = steps(of: copy)
      if let kept = kept(in: copy, of: file.before.facts.image?.size) {
        after.originalArea = kept
        after.findings.insert("striped: the new border", at: 0)
      }
    case .refused, .skipped:
      after = ContactSheet.Cell(picture: nil, number: number, file: "")
      after.findings = file.refusals.map(\.sentence)
      after.status = .fail
    }
    after.role = "after"
    return [before, after].map { cell in
      var cell = cell
      if cell.status == .pass { cell.statusWord = "ready" }
      return cell
    }
  }

  /// Returns the part of a picture that its copy shows, and a description of what was cut off.
  private static func crop(of file: PreparedFile) -> (box: PixelBox, words: String)? {
    guard let size = file.before.facts.image?.size else { return nil }
    for case .crop(let box, let reason) in file.preparedCopy?.steps ?? [] {
      let edges = [
        ("top", box.y), ("bottom", size.height - box.y - box.height), ("left", box.x),
        ("right", size.width - box.x - box.width),
      ].filter { $0.1 > 0 }.map { "\($0.1) px at the \($0.0)" }
      let action = reason == .bars ? "bars trimmed" : "cropped"
      return (box, "\(action): \(edges.joined(separator: ", ")); the frame shows what remains")
    }
    return nil
  }

  /// Returns the part of a copy that is the original, if a border was added around it; otherwise
  /// `nil`.
  private static func kept(in copy: PreparedCopy, of original: PixelSize?) -> PixelBox? {
    var content = original
    for step in copy.steps {
      switch step {
      case .crop(let box, _): content = PixelSize(width: box.width, height: box.height)
      case .scale(_, let size, _): content = size
      case .pad(_, let x, let y, _):
        return content.map { PixelBox(x: x, y: y, width: $0.width, height: $0.height) }
      default: break
      }
    }
    return nil
  }

  /// Returns the steps as two texts, since a cell has room for two findings. A warning replaces the
  /// second one.
  private static func steps(of copy: PreparedCopy) -> [String] {
    let words = copy.steps.map(\.summary)
    let warnings = copy.findings.filter { $0.severity > .note }.map(\.message)
    if !warnings.isEmpty { return [words.joined(separator: "; ")] + warnings }
    let half = (words.count + 1) / 2
    return [words[..<half], words[half...]].filter { !$0.isEmpty }.map {
      $0.joined(separator: "; ")
    }
  }

  private static func cell(
    _ picture: Bitmap?, _ number: Int, _ facts: FileFacts
  ) -> ContactSheet.Cell {
    var cell = ContactSheet.Cell(
      picture: picture, number: number, file: sanitized(facts.path.name.text))
    cell.original = facts.image?.size
    return cell
  }

}

extension Mark {
  /// Creates the mark for a status.
  init(_ status: Status) {
    switch status {
    case .pass: self = .pass
    case .warn: self = .warn
    case .fail: self = .fail
    }
  }
}

extension Preparation.Outcome {
  /// The pages of pictures before and after, each as a PNG; there is at least one.
  public var pages: [[UInt8]] {
    let pages = BeforeAfterSheet.sheet(files, summary).pages()
    return (0..<pages.count).map { pages.png($0) }
  }
}
