package import Model

/// Where the rows of a picture go while they come by: into a plane of lumas, into the picture as it is
/// measured, or into both, as that is asked for.
package struct PictureReduction {
  /// Of the whole picture, in pixels.
  package let size: PixelSize
  package let luma: LumaReduction?
  package let raster: Raster?
  /// Whether the picture as it is measured was asked for, and there was no memory for it.
  package private(set) var lacksMemory = false

  /// `colors` of the rows; nothing where only their luma is known.
  package init(_ size: PixelSize, _ colors: SmallPicture.Colors?, _ wishes: Wishes) {
    self.size = size
    luma = wishes.contains(.luma) ? LumaReduction(size) : nil
    guard wishes.contains(.picture), let colors, Raster.takes(size) else {
      raster = nil
      return
    }
    raster = Raster(size, colors)
    lacksMemory = raster == nil
  }

  /// Whether rows go anywhere at all.
  package var takesRows: Bool { luma != nil || raster != nil }

  /// Adds a row by its number from the top. Those that have colours come in that order; `colors` is asked
  /// for them where they are wanted.
  package func add(_ lumas: [UInt8], row: Int, _ colors: () -> [UInt8]) {
    luma?.add(lumas, row: row)
    raster?.add(colors(), lumas: lumas)
  }

  package var plane: LumaPlane? { luma?.plane }
  package var small: SmallPicture? { raster?.picture }
}
