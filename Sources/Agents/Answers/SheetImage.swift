internal import Castbook

/// A contact sheet as a picture that a model can look at.
enum SheetImage {
  /// The maximum number of pixels. Models reduce larger pictures themselves.
  private static let maximumPixels = 1_000_000

  /// Returns the first page of a sheet; `nil` for a sheet without pictures.
  static func image(of sheet: DrawnSheet) -> ToolAnswer.Image? {
    guard sheet.pictureCount > 0 else { return nil }
    return sheet.preview(0, within: .pixelCount(maximumPixels)).map {
      ToolAnswer.Image(bytes: $0.bytes, type: "image/jpeg")
    }
  }
}
