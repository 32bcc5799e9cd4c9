import Foundation
import Model
import TestSupport
import Testing

/// Photos whose people are tagged. ExifTool writes the tags.
@Suite("Tagged photos", .timeLimit(.minutes(30)))
struct TaggedPhotoImports {
  private func photo(
    _ film: Production, _ name: String, _ fixture: String, _ tags: String..., sidecar: String? = nil
  ) throws {
    try film.take("starter/\(fixture).jpg", as: "photos/\(name)")
    if !tags.isEmpty {
      try ForeignPrograms.tag(film.folder.appending(path: "photos/\(sidecar ?? name)"), tags)
    }
  }

  private static func regions(_ faces: (name: String?, side: Double)...) -> String {
    let list = faces.map { face in
      "{Area={X=0.5,Y=0.5,W=\(face.side),H=\(face.side),Unit=normalized},Type=Face"
        + (face.name.map { ",Name=\($0)" } ?? "") + "}"
    }
    return
      "-XMP-mwg-rs:RegionInfo={AppliedToDimensions={W=9,H=9,Unit=pixel},RegionList=[\(list.joined(separator: ","))]}"
  }

  private func fill(_ film: Production) throws {
    try photo(
      film, "a.jpg", "mira-front", "-XMP-iptcExt:PersonInImage=Mira Okafor",
      "-XMP-iptcExt:PersonInImage=MIRA OKAFOR", "-XMP-dc:Subject=beach",
      "-XMP-dc:Subject=Mira Okafor", "-XMP-dc:Description=red coat")
    try photo(
      film, "b.jpg", "mira-back", Self.regions(("Mira Okafor", 0.4), ("Ben", 0.1)),
      "-XMP-xmp:Rating=5")
    try photo(film, "c.jpg", "mira-right", Self.regions(("Mira Okafor", 0.3), (nil, 0.3)))
    try photo(
      film, "in/d.jpg", "mug-front", "-XMP-digiKam:TagsList=People/Zoë",
      "-XMP-lr:HierarchicalSubject=Travel|Rome", "-XMP-dc:Subject=Rome", sidecar: "in/d.xmp")
    try photo(
      film, "in/e.jpg", "mug-top", "-XMP-iptcExt:PersonInImage=Zoë", "-XMP-xmp:Rating=-1")
    try photo(film, "plain.jpg", "mug-three-quarter")
    try film.write("<x", to: "photos/stray.xmp")
  }

  @Test("each person becomes an element; pictures of several people are left aside")
  func people() throws {
    let film = try Production(starter: false)
    try fill(film)
    let before = try film.files("photos")
    let dry = try film.run("import", "--from-photos", "photos", "--dry-run")
    #expect(
      dry.output == """
        Mira Okafor  2 files  → @mira_okafor  character
        Zoë           1 file  → @zoe  character
        not imported: 2 groups of pictures that show others, too (2 files), unless a mapping says so
        not imported: 2 groups of keywords (2 files), unless a mapping says so
        left out: 1 a sidecar without its picture, such as stray.xmp
        left out: 1 rejected (rated -1), such as e.jpg
        left out: 1 names no person, such as plain.jpg
        nothing imported; to change what becomes what: --write-map FILE, then --map FILE

        """, "\(dry.output)\(dry.errors)")
    let done = try film.run("import", "--from-photos", "photos")
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    let files = try #require(film.json("show", "@mira_okafor")["files"]?.array)
    #expect(files.map { $0["path"]?.string } == ["b.jpg", "a.jpg"], "the best rated comes first")
    #expect(files.map { $0["note"]?.string } == ["also shows Ben", "red coat"])
    #expect(try film.files("photos") == before)

    // Keywords and pictures of several people, as the mapping says.
    #expect(try film.run("import", "--from-photos", "photos", "--write-map", "m.json").status == 0)
    let map = String(decoding: try film.data("m.json"), as: UTF8.self)
    for name in [
      "Ben/with others", "Mira Okafor/with others", "Keywords/Travel/Rome", "Keywords/beach",
    ] {
      #expect(map.contains("\"group\": \"\(name)\""), "\(name)\n\(map)")
    }
    try film.write(map.replacing("\"skip\": true", with: "\"skip\": false"), to: "m.json")
    let all = try film.run("import", "--from-photos", "photos", "--map", "m.json")
    #expect(all.status == 0, "\(all.output)\(all.errors)")
    let more = try #require(film.json("show", "@mira_okafor")["files"]?.array)
    #expect(more.map { $0["path"]?.string } == ["b.jpg", "a.jpg", "c.jpg"])
    #expect(more[2]["note"] == "also shows an unnamed face")
    #expect(try film.json("show", "@ben")["files"]?.array?.count == 1)
    #expect(try film.json("show", "@rome")["files"]?.array?.count == 1)
    // One photo more is all that is new.
    let revision = try film.json("show", "@zoe")["revision"]
    try photo(film, "f.jpg", "mira-three-quarter-left", "-XMP-iptcExt:PersonInImage=Zoë")
    #expect(try film.run("import", "--from-photos", "photos").status == 0)
    #expect(try film.json("show", "@zoe")["files"]?.array?.count == 2)
    #expect(try film.json("show", "@zoe")["revision"] != revision)
  }

  @Test("folders without tags, with broken tags and with links")
  func hostile() throws {
    let film = try Production(starter: false)
    func errors() throws -> String {
      let result = try film.run("import", "--from-photos", "photos")
      #expect(result.status == 2, "\(result.output)")
      return result.errors
    }
    #expect(try errors().contains("is not a folder"))
    try photo(film, "a.jpg", "mira-front")
    #expect(try errors().contains("none of its 1 files names a person"))
    try film.write("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", to: "photos/a.xmp")
    try photo(film, "b.jpg", "mira-back", "-XMP-iptcExt:PersonInImage=Mira")
    try FileManager.default.createSymbolicLink(
      at: film.folder.appending(path: "photos/b.xmp"),
      withDestinationURL: film.folder.appending(path: "secret.xmp"))
    try FileManager.default.createSymbolicLink(
      at: film.folder.appending(path: "photos/c.jpg"),
      withDestinationURL: film.folder.appending(path: "photos/b.jpg"))
    try film.write("text", to: "photos/notes.txt")
    let dry = try film.run("import", "--from-photos", "photos", "--dry-run")
    #expect(dry.output.contains("left out: 1 has tags that can't be read, such as a.jpg"))
    #expect(dry.output.contains("left out: 1 not media, such as notes.txt"), "\(dry.output)")
    #expect(dry.output.contains("left out: 1 a link, such as c.jpg"))
  }
}
