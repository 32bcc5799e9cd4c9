import Foundation
import Model
import TestSupport
import Testing

@Suite("Two hundred photographs of products", .timeLimit(.minutes(30)))
struct ProductShoots {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    try Self.shoot.get().copy(into: scratch.url)
  }

  private static let shoot = Result {
    let scratch = try TemporaryFolder()
    _ = try ProductShoot(in: scratch.url.appending(path: "products"))
    return try ModelFolder(of: scratch.url, from: scratch)
  }

  private func run(_ words: String...) throws -> Program.Result {
    try Tool.run(
      words, in: scratch.url,
      environment: ["CASTBOOK_LIBRARY": scratch.path("library").text, "COLUMNS": "100"])
  }

  @Test("are added in a few lines, and only real copies are named")
  func added() throws {
    #expect(try run("init").status == 0)
    let preview = try run("add", "--from", "products", "--dry-run")
    #expect(preview.status == 0, "\(preview.errors)")
    #expect(preview.output.split(separator: "\n").count <= 60, "\(preview.output)")
    let added = try run("add", "--from", "products")
    #expect(added.status == 0, "\(added.errors)")
    let lines = added.output.split(separator: "\n")
    #expect(lines.count <= 60, "\(added.output)")
    #expect(lines.contains { $0.hasPrefix("12 elements: 200 files added") }, "\(added.output)")
    #expect(lines.count { $0.contains("nearly the same picture") } <= 3, "\(added.output)")
    #expect(
      added.output.contains(
        "of other elements (\(ProductShoot.copies) pairs), such as:"),
      "\(added.output)")
    #expect(added.output.contains("castbook similar @"), "\(added.output)")
    // Each picture of a product was copied into the folder of the next one, and no others were.
    for product in 0..<ProductShoot.products {
      let found = try run("similar", "@\(ProductShoot.name(product))", "--json")
      let pictures = try JSONParser.parse(Array(found.output.utf8))["pictures"]?.array ?? []
      let others = pictures.flatMap { $0["similar"]?.array ?? [] }.flatMap {
        ($0["elements"]?.array ?? []).compactMap { $0["handle"]?.string }
      }
      let expected = [
        product < ProductShoot.copies
          ? ProductShoot.name((product + 1) % ProductShoot.products) : nil,
        (1...ProductShoot.copies).contains(product) ? ProductShoot.name(product - 1) : nil,
      ].compactMap(\.self)
      // Pictures of the element itself that are alike don't count.
      let own = ProductShoot.name(product)
      #expect(
        Set(others.filter { $0 != own }) == Set(expected),
        "\(ProductShoot.name(product)): \(others)")
    }
  }

  @Test("are sorted by their folders")
  func sorted() throws {
    let printed = try run("sort", "products", "--json")
    #expect(printed.status == 0, "\(printed.errors)")
    let groups = try JSONParser.parse(Array(printed.output.utf8))["groups"]?.array ?? []
    for group in groups {
      let paths = (group["files"]?.array ?? []).compactMap { $0["path"]?.string }
      let folders = Set(paths.compactMap { $0.split(separator: "/").dropLast().last })
      #expect(folders.count == 1, "\(paths)")
    }
    #expect(groups.count >= ProductShoot.products)
  }
}
