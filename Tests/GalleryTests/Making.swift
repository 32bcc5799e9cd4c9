import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

/// Files that the page has made for review before they are kept: copies, views, stills, cuts.
@Suite("What the gallery makes", .timeLimit(.minutes(30)))
struct Making {
  private func add(_ kind: ElementKind, _ handle: String, _ files: [String], to guest: Guest)
    async throws -> (id: String, parent: String)
  {
    let paths = try files.map { try #require(FilePath(Fixtures.folder.appending(path: $0).path())) }
    _ = try await Add(
      ElementDraft(kind, Handle(handle), files: paths.map { ElementDraft.File($0) })
    ).run(in: guest.library)
    return try now(handle, in: guest)
  }

  /// The identity and the latest revision of an element.
  private func now(_ handle: String, in guest: Guest) throws -> (id: String, parent: String) {
    let found = try guest.library.find("@\(handle)")
    return (found.element.text, found.revision.digest.hex)
  }

  @Test("a copy is previewed, then kept as the command keeps it, or discarded")
  func copies() async throws {
    let guest = try await Guest()
    let cup = try await add(.product, "cup", ["trouble/mug-cut-out.png"], to: guest)
    let page = "/api/elements/\(cup.id)"
    #expect(try await guest.ask(page).json()["preparable"] == [1])
    let request: JSONValue = ["parent": cup.parent, "what": "copies", "numbers": [1]]
    let seen = try await guest.post("\(page)/make", request).json()
    #expect(seen["castbook"] == "preparing/1" && seen["kept"] == nil)
    let copy = try #require(seen["copies"]?.array?.first)
    #expect(seen["copies"]?.array?.count == 1 && copy["words"]?.array?.isEmpty == false)
    let picture = try await guest.ask(try #require(copy["address"]?.string))
    #expect(picture.status == 200 && picture.header("Content-Type")?.hasPrefix("image/") == true)
    #expect(try Show(HandleReference("@cup")).run(in: guest.library).files[0].copies.isEmpty)

    let kept = try await guest.post("\(page)/prepare", request).json()
    #expect(kept["kept"] == true && kept["copies"]?.array?.first?["sha256"] == copy["sha256"])
    let shown = try Show(HandleReference("@cup")).run(in: guest.library)
    #expect(shown.files[0].copies.map(\.derivation.blob.hex) == [copy["sha256"]?.string])
    #expect(try await guest.ask(page).json()["preparable"] == nil)

    let away: JSONValue = ["parent": cup.parent, "copies": [copy["sha256"]?.string ?? ""]]
    #expect(try await guest.post("\(page)/discard-copies", away).json()["copies"] == 1)
    #expect(try Show(HandleReference("@cup")).run(in: guest.library).files[0].copies.isEmpty)
    #expect(try await guest.post("\(page)/discard-copies", away).json()["copies"] == 0)
    // A discarded file can be made and kept again.
    #expect(try await guest.post("\(page)/prepare", request).status == 200)
    #expect(try Show(HandleReference("@cup")).run(in: guest.library).files[0].copies.count == 1)
  }

  @Test("a file of the wrong shape gets a border, or keeps its middle")
  func shapes() async throws {
    let guest = try await Guest()
    let wide = try await add(.character, "wide", ["trouble/mira-wide.jpg"], to: guest)
    func size(_ fit: String) async throws -> [JSONValue?] {
      let answer = try await guest.post(
        "/api/elements/\(wide.id)/make",
        ["parent": wide.parent, "what": "copies", "fit": fit]
      ).json()
      let after = answer["prepare"]?["files"]?.array?.first?["after"]
      return [after?["width"], after?["height"]]
    }
    let (padded, cropped) = (try await size("pad"), try await size("crop"))
    #expect(padded[0]?.integer ?? 0 > cropped[0]?.integer ?? 0)
    for (key, wrong) in [("fit", "stretch"), ("background", "blueish"), ("for", "nobody")] {
      let request: JSONValue = ["parent": wide.parent, "what": "copies"]
      let reply = try await guest.post(
        "/api/elements/\(wide.id)/make",
        request.adding(.object([JSONValue.Member(key, wrong)])))
      #expect(reply.status == 400)
    }
  }

  @Test("a sheet becomes its views, which the library knows as cut from it")
  func views() async throws {
    let guest = try await Guest()
    let nina = try await add(.character, "nina", ["sheets/mira-row.jpg"], to: guest)
    let sheet = try Show(HandleReference("@nina")).run(in: guest.library).files[0].reference.blob
    let made = try await guest.post(
      "/api/elements/\(nina.id)/make",
      ["parent": nina.parent, "what": "views", "number": 1]
    ).json()
    let files = try #require(made["files"]?.array)
    #expect(files.count == 4 && files[0]["role"] == "front")
    let drops = files.map { file -> JSONValue in ["drop": file["drop"], "role": file["role"]] }
    let kept = try await guest.post(
      "/api/drops/keep", ["element": nina.id, "parent": nina.parent, "files": drops])
    #expect(kept.status == 200)
    let shown = try Show(HandleReference("@nina")).run(in: guest.library)
    #expect(shown.files.count == 5)
    #expect(shown.files.dropFirst().allSatisfy { $0.origins.map(\.from) == [sheet] })
    // A picture that is not a sheet is cut only by an explicit layout.
    let mug = try now("mug", in: guest)
    let none = try await guest.post(
      "/api/elements/\(mug.id)/make",
      ["parent": mug.parent, "what": "views", "number": 1]
    ).json()
    #expect(none["files"]?.array?.isEmpty == true && none["reasons"]?.array?.count == 1)
    let four = try await guest.post(
      "/api/elements/\(mug.id)/make",
      ["parent": mug.parent, "what": "views", "number": 1, "grid": "2x2"]
    ).json()
    #expect(four["files"]?.array?.count == 4)
  }

  @Test("stills of a clip wait to be kept, the best part of a recording goes first in its voice")
  func stillsAndCuts() async throws {
    let guest = try await Guest()
    let clip = try await add(.character, "clip", ["clips/mira.mp4"], to: guest)
    let stills = try await guest.post(
      "/api/elements/\(clip.id)/make",
      ["parent": clip.parent, "what": "stills", "number": 1, "best": 3]
    ).json()
    #expect(stills["files"]?.array?.count == 3)
    #expect(stills["files"]?.array?.allSatisfy { $0["keepable"] == true } == true)
    let voice = try now("mira_voice", in: guest)
    let cut: JSONValue = ["parent": voice.parent, "number": 1, "cut": 0]
    let edited = try await guest.post("/api/elements/\(voice.id)/cut", cut).json()
    #expect(edited["castbook"] == "edit/1" && edited["changed"] == true)
    let files = try Show(HandleReference("@mira_voice")).run(in: guest.library).files
    #expect(files.count == 2 && files[0].reference.file.hasSuffix("-cut.wav"))
    let none = try await guest.post(
      "/api/elements/\(voice.id)/cut",
      ["parent": voice.parent, "number": 1, "cut": 99])
    #expect(none.status == 400)
  }

  @Test("a dropped file replaces another one")
  func replacement() async throws {
    let guest = try await Guest()
    let mug = try now("mug", in: guest)
    let photo = Array(
      try Data(contentsOf: Fixtures.folder.appending(path: "sheets/mug-gutters.jpg")))
    let drop = try await guest.ask(
      "/api/drops?name=other.jpg&kind=product", method: "POST", pass: guest.pass(), body: photo
    ).json()["drop"]
    let request: JSONValue = [
      "element": mug.id, "parent": mug.parent, "number": 2,
      "drop": drop,
    ]
    let role = try Show(HandleReference("@mug")).run(in: guest.library).files[1].reference.role
    let reply = try await guest.post("/api/drops/replace", request)
    #expect(reply.status == 200, "\(reply.text)")
    let files = try Show(HandleReference("@mug")).run(in: guest.library).files
    #expect(files.count == 3 && files[1].reference.file == "other.jpg")
    #expect(files[1].reference.role == role)
    #expect(try await guest.post("/api/drops/replace", request).status == 404)
    // A file that the element already has is refused by its name.
    let twin = try await guest.ask(
      "/api/drops?name=other.jpg&kind=product", method: "POST", pass: guest.pass(), body: photo
    ).json()["drop"]
    let again = try await guest.post(
      "/api/drops/replace",
      ["element": mug.id, "parent": now("mug", in: guest).parent, "number": 1, "drop": twin])
    #expect(again.status == 400)
    #expect(try again.json()["message"]?.string?.hasPrefix("other.jpg is already file 2") == true)
  }

  @Test("a contact sheet has its pages, a pack has what a library imports")
  func sheetsAndPacks() async throws {
    let guest = try await Guest()
    let (mug, mira) = (try now("mug", in: guest), try now("mira", in: guest))
    let sheet = try await guest.post(
      "/api/elements/\(mug.id)/sheet", ["parent": mug.parent, "light": true, "best": 2]
    ).json()
    #expect(sheet["pictures"] == 3 && sheet["pages"]?.array?.count == 1)
    let page = try await guest.ask(try #require(sheet["pages"]?.array?.first?.string))
    #expect(page.header("Content-Type") == "image/png" && page.body.count > 10_000)
    let packed = try await guest.post("/api/packs", ["elements": [mira.id], "rights": true]).json()
    #expect(packed["pack"]?["elements"]?.array?.count == 2, "her voice goes with her")
    let zip = try await guest.ask(try #require(packed["download"]?.string))
    #expect(zip.header("Content-Disposition")?.contains("mira.castbook.zip") == true)
    #expect(try await guest.post("/api/packs", ["elements": [String]()]).status == 400)
    #expect(try await guest.post("/api/packs", ["elements": ["x"]]).status == 404)

    let other = try await Guest(isStarted: false)
    let drop = try await other.ask(
      "/api/drops?name=pack.zip", method: "POST", pass: other.pass(), body: zip.body
    ).json()["drop"]
    let seen = try await other.post("/api/drops/import", ["drop": drop]).json()
    #expect(seen["dryRun"] == true && seen["elements"]?.array?.count == 2)
    #expect(try ListElements().run(in: other.library).elements.isEmpty)
    let done = try await other.post("/api/drops/import", ["drop": drop, "run": true])
    #expect(done.status == 200)
    #expect(try ListElements().run(in: other.library).elements.count == 2)
    // A file that is not a pack is refused by its name.
    let wrong = try await other.ask(
      "/api/drops?name=wrong.zip", method: "POST", pass: other.pass(), body: Array("PK".utf8)
    ).json()["drop"]
    let refused = try await other.post("/api/drops/import", ["drop": wrong])
    #expect(refused.status == 400 && !refused.text.contains("castbook-files-"))
  }

  @Test("the starter cast is added to an empty library, and only once")
  func starter() async throws {
    let guest = try await Guest(isStarted: false)
    for _ in 0..<2 {
      let added = try await guest.post("/api/starter", .object([:])).json()
      #expect(added["castbook"] == "import/2" && added["elements"]?.array?.count == 3)
      #expect(try await guest.ask("/api/elements").json()["elements"]?.array?.count == 3)
    }
  }

  @Test("a cast sheet of elements or of a known project is a PDF or pictures to download")
  func castSheets() async throws {
    let guest = try await Guest()
    let (mug, mira) = (try now("mug", in: guest), try now("mira", in: guest))
    let sheet = try await guest.post("/api/cast-sheet", ["elements": [mira.id, mug.id]]).json()
    #expect(sheet["castbook"] == "cast-sheet/1" && sheet["elementCount"] == 2)
    #expect(sheet["files"] == ["cast.pdf"] && sheet["unreadableCount"] == 0)
    let pdf = try await guest.ask(try #require(sheet["downloads"]?.array?.first?.string))
    #expect(pdf.header("Content-Type") == "application/pdf" && pdf.text.hasPrefix("%PDF-1.7"))
    #expect(pdf.header("Content-Disposition")?.contains("cast.pdf") == true)
    let drawn = try await guest.post(
      "/api/cast-sheet",
      ["elements": [mug.id], "format": "png", "paper": "letter", "title": "Tableware"]
    ).json()
    #expect(drawn["files"] == ["mug-cast.png"])
    let png = try await guest.ask(try #require(drawn["downloads"]?.array?.first?.string))
    #expect(png.header("Content-Type") == "image/png" && png.body.count > 10_000)

    let film = guest.folder.appending(path: "film")
    try FileManager.default.createDirectory(at: film, withIntermediateDirectories: false)
    let folder = try #require(FilePath(film.path()))
    let location = try ProjectLocation(named: folder)
    let pinned = try Use([HandleReference("@mira")], at: location).run(in: guest.library)
    let id: JSONValue = ["project": pinned.project.id]
    func ofProject() async throws -> JSONValue {
      try await guest.post("/api/cast-sheet", id).json()
    }
    let two = try await ofProject()
    #expect(two["files"] == ["film-cast.pdf"] && two["elementCount"] == 2)
    _ = try Use([HandleReference("@mug")], at: location).run(in: guest.library)
    #expect(try await ofProject()["elementCount"] == 3)
    try FileManager.default.removeItem(at: film)
    #expect(try await guest.post("/api/cast-sheet", id).status == 409)
    let wrong: [(JSONValue, Int)] = [
      (["elements": [String]()], 400), (["elements": ["x"]], 404), (["project": "relative"], 404),
      (["project": mug.id], 404),
      (["elements": [mug.id], "format": "docx"], 400), (["project": "/etc"], 404),
      (["elements": [mug.id], "paper": "a5"], 400),
    ]
    for (request, status) in wrong {
      let answer = try await guest.post("/api/cast-sheet", request)
      #expect(answer.status == status, "\(request.compactText): \(answer.text)")
    }
  }

  @Test("ids of providers are recorded and forgotten, a document goes with the rights")
  func idsAndDocuments() async throws {
    let guest = try await Guest()
    let mug = try now("mug", in: guest)
    let page = "/api/elements/\(mug.id)"
    let id: JSONValue = [
      "parent": mug.parent, "target": "kling-official", "id": "8412", "expires": "2030-01-31",
    ]
    let recorded = try await guest.post("\(page)/register", id).json()
    #expect(recorded["registrations"]?.array?.first?["new"] == true)
    let known = try await guest.ask("\(page)/registrations").json()
    #expect(known["registrations"]?.array?.map { $0["id"]?.string } == ["8412"])
    for wrong: JSONValue in [
      ["parent": mug.parent, "target": "nobody", "id": "1"], ["parent": mug.parent, "id": "1"],
      ["parent": mug.parent, "target": "kling", "id": "1", "expires": "soon"],
    ] {
      #expect(try await guest.post("\(page)/register", wrong).status == 400)
    }
    let forgotten = try await guest.post(
      "\(page)/unregister", ["parent": mug.parent, "target": "kling-official"])
    #expect(try forgotten.json()["registrations"]?.array?.count == 1)
    #expect(
      try await guest.ask("\(page)/registrations").json()["registrations"]?.array?.isEmpty == true)

    let paper = try await guest.ask(
      "/api/drops?name=consent.pdf", method: "POST", pass: guest.pass(),
      body: Array("%PDF-1.4 a consent".utf8)
    ).json()["drop"]
    let kept = try await guest.post(
      "/api/drops/document", ["element": mug.id, "parent": mug.parent, "drop": paper])
    #expect(kept.status == 200)
    #expect(try Show(HandleReference("@mug")).run(in: guest.library).rights?.document != nil)
  }

  @Test("erasing is planned, confirmed by the handle, and leaves nothing")
  func erasing() async throws {
    let guest = try await Guest()
    let mug = try now("mug", in: guest)
    let page = "/api/elements/\(mug.id)"
    let plan = try await guest.ask("\(page)/erasure").json()
    #expect(plan["dryRun"] == true && plan["fileCount"] == 3)
    for wrong: JSONValue in [
      ["parent": mug.parent, "reason": "asked"],
      ["parent": mug.parent, "reason": "asked", "handle": "mira"],
      ["parent": mug.parent, "handle": "mug"],
      ["parent": mug.parent, "handle": "mug", "reason": "the mug of 3 May"],
    ] {
      #expect(try await guest.post("\(page)/erase", wrong).status == 400)
    }
    #expect(try ListElements().run(in: guest.library).elements.count == 3)
    let done = try await guest.post(
      "\(page)/erase", ["parent": mug.parent, "handle": "mug", "reason": "asked by letter"])
    #expect(done.status == 200)
    #expect(try ListElements().run(in: guest.library).elements.count == 2)
    #expect(try await guest.ask(page).status == 404)
  }

  @Test("long answers are compressed for browsers that can read that")
  func compressed() async throws {
    let guest = try await Guest()
    let mira = try now("mira", in: guest)
    let target = "/api/elements/\(mira.id)"
    let plain = try await guest.ask(target)
    let line = Line(port: guest.gallery.port)
    line.send(
      "GET \(target) HTTP/1.1\r\nHost: \(guest.host)\r\nCookie: \(try await guest.pass())\r\n"
        + "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n")
    let short = try #require(await line.reply())
    #expect(short.header("Content-Encoding") == "gzip" && short.header("Vary") == "Accept-Encoding")
    #expect(short.body.prefix(2) == [0x1F, 0x8B] && 3 * short.body.count < plain.body.count)
    #expect(plain.header("Content-Encoding") == nil)
    #expect(try await guest.ask("/api/elements/\(mira.id)/usage").header("Vary") == nil)
  }

  @Test("a read-only gallery still makes previews")
  func readOnly() async throws {
    let guest = try await Guest { $0.isReadOnly = true }
    let mug = try now("mug", in: guest)
    let page = "/api/elements/\(mug.id)"
    let seen = try await guest.post(
      "\(page)/make", ["parent": mug.parent, "what": "copies"])
    #expect(seen.status == 200)
  }
}
