import Foundation
import TestSupport
import Testing

@Suite("The library's cache of pictures for legends", .timeLimit(.minutes(30)))
struct LegendPicturesOfExports {
  private static let shot = """
    ---
    target: kling-o3
    ---
    @mira lifts @mug
    """

  private func film() throws -> Production {
    let film = try Production()
    try film.write(Self.shot, to: "shot.md")
    return film
  }

  /// The pictures for legends in the library's cache.
  private func cached(_ film: Production) throws -> [URL] {
    let folder = URL(filePath: film.library).appending(path: "cache/previews-1")
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path())) ?? []
    return paths.filter { $0.hasSuffix("-200x266.png") }.sorted().map { folder.appending(path: $0) }
  }

  /// Exports the shot into a new folder and returns its legend.
  private func legend(_ film: Production, _ name: String) throws -> Data {
    let out = try film.run("export", "shot.md", "-o", name)
    #expect(out.status == 0, "\(out.output)\(out.errors)")
    return try film.data("\(name)/shot/legend.png")
  }

  @Test("changes nothing in a legend, whether it is empty, full or damaged")
  func sameLegend() throws {
    let film = try film()
    #expect(try cached(film).isEmpty)
    let first = try legend(film, "first")
    let pictures = try cached(film)
    let sent = try film.files("first/shot").keys.filter { $0.hasPrefix("references/") }
    #expect(pictures.count == sent.count && pictures.count > 3)
    let times = try pictures.map { try FileStamp($0) }
    #expect(try legend(film, "again") == first)
    // They were read, not made again.
    #expect(try pictures.map { try FileStamp($0) } == times)

    try Data().write(to: pictures[0])
    let whole = try Data(contentsOf: pictures[1])
    try whole.prefix(whole.count / 2).write(to: pictures[1])
    var flipped = try Data(contentsOf: pictures[2])
    flipped[flipped.count / 2] ^= 1
    try flipped.write(to: pictures[2])
    try film.data("first/shot/legend.png").write(to: pictures[3])
    #expect(try legend(film, "damaged") == first)
    #expect(try legend(film, "mended") == first)

    try FileManager.default.removeItem(
      at: URL(filePath: film.library).appending(path: "cache/previews-1"))
    #expect(try legend(film, "emptied") == first)
    #expect(try cached(film) == pictures)
  }

  @Test("is not used by verify, which draws from the bundle's own files")
  func exchanged() throws {
    let film = try film()
    _ = try legend(film, "first")
    let pictures = try cached(film)
    let one = try Data(contentsOf: pictures[0])
    try Data(contentsOf: pictures[1]).write(to: pictures[0])
    try one.write(to: pictures[1])
    _ = try legend(film, "wrong")
    let verified = try film.run("bundle", "verify", "wrong/shot")
    #expect(verified.status == 1)
    #expect(verified.output.contains("legend.png does not show the files that are sent"))
    #expect(try film.run("bundle", "verify", "first/shot").status == 0)
  }

  @Test("loses a picture with the erasure of its element")
  func erased() throws {
    let film = try film()
    _ = try legend(film, "first")
    let before = try cached(film).count
    #expect(try film.run("erase", "@mug", "--reason", "gone", "--yes").status == 0)
    let after = try cached(film).count
    #expect(after < before && after > 0)
  }
}

/// The identity of a file and the time of its last change.
private struct FileStamp: Equatable {
  let file: Int?
  let changed: Date?

  init(_ url: URL) throws {
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path())
    file = attributes[.systemFileNumber] as? Int
    changed = attributes[.modificationDate] as? Date
  }
}
