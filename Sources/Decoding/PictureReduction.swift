package import Model

/// The reductions that the rows of a picture feed while they are decoded: to a plane of
/// lumas, to the small picture that is measured, or to both, as requested.
package struct PictureReduction {
  /// The size of the whole picture in pixels.
  package let size: PixelSize
  /// The reduction to 64 × 64 lumas; `nil` when it was not requested or is not possible.
  package let luma: LumaReduction?
  /// The reduction to the small picture; `nil` when it was not requested or is not
  /// possible.
  package let raster: AnalysisReduction?
  /// Whether the small picture was requested but memory was not available for it.
  package private(set) var ranOutOfMemory = false

  /// Prepares the requested reductions of a picture.
  ///
  /// - Parameter colors: The colors of the rows; `nil` when only their luma is known.
  package init(_ size: PixelSize, _ colors: SmallPicture.Colors?, _ options: DecodingOptions) {
    self.size = size
    luma = options.contains(.luma) ? LumaReduction(size) : nil
    guard options.contains(.picture), let colors, AnalysisReduction.supports(size) else {
      raster = nil
      return
    }
    raster = AnalysisReduction(size, colors)
    ranOutOfMemory = raster == nil
  }

  package var needsRows: Bool { luma != nil || raster != nil }

  /// Adds a row. Rows with colors must arrive in order from the top.
  ///
  /// - Parameter colors: Returns the row's colors. It is called only when they are needed.
  package func add(_ lumas: [UInt8], row: Int, _ colors: () -> [UInt8]) {
    luma?.add(lumas, row: row)
    raster?.add(colors(), lumas: lumas)
  }

  /// The plane of lumas, when it was requested.
  package var plane: LumaPlane? { luma?.plane }
  /// The small picture, when it was requested and all its rows were added.
  package var small: SmallPicture? { raster?.picture }
}
