package import Model

/// How views on a sheet were told apart.
package enum PanelMeans: String, CaseIterable, Sendable {
  /// A band or a thin line between them.
  case gutter
  /// Nothing but an edge where one picture ends and the next begins.
  case seam
  /// Subjects that stand side by side before one plain backdrop.
  case subjects
  /// The grid that was asked for, where nothing was to be seen.
  case grid
}

/// One view on a sheet.
package struct Panel: Hashable, Sendable {
  /// In pixels of the original upright picture.
  package let box: PixelBox
  /// From 0, from the top and from the left.
  package let row: Int
  package let column: Int

  package init(box: PixelBox, row: Int, column: Int) {
    self.box = box
    self.row = row
    self.column = column
  }
}

/// The views that were found on a sheet.
package struct PanelFinding: Hashable, Sendable {
  /// Of the whole picture, upright.
  package let original: PixelSize
  /// In reading order: row by row from the top, from left to right. None in a picture that is no sheet.
  package let panels: [Panel]
  /// How they were told apart, the commonest means first.
  package let means: [PanelMeans]
  /// How sure it is that these are the views, 0 to 1.
  package let sureness: Double

  /// From this on a sheet may be cut without asking.
  package static let sure = 0.5

  /// Below this nothing is proposed.
  static let least = 0.25

  package init(original: PixelSize, panels: [Panel], means: [PanelMeans], sureness: Double) {
    self.original = original
    self.panels = panels
    self.means = means
    self.sureness = sureness
  }

  /// A picture that is no sheet.
  static func single(_ original: PixelSize) -> PanelFinding {
    PanelFinding(original: original, panels: [], means: [], sureness: 0)
  }

  /// Whether the sheet may be cut without asking.
  package var isSure: Bool { panels.count > 1 && sureness >= Self.sure }

  /// How many views each row has, from the top.
  package var columnsOfRows: [Int] {
    panels.reduce(into: []) { counts, panel in
      if panel.row < counts.count { counts[panel.row] += 1 } else { counts.append(1) }
    }
  }
}
