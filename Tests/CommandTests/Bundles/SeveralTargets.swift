import Foundation
import Model
import TestSupport
import Testing

@Suite("castbook export for several targets", .timeLimit(.minutes(30)))
struct SeveralTargets {
  private static let rain = "---\ntarget: kling-v3\nstart: frames/lobby.jpg\n---\nIt rains"

  private func film() throws -> Production {
    let film = try Production.ready()
    try film.write(Self.rain, to: "rain.md")
    return film
  }

  private func names(_ film: Production, _ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: film.folder.appending(path: folder).path()
    ).sorted()
  }

  @Test("writes a bundle for each, named by its id, equal to an export for that target alone")
  func each() throws {
    let film = try film()
    let out = try film.run(
      "export", "rain.md", "--for", "kling-v3,kling.v3.i2v", "--for", "fal.kling-v3.i2v", "-o",
      "out")
    #expect(out.status == 0, "\(out.output)\(out.errors)")
    #expect(try names(film, "out") == ["rain.fal.kling-v3.i2v", "rain.kling.v3.i2v"])
    for (id, alias) in [("fal.kling-v3.i2v", "kling-v3"), ("kling.v3.i2v", "KLING.v3.i2v")] {
      let verified = try film.run("bundle", "verify", "out/rain.\(id)")
      #expect(
        verified.status == 0 && verified.output.contains(": verified ·"), "\(verified.output)")
      #expect(!verified.output.contains("/name"))
      #expect(try film.run("export", "rain.md", "--for", alias, "-o", alias).status == 0)
      let alone = try film.files("\(alias)/rain")
      let several = try film.files("out/rain.\(id)")
      // The name is in the manifest, and at the top of the legend.
      for name in alone.keys where !["bundle.json", "SHA256SUMS", "legend.png"].contains(name) {
        #expect(alone[name] == several[name], "\(name)")
      }
      #expect(alone.keys.sorted() == several.keys.sorted())
      let manifest = try JSONParser.parse([UInt8](film.data("out/rain.\(id)/bundle.json")))
      #expect(manifest["name"]?.string == "rain.\(id)")
      #expect(manifest["target"]?.string == id)
    }
    let again = try film.json(
      "export", "rain.md", "--for", "kling.v3.i2v,kling-v3", "-o", "zips", "--zip")
    let bundles = again["bundles"]?.array ?? []
    #expect(bundles.map { $0["name"]?.string } == ["rain.kling.v3.i2v", "rain.fal.kling-v3.i2v"])
    #expect(bundles.map { $0["target"]?.string } == ["kling.v3.i2v", "fal.kling-v3.i2v"])
    #expect(try names(film, "zips") == ["rain.fal.kling-v3.i2v.zip", "rain.kling.v3.i2v.zip"])
    let zipped = try film.run("bundle", "verify", "zips/rain.kling.v3.i2v.zip")
    #expect(zipped.status == 0, "\(zipped.output)")
    let one = try film.run("export", "rain.md", "--for", "kling-v3,kling.v3.i2v", "-o", "x.zip")
    #expect(one.status == 2 && one.errors.contains("--zip") && !film.exists("x.zip"))
  }

  @Test("--brief has a line for each bundle, and for each error and warning, with its target")
  func brief() throws {
    let film = try film()
    try film.write("---\ntarget: kling-v3\n---\nIt rains", to: "dry.md")
    let words = ["export", "rain.md", "dry.md", "--for", "kling-v3,kling.v3.i2v", "-o", "out"]
    let result = try Tool.run(words + ["--brief", "--library", film.library], in: film.folder)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    for id in ["fal.kling-v3.i2v", "kling.v3.i2v"] {
      let bundle = "→ out/rain.\(id)/ \(id): "
      #expect(lines.count { $0.hasPrefix(bundle) } == 1, "\(result.output)")
    }
    #expect(lines.contains { $0.hasPrefix("✗ request.missing dry.md") }, "\(result.output)")
    #expect(lines.allSatisfy { !$0.hasPrefix(" ") && !$0.hasPrefix("· ") }, "\(result.output)")
    let again = words.map { $0 == "out" ? "again" : $0 } + ["--library", film.library]
    let long = try Tool.run(again, in: film.folder)
    #expect(result.output.utf8.count < long.output.utf8.count, "\(long.output)")
    let dry = try Tool.run(
      ["export", "rain.md", "--dry-run", "--brief", "--library", film.library], in: film.folder)
    #expect(dry.output.contains("ready to export; no files written\nrain fal.kling-v3.i2v: "))
  }

  @Test("An alias, the id, the file's own line and --set make equal bytes")
  func aliases() throws {
    let film = try film()
    try film.write(Self.rain.replacing("target: kling-v3\n", with: ""), to: "plain.md")
    let ways: [[String]] = [
      ["--for", "kling-v3"], ["--for", "fal.kling-v3.i2v"], ["--for", "KLING-V3"],
      ["--for", "kling-v3,fal.kling-v3.i2v"], ["--set", "target=kling-v3"],
    ]
    var made: [[String: Data]] = []
    for (number, way) in ways.enumerated() {
      let out = try Tool.run(
        ["export", "plain.md", "-o", "o\(number)", "--library", film.library] + way,
        in: film.folder)
      #expect(out.status == 0, "\(way): \(out.output)\(out.errors)")
      made.append(try film.files("o\(number)/plain"))
    }
    for other in made.dropFirst() { #expect(other == made[0]) }
  }

  @Test("A bundle for another target is left where it is, and the program says so")
  func besides() throws {
    let film = try film()
    #expect(try film.run("export", "rain.md", "-o", "out").status == 0)
    let before = try film.files("out/rain")
    let other = try film.run("export", "rain.md", "--for", "kling.v3.i2v", "-o", "out")
    #expect(other.status == 0, "\(other.output)\(other.errors)")
    #expect(
      other.output.contains(
        "its usual name is used by a bundle for fal.kling-v3.i2v, so this one is rain.kling.v3.i2v")
    )
    #expect(try names(film, "out") == ["rain", "rain.kling.v3.i2v"])
    #expect(try film.files("out/rain") == before)
    let again = try film.json("export", "rain.md", "--for", "kling.v3.i2v", "-o", "out")
    let bundle = again["bundles"]?.array?.first
    #expect(bundle?["wasThere"]?.boolean == true)
    #expect(bundle?["besides"]?.string == "fal.kling-v3.i2v")
    #expect(try film.run("bundle", "verify", "out/rain.kling.v3.i2v").status == 0)
    // With other settings for the same target the export is refused, or replaces the bundle.
    let changed = try film.run("export", "rain.md", "--set", "duration=8", "-o", "out")
    #expect(changed.status == 3 && changed.errors.contains("exists and is different"))
    #expect(try film.run("export", "rain.md", "-o", "z", "--zip").status == 0)
    #expect(
      try film.run("export", "rain.md", "--for", "kling.v3.i2v", "-o", "z", "--zip").status == 0)
    #expect(try names(film, "z") == ["rain.kling.v3.i2v.zip", "rain.zip"])
  }

  @Test("All of them are verified by one command, even with a broken one among them")
  func verified() throws {
    let film = try film()
    try #require(
      try film.run("export", "rain.md", "--for", "kling-v3,kling.v3.i2v", "-o", "out").status == 0)
    let both = ["out/rain.fal.kling-v3.i2v", "out/rain.kling.v3.i2v"]
    let fine = try film.run("bundle", "verify", both[0], both[1])
    #expect(fine.status == 0, "\(fine.output)\(fine.errors)")
    let lines = try film.run("bundle", "verify", both[0], both[1], "--jsonl")
    #expect(lines.output.split(separator: "\n").count == 2)
    let json = try film.run("bundle", "verify", both[0], both[1], "--json")
    #expect(json.status == 2 && json.errors.contains("--jsonl"))
    // A missing bundle, and a file that is not a bundle, don't prevent the verification of others.
    try film.write("no bundle", to: "other.zip")
    let some = try film.run("bundle", "verify", "gone", "other.zip", both[1])
    #expect(some.status == 2, "\(some.errors)")
    #expect(some.errors.contains("gone") && some.output.contains("rain"), "\(some.output)")
    try film.write("{}", to: "out/rain.kling.v3.i2v/request.json")
    #expect(try film.run("bundle", "verify", both[0], both[1]).status == 1)
  }

  @Test("One that can't be sent is named, and the other is written")
  func failing() throws {
    let film = try film()
    let out = try film.run(
      "export", "rain.md", "--for", "fal.kling-v3.i2v,fal.kling-v3-turbo.i2v", "--tier", "4k", "-o",
      "out")
    #expect(out.status == 1, "\(out.output)")
    #expect(out.output.contains("fal.kling-v3-turbo.i2v has no tier 4k"), "\(out.output)")
    #expect(
      out.output.contains("rain.fal.kling-v3-turbo.i2v: no bundle, 1 error above"), "\(out.output)")
    #expect(film.exists("out/rain.fal.kling-v3.i2v/bundle.json"))
    #expect(!film.exists("out/rain.fal.kling-v3-turbo.i2v"))
    let unknown = try film.run("export", "rain.md", "--for", "kling-v3,klang", "-o", "out")
    #expect(unknown.status == 2 && unknown.errors.contains("\"klang\""))
    #expect(!film.exists("out/rain.fal.kling-o3.i2v"))
    // A problem of the file itself is reported once.
    try film.write("---\ntier: a\ntier: b\n---\nx", to: "bad.md")
    let bad = try film.json("export", "bad.md", "--for", "kling-v3,kling-o3", "-o", "out")
    #expect(bad["bundles"]?.array?.count == 1 && bad["status"]?.string == "fail")
    let shown = try film.run("prompt", "rain.md", "--for", "kling-v3,kling-o3")
    #expect(shown.status == 2 && shown.errors.contains("--for names 2"), "\(shown.errors)")
    let dry = try film.run(
      "export", "rain.md", "--for", "kling-v3,kling.v3.i2v", "--dry-run")
    #expect(dry.status == 0 && dry.output.contains("rain.kling.v3.i2v  "), "\(dry.output)")
  }

  @Test("A copy that two targets accept is made once")
  func oneCopy() throws {
    let film = try Production()
    try film.take("trouble/IMG_2041.HEIC", as: "photos/front.heic")
    try film.take("trouble/IMG_2038.JPG", as: "photos/left.jpg")
    #expect(try film.run("add", "character", "@ana", "photos", "--basis", "own").status == 0)
    try film.write("@ana waves", to: "ana.md")
    let out = try film.json(
      "export", "ana.md", "--for", "kling-o3,runcomfy.kling-3.0,fal.wan-2.7.r2v", "-o", "out")
    let bundles = out["bundles"]?.array ?? []
    let sent = bundles.map { bundle in
      (bundle["files"]?.array ?? []).compactMap { $0["sent"]?.string }
    }.filter { !$0.isEmpty }
    #expect(sent.count >= 2)
    #expect(Set(sent.map { $0[0] }).count == 1, "\(sent)")
    #expect(out["written"]?.boolean == true)
    #expect(try film.run("doctor").status == 0)
  }

  @Test("The last line says what will be rendered, as the JSON does")
  func render() throws {
    let film = try film()
    let words = "5 s · 1080p · 16:9 · sound on · 0.84 USD"
    try film.write(
      "---\ntarget: kling.v3.t2v\nresolution: 1080p\naudio: on\n---\nIt rains", to: "t.md")
    let out = try film.run("export", "t.md", "-o", "out")
    #expect(out.status == 0 && out.output.hasSuffix("\n\(words)\n"), "\(out.output)")
    let dry = try film.run("export", "t.md", "--dry-run")
    #expect(dry.output.hasSuffix("\n\(words)\n"), "\(dry.output)")
    let prompt = try film.run("prompt", "t.md")
    #expect(prompt.output.hasSuffix("\n\(words)\n"), "\(prompt.output)")
    let exported = try film.json("export", "t.md", "--dry-run")["bundles"]?.array?.first?["render"]
    let shown = try film.json("prompt", "t.md")["render"]
    #expect(exported == shown)
    #expect(shown?["seconds"]?.integer == 5 && shown?["resolution"]?.string == "1080p")
    #expect(shown?["aspect"]?.string == "16:9" && shown?["sound"]?.string == "on")
    #expect(shown?["cost"]?["amount"]?.string == "0.84" && shown?["words"]?.string == words)
  }
}
