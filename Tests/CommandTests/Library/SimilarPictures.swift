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

  /// Two pictures of an element by their numbers, and how they show the same.
  private struct Pair: Hashable {
    let numbers: Set<Int>
    let kind: String
  }

  @Test("are those that `score` finds in the element: copies, crops and other light")
  func agreement() throws {
    let film = try Production(starter: false)
    for name in ["mug-000-daylight", "mug-000-lamp", "mug-090-daylight", "mira-000-daylight"] {
      try film.take("scenes/\(name).jpg", as: "p/\(name).jpg")
    }
    try film.take("starter/mira-front.jpg", as: "p/portrait.jpg")
    for (name, area) in [("mug-000-daylight", "320x336+64+48"), ("portrait", "800x1072+160+208")] {
      let folder = film.folder.appending(path: "p")
      let crop = try Program.run(
        "/usr/bin/jpegtran",
        ["-crop", area, "-outfile", "\(name)-crop.jpg", "\(name).jpg"], in: folder)
      try #require(crop.status == 0, "\(crop.errors)")
    }
    let again = try Program.run(
      "/usr/bin/jpegtran", ["-flip", "horizontal", "-outfile", "turned.jpg", "portrait.jpg"],
      in: film.folder.appending(path: "p"))
    try #require(again.status == 0, "\(again.errors)")
    #expect(try film.run("add", "product", "@things", "p").status == 0)

    let scored = try film.json("score", "@things")
    let names = try #require(scored["files"]?.array?.compactMap { $0["path"]?.string })
    let pairs = try #require(scored["set"]?["pairs"]?.array).map { pair in
      let ends = ["a", "b"].compactMap { pair[$0]?.string.flatMap(names.firstIndex) }
      return Pair(numbers: Set(ends.map { $0 + 1 }), kind: pair["kind"]?.string ?? "")
    }
    let similar = try #require(film.json("similar", "@things")["pictures"]?.array)
    let found = similar.flatMap { picture in
      (picture["similar"]?.array ?? []).map { other in
        let number = other["elements"]?.array?.first?["number"]?.integer
        return Pair(
          numbers: Set([picture["number"]?.integer, number].compactMap(\.self)),
          kind: other["likeness"]?.string ?? "")
      }
    }
    #expect(Set(found) == Set(pairs))
    #expect(found.count == 2 * pairs.count, "each of a pair names the other")
    #expect(Set(pairs.map(\.kind)).isSuperset(of: ["same-view", "mirror"]), "\(pairs)")
    // A file outside the library is compared in the same way.
    let crop = try film.run("similar", "p/portrait-crop.jpg")
    #expect(crop.output.contains("the same view: @things"), "\(crop.output)")
  }

  @Test("of another side of an element, by its roles, are not the same view")
  func otherSide() throws {
    let film = try Production(starter: false)
    try film.take("scenes/mug-000-daylight.jpg", as: "mug.jpg")
    let crop = try Program.run(
      "/usr/bin/jpegtran", ["-crop", "320x336+64+48", "-outfile", "crop.jpg", "mug.jpg"],
      in: film.folder)
    try #require(crop.status == 0, "\(crop.errors)")
    let added = try film.run("add", "product", "@mug", "mug.jpg", "crop.jpg")
    #expect(added.status == 0, "\(added.errors)")
    #expect(try film.run("similar", "@mug").output.contains("the same view: @mug 2"))
    #expect(try film.run("edit", "@mug", "--role", "1=front,2=back").status == 0)
    let similar = try film.run("similar", "@mug")
    #expect(similar.output == "no similar pictures in the library\n", "\(similar.output)")
  }
}
