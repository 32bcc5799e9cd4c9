import Foundation
import Model
import Targets
import Testing

@Suite("Catalog/catalog.c")
struct CatalogFiles {
  /// `Catalog/` in the working copy this test was built from.
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Catalog").resolvingSymlinksInPath()

  @Test("embeds exactly the data files beside it")
  func embedded() throws {
    let source = try String(
      contentsOf: Self.folder.appending(path: "catalog.c"), encoding: .utf8)
    let embedded = source.matches(of: /#embed "([^"]+)"/).map { String($0.output.1) }
    let listed = source.matches(of: /RESOURCE\("([^"]+)",/).map { String($0.output.1) }
    #expect(embedded == listed)
    #expect(Set(embedded).count == embedded.count)
    #expect(embedded.sorted() == (try Self.dataFiles()))
  }

  @Test("gives every target the name of its file")
  func ids() throws {
    let files = try Self.dataFiles().filter { $0.hasPrefix("Targets/") }
      .map { $0.dropFirst("Targets/".count).dropLast(".json".count) }
    let catalogue = try TargetCatalogue()
    #expect(catalogue.ids.map(\.rawValue) == files.map(String.init).sorted())
  }

  @Test("embeds the bytes of the files")
  func bytes() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids {
      let file = try Data(contentsOf: Self.folder.appending(path: "Targets/\(id).json"))
      #expect(try catalogue.profile(id).bytes == [UInt8](file), "\(id)")
    }
  }

  private static func dataFiles() throws -> [String] {
    let walk = try #require(FileManager.default.enumerator(atPath: folder.path))
    return walk.compactMap { $0 as? String }
      .filter { $0.hasSuffix(".json") || $0.hasPrefix("Starter/") }
      // Another target embeds these.
      .filter { !$0.hasPrefix("Keys/") && !$0.hasPrefix("Models/") }.sorted()
  }
}
