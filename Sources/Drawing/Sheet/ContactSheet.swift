package import Model

/// A contact sheet: pictures in a grid, each with what is to be said of it.
///
/// It is a value that says what is on the sheet; `pages()` lays it out and draws it.
package struct ContactSheet: Hashable, Sendable {
  /// The neutral greys it is drawn in.
  package enum Theme: Hashable, Sendable, CaseIterable {
    /// For screens.
    case dark
    /// For print.
    case light
  }

  /// The element's name, or the folder; where it can't be drawn, the handle stands alone.
  package var name: String?
  /// The element's handle with its `@`.
  package var handle: String?
  /// What is to be said of all pictures: "8 pictures · 2 with warnings · lighting 0.71".
  package var subtitle: String
  package var cells: [Cell]
  package var theme: Theme
  /// Cells beside one another, 1 to 8; nothing lets their number decide.
  package var columns: Int?

  package init(
    name: String? = nil, handle: String? = nil, subtitle: String = "", cells: [Cell],
    theme: Theme = .dark, columns: Int? = nil
  ) {
    self.name = name
    self.handle = handle
    self.subtitle = subtitle
    self.cells = cells
    self.theme = theme
    self.columns = columns
  }
}

extension ContactSheet {
  /// One picture of a sheet.
  package struct Cell: Hashable, Sendable {
    /// Upright; nothing where there is no picture to see. One already fitted to `Cell.pictureSide` saves memory.
    package var picture: Bitmap?
    /// The number by which other cells speak of this one.
    package var number: Int
    package var role: String?
    /// The file's name; where it can't be drawn, the number stands for it.
    package var file: String
    /// The size of the file's upright picture; `boxes` are in its pixels.
    package var original: PixelSize?
    package var status: Mark?
    /// The status in a word, beside its mark: "good".
    package var statusWord: String?
    /// At most six are drawn.
    package var bars: [Bar] = []
    /// Short texts; of more than three, two are drawn and the others are counted.
    package var findings: [String] = []
    /// Where the findings are seen.
    package var boxes: [PixelBox] = []
    /// The part that is the original, in the pixels of `original`, where a border was added around it.
    package var kept: PixelBox?
    /// What sets this picture apart from the others: "warmer light than 1".
    package var odd: String?
    /// Whether `pick` took it.
    package var choice: Choice?

    /// No cell shows a picture larger than this on a side.
    package static let pictureSide = 864

    package init(picture: Bitmap?, number: Int, file: String) {
      self.picture = picture
      self.number = number
      self.file = file
    }
  }

  /// A measure as a bar.
  package struct Bar: Hashable, Sendable {
    package var name: String
    /// 0 to 1.
    package var score: Double

    package init(name: String, score: Double) {
      self.name = name
      self.score = score
    }
  }

  /// What was decided about a picture.
  package enum Choice: Hashable, Sendable {
    case taken, left
  }

  /// Lays the sheet out. A sheet without cells has a page too, which says so.
  package func pages() -> SheetPages { SheetPages(of: self) }
}

extension ContactSheet.Bar {
  /// The score within 0 and 1.
  var share: Double { score > 0 ? min(score, 1) : 0 }

  /// With two figures behind the point: "0.71".
  var figures: String {
    let hundredths = Int((share * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension ContactSheet.Cell {
  /// The file's name as it is drawn; empty for a cell without a file.
  var drawnName: String {
    guard !file.isEmpty else { return "" }
    let name = sanitized(file)
    return Typeface.shows(name) ? name : "file \(number) (name not shown)"
  }

  /// "good · 1536 × 2048", or where it was chosen or not "good · chosen" and "1536 × 2048".
  var drawnFacts: [String] {
    let size = original.map { "\($0.width) × \($0.height)" }
    let word = status.map { statusWord ?? $0.word }
    let chosen: String? =
      switch choice {
      case .taken: "chosen"
      case .left: "not chosen"
      case nil: nil
      }
    let lines = chosen == nil ? [[word, size]] : [[word, chosen], [size]]
    return lines.map { $0.compactMap(\.self).joined(separator: " · ") }.filter { !$0.isEmpty }
  }
}
