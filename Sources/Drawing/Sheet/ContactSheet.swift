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

  /// How many pixels it is drawn in.
  package enum Scale: Hashable, Sendable {
    case full
    /// Two thirds of them a side.
    case small

    var measures: SheetMeasures { self == .full ? .full : .small }
  }

  /// The element's name, or the folder; where it can't be drawn, the handle stands alone.
  package var name: String?
  /// The element's handle with its `@`.
  package var handle: String?
  /// What is to be said of all pictures: "8 pictures · 2 to watch · lighting 0.71".
  package var subtitle: String
  package var cells: [Cell]
  package var theme: Theme
  /// Cells beside one another, 1 to 8; nothing lets their number decide.
  package var columns: Int?
  package var scale: Scale = .full

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
    /// At most six are drawn.
    package var bars: [Bar] = []
    /// Short texts, of which at most two are drawn.
    package var findings: [String] = []
    /// Where the findings are seen.
    package var boxes: [PixelBox] = []
    /// What sets this picture apart from the others: "warmer light than 1".
    package var odd: String?
    /// Whether `pick` took it.
    package var choice: Choice?

    /// No cell shows a picture larger than this on a side.
    package static let pictureSide = 864

    /// As large as pictures are shown where so many stand side by side.
    package static func box(columns: Int, _ scale: Scale = .full) -> PixelSize {
      let width = scale.measures.cellWidth(columns: columns)
      return PixelSize(width: width, height: 4 * width / 3)
    }

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
  /// The file's name as it is drawn.
  var drawnName: String {
    let name = sanitized(file)
    return Typeface.shows(name) ? name : "file \(number) (name not shown)"
  }

  /// "1536 × 2048 · taken", with what is known of it.
  var drawnFacts: String {
    var parts = original.map { ["\($0.width) × \($0.height)"] } ?? []
    switch choice {
    case .taken: parts.append("taken")
    case .left: parts.append("left out")
    case nil: break
    }
    return parts.joined(separator: " · ")
  }
}
