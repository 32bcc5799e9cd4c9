import Foundation
import Model
import TestSupport
import Testing

@Suite("castbook export", .timeLimit(.minutes(30)))
struct Exports {
  @Test("makes equal bytes on another day, for another user, in another place and language")
  func same() throws {
    let film = try Production.ready()
    #expect(try film.run("export", "lobby.md", "-o", "one.zip").status == 0)
    let elsewhere = film.scratch.url.appending(path: "elsewhere")
    try FileManager.default.copyItem(at: film.folder, to: elsewhere)
    let other = try Tool.run(
      ["export", "lobby.md", "-o", "two.zip", "--library", film.library], in: elsewhere,
      environment: [
        "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "USER": "somebody",
        "HOME": "/tmp", "LOGNAME": "somebody",
      ])
    #expect(other.status == 0, "\(other.errors)")
    let pinned = try Tool.run(
      program: URL(filePath: "/usr/bin/taskset"),
      [
        "-c", "0", Tool.binary.path(), "export", "lobby.md", "-o", "three.zip", "--library",
        film.library,
      ], in: elsewhere)
    #expect(pinned.status == 0, "\(pinned.errors)")
    let one = try film.data("one.zip")
    #expect(try Data(contentsOf: elsewhere.appending(path: "two.zip")) == one)
    #expect(try Data(contentsOf: elsewhere.appending(path: "three.zip")) == one)
    let words = String(decoding: one, as: UTF8.self)
    #expect(!words.contains(film.scratch.url.lastPathComponent))
  }

  @Test("writes what can be sent, and nothing of a shot with an error")
  func refused() throws {
    let film = try Production.ready()
    try film.write("---\ntarget: kling-o3\n---\n@nobody meets @mira", to: "bad.md")
    let out = try film.run("export", "lobby.md", "bad.md", "-o", "out")
    #expect(out.status == 1)
    #expect(out.output.contains("prompt.unknown-handle"))
    #expect(out.output.hasSuffix("bad: no bundle, 1 error above\n"), "\(out.output)")
    #expect(film.exists("out/lobby/bundle.json") && !film.exists("out/bad"))
    let bad = try film.run("export", "bad.md", "-o", "other")
    #expect(bad.status == 1 && bad.output.hasSuffix("no bundle written: 1 error\n"))
    #expect(!film.exists("other"))
    try film.take("trouble/mira-wide.jpg", as: "frames/lobby2.jpg")
    try film.write(Production.lobby.replacing("lobby.jpg", with: "none.jpg"), to: "none.md")
    let none = try film.run("export", "none.md", "-o", "out")
    #expect(none.status == 1)
    #expect(none.output.contains("file.not-found"))
    #expect(!film.exists("out/none"))
    #expect(try film.json("exports")["exports"]?.array?.count == 1)
  }

  @Test(
    "keeps equal files, refuses different ones, replaces them on request, and never touches others"
  )
  func inTheWay() throws {
    let film = try Production.ready()
    #expect(try film.run("export", "lobby.md", "-o", "out").status == 0)
    let again = try film.run("export", "lobby.md", "-o", "out")
    #expect(again.status == 0 && again.output.contains("already there"))
    let before = try film.files("out/lobby")
    let other = try film.run("export", "lobby.md", "--tier", "standard", "-o", "out")
    #expect(other.status == 3)
    #expect(other.errors.contains("out/lobby: exists and is different"))
    #expect(try film.files("out/lobby") == before)
    try film.write("mine", to: "out/lobby/take.mp4")
    let mine = try film.run("export", "lobby.md", "--tier", "standard", "-o", "out", "--replace")
    #expect(mine.status == 3 && mine.errors.contains("take.mp4"))
    #expect(film.exists("out/lobby/take.mp4"))
    try FileManager.default.removeItem(at: film.folder.appending(path: "out/lobby/take.mp4"))
    #expect(
      try film.run("export", "lobby.md", "--tier", "standard", "-o", "out", "--replace").status == 0
    )
    #expect(try film.files("out/lobby") != before)
    #expect(
      try FileManager.default.contentsOfDirectory(
        atPath: film.folder.appending(path: "out").path()) == ["lobby"])
    try film.write("a photo", to: "notes.zip")
    #expect(
      try film.run("export", "lobby.md", "-o", "notes.zip", "--replace").status == 3)
    #expect(try film.data("notes.zip") == Data("a photo".utf8))
  }

  @Test("A dry run reports the same and writes nothing, not even to the library")
  func dry() throws {
    let film = try Production.ready()
    let before = try film.run("doctor").output
    let dry = try film.json("export", "lobby.md", "--dry-run")
    #expect(dry["written"]?.boolean == false)
    #expect(dry["bundles"]?.array?.first?["files"]?.array?.count == 9)
    #expect(!film.exists("lobby"))
    #expect(try film.run("doctor").output == before)
  }

  @Test("Several shots have one total, and preparatory calls are listed once")
  func several() throws {
    let film = try Production.ready()
    try film.write(Production.lobby.replacing("sunrise", with: "night"), to: "night.md")
    let value = try film.json("export", "lobby.md", "night.md", "-o", "out")
    #expect(value["total"]?.array?.first?["amount"]?.string == "3.143")
    #expect(value["first"]?.array?.count == 1)
    #expect(film.exists("out/lobby/first/01-voice-mira_voice.json"))
    #expect(film.exists("out/night/first/01-voice-mira_voice.json"))
    let two = try film.run("export", "lobby.md", "night.md", "-o", "both.zip")
    #expect(two.status == 2 && two.errors.contains("--zip"))
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "b"), withIntermediateDirectories: false)
    try film.write(Production.lobby, to: "b/Lobby.md")
    let twins = try film.run("export", "lobby.md", "b/Lobby.md", "-o", "out")
    #expect(twins.status == 2 && twins.errors.contains("both be called"))
  }

  @Test("Private metadata is removed by default")
  func metadata() throws {
    let film = try Production()
    try film.take("trouble/IMG_2041.HEIC", as: "photos/front.heic")
    try film.take("trouble/IMG_2038.JPG", as: "photos/left.jpg")
    #expect(
      try film.run("add", "character", "@ana", "photos", "--basis", "own").status == 0)
    try film.write("---\ntarget: kling-o3\n---\n@ana waves", to: "ana.md")
    let asIs = try film.run("export", "ana.md", "-o", "out", "--as-is")
    #expect(asIs.status == 1)
    #expect(asIs.output.contains("image.private-metadata"))
    #expect(asIs.output.contains("image.format-not-accepted"))
    let out = try film.run("export", "ana.md", "-o", "out")
    #expect(out.status == 0, "\(out.output)")
    #expect(
      out.output.contains(
        "GPS position, serial number, camera make and model removed; turned upright"))
    #expect(try film.run("export", "ana.md", "-o", "again").output.contains("prepared earlier"))
    #expect(try film.files("out/ana") == film.files("again/ana"))
    let checked = try Checked(["out/ana/references", "--for", "kling-o3"], in: film.folder)
    #expect(checked.files.allSatisfy { $0["status"]?.string == "pass" })
    #expect(checked.files.count == 2)
    for (name, bytes) in try film.files("out/ana") where name.hasPrefix("references/") {
      #expect(!bytes.contains(bytes: "GPS".utf8) && name.hasSuffix(".jpg"))
    }
  }

  @Test("An element without valid rights is not sent")
  func rights() throws {
    let film = try Production.ready()
    #expect(try film.run("edit", "@mira", "--allow", "internal").status == 0)
    let silent = try film.run("export", "lobby.md", "-o", "out")
    #expect(silent.status == 0 && silent.output.contains("rights.not-allowed"))
    let ad = try film.run("export", "lobby.md", "--set", "purpose=advertising", "-o", "ad")
    #expect(ad.status == 1 && ad.output.contains("may be used for internal, not for advertising"))
    let own = try film.run("export", "lobby.md", "--set", "purpose=internal", "-o", "own")
    #expect(own.status == 0 && !own.output.contains("rights."))
    #expect(try film.run("edit", "@mira", "--expires", "2020-01-01").status == 0)
    let late = try film.run("export", "lobby.md", "-o", "late")
    #expect(late.status == 1 && late.output.contains("rights.expired"))
  }

  @Test("Files in the request are data URIs, or plain base64 if the target requires that")
  func inline() throws {
    let film = try Production.ready()
    #expect(try film.run("export", "lobby.md", "-o", "out", "--inline").status == 0)
    let request = try JSONParser.parse([UInt8](film.data("out/lobby/request.json")))
    let start = try #require(request["start_image_url"]?.string)
    #expect(start.hasPrefix("data:image/jpeg;base64,/9j/"))
    #expect(
      Data(base64Encoded: String(start.dropFirst(23))) == (try film.data("frames/lobby.jpg")))
    #expect(try film.run("bundle", "verify", "out/lobby").status == 0)
    try film.write("---\nstart: frames/lobby.jpg\n---\nit rains", to: "rain.md")
    let kling = try film.run("export", "rain.md", "--for", "kling.v3.i2v", "-o", "out", "--inline")
    #expect(kling.status == 0 && !kling.output.contains("request.inline-unstated"))
    #expect(
      String(decoding: try film.data("out/rain/request.json"), as: UTF8.self)
        .contains("\"url\": \"/9j/"))
  }

  @Test("The app gets its files by element, and the steps to click")
  func app() throws {
    let film = try Production.ready()
    #expect(
      try film.run(
        "export", "lobby.md", "--for", "kling.app", "--set", "target=kling.app", "-o", "o"
      )
      .status == 0)
    for name in [
      "upload/@mira/1-front.jpg", "upload/@mira/4-back.jpg", "upload/@mug/3-top.jpg",
      "upload/@mira_voice/1-voice.wav", "upload/start.jpg", "STEPS.md", "prompt.txt", "legend.png",
    ] { #expect(film.exists("o/lobby/\(name)"), "\(name)") }
    #expect(!film.exists("o/lobby/request.json"))
    #expect(try film.run("bundle", "verify", "o/lobby").status == 0)
  }

  @Test("The contents of a prepared sound are proven only if the library made it")
  func unprovenCopy() throws {
    let film = try Production.ready()
    try film.take("voices/en-us.flac", as: "voice.flac")
    #expect(try film.run("edit", "@mira_voice", "--replace", "1=voice.flac").status == 0)
    try film.write("---\ntarget: kling-official\n---\n@mira: \"We open.\"", to: "v.md")
    let out = try film.run("export", "v.md", "-o", "o")
    #expect(out.status == 0, "\(out.output)\(out.errors)")
    let own = try film.run("bundle", "verify", "o/v")
    #expect(own.status == 0 && !own.output.contains("bundle.unproven-copy"), "\(own.output)")
    let other = film.scratch.url.appending(path: "other").path()
    #expect(try Tool.run(["init", other], in: film.folder).status == 0)
    let theirs = try film.run("bundle", "verify", "o/v", library: other)
    #expect(theirs.status == 0)
    #expect(theirs.output.contains("verified, 1 warning"), "\(theirs.output)")
    #expect(
      theirs.output.contains(
        "references/mira_voice.wav is a prepared copy, and your library has no record of making it"),
      "\(theirs.output)")
  }

  @Test("Registered ids are known: preparatory calls are omitted, ids and addresses are filled in")
  func registered() throws {
    let film = try Production.ready()
    #expect(try film.run("register", "@mira_voice", "--at", "fal", "--id", "v_7").status == 0)
    let start = try film.shell("sha256sum frames/lobby.jpg | cut -c1-64").output.prefix(64)
    #expect(
      try film.run(
        "register", "--blob", String(start), "--at", "fal", "--kind", "upload", "--id",
        "https://example.com/start.jpg"
      ).status == 0)
    #expect(try film.run("export", "lobby.md", "-o", "out").status == 0)
    #expect(!film.exists("out/lobby/first"))
    let value = try film.json("bundle", "request", "out/lobby")
    let body = value["calls"]?.array?.first?["body"]
    #expect(body?["start_image_url"]?.string == "https://example.com/start.jpg")
    #expect(body?["elements"]?.array?.first?["voice_id"]?.string == "v_7")
    #expect(value["complete"]?.boolean == false)
    // The id is still known under an earlier name, but not under a name that is not its own here.
    let own = "@mira_voice is from the bundle, not yours"
    #expect(try film.run("edit", "@mira_voice", "--rename", "old_voice").status == 0)
    #expect(try !film.run("bundle", "verify", "out/lobby").output.contains(own))
    #expect(try film.run("edit", "@old_voice", "--unalias", "mira_voice").status == 0)
    let foreign = try film.run("bundle", "verify", "out/lobby")
    #expect(foreign.status == 0 && foreign.output.contains(own), "\(foreign.output)")
  }

  @Test("Two elements with one handle are never confused")
  func namesakes() throws {
    let film = try Production.ready()
    #expect(try film.run("use", "@mira").status == 0)
    #expect(try film.run("edit", "@mira_voice", "--rename", "old_voice").status == 0)
    #expect(try film.run("edit", "@old_voice", "--unalias", "mira_voice").status == 0)
    try film.take("odd/voice-3s.wav", as: "v.wav")
    try film.take("starter/mug-front.jpg", as: "bob/front.jpg")
    try film.take("starter/mug-top.jpg", as: "bob/left.jpg")
    #expect(try film.run("add", "voice", "@mira_voice", "v.wav").status == 0)
    #expect(try film.run("add", "character", "@bob", "bob").status == 0)
    #expect(try film.run("bind", "@bob", "@mira_voice").status == 0)
    try film.write(Production.lobby.replacing("@mug", with: "@bob"), to: "two.md")
    let out = try film.run("export", "two.md", "-o", "out")
    #expect(out.status == 1, "\(out.output)")
    #expect(out.output.contains("two elements are called @mira_voice here"))
  }

  @Test("A changed voice is not sent by the id of its earlier version")
  func changedVoice() throws {
    let film = try Production()
    try film.write("---\ntarget: kling-official\n---\n@mira: \"We open.\"", to: "v.md")
    #expect(try film.run("register", "@mira_voice", "--at", "kling", "--id", "V9").status == 0)
    #expect(try film.run("export", "v.md", "-o", "a").status == 0)
    #expect(!film.exists("a/v/first/01-voice-mira_voice.json"))
    #expect(
      String(decoding: try film.data("a/v/uploads.json"), as: UTF8.self).contains("\"id\": \"V9\""))
    #expect(try film.run("register", "@mira", "--at", "kling", "--id", "E1").status == 0)
    try film.take("voices/es.wav", as: "v2.wav")
    #expect(try film.run("edit", "@mira_voice", "--replace", "1=v2.wav").status == 0)
    let out = try film.run("export", "v.md", "-o", "b")
    #expect(out.output.contains("registration.behind"), "\(out.output)")
    #expect(film.exists("b/v/first/01-voice-mira_voice.json"))
    #expect(film.exists("b/v/first/02-element-mira.json"))
    #expect(try film.run("exports", "@mira_voice").output.contains("v.md"))
  }

  @Test("A replaced bundle never takes another's place, whatever the names of shots")
  func replacing() throws {
    let film = try Production.ready()
    try film.write(Production.lobby, to: "a.md")
    #expect(try film.run("export", "a.md", "-o", "out", "--zip").status == 0)
    try film.write(Production.lobby.replacing("sunrise", with: "night"), to: "a.md")
    try film.write(Production.lobby.replacing("sunrise", with: "noon"), to: "a.zip.old.md")
    let out = try film.run("export", "a.md", "a.zip.old.md", "-o", "out", "--zip", "--replace")
    #expect(out.status == 0, "\(out.errors)")
    #expect(try film.shell("unzip -p out/a.zip a/prompt.txt").output.contains("night"))
    #expect(
      try film.shell("unzip -p out/a.zip.old.zip a.zip.old/prompt.txt").output.contains("noon"))
    #expect(
      try FileManager.default.contentsOfDirectory(
        atPath: film.folder.appending(path: "out").path()
      ).sorted() == ["a.zip", "a.zip.old.zip"])
  }

  @Test("An export follows the rules of an earlier bundle on request")
  func profile() throws {
    let film = try Production.ready()
    #expect(try film.run("export", "lobby.md", "-o", "out").status == 0)
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "new"), withIntermediateDirectories: false)
    let target = String(decoding: try film.data("out/lobby/target.json"), as: UTF8.self)
    try film.write(
      target.replacing("\"value\": 2500", with: "\"value\": 20, \"confidence\": \"stated\"")
        .replacing(
          "\"confidence\": \"stated\", \"confidence\": \"inferred\"",
          with: "\"confidence\": \"stated\""
        )
        .replacing("20, \"confidence\": \"stated\",", with: "20,"), to: "new/target.json")
    let now = try film.run("export", "lobby.md", "--targets", "new", "-o", "now")
    #expect(now.output.contains("prompt.too-long"))
    let then = try film.run(
      "export", "lobby.md", "--targets", "new", "--profile", "out/lobby", "-o", "then")
    #expect(then.status == 0 && !then.output.contains("prompt.too-long"))
    #expect(try film.files("then/lobby") == film.files("out/lobby"))
  }
}
