package import Model

/// A visual cue that separates views on a sheet.
package enum PanelCue: String, CaseIterable, Sendable {
  /// A band or a thin line between two views.
  case gutter
  /// An edge at which one picture ends and the next starts, without a band between them.
  case seam
  /// Subjects side by side in front of one plain backdrop.
  case subjects
  /// The requested grid, where the picture shows no other cue.
  case grid
}

/// One view on a sheet.
package struct Panel: Hashable, Sendable {
  /// The view's position in pixels of the upright original.
  package let box: PixelBox
  /// The index of the view's row, from the top.
  package let row: Int
  /// The index of the view within its row, from the left.
  package let column: Int
}

/// The views that were found on a sheet.
package struct PanelDetection: Hashable, Sendable {
  /// The upright size of the whole picture.
  package let original: PixelSize
  /// The views in reading order; empty for a picture that isn't a sheet.
  package let panels: [Panel]
  /// The cues that separate the views, the most frequent one first.
  package let cues: [PanelCue]
  /// The confidence that these are the views, from 0 to 1.
  package let confidence: Double

  /// The confidence from which on a sheet may be cut without asking.
  package static let sureConfidence = 0.5

  /// The confidence below which no views are proposed.
  static let minimumConfidence = 0.25

  /// Returns the result for a picture that isn't a sheet.
  static func noPanels(in original: PixelSize) -> PanelDetection {
    PanelDetection(original: original, panels: [], cues: [], confidence: 0)
  }

  /// Whether the sheet may be cut without asking.
  package var isSure: Bool { panels.count > 1 && confidence >= Self.sureConfidence }

  /// The number of views in each row, from the top.
  package var columnCounts: [Int] {
    panels.reduce(into: []) { counts, panel in
      if panel.row < counts.count { counts[panel.row] += 1 } else { counts.append(1) }
    }
  }
}
