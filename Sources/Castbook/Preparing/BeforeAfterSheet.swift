internal import Checking
internal import Drawing

/// Pictures before and after they were prepared, side by side.
enum BeforeAfterSheet {
  /// The longest side of the small copies that are drawn.
  static let pictureSide = ContactSheet.Cell.pictureSide

  /// Pairs beyond these are not drawn: their copies are held in memory together.
  static let mostPairs = 200

  static func sheet(_ files: [PreparedFile], _ summary: PreparationSummary) -> ContactSheet {
    let shown = files.filter { $0.drawn != nil }.prefix(mostPairs)
    return ContactSheet(
      name: "Before and after", subtitle: subtitle(shown.count, summary),
      cells: shown.enumerated().flatMap { cells($0.element, number: $0.offset + 1) }, columns: 2)
  }

  private static func subtitle(_ count: Int, _ summary: PreparationSummary) -> String {
    let parts = [
      Quantity.count(count, "picture"), "\(summary.prepared) prepared",
      summary.asTheyAre > 0 ? "\(summary.asTheyAre) ready as is" : nil,
      summary.refused > 0 ? "\(summary.refused) not prepared" : nil,
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }

  private static func cells(_ file: PreparedFile, number: Int) -> [ContactSheet.Cell] {
    var before = cell(file.drawn, number, file.before.facts)
    before.role = "before"
    before.status = mark(file.before.status)
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
      after.status = mark(copy.status)
      after.findings = steps(of: copy)
      if let kept = kept(in: copy, of: file.before.facts.image?.size) {
        after.kept = kept
        after.findings.insert("striped: the new border", at: 0)
      }
    case .refused, .passedOver:
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

  /// The part of a picture that its copy shows, and in words what is cut off and why.
  private static func crop(of file: PreparedFile) -> (box: PixelBox, words: String)? {
    guard let size = file.before.facts.image?.size else { return nil }
    for case .crop(let box, let reason) in file.preparedCopy?.steps ?? [] {
      let edges = [
        ("top", box.y), ("bottom", size.height - box.y - box.height), ("left", box.x),
        ("right", size.width - box.x - box.width),
      ].filter { $0.1 > 0 }.map { "\($0.1) px at the \($0.0)" }
      let what = reason == .bars ? "bars trimmed" : "cropped"
      return (box, "\(what): \(edges.joined(separator: ", ")); the frame shows what remains")
    }
    return nil
  }

  /// The part of a copy that is the original, where a border was added around it.
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

  /// What was done, in two parts, since no more are drawn; what is to be watched takes the second's place.
  private static func steps(of copy: PreparedCopy) -> [String] {
    let words = copy.steps.map(\.words)
    let watched = copy.findings.filter { $0.severity > .note }.map(\.message)
    if !watched.isEmpty { return [words.joined(separator: "; ")] + watched }
    let first = (words.count + 1) / 2
    return [words[..<first], words[first...]].filter { !$0.isEmpty }.map {
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

  private static func mark(_ status: Status) -> Mark {
    switch status {
    case .pass: .pass
    case .warn: .warn
    case .fail: .fail
    }
  }
}

extension Preparation.Outcome {
  /// Pages of pictures before and after, each as the bytes of a PNG; there is always one.
  public var pages: [[UInt8]] {
    let pages = BeforeAfterSheet.sheet(files, summary).pages()
    return (0..<pages.count).map { pages.png($0) }
  }
}
