import Castbook
import Foundation
import Gallery
import TestSupport
import Testing

/// What the page requests, and the answers.
@Suite("Requests of the page", .timeLimit(.minutes(30)))
struct Questions {
  @Test("return the library, its lists, its pages and its names")
  func lists() async throws {
    let guest = try await Guest()
    let about = try await guest.ask("/api/library").json()
    #expect(about["castbook"] == "gallery/1" && about["readOnly"] == false)
    #expect(about["counts"]?["character"] == 1 && about["counts"]?["place"] == 0)
    #expect(about["defaultTarget"] == "kling")
    let all = try await guest.ask("/api/elements").json()
    #expect(Self.handles(all) == ["mira", "mira_voice", "mug"])
    let mira = try #require(all["elements"]?.array?.first)
    #expect(mira["status"] == "pass" && mira["cover"]?["medium"] == "picture")
    let front = try await guest.element("mira")["files"]?.array?.first { $0["role"] == "front" }
    #expect(mira["cover"]?["sha256"] == front?["sha256"])
    #expect(try Self.handles(await guest.ask("/api/elements?kind=product").json()) == ["mug"])
    #expect(try Self.handles(await guest.ask("/api/elements?tag=lead").json()) == ["mira"])
    #expect(try Self.handles(await guest.ask("/api/elements?words=stone*").json()) == ["mug"])
    #expect(try Self.handles(await guest.ask("/api/elements?words=nothing").json()) == [])
    #expect(
      try Self.handles(await guest.ask("/api/elements?words=mira&kind=voice").json())
        == ["mira_voice"])
    #expect(
      try Self.handles(await guest.ask("/api/elements?words=mira&tag=lead").json()) == ["mira"])
    #expect(try Self.handles(await guest.ask("/api/elements?words=mira&retired=1").json()) == [])
    #expect(
      try Self.handles(await guest.ask("/api/elements?passes=kling-o3").json()).contains("mira"))
    #expect(try await guest.ask("/api/elements?passes=nobody").status == 400)
    #expect(try await guest.ask("/api/elements?kind=thing").status == 400)
    #expect(try await guest.ask("/api/elements?limit=0").status == 400)
    let names = try await guest.ask("/api/handles?begin=mi").json()
    #expect(Set(Self.handles(names)) == ["mira", "mira_voice"])
    let voices = try await guest.ask("/api/handles?begin=mi&kind=voice").json()
    #expect(Self.handles(voices) == ["mira_voice"])
    #expect(try await guest.ask("/api/handles?begin=mi&kind=thing").status == 400)
  }

  @Test("return pages in sequence, each beginning where the last one ended")
  func pages() async throws {
    let guest = try await Guest(isStarted: false)
    for number in 0..<25 {
      var draft = ElementDraft(.product, try Handle("thing_\(number)"))
      draft.mayBeEmpty = true
      try await Add(draft).run(in: guest.library)
    }
    let pages = try await guest.ask("/api/pages?limit=10").json()
    #expect(pages["total"] == 25 && pages["after"]?.array?.count == 3)
    var seen: [String] = []
    for after in try #require(pages["after"]?.array) {
      let page = try await guest.ask("/api/elements?limit=10&after=\(try #require(after.integer))")
        .json()
      seen += Self.handles(page)
      #expect(page["total"] == 25)
    }
    #expect(seen == (0..<25).reversed().map { "thing_\($0)" })
    #expect(try await guest.ask("/api/pages?kind=voice").json()["total"] == 0)
    #expect(try await guest.ask("/api/pages?words=x").status == 404)
    #expect(try await guest.ask("/api/pages?weak=1&kind=product").json()["total"] == 0)
    #expect(try await guest.ask("/api/pages?expiring=30").json()["total"] == 0)
  }

  @Test("leave out looks when they are stacked, and count them")
  func stacks() async throws {
    let guest = try await Guest(isStarted: false)
    for (name, base) in [("mira", nil), ("coat", "mira"), ("rain", "mira"), ("ben", nil)] {
      var draft = ElementDraft(.character, try Handle(name))
      draft.mayBeEmpty = true
      draft.lookOf = try base.map { try HandleReference("@\($0)") }
      draft.texts.tags = ["lead"]
      try await Add(draft).run(in: guest.library)
    }
    let list = try await guest.ask("/api/elements?stacked=1").json()
    #expect(Self.handles(list) == ["ben", "mira"])
    #expect(list["elements"]?.array?.map { $0["looks"]?.integer } == [nil, 2])
    #expect(list["total"] == nil)
    let pages = try await guest.ask("/api/pages?stacked=1&kind=character").json()
    #expect(pages["total"] == 2 && pages["looks"] == 2)
    let all = try await guest.ask("/api/elements").json()
    #expect(Self.handles(all) == ["ben", "rain", "coat", "mira"] && all["total"] == 4)
    #expect(try await guest.ask("/api/pages").json()["looks"] == nil)
    let mira = try #require(all["elements"]?.array?.last?["element"]?.string)
    let looks = try await guest.ask("/api/elements?lookOf=\(mira)").json()
    #expect(Self.handles(looks) == ["coat", "rain"] && looks["next"] == nil)
    #expect(try await guest.ask("/api/elements?lookOf=mira").status == 404)
    // A look that the list leaves out still has neighbours: those in the list with all looks.
    let coat = try #require(all["elements"]?.array?[2]["element"]?.string)
    for (id, near) in [(coat, ["ben", "mira"]), (mira, ["ben", nil])] {
      let found = try await guest.ask("/api/elements/\(id)/neighbours?stacked=1&sort=handle").json()
      #expect(["previous", "next"].map { found[$0]?["handle"]?.string } == near)
    }
    let tagged = try await guest.ask("/api/elements?stacked=1&tag=lead").json()
    #expect(Self.handles(tagged).count == 4)
    #expect(tagged["elements"]?.array?.allSatisfy { $0["looks"] == nil } == true)
    // Searches and filtered lists return looks individually, and so does a list without their base.
    #expect(
      Self.handles(try await guest.ask("/api/elements?stacked=1&words=coat").json()) == ["coat"])
    // A look has neighbours in every order, though a stacked list leaves it out.
    for order in ["newest", "handle", "weakest", "kind"] {
      let near = try await guest.ask("/api/elements/\(coat)/neighbours?stacked=1&sort=\(order)")
        .json()
      #expect(near["previous"] != nil || near["next"] != nil, "\(order)")
    }
    _ = try Remove([HandleReference("@mira")]).run(in: guest.library)
    let left = try await guest.ask("/api/elements?stacked=1").json()
    #expect(Set(Self.handles(left)) == ["ben", "coat", "rain"])
    #expect(try await guest.ask("/api/pages?stacked=1").json()["looks"] == nil)
  }

  @Test(
    "return the same elements in every order, page by page",
    arguments: [
      ("newest", ["zoe", "stone", "ben", "ana", "lamp", "mug"]),
      ("handle", ["ana", "ben", "lamp", "mug", "stone", "zoe"]),
      ("weakest", ["lamp", "ana", "zoe", "stone", "ben", "mug"]),
      ("kind", ["zoe", "ben", "ana", "lamp", "mug", "stone"]),
    ])
  func orders(order: String, handles: [String]) async throws {
    let guest = try await Guest(isStarted: false)
    let added: [(String, ElementKind)] = [
      ("mug", .product), ("lamp", .product), ("ana", .character), ("ben", .character),
      ("stone", .place), ("zoe", .character),
    ]
    // Much too dark, and several views in one.
    let weak = ["lamp": "odd/jpeg-cmyk-plain.jpg", "ana": "sheets/mug-gutters.jpg"]
    for (name, kind) in added {
      var draft = ElementDraft(kind, try Handle(name))
      let path = weak[name].flatMap { FilePath(Fixtures.folder.appending(path: $0)) }
      draft.files = path.map { [ElementDraft.File($0)] } ?? []
      draft.mayBeEmpty = path == nil
      try await Add(draft).run(in: guest.library)
    }
    let pages = try await guest.ask("/api/pages?limit=4&sort=\(order)").json()
    #expect(pages["total"] == 6)
    var seen: [String] = []
    for after in try #require(pages["after"]?.array) {
      let place = try #require(after.integer)
      let page = try await guest.ask("/api/elements?limit=4&sort=\(order)&after=\(place)").json()
      seen += Self.handles(page)
    }
    #expect(seen == handles)
    let all = try await guest.ask("/api/elements?sort=\(order)").json()["elements"]?.array
    let middle = try #require(all?[2]["element"]?.string)
    let near = try await guest.ask("/api/elements/\(middle)/neighbours?sort=\(order)").json()
    #expect(near["previous"]?["handle"]?.string == handles[1])
    #expect(near["next"]?["handle"]?.string == handles[3])
    #expect(try await guest.ask("/api/elements?sort=size").status == 400)
    // The element before the second page changes: only the list by time can continue after it.
    let place = try #require(pages["after"]?.array?.last?.integer)
    var edit = ElementEdit()
    edit.texts.notes = "changed"
    _ = try await Edit(HandleReference("@\(handles[3])"), edit).run(in: guest.library)
    let late = try await guest.ask("/api/elements?limit=4&sort=\(order)&after=\(place)")
    if order == "newest" {
      #expect(Self.handles(try late.json()) == Array(handles.suffix(2)))
    } else {
      #expect(late.status == 409)
      #expect(try late.json()["rule"] == "library.list-changed")
    }
  }

  @Test("return an element with all that is known of it")
  func element() async throws {
    let guest = try await Guest()
    let mira = try await guest.element("mira")
    #expect(mira["castbook"] == "show/2" && mira["files"]?.array?.count == 4)
    #expect(mira["files"]?.array?.allSatisfy { $0["medium"] == "picture" } == true)
    #expect(mira["around"]?["voice"]?["handle"] == "mira_voice")
    let identity = try #require(mira["element"]?.string)
    let set = try await guest.ask("/api/elements/\(identity)/set").json()
    #expect(set["ring"]?.array?.compactMap { $0["degrees"]?.integer } == [0, 45, 270, 180])
    let words = set["coverage"]?.array?.compactMap { $0["words"]?.string }
    #expect(words == ["front view", "three-quarter view", "side view", "back view"])
    #expect(set["gaps"] == [] && set["light"]?.array?.count == 4)
    #expect(set["coverage"]?.array?.allSatisfy { $0["files"]?.array?.isEmpty == false } == true)
    let pick = try await guest.ask("/api/elements/\(identity)/pick?best=2").json()
    #expect(pick["taken"]?.array?.count == 2 && pick["left"]?.array?.count == 2)
    let check = try await guest.ask("/api/elements/\(identity)/check?for=kling-o3,kling-official")
      .json()
    #expect(check["targets"]?.array?.count == 2 && check["files"]?.array?.count == 4)
    #expect(check["summary"]?["pass"] == 4 && check["set"]?["findings"] != nil)
    #expect(try await guest.ask("/api/elements/\(identity)/log").json()["castbook"] == "log/2")
    #expect(
      try await guest.ask("/api/elements/\(identity)/usage").json()["castbook"] == "where-used/2")
    let answer = try await guest.ask("/api/elements/\(identity)/registrations").json()
    #expect(answer["castbook"] == "registrations/2")
    for missing in ["/x", "/set/x", "?revision=9"] {
      #expect(
        try await guest.ask("/api/elements/\(identity)\(missing)").status == 404, "\(missing)")
    }
    #expect(try await guest.ask("/api/elements/01M7V41F00CDGQ6X32DXQPPEGZ").status == 404)
  }

  @Test("have what each target accepts, with its sources")
  func targets() async throws {
    let guest = try await Guest()
    let library = try await guest.ask("/api/library").json()
    let targets = try #require(library["targets"]?.array)
    for id in targets.compactMap({ $0["id"]?.string }) where id.count.isMultiple(of: 5) {
      let page = try await guest.ask("/api/targets/\(id)").json()
      #expect(page["id"]?.string == id && page["lines"]?.array?.count ?? 0 > 5, "\(id)")
      #expect(page["lines"]?.array?.first?.string?.hasPrefix("\(id): ") == true, "\(id)")
    }
    for missing in ["nobody", "kling-v3.json", "..%2Fx"] {
      #expect(try await guest.ask("/api/targets/\(missing)").status == 404, "\(missing)")
    }
    // A character can be created at Kling, and at no provider that takes pictures alone.
    let makers = targets.filter { $0["creates"]?.array?.contains("element") == true }
    #expect(makers.contains { $0["id"]?.string?.hasPrefix("kling.") == true })
    #expect(!makers.contains { $0["id"]?.string?.hasPrefix("seedance") == true })
  }

  @Test("show a gap for a missing view, with what to shoot")
  func gaps() async throws {
    let guest = try await Guest()
    let mira = try await guest.element("mira")
    let back = try #require(
      mira["files"]?.array?.first { $0["role"] == "back" }?["number"]?.integer)
    let identity = try #require(mira["element"]?.string)
    let dropped = try await guest.post(
      "/api/elements/\(identity)/edit",
      ["parent": mira["sha256"], "drop": [back]])
    #expect(dropped.status == 200)
    let set = try await guest.ask("/api/elements/\(identity)/set").json()
    #expect(set["gaps"] == [["from": 155, "to": 205, "words": "one photo from behind"]])
  }

  @Test("make a change once, undo it by a revision, and never overwrite another user's change")
  func changes() async throws {
    let guest = try await Guest()
    let mira = try await guest.element("mira")
    let identity = try #require(mira["element"]?.string)
    let parent = try #require(mira["sha256"])
    let path = "/api/elements/\(identity)"
    let changed = try await guest.post(
      "\(path)/edit",
      [
        "parent": parent, "name": "Mira O.", "tag": ["night"], "roles": .object(["2": "side"]),
        "order": [3, 1], "rights": .object(["expires": "2030-01-31"]),
      ])
    #expect(changed.status == 200, "\(changed.text)")
    #expect(try changed.json()["revision"] == 2)
    let late = try await guest.post("\(path)/edit", ["parent": parent, "name": "Other"])
    #expect(late.status == 409)
    #expect(try late.json()["rule"] == "element.conflict")
    #expect(
      try late.json()["conflicts"]
        == [["what": "name", "theirs": "“Mira O.”", "yours": "“Other”"]])
    var now = try await guest.element("mira")
    #expect(try late.json()["latest"] == now["sha256"])
    #expect(now["name"] == "Mira O.")
    for other in ["remove", "restore", "dismiss"] {
      let refused = try await guest.post(
        "\(path)/\(other)",
        ["parent": parent, "revision": 1, "number": 1, "rule": "image.noisy", "reason": "x"])
      #expect(refused.status == (other == "dismiss" ? 400 : 409), "\(other): \(refused.text)")
    }
    // A change of another value is merged, and can be undone alone.
    let merged = try await guest.post("\(path)/edit", ["parent": parent, "notes": "late"])
    #expect(merged.status == 200, "\(merged.text)")
    now = try await guest.element("mira")
    #expect(now["name"] == "Mira O." && now["notes"] == "late")
    let taken = try await guest.post(
      "\(path)/restore",
      ["parent": merged.json()["sha256"], "revision": merged.json()["before"]])
    #expect(taken.status == 200, "\(taken.text)")
    now = try await guest.element("mira")
    #expect(now["name"] == "Mira O." && now["notes"] == nil)
    let undone = try await guest.post("\(path)/restore", ["parent": now["sha256"], "revision": 1])
    #expect(undone.status == 200)
    let after = try await guest.element("mira")
    #expect(after["name"] == mira["name"] && after["tags"] == mira["tags"])
    #expect(after["revision"] == 5)
    #expect(after["files"]?.array?.map { $0["role"] } == mira["files"]?.array?.map { $0["role"] })
    let removed = try await guest.post("\(path)/remove", ["parent": after["sha256"]])
    #expect(removed.status == 200)
    #expect(try Self.handles(await guest.ask("/api/elements?kind=character").json()) == [])
    #expect(try Self.handles(await guest.ask("/api/elements?retired=1").json()) == ["mira"])
    let gone = try await guest.element("mira")
    let back = try await guest.post("\(path)/restore", ["parent": gone["sha256"]])
    #expect(back.status == 200)
    #expect(try Self.handles(await guest.ask("/api/elements?kind=character").json()) == ["mira"])
  }

  @Test("return a file completely, in parts, and not at all if its tag is known")
  func files() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let file = try #require(await guest.element("mira")["files"]?.array?.first)
    let blob = try #require(file["sha256"]?.string)
    let whole = try await guest.ask("/api/files/\(blob)", pass: pass)
    #expect(whole.status == 200 && whole.header("Content-Type") == "image/jpeg")
    #expect(whole.body.count == file["bytes"]?.integer)
    let tag = try #require(whole.header("ETag"))
    #expect(tag == "\"\(blob)\"")
    let part = try await guest.ask(
      "/api/files/\(blob)", pass: pass, headers: ["Range": "bytes=100-199"])
    #expect(part.status == 206 && part.body == Array(whole.body[100..<200]))
    #expect(part.header("Content-Range") == "bytes 100-199/\(whole.body.count)")
    let beyond = try await guest.ask(
      "/api/files/\(blob)", pass: pass, headers: ["Range": "bytes=999999999-"])
    #expect(beyond.status == 416)
    let other = try await guest.ask(
      "/api/files/\(blob)", pass: pass, headers: ["Range": "bytes=0-1", "If-Range": "\"x\""])
    #expect(other.status == 200)
    let known = try await guest.ask(
      "/api/files/\(blob)", pass: pass, headers: ["If-None-Match": tag])
    #expect(known.status == 304 && known.body.isEmpty)
    let head = try await guest.ask("/api/files/\(blob)", method: "HEAD", pass: pass)
    #expect(head.status == 200 && head.body.isEmpty)
    for missing in [String(repeating: "0", count: 64), "0", "\(blob)0", "\(blob)/x"] {
      #expect(try await guest.ask("/api/files/\(missing)", pass: pass).status == 404, "\(missing)")
    }
  }

  @Test("return a preview that is upright and small, made once, with a tag of its own")
  func previews() async throws {
    let guest = try await Guest(isStarted: false)
    let pass = try await guest.pass()
    var draft = ElementDraft(.character, try Handle("turned"))
    let names = [
      "trouble/IMG_2041.HEIC", "odd/jpeg-orientation-6-be.jpg", "odd/jpeg-icc-cmyk.jpg",
      "odd/png-iccp-p3.png", "odd/gif-still.gif", "clips/turned.mov",
    ]
    draft.files = names.compactMap {
      FilePath(Fixtures.folder.appending(path: "\($0)")).map { ElementDraft.File($0) }
    }
    try await Add(draft).run(in: guest.library)
    for file in try #require(await guest.element("turned")["files"]?.array) {
      let blob = try #require(file["sha256"]?.string)
      let size = (try #require(file["width"]?.integer), try #require(file["height"]?.integer))
      for side in [320, 640, 1280, 2560] {
        let reply = try await guest.ask("/api/files/\(blob)/preview?side=\(side)", pass: pass)
        #expect(reply.status == 200 && reply.header("Content-Type") == "image/jpeg")
        let found = try #require(Self.size(ofJPEG: reply.body))
        #expect(
          max(found.0, found.1) == min(side, max(size.0, size.1)), "\(file["path"]?.string ?? "")")
        let shape = Double(found.0) / Double(found.1) / (Double(size.0) / Double(size.1))
        #expect((0.97...1.03).contains(shape), "\(found) of \(size)")
        let again = try await guest.ask("/api/files/\(blob)/preview?side=\(side)", pass: pass)
        #expect(again.body == reply.body && again.header("ETag") == reply.header("ETag"))
      }
      #expect(try await guest.ask("/api/files/\(blob)/preview?side=7", pass: pass).status == 400)
    }
    let kept = guest.folder.appending(path: "library/cache/previews-1")
    let shelves = try FileManager.default.contentsOfDirectory(atPath: kept.path())
    #expect(!shelves.isEmpty)
  }

  @Test("return a voice with its waveform, and a clip with its stills")
  func streams() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let voice = try #require(await guest.element("mira_voice")["files"]?.array?.first)
    let blob = try #require(voice["sha256"]?.string)
    let heard = try await guest.ask("/api/files/\(blob)/voice", pass: pass).json()
    #expect(heard["waveform"]?.string?.isEmpty == false)
    #expect(heard["sound"]?["measures"] != nil && heard["cuts"]?.array?.isEmpty == false)
    #expect(try await guest.ask("/api/files/\(blob)/stills", pass: pass).json()["stills"] == [])
    let clip = try #require(
      FilePath(Fixtures.folder.appending(path: "clips/takes.mkv")))
    try await Add(ElementDraft(.character, try Handle("walker"), files: [.init(clip)])).run(
      in: guest.library)
    let file = try #require(await guest.element("walker")["files"]?.array?.first)
    let name = try #require(file["sha256"]?.string)
    let stills = try await guest.ask("/api/files/\(name)/stills?best=3", pass: pass).json()
    let found = try #require(stills["stills"]?.array)
    #expect((1...3).contains(found.count))
    for still in found {
      let picture = try await guest.ask(try #require(still["picture"]?.string), pass: pass)
      #expect(picture.status == 200)
      #expect(["image/png", "image/jpeg"].contains(picture.header("Content-Type") ?? ""))
      #expect(still["seconds"] != nil)
    }
  }

  private static func handles(_ page: JSONValue) -> [String] {
    page["elements"]?.array?.compactMap { $0["handle"]?.string } ?? []
  }

  /// The width and height of a baseline or progressive JPEG, from its frame header.
  private static func size(ofJPEG bytes: [UInt8]) -> (Int, Int)? {
    var offset = 2
    while offset + 9 < bytes.count, bytes[offset] == 0xFF {
      let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
      if [0xC0, 0xC1, 0xC2].contains(bytes[offset + 1]) {
        let number = { (at: Int) in Int(bytes[offset + at]) << 8 | Int(bytes[offset + at + 1]) }
        return (number(7), number(5))
      }
      offset += 2 + length
    }
    return nil
  }
}
