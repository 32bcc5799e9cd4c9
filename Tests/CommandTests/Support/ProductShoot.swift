import Foundation
import TestSupport
import Testing

/// Two hundred photographs of twelve products, in a folder for each product, some of them as
/// copies. Six products are mugs and six are figures, which differ in hue alone.
struct ProductShoot {
  private let scratch: TemporaryFolder
  private let folder: URL

  /// The numbers of products, and of different photographs of each.
  static let products = 12
  static let views = 16
  /// The number of files that are copies saved again, in the folders of the next product.
  static let copies = 8

  /// Makes the folders of the products in a folder that does not exist yet.
  init(in folder: URL) throws {
    self.folder = folder
    scratch = try TemporaryFolder()
    let turns = ["000", "045", "090", "135", "180", "225", "270", "315"].map { "\($0)-daylight" }
    let names =
      turns + [
        "000-lamp", "045-lamp", "000-side", "045-side", "000-studio", "045-studio", "close-up",
      ]
      + ["000-daylight-white"]
    try #require(names.count == Self.views)
    for product in 0..<Self.products {
      let own = folder.appending(path: Self.name(product))
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      try Data(#"{"kind": "product"}"#.utf8).write(to: own.appending(path: "element.json"))
    }
    for (view, name) in names.enumerated() {
      let photos = try ["mug", "mira"].map { try decoded("scenes/\($0)-\(name).jpg") }
      for product in 0..<Self.products {
        let photo = photos[product / Self.hues]
        let turn = Double(product % Self.hues) / Double(Self.hues)
        let pixels = Hues.turned(photo.pixels, by: turn)
        let number = product * 20 + view
        try write(photo.head, pixels, quality: 90, to: "\(Self.name(product))/IMG_\(number).jpg")
        guard view == 1, product < Self.copies else { continue }
        let next = Self.name((product + 1) % Self.products)
        try write(photo.head, pixels, quality: 60, to: "\(next)/DSC_\(product).jpg")
      }
    }
  }

  /// The name of a product's folder, which becomes its handle.
  static func name(_ product: Int) -> String {
    "\(product < hues ? "mug" : "figure")_\(product % hues)"
  }

  private func run(_ program: String, _ words: [String]) throws {
    let result = try Tool.run(program: URL(filePath: "/usr/bin/\(program)"), words, in: scratch.url)
    try #require(result.status == 0, "\(program): \(result.errors)")
  }

  private func decoded(_ fixture: String) throws -> (head: [UInt8], pixels: [UInt8]) {
    let source = Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath().path()
    try run("djpeg", ["-pnm", "-outfile", "photo.ppm", source])
    let bytes = [UInt8](try Data(contentsOf: scratch.url.appending(path: "photo.ppm")))
    // "P6", width, height and 255, each on a line or after a space.
    let end = try #require(bytes.firstRange(of: Array("255\n".utf8))).upperBound
    return (Array(bytes[..<end]), Array(bytes[end...]))
  }

  /// The number of hues of one shape, which are as far apart as they can be.
  private static let hues = 6

  private func write(_ head: [UInt8], _ pixels: [UInt8], quality: Int, to path: String) throws {
    try scratch.write(Data(head + pixels), to: "photo.ppm")
    let target = folder.appending(path: path).path()
    try run("cjpeg", ["-quality", "\(quality)", "-outfile", target, "photo.ppm"])
  }
}
