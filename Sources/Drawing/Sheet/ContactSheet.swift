package import Model

/// A contact sheet: pictures in a grid, each with a caption.
///
/// The value describes what is on the sheet; `pages()` lays it out and draws it.
///
/// ```swift
/// let sheet = ContactSheet(handle: "@mira", cells: cells)
/// let firstPage = sheet.pages().png(0)
/// ```
package struct ContactSheet: Hashable, Sendable {
  /// The neutral greys in which a sheet is drawn.
  package enum Theme: Hashable, Sendable, CaseIterable {
    /// Light text on a dark background, for screens.
    case dark
    /// Dark text on a light background, for print.
    case light
  }

  /// The element's name or the folder's. When it cannot be drawn, the handle replaces it.
  package var name: String?
  /// The element's handle with its `@`.
  package var handle: String?
  /// The summary of all pictures: "8 pictures · 2 with warnings · lighting 0.71".
  package var subtitle: String
  /// The pictures in their order.
  package var cells: [Cell]
  /// The greys to draw in.
  package var theme: Theme
  /// The number of cells side by side, from 1 to 8; `nil` to choose it by the number of
  /// cells.
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
    /// The upright picture; `nil` when there is none to see. One that is already reduced
    /// to `Cell.pictureSide` saves memory.
    package var picture: Bitmap?
    /// The number by which other cells refer to this one.
    package var number: Int
    /// The role of the file in its element.
    package var role: String?
    /// The file's name. When it cannot be drawn, the number replaces it.
    package var file: String
    /// The size of the file's upright picture, in whose pixels `boxes` are given.
    package var original: PixelSize?
    /// The status, drawn as a mark; `nil` for no mark.
    package var status: Mark?
    /// The status in a word beside its mark: "good". By default the mark's own word is
    /// used.
    package var statusWord: String?
    /// The measures to draw as bars; only the first six are drawn.
    package var bars: [Bar] = []
    /// Short texts. Of more than three, two are drawn and the others counted.
    package var findings: [String] = []
    /// Where the findings are visible.
    package var boxes: [PixelBox] = []
    /// The area of the original, in the pixels of `original`, when a border was added
    /// around it.
    package var originalArea: PixelBox?
    /// What distinguishes the picture from the others: "warmer light than 1".
    package var distinction: String?
    /// Whether `pick` chose the picture; `nil` when it was not asked.
    package var choice: Choice?

    /// The longest side at which a picture is drawn, in pixels.
    package static let pictureSide = 864

    /// Creates a cell without any texts but the file's name.
    package init(picture: Bitmap?, number: Int, file: String) {
      self.picture = picture
      self.number = number
      self.file = file
    }
  }

  /// A measure that is drawn as a bar.
  package struct Bar: Hashable, Sendable {
    package var name: String
    /// The score from 0 to 1.
    package var score: Double

    package init(name: String, score: Double) {
      self.name = name
      self.score = score
    }
  }

  /// The decision about a picture.
  package enum Choice: Hashable, Sendable {
    case chosen, notChosen
  }

  /// Lays out the sheet. A sheet without cells has one page, which says so.
  package func pages() -> SheetPages { SheetPages(of: self) }
}

extension ContactSheet.Bar {
  /// The score clamped to between 0 and 1.
  var share: Double { score > 0 ? min(score, 1) : 0 }

  /// The score with two decimals: "0.71".
  var figures: String { Quantity.hundredths(share) }
}

extension ContactSheet.Cell {
  /// The file's name as it is drawn; empty for a cell without a file.
  var drawnName: String {
    guard !file.isEmpty else { return "" }
    let name = sanitized(file)
    return Typeface.canDraw(name) ? name : "file \(number) (name not shown)"
  }

  /// The lines of the verdict: "good · 1536 × 2048", or "good · chosen" and "1536 × 2048"
  /// when a choice was made.
  var drawnFacts: [String] {
    let size = original.map { "\($0.width) × \($0.height)" }
    let word = status.map { statusWord ?? $0.word }
    let chosen: String? =
      switch choice {
      case .chosen: "chosen"
      case .notChosen: "not chosen"
      case nil: nil
      }
    let lines = chosen == nil ? [[word, size]] : [[word, chosen], [size]]
    return lines.map { $0.compactMap(\.self).joined(separator: " · ") }.filter { !$0.isEmpty }
  }
}

extension ContactSheet.Theme {
  package var background: Color { self == .dark ? .grey(46) : .grey(238) }

  /// The background of a picture that does not fill its area.
  package var pictureBackground: Color { self == .dark ? .grey(34) : .grey(222) }

  /// The color of the main text.
  package var ink: Color { self == .dark ? .grey(240) : .grey(20) }

  /// The color of less important text. Its contrast to the background is at least 7:1 too.
  package var secondaryInk: Color { self == .dark ? .grey(200) : .grey(68) }

  /// The color of the whole length of a bar.
  package var track: Color { self == .dark ? .grey(96) : .grey(180) }

  /// The color of a mark. Its contrast to the background is at least 7:1, and its shape
  /// and its word say the same.
  package func color(of mark: Mark) -> Color {
    switch (mark, self) {
    case (.pass, .dark): Color(red: 150, green: 222, blue: 150)
    case (.warn, .dark): Color(red: 255, green: 200, blue: 87)
    case (.fail, .dark): Color(red: 255, green: 174, blue: 160)
    case (.pass, .light): Color(red: 0, green: 84, blue: 24)
    case (.warn, .light): Color(red: 106, green: 66, blue: 0)
    case (.fail, .light): Color(red: 140, green: 0, blue: 16)
    }
  }
}
