import Castbook
import Foundation
import TestSupport
import Testing

@testable import Gallery

/// The requests that sort dropped pictures by subject, and find a subject in the library.
@Suite("Comparing pictures", .timeLimit(.minutes(30)))
struct Comparing {
  private static let places = ["000-daylight", "000-lamp", "000-studio", "045-lamp"]

  /// Drops fixtures under the names of a camera, and returns the subject of each drop.
  private func shoot(_ guest: Guest, _ names: [String]) async throws -> [(drop: String, of: String)]
  {
    var drops: [(String, String)] = []
    for (index, name) in names.enumerated() {
      let drop = try await drop(guest, "IMG_\(4200 + index * 3 % names.count).JPG", name)
      drops.append((drop, name.contains("mira") ? "mira" : "mug"))
    }
    return drops
  }

  private func drop(_ guest: Guest, _ name: String, _ fixture: String) async throws -> String {
    let answer = try await guest.ask(
      "/api/drops?name=\(name)", method: "POST", pass: await guest.pass(),
      body: Fixtures.bytes(fixture)
    ).json()
    return try #require(answer["drop"]?.string)
  }

  /// Begins a comparison and returns its end.
  private func compare(_ guest: Guest, _ what: String, _ request: JSONValue) async throws
    -> JSONValue
  {
    let begun = try await guest.post("/api/comparisons/\(what)", request)
    #expect(begun.status == 200, "\(begun.text)")
    var answer = try begun.json()
    let address = "/api/comparisons/\(try #require(answer["comparison"]?.string))"
    while answer["running"] != nil {
      try await Task.sleep(for: .milliseconds(20))
      answer = try await guest.ask(address).json()
    }
    let gone = try await guest.ask(address, method: "DELETE", pass: await guest.pass())
    #expect(gone.status == 200)
    #expect(try await guest.ask(address).status == 404)
    return answer
  }

  /// The request to sort dropped files.
  private func list(_ drops: [String]) -> JSONValue { ["drops": drops] }

  private func install(_ guest: Guest) throws {
    let wheel = try #require(PublishedModel.wheel, "Scripts/install --tests downloads it")
    let models = try Models(folder: guest.models)
    #expect(try models.add("subjects", from: FilePath(wheel.path())).state == .installed)
  }

  @Test("without the model, dropped pictures are sorted by names and colours")
  func sortedByColors() async throws {
    let guest = try await Guest(isStarted: false)
    let drops = try await shoot(
      guest, Self.places.prefix(3).flatMap { ["scenes/mira-\($0).jpg", "scenes/mug-\($0).jpg"] })
    let named = [
      try await drop(guest, "zoe-front.jpg", "starter/mira-front.jpg"),
      try await drop(guest, "zoe-back.jpg", "starter/mira-back.jpg"),
      // A name that another file has, too.
      try await drop(guest, "zoe-back.jpg", "starter/mira-right.jpg"),
    ]
    let voice = try await drop(guest, "zoe.wav", "starter/mira-voice.wav")
    let broken = try await drop(guest, "x.jpg", "odd/jpeg-baseline.jpg")
    let before = try guest.library.changeMark()
    let all = drops.map(\.drop) + named + [voice, broken]
    let answer = try await compare(guest, "sort", list(all))
    let sort = try #require(answer["sort"])
    #expect(sort["comparedBy"] == "colors" && sort["model"] == "not-installed")
    #expect(sort["facesCompared"] == false && sort["pictureCount"] == 10)
    let groups = try #require(sort["groups"]?.array)
    let zoe = try #require(groups.first { $0["handle"] == "zoe" })
    #expect(zoe["by"]?.array?.contains("names") == true)
    #expect(Set(files(zoe)).isSuperset(of: named))
    #expect(zoe["beside"] == .array([.string(voice)]))
    #expect(zoe["files"]?.array?.contains { $0["role"] == "front" } == true)
    for group in groups {
      let subjects = Set(files(group).compactMap { file in drops.first { $0.drop == file }?.of })
      #expect(subjects.count == 1, "\(group)")
      // Views can make a group sure, but colours never make one likely.
      #expect(group["confidence"] == "sure" || group["confidence"] == "unsure", "\(group)")
    }
    let undetermined = sort["undetermined"]?.array?.compactMap { $0["drop"]?.string } ?? []
    let placed = groups.flatMap(files) + undetermined + [voice]
    #expect(Set(placed) == Set(all) && placed.count == all.count)
    #expect(try guest.library.changeMark() == before)
    // The dropped files are still there, and nothing else is.
    let left = try FileManager.default.contentsOfDirectory(
      atPath: guest.gallery.router.gallery.drops.folder.path.text)
    #expect(left.count { $0.count == 32 } == all.count, "\(left)")
  }

  private func files(_ group: JSONValue) -> [String] {
    (group["files"]?.array ?? []).compactMap { $0["drop"]?.string }
  }

  @Test("with the model, they are sorted by what they show, and one plan is like the other")
  func sortedByLooks() async throws {
    let guest = try await Guest(isStarted: false)
    try install(guest)
    let drops = try await shoot(
      guest, Self.places.flatMap { ["scenes/mira-\($0).jpg", "scenes/mug-\($0).jpg"] })
    let names = drops.map(\.drop)
    let sort = try #require(try await compare(guest, "sort", list(names))["sort"])
    #expect(sort["comparedBy"] == "looks" && sort["model"] == "used")
    let groups = try #require(sort["groups"]?.array)
    for group in groups {
      #expect(
        Set(files(group).compactMap { file in drops.first { $0.drop == file }?.of }).count == 1)
      #expect(group["by"]?.array?.contains("looks") == true)
    }
    #expect(groups.count >= 2)
    #expect(try await compare(guest, "sort", list(names.reversed()))["sort"] == sort)
  }

  @Test("invalid requests to sort are refused with the value, the limit and what to do")
  func refusals() async throws {
    let guest = try await Guest()
    let one = try await drop(guest, "a.jpg", "starter/mira-front.jpg")
    let other = String(repeating: "0", count: 32)
    func sort(_ names: [String]) async throws -> (Int, String) {
      let reply = try await guest.post("/api/comparisons/sort", list(names))
      return (reply.status, try reply.json()["message"]?.string ?? "")
    }
    #expect(try await sort([]) == (400, "0 files: sorting needs at least 2"))
    #expect(try await sort([one]) == (400, "1 file: sorting needs at least 2"))
    #expect(try await sort([one, one]) == (400, "a dropped file is named twice"))
    #expect(try await sort([one, other]) == (404, "a dropped file no longer exists"))
    #expect(try await sort([one, "../../etc/passwd"]).0 == 404)
    let many = (0..<10_000).map { "\($0)" }
    #expect(
      try await sort(many) == (400, "10,000 files: the page sorts at most 500 at a time"))
    let wrong: [JSONValue] = [["drops": one], ["drops": 2], ["drops": [1, 2]]]
    for request in wrong {
      #expect(try await guest.post("/api/comparisons/sort", request).status == 400)
    }
    for name in [other, "x", "..%2f.."] {
      #expect(try await guest.ask("/api/comparisons/\(name)").status == 404)
      let gone = try await guest.ask(
        "/api/comparisons/\(name)", method: "DELETE", pass: await guest.pass())
      #expect(gone.status == 404)
    }
  }

  @Test("a comparison can be stopped, and only a few run at the same time")
  func stopped() async throws {
    let comparisons = Comparisons()
    func begin() throws -> String {
      let answer = try comparisons.begin { report in
        report(.init(step: .measuring, doneCount: 1, count: 2))
        try await Task.sleep(for: .seconds(3600))
        return .object([])
      }
      return try #require(answer["comparison"]?.string)
    }
    let names = try (0..<4).map { _ in try begin() }
    #expect(throws: Refusal.self) { try begin() }
    while try comparisons.json(of: names[0])["step"] == nil { await Task.yield() }
    let running = try comparisons.json(of: names[0])
    #expect(running["running"] == true && running["doneCount"] == 1 && running["count"] == 2)
    let ended = try comparisons.discard(names[0])
    #expect(ended["running"] == nil)
    #expect(throws: Refusal.self) { try comparisons.json(of: names[0]) }
    _ = try begin()
    comparisons.discardAll()
    #expect(throws: Refusal.self) { try comparisons.json(of: names[1]) }
    // The oldest results make room for others.
    var results: [String] = []
    for _ in 0..<20 {
      let answer = try comparisons.begin { _ in .object(["sort": .object([])]) }
      let name = try #require(answer["comparison"]?.string)
      while try comparisons.json(of: name)["running"] != nil { await Task.yield() }
      results.append(name)
    }
    #expect(throws: Refusal.self) { try comparisons.json(of: results[3]) }
    #expect(try comparisons.json(of: results[4])["sort"] != nil)
  }

  @Test("the elements with the subject of a picture are found, once the model is installed")
  func subjects() async throws {
    let guest = try await Guest()
    let mira = try await guest.element("mira")
    let sha256 = try #require(mira["files"]?.array?.first?["sha256"])
    let ofElement: JSONValue = ["element": mira["element"], "sha256": sha256]
    let without = try await guest.post("/api/comparisons/subject", ofElement)
    #expect(without.status == 409)
    #expect(try without.json()["rule"] == "model.missing")
    #expect(try without.json()["fix"] == "castbook models add subjects")
    try install(guest)
    let path = try #require(FilePath(Fixtures.folder.appending(path: "scenes/mira-000-lamp.jpg")))
    try await Add(ElementDraft(.character, try Handle("bea"), files: [.init(path)]))
      .run(in: guest.library)
    let found = try #require(try await compare(guest, "subject", ofElement)["subjects"])
    let picture = try #require(found["pictures"]?.array?.first)
    #expect(found["pictures"]?.array?.count == 1 && picture["number"] == 1)
    #expect(picture["elements"]?.array?.first?["handle"] == "bea")
    // Faces are not compared, so it may be another person.
    #expect(picture["notCompared"] == "faces")
    #expect(picture["elements"]?.array?.first?["probable"] == false)
    #expect(picture["elements"]?.array?.contains { $0["handle"] == "mira" } == false)
    // A dropped picture, which is named without the folder that it is in for the moment.
    let file = try await drop(guest, "who.jpg", "scenes/mira-045-lamp.jpg")
    let answer = try await compare(guest, "subject", ["drop": file])
    let dropped = try #require(answer["subjects"]?["pictures"]?.array?.first)
    #expect(dropped["path"] == "who.jpg")
    let handles = (dropped["elements"]?.array ?? []).compactMap { $0["handle"]?.string }
    #expect(Set(handles.prefix(2)) == ["mira", "bea"])
  }

  @Test("what can't be compared is refused, or named without the folder of dropped files")
  func notSubjects() async throws {
    let guest = try await Guest()
    try install(guest)
    let text = try await drop(guest, "notes.txt", "README.md")
    let answer = try await compare(guest, "subject", ["drop": text])
    #expect(
      answer["problem"]?["message"] == "notes.txt is not a picture; only pictures can be compared")
    let voice = try await guest.element("mira_voice")
    let recording = voice["files"]?.array?.first?["sha256"]
    let sound = try await compare(
      guest, "subject", ["element": voice["element"], "sha256": recording])
    #expect(sound["problem"]?["message"] != nil)
    let mira = try await guest.element("mira")
    let other = String(repeating: "0", count: 64)
    let missing: [JSONValue] = [
      ["element": mira["element"], "sha256": other], ["element": mira["element"], "sha256": "x"],
      ["element": "x", "sha256": other], ["drop": "x"],
    ]
    for request in missing {
      #expect(try await guest.post("/api/comparisons/subject", request).status == 404)
    }
    #expect(try await guest.post("/api/comparisons/subject", .object([])).status == 400)
  }
}
