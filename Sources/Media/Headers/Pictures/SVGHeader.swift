internal import Model

/// The root element of an SVG: the size it asks for. The text is not read further, and nothing in it
/// is expanded.
enum SVGHeader {
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
      // The side that is not said follows from the shape.
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

  private static func whole(_ side: Double) -> Int? {
    side > 0 && side < 1e9 ? max(1, Int(side.rounded())) : nil
  }

  /// Pixels in each unit, 96 of them an inch; other units say nothing without a page around.
  private static let units = [
    "": 1, "px": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "pt": 96.0 / 72,
    "pc": 16,
  ]

  private static func pixels(_ length: String) -> Double? {
    let number = length.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
    guard let unit = units[String(length.dropFirst(number.count))] else { return nil }
    return Double(String(number)).map { $0 * unit }
  }

  private static func numbers(_ list: String) -> [Double]? {
    let parts = list.split { $0 == " " || $0 == "," || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    let numbers = parts.prefix(5).compactMap { Double(String($0)) }
    return numbers.count == parts.count ? numbers : nil
  }
}
