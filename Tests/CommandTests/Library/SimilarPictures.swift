import Foundation
import Model
import TestSupport
import Testing

@Suite("Similar pictures", .timeLimit(.minutes(30)))
struct SimilarPictures {
  @Test("are named with their element and file, without the element's own copies")
  func named() throws {
    let film = try Production(starter: false)
    try film.take("trouble/IMG_2041.HEIC", as: "p/1.heic")
    try film.take("starter/mira-back.jpg", as: "p/2.jpg")
    #expect(try film.run("add", "character", "@mira", "p", "--prepare").status == 0)
    let file = try film.run("similar", "p/1.heic")
    #expect(file.output == "p/1.heic\n  the same file: @mira 1 1.heic\n", "\(file.output)")
    let element = try film.run("similar", "@mira")
    #expect(element.output == "no similar pictures in the library\n", "\(element.output)")
    // The copy itself, written out, leads to its original.
    _ = try film.run("prepare", "@mira", "-o", "ready")
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: film.folder.appending(path: "ready").path())
        .first { $0.hasPrefix("1") })
    let copy = try film.run("similar", "ready/\(name)")
    #expect(copy.output.contains("the same file: the prepared copy of @mira 1 1.heic"))
    let json = try film.json("similar", "ready/\(name)")["pictures"]?.array?.first
    let found = try #require(json?["similar"]?.array?.first)
    #expect(found["copyOf"] != nil && found["elements"]?.array?.first?["path"] == "1.heic")
    // A second element with the same file: each names only the other one.
    #expect(try film.run("add", "character", "@twin", "p/1.heic").status == 0)
    let twin = try film.run("similar", "@twin")
    #expect(twin.output.contains("the same file: @mira 1 1.heic\n"), "\(twin.output)")
    #expect(!twin.output.contains("@twin"), "\(twin.output)")
  }
}
