internal import Model

/// The root element of an SVG, with the size that it asks for.
///
/// The text is not read beyond that element, and no entity in it is expanded.
enum SVGHeader {
  /// Returns the size in pixels, or `nil` if the root element states none.
  static func facts(of file: ByteView) -> ImageFacts? {
    guard let attributes = TextHead(file, limit: 256 << 10)?.attributes(ofRoot: "svg") else {
      return nil
    }
    let box = attributes["viewbox"].flatMap(numbers) ?? []
    let view = box.count == 4 && box[2] > 0 && box[3] > 0 ? (width: box[2], height: box[3]) : nil
    let width = attributes["width"].flatMap(pixels)
    let height = attributes["height"].flatMap(pixels)
    let size: (Double, Double)? =
      switch (width, height, view) {
      case (let width?, let height?, _): (width, height)
      // A missing side follows from the aspect ratio of the view box.
      case (let width?, nil, let view?): (width, width * view.height / view.width)
      case (nil, let height?, let view?): (height * view.width / view.height, height)
      case (nil, nil, let view?): view
      default: nil
      }
    guard let size, let pixels = PixelSize(stated: whole(size.0), whole(size.1)) else { return nil }
    var facts = ImageFacts(codedSize: pixels, depth: 8, channels: 4)
    facts.alpha = .unknown
    return facts
  }

  /// Returns a side rounded to whole pixels, at least 1, or `nil` if it is implausible.
  private static func whole(_ side: Double) -> Int? {
    side > 0 && side < 1e9 ? max(1, Int(side.rounded())) : nil
  }

  /// Pixels per unit at 96 to the inch; other units have no size without a page around them.
  private static let units = [
    "": 1, "px": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "pt": 96.0 / 72,
    "pc": 16,
  ]

  /// Returns a length in pixels, or `nil` if its unit is unknown.
  private static func pixels(_ length: String) -> Double? {
    let number = length.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
    guard let unit = units[String(length.dropFirst(number.count))] else { return nil }
    return Double(String(number)).map { $0 * unit }
  }

  /// Returns the numbers of a list, or `nil` if some part of it is not a number.
  private static func numbers(_ list: String) -> [Double]? {
    let parts = list.split { $0 == " " || $0 == "," || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    let numbers = parts.prefix(5).compactMap { Double(String($0)) }
    return numbers.count == parts.count ? numbers : nil
  }
}
