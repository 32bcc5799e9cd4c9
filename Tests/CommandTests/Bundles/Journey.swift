import Foundation
import Model
import TestSupport
import Testing

@Suite("A film from photos to bundles", .timeLimit(.minutes(30)))
struct Journey {
  /// Phone photos: a HEIC, one stored sideways with a GPS position, one in Display P3.
  private func film() throws -> Production {
    let film = try Production(starter: false)
    try film.take("trouble/IMG_2041.HEIC", as: "photos/mira-front.heic")
    try film.take("trouble/IMG_2038.JPG", as: "photos/mira-left.jpg")
    try film.take("starter/mira-back.jpg", as: "photos/mira-back.jpg")
    try film.take("odd/jpeg-icc-p3.jpg", as: "p3.jpg")
    try withP3Profile(film, of: "p3.jpg", in: "photos/mira-back.jpg")
    try film.write("---\ntarget: kling-o3\n---\n@mira crosses the lobby.\n", to: "lobby.md")
    return film
  }

  /// Copies the color profile of one JPEG into another, after its start marker.
  private func withP3Profile(_ film: Production, of source: String, in name: String) throws {
    let donor = [UInt8](try film.data(source))
    var picture = [UInt8](try film.data(name))
    var offset = 2
    while offset + 4 < donor.count, donor[offset] == 0xFF {
      let length = Int(donor[offset + 2]) << 8 | Int(donor[offset + 3])
      let segment = donor[offset..<min(donor.count, offset + 2 + length)]
      if donor[offset + 1] == 0xE2 { picture.insert(contentsOf: segment, at: 2) }
      if donor[offset + 1] == 0xDA { break }
      offset += 2 + length
    }
    try Data(picture).write(to: film.folder.appending(path: name))
    try FileManager.default.removeItem(at: film.folder.appending(path: source))
  }

  @Test(
    "Added, picked, pinned and exported once, it gives the same bundle a day later for another user"
  )
  func journey() throws {
    let film = try film()
    let added = try film.run("add", "character", "@mira", "photos", "--basis", "own")
    #expect(added.status == 0, "\(added.errors)")
    #expect(try film.run("pick", "@mira", "--best", "3", "--save").status == 0)
    #expect(try film.run("use", "@mira").status == 0)
    let first = try film.run("export", "lobby.md", "-o", "out")
    #expect(first.status == 0, "\(first.output)\(first.errors)")
    for words in ["turned upright", "Display P3 to sRGB", "JPEG"] {
      #expect(first.output.contains(words), "\(words): \(first.output)")
    }
    // Renamed and tagged meanwhile: no change that a provider would see.
    #expect(try film.run("edit", "@mira", "--rename", "amira", "--tag", "lead").status == 0)
    let calm = try film.run("status")
    #expect(calm.status == 0)
    #expect(!calm.output.contains("pin.behind") && !calm.output.contains("pin.exported"))
    let again = try film.run(
      "export", "lobby.md", "-o", "again",
      environment: ["USER": "somebody", "HOME": "/tmp", "TZ": "Pacific/Auckland", "LC_ALL": "C"])
    #expect(again.status == 0, "\(again.errors)")
    #expect(try film.files("again/lobby") == film.files("out/lobby"))
    // Another library, which got the element as a pack, sends the same bundle.
    #expect(try film.run("pack", "@amira", "-o", "mira.zip").status == 0)
    let other = film.scratch.url.appending(path: "other").path()
    #expect(try Tool.run(["init", other], in: film.folder).status == 0)
    #expect(try film.run("import", "mira.zip", library: other).status == 0)
    let theirs = try film.run("export", "lobby.md", "-o", "theirs", library: other)
    #expect(theirs.status == 0, "\(theirs.output)\(theirs.errors)")
    #expect(theirs.output.contains("prepared earlier"))
    #expect(try film.files("theirs/lobby") == film.files("out/lobby"))
    // A changed picture is reported, with the shots that it affects.
    try film.take("starter/mira-three-quarter-left.jpg", as: "new.jpg")
    #expect(try film.run("edit", "@amira", "--replace", "1=new.jpg").status == 0)
    let changed = try film.run("status")
    #expect(changed.output.contains("pin.behind"))
    #expect(changed.output.contains("lobby.md was exported with an earlier revision"))
    #expect(try film.json("status")["pins"]?.array?.first?["shots"]?.array == ["lobby.md"])
    // The film itself continues with its pin until it is updated.
    let still = try film.run("export", "lobby.md", "-o", "still")
    #expect(still.status == 0)
    #expect(try film.files("still/lobby") == film.files("out/lobby"))
    #expect(try film.run("update").status == 0)
    #expect(try film.run("export", "lobby.md", "-o", "new").status == 0)
    #expect(try film.files("new/lobby") != film.files("out/lobby"))
    #expect(!(try film.run("status").output.contains("pin.exported")))
  }

  @Test("A copy that was made manually is sent if the automatic way makes none")
  func byHand() throws {
    let film = try Production()
    try film.take("odd/heic-icc-p3.heic", as: "small.heic")
    #expect(try film.run("add", "product", "@cup", "small.heic", "--basis", "own").status == 0)
    try film.write("---\ntarget: fal.seedance-2.0.r2v\n---\n@cup steams", to: "cup.md")
    // An inferred minimum is a warning here, as in check; a stated one is an error.
    let small = try film.run("export", "cup.md", "--dry-run")
    #expect(small.status == 0, "\(small.output)")
    #expect(small.output.contains("(inferred)"), "\(small.output)")
    #expect(
      small.output.contains("castbook prepare @cup --for fal.seedance-2.0.r2v --allow-upscale"))
    try film.take("trouble/mira-full-length.jpg", as: "strip.jpg")
    #expect(try film.run("add", "product", "@pair", "small.heic", "strip.jpg").status == 0)
    try film.write("---\ntarget: kling-official\n---\n@pair steams", to: "pair.md")
    let stated = try film.run("export", "pair.md", "--dry-run")
    #expect(stated.status == 1)
    #expect(stated.output.contains("castbook prepare @pair --for kling.v3-omni --allow-upscale"))
    #expect(
      try film.run("prepare", "@cup", "--for", "fal.seedance-2.0.r2v", "--allow-upscale").status
        == 0)
    let made = try film.run("export", "cup.md", "-o", "out")
    #expect(made.status == 0, "\(made.output)")
    #expect(made.output.contains("enlarged from"))
  }

  @Test("A better choice of pictures is suggested, and never made automatically")
  func betterPick() throws {
    let film = try Production(starter: false)
    for (name, fixture) in [
      ("1.jpg", "scenes/mira-000-lamp.jpg"), ("2.jpg", "starter/mira-back.jpg"),
      ("3.jpg", "starter/mira-right.jpg"), ("4.jpg", "starter/mira-three-quarter-left.jpg"),
      ("5.jpg", "starter/mira-front.jpg"),
    ] { try film.take(fixture, as: "p/\(name)") }
    #expect(
      try film.run("add", "character", "@mira", "p", "--basis", "own").status == 0)
    #expect(
      try film.run("edit", "@mira", "--role", "1=front,2=back,3=right,4=three-quarter-left,5=front")
        .status == 0)
    try film.write("---\ntarget: kling-o3\n---\n@mira waves", to: "m.md")
    let out = try film.json("export", "m.md", "-o", "out")
    let bundle = try #require(out["bundles"]?.array?.first)
    #expect(bundle["findings"]?.array?.contains { $0["rule"]?.string == "set.better-pick" } == true)
    #expect(bundle["files"]?.array?.first?["of"]?.string == "@mira 1 front")
    #expect(try film.run("pick", "@mira", "--best", "4", "--save").status == 0)
    let better = try film.json("export", "m.md", "-o", "better")
    #expect(
      better["bundles"]?.array?.first?["findings"]?.array?.contains {
        $0["rule"]?.string == "set.better-pick"
      } == false)
  }
}
