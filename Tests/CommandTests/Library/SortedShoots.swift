import Foundation
import Model
import TestSupport
import Testing

@Suite("A shoot is sorted", .timeLimit(.minutes(10)))
struct SortedShoots {
  private let scratch: TemporaryFolder
  /// The subject of each picture of the shoot.
  private let subjects: [String: String]

  /// Thirty files under the names of a camera: Mira and the mug, mostly in daylight, a recording
  /// and a clip.
  init() throws {
    scratch = try TemporaryFolder()
    let turns = ["000", "045", "090", "135", "180", "225", "270", "315"]
    var names = turns.flatMap {
      ["scenes/mira-\($0)-daylight.jpg", "scenes/mug-\($0)-daylight.jpg"]
    }
    names += ["front", "right", "back", "three-quarter-left"].map { "starter/mira-\($0).jpg" }
    names += ["front", "three-quarter", "top"].map { "starter/mug-\($0).jpg" }
    names += ["mira-000-lamp", "mira-045-lamp", "mug-000-lamp", "mira-close-up", "mug-045-side"]
      .map { "scenes/\($0).jpg" }
    var subjects: [String: String] = [:]
    let shoot = scratch.url.appending(path: "shoot")
    try FileManager.default.createDirectory(at: shoot, withIntermediateDirectories: false)
    // In an order in which the subjects alternate.
    for (index, name) in names.enumerated() {
      let camera = "IMG_\(4200 + index * 11 % 28).JPG"
      subjects[camera] = name.contains("mira") ? "mira" : "mug"
      try FileManager.default.copyItem(
        at: Fixtures.folder.appending(path: name).resolvingSymlinksInPath(),
        to: shoot.appending(path: camera))
    }
    for (name, file) in [
      ("starter/mira-voice.wav", "recording.wav"), ("clips/mira.mp4", "MOV_7.mp4"),
    ] {
      let source = Fixtures.folder.appending(path: name).resolvingSymlinksInPath()
      try FileManager.default.copyItem(at: source, to: shoot.appending(path: file))
    }
    self.subjects = subjects
  }

  private func run(_ words: String...) throws -> Program.Result {
    try Tool.run(
      words, in: scratch.url, environment: ["CASTBOOK_LIBRARY": scratch.path("library").text])
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder).text).sorted()
  }

  private func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: scratch.url.appending(path: path))
  }

  /// The contents of each folder of a plan by its handle, and the files without a group.
  private func plan(_ words: String...) throws -> (groups: [String: [String]], json: JSONValue) {
    let printed = try Tool.run(["sort"] + words + ["--json"], in: scratch.url)
    #expect(printed.status == 0, "\(printed.errors)")
    let json = try JSONParser.parse(Array(printed.output.utf8))
    var groups: [String: [String]] = [:]
    for group in json["groups"]?.array ?? [] {
      groups[try #require(group["handle"]?.string)] = (group["files"]?.array ?? []).compactMap {
        $0["path"]?.string?.split(separator: "/").last.map(String.init)
      }
    }
    return (groups, json)
  }

  @Test("into folders, which are edited and added")
  func journey() throws {
    let before = try names(in: "shoot").map { try bytes("shoot/\($0)") }
    let plan = try run("sort", "shoot")
    #expect(plan.status == 0, "\(plan.errors)")
    #expect(plan.output.contains("(faces are not compared)"))
    #expect(plan.output.hasSuffix("castbook sort shoot -o cast/\n"))
    #expect(plan.output.split(separator: "\n").count < 40)
    #expect(try names(in: ".") == ["shoot"])

    let sorted = try run("sort", "shoot", "-o", "cast")
    #expect(sorted.status == 0, "\(sorted.errors)")
    #expect(sorted.output.contains("which add --from skips"))
    // The shoot is unchanged, and every file of it was copied once.
    #expect(try names(in: "shoot").map { try bytes("shoot/\($0)") } == before)
    let folders = try names(in: "cast")
    var copies: [String] = []
    for folder in folders {
      for name in try names(in: "cast/\(folder)")
      where name != "element.json" && name != "candidates.txt" {
        #expect(try bytes("cast/\(folder)/\(name)") == bytes("shoot/\(name)"))
        let path = scratch.path("cast/\(folder)/\(name)").text
        let links = try FileManager.default.attributesOfItem(atPath: path)[.referenceCount]
        #expect(links as? Int == 1, "\(name)")
        copies.append(name)
      }
    }
    #expect(try copies.sorted() == names(in: "shoot"))
    #expect(try names(in: "cast/_unsorted").contains("recording.wav"))
    // What the pictures without a group may show, each in a line.
    let alone = (try self.plan("shoot").json["undetermined"]?.array ?? []).filter {
      $0["candidates"]?.array?.isEmpty == false
    }
    let notes = try String(decoding: bytes("cast/_unsorted/candidates.txt"), as: UTF8.self)
    #expect(notes.split(separator: "\n").count == alone.count)
    #expect(notes.contains(": @subject_"), "\(notes)")

    // The plan is edited: folders get names, one gets a kind, a picture is moved.
    for subject in ["mira", "mug"] {
      let own = try names(in: "cast").filter { group in
        try group != "_unsorted" && names(in: "cast/\(group)").contains { subjects[$0] == subject }
      }
      let sizes = try own.map { (name: $0, count: try names(in: "cast/\($0)").count) }
      let largest = try #require(sizes.max { $0.count < $1.count }).name
      try move("cast/\(largest)", to: "cast/\(subject)")
    }
    let note = try JSONParser.parse(Array(bytes("cast/mira/element.json")))
    let best = (note["best"]?.array ?? []).compactMap(\.string)
    #expect(best.count >= 3)
    try move("cast/mira/\(best[0])", to: "cast/_unsorted/\(best[0])")
    try scratch.write(Data(#"{"kind": "product"}"#.utf8), to: "cast/mug/element.json")

    #expect(try run("init").status == 0)
    let added = try run("add", "--from", "cast")
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.output.contains("cast/_unsorted skipped: "))
    let shown = try run("show", "@mira", "--json")
    let files = try JSONParser.parse(Array(shown.output.utf8))["files"]?.array
    let kept = try names(in: "cast/mira").count - 1
    #expect(files?.count == kept, "\(shown.output)")
    #expect(files?.first?["path"]?.string == best[1])
    #expect(try run("show", "@mug").output.contains("product"))
    #expect(try run("show", "@unsorted").status == 2)
    // Names that were only proposed don't identify a subject: the next shoot is not mixed with this
    // one.
    #expect(try run("sort", "shoot", "-o", "next").status == 0)
    let next = try run("add", "--from", "next")
    #expect(
      next.status == 2 && next.errors.contains("the name that sort gave it"), "\(next.errors)")
  }

  private func move(_ path: String, to other: String) throws {
    try FileManager.default.moveItem(
      atPath: scratch.path(path).text, toPath: scratch.path(other).text)
  }

  @Test("into pure groups, which are equal in any order and on any number of cores")
  func groups() throws {
    let (groups, json) = try plan("shoot")
    for (handle, files) in groups {
      #expect(Set(files.map { subjects[$0] }).count == 1, "\(handle): \(files)")
    }
    let sizes = groups.values.map(\.count).sorted()
    #expect(sizes.reduce(0, +) >= 24 && sizes.count <= 4, "\(sizes)")
    #expect(json["sounds"]?.array?.count == 1 && json["clips"]?.array?.count == 1)
    let paths = try names(in: "shoot").map { "shoot/\($0)" }
    let one = try Tool.run(["sort", "shoot", "--json", "--jobs", "1"], in: scratch.url)
    let many = try Tool.run(["sort", "shoot", "--json", "--jobs", "7"], in: scratch.url)
    #expect(one.output == many.output)
    let turned = try Tool.run(["sort", "--json"] + paths.reversed(), in: scratch.url)
    #expect(turned.output == one.output)
  }

  @Test("into as many groups as there are subjects")
  func count() throws {
    let groups = try plan("shoot", "--groups", "2").groups
    #expect(groups.keys.sorted() == ["subject_1", "subject_2"])
    for files in groups.values { #expect(Set(files.map { subjects[$0] }).count == 1) }
  }

  @Test("by the names of files, if these say more")
  func names() throws {
    let folder = scratch.url.appending(path: "named")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    for (name, source) in [
      ("anna-front.jpg", "starter/mira-front.jpg"), ("anna-back.jpg", "starter/mira-back.jpg"),
      ("ben-front.jpg", "starter/mira-right.jpg"), ("ben-34-left.jpg", "starter/mug-front.jpg"),
      ("anna-voice.wav", "starter/mira-voice.wav"),
    ] {
      try FileManager.default.copyItem(
        at: Fixtures.folder.appending(path: source).resolvingSymlinksInPath(),
        to: folder.appending(path: name))
    }
    let (groups, json) = try plan("named", "-o", "cast")
    #expect(
      groups == [
        "anna": ["anna-back.jpg", "anna-front.jpg"], "ben": ["ben-34-left.jpg", "ben-front.jpg"],
      ])
    #expect(json["written"]?["unsortedCount"]?.integer == 0)
    #expect(
      try names(in: "cast/anna")
        == ["anna-back.jpg", "anna-front.jpg", "anna-voice.wav", "element.json"])
    #expect(try names(in: "cast") == ["anna", "ben"])
  }

  @Test("or the command says what to do")
  func mistakes() throws {
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: scratch.path("empty").text, withIntermediateDirectories: false)
    try manager.createDirectory(
      atPath: scratch.path("full").text, withIntermediateDirectories: false)
    try scratch.write("mine", to: "full/keep.txt")
    let damaged = Fixtures.folder.appending(path: "trouble/mira-side.jpg").resolvingSymlinksInPath()
    try manager.copyItem(at: damaged, to: scratch.url.appending(path: "shoot/broken.jpg"))
    for (words, status, message) in [
      (["sort", "empty"], 1, "no pictures to sort"),
      (["sort", "shoo"], 2, "shoo: no such file. Did you mean shoot?"),
      (["sort"], 2, "castbook sort needs PATH"),
      (["sort", "@mira"], 2, "@mira is an element"),
      (["sort", "shoot", "--groups", "0"], 2, "--groups 0"),
      (["sort", "shoot", "-o", "full"], 3, "full: the folder is not empty"),
      (["sort", "shoot", "-o", "full/keep.txt"], 3, "is a file"),
      (["sort", "shoot", "-o", "shoot"], 3, "shoot: the folder is not empty"),
      (["sort", "shoot"], 1, "left out shoot/broken.jpg"),
      (["sort", "shoot", "-o", "cast", "--dry-run"], 1, "castbook sort shoot -o cast/"),
    ] as [([String], Int32, String)] {
      let result = try Tool.run(words, in: scratch.url)
      #expect(result.status == status, "\(words): \(result.output)\(result.errors)")
      #expect((result.output + result.errors).contains(message), "\(words): \(result.output)")
    }
    #expect(try names(in: "full") == ["keep.txt"])
    #expect(try names(in: ".") == ["empty", "full", "shoot"])
  }

  @Test("if pick would mix two subjects, and not if there is one")
  func pick() throws {
    let mixed = try run("pick", "shoot")
    #expect(mixed.output.contains("set.several-subjects"))
    #expect(mixed.output.contains("castbook sort FOLDER -o cast/"))
    let one = subjects.filter { $0.value == "mira" }.keys.sorted().map { "shoot/\($0)" }
    let result = try Tool.run(["pick"] + one, in: scratch.url)
    #expect(!result.output.contains("set.several-subjects"))
    let scored = try Tool.run(["score", "--json", "shoot"], in: scratch.url)
    #expect(scored.output.contains("\"set.several-subjects\""))
  }
}
