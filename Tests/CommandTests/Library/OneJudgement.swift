import Castbook
import FormatSupport
import Foundation
import TestSupport
import Testing

/// An element with typical pictures: a phone's HEIC as its only front, a tall one that is stored
/// sideways, one that is too small, one that was cut out, and good ones.
@Suite("Every command rates a file alike", .timeLimit(.minutes(30)))
struct OneJudgement {
  private static let pictures = [
    ("1-front.heic", "trouble/IMG_2041.HEIC", "front"),
    ("2-back.jpg", "starter/mira-back.jpg", "back"),
    ("3-tall.jpg", "trouble/IMG_2038.JPG", "unsorted"),
    ("4-small.jpg", "trouble/mira-full-length.jpg", "unsorted"),
    ("5-cut-out.png", "trouble/mug-cut-out.png", "detail"),
    ("6-right.jpg", "starter/mira-right.jpg", "right"),
    ("7-quarter.jpg", "starter/mira-three-quarter-left.jpg", "three-quarter-left"),
  ]
  private static let targets = [
    "kling-v3", "kling-o3", "kling-official", "kie.kling-3.0", "runway.gen4-references",
  ]

  private struct Case: CustomTestStringConvertible, Sendable {
    let target: String
    let isPrepared: Bool

    var testDescription: String { "\(target)\(isPrepared ? ", prepared" : "")" }
  }

  private static let cases = targets.flatMap { target in
    [false, true].map { Case(target: target, isPrepared: $0) }
  }

  /// The verdicts of commands and the gallery on each picture, by its name.
  private struct Verdicts {
    var check: [String: String] = [:]
    var gallery: [String: String] = [:]
    var isScored: Set<String> = []
    var selected: [String] = []
    var toPrepare: Set<String> = []
    var left: [String: String] = [:]
  }

  private func film(_ one: Case) throws -> Production {
    let film = try Production(starter: false)
    for (name, fixture, _) in Self.pictures { try film.take(fixture, as: "p/\(name)") }
    let made = try film.run("add", "character", "@mira", "p", "--basis", "own")
    #expect(made.status == 0, "\(made.errors)")
    let roles = Self.pictures.enumerated().map { "\($0.offset + 1)=\($0.element.2)" }
    let edited = try film.run("edit", "@mira", "--role", roles.joined(separator: ","))
    #expect(edited.status == 0, "\(edited.errors)")
    if one.isPrepared {
      _ = try film.run("prepare", "@mira", "--for", one.target)
    }
    try film.take("starter/mug-top.jpg", as: "start.jpg")
    let needs =
      switch one.target {
      case "kling-v3", "kie.kling-3.0": "start: start.jpg\n"
      case "runway.gen4-references": "aspect: 16:9\n"
      default: ""
      }
    try film.write("---\ntarget: \(one.target)\n\(needs)---\n@mira waves", to: "m.md")
    return film
  }

  /// The file name of a path such as `@mira/1-front.heic`.
  private func name(_ path: String?) -> String {
    String((path ?? "").split(separator: "/").last ?? "")
  }

  private func ask(_ film: Production, _ one: Case) async throws -> Verdicts {
    var verdicts = Verdicts()
    for file in try film.json("check", "@mira", "--for", one.target)["files"]?.array ?? [] {
      verdicts.check[name(file["path"]?.string)] = file["status"]?.string
    }
    let pick = try film.json("pick", "@mira", "--for", one.target)
    let set = pick["set"]
    verdicts.selected = set?["selected"]?.array?.map { name($0.string) } ?? []
    for member in set?["toPrepare"]?.members ?? [] { verdicts.toPrepare.insert(name(member.key)) }
    for member in set?["reasons"]?.members ?? [] where !verdicts.selected.contains(name(member.key))
    {
      verdicts.left[name(member.key)] = member.value.string
    }
    for file in try film.json("score", "@mira")["files"]?.array ?? []
    where file["status"]?.string != "fail" {
      verdicts.isScored.insert(name(file["path"]?.string))
    }
    let library = try await ElementLibrary.open(
      at: LibraryLocation(try #require(FilePath(film.library))))
    let reference = try HandleReference("@mira")
    let targets = try CheckTarget.resolve([one.target], in: TargetCatalogue())
    let files = FileList([.element(try library.files(of: reference))])
    _ = try await Check(in: library, targets: targets).run(files) { file in
      verdicts.gallery[file.facts.path.name.text] = file.status.rawValue
    }
    let found = try await Score(in: library, targets: targets).pick(of: files)
    let members = try #require(found.set.judged).members
    let numbers = try #require(found.pick).chosen.map { members[$0.member].number }
    #expect(
      numbers
        == verdicts.selected.map { name in Self.pictures.firstIndex { $0.0 == name }.map { $0 + 1 }
        })
    return verdicts
  }

  @Test("before and after copies are prepared, for every target", arguments: TestRun.some(cases, 4))
  private func journey(one: Case) async throws {
    let film = try film(one)
    let verdicts = try await ask(film, one)
    #expect(verdicts.check.count == Self.pictures.count)
    #expect(verdicts.check == verdicts.gallery)
    // Files that can be prepared compete; the only front is selected, and comes first.
    #expect(verdicts.selected.first == "1-front.heic", "\(verdicts.selected)")
    if one.isPrepared {
      #expect(verdicts.check["1-front.heic"] != "fail" && verdicts.toPrepare.isEmpty)
      #expect(verdicts.check["3-tall.jpg"] != "fail")
    }
    for name in verdicts.selected {
      #expect(verdicts.check[name] != "fail" || verdicts.toPrepare.contains(name), "\(name)")
      #expect(verdicts.isScored.contains(name), "\(name)")
    }
    for (name, reason) in verdicts.left where verdicts.check[name] == "fail" {
      #expect(!reason.isEmpty && !verdicts.toPrepare.contains(name))
    }
    try sends(film, one, verdicts)
  }

  /// Saves the selection, and expects `export` to send exactly that.
  private func sends(_ film: Production, _ one: Case, _ verdicts: Verdicts) throws {
    let before = try film.json("export", "m.md", "--dry-run")["bundles"]?.array?.first
    let sentFirst = files(before)
    let isBetter = Set(verdicts.selected.prefix(sentFirst.count)).isSubset(of: sentFirst)
    #expect(
      rules(before).contains("set.better-pick") == !isBetter, "\(sentFirst) \(verdicts.selected)")
    let hint = before?["findings"]?.array?.first { $0["rule"]?.string == "set.better-pick" }
    if let fix = hint?["fix"]?.string {
      let id = try CheckTarget.resolve([one.target], in: TargetCatalogue()).first?.profile.id
      #expect(fix == "castbook pick @mira --for \(id?.rawValue ?? "") --save")
    }
    let saved = try film.run("pick", "@mira", "--for", one.target, "--save")
    #expect(saved.status == 0, "\(saved.output)\(saved.errors)")
    let shown = try film.json("show", "@mira")["files"]?.array ?? []
    #expect(shown.prefix(verdicts.selected.count).map { $0["path"]?.string } == verdicts.selected)
    let checked = try film.run("check", "@mira", "--for", one.target)
    #expect(checked.status == (verdicts.check.values.contains("fail") ? 1 : 0))
    let bundle = try film.json("export", "m.md", "-o", "out")["bundles"]?.array?.first
    #expect(!rules(bundle).contains("set.better-pick"), "\(rules(bundle))")
    let sent = files(bundle)
    #expect(sent == Array(verdicts.selected.prefix(sent.count)), "\(sent) \(verdicts.selected)")
    #expect(sent.count == min(verdicts.selected.count, 4) || sent.count == 3)
    #expect(film.exists("out/m/bundle.json"))
    #expect(try film.run("bundle", "verify", "out/m").status == 0)
  }

  /// The pictures that a bundle sends, by their original names.
  private func files(_ bundle: JSONValue?) -> [String] {
    let shown = bundle?["files"]?.array ?? []
    return shown.compactMap { file in
      // `@mira 1 front`, or `@mira 3 3-tall.jpg`; the names begin with the numbers that they had at
      // first.
      let from = file["from"]?.string
      return Self.names[from ?? ""]
    }
  }

  /// The names of the pictures, by their digests.
  private static let names: [String: String] = {
    let all = try? pictures.map { name, fixture, _ in
      let path = Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath().path()
      let found = try Tool.run(program: URL(filePath: "/usr/bin/sha256sum"), [path])
      return (String(found.output.prefix(64)), name)
    }
    return Dictionary(all ?? [], uniquingKeysWith: { first, _ in first })
  }()

  private func rules(_ bundle: JSONValue?) -> [String] {
    (bundle?["findings"]?.array ?? []).compactMap { $0["rule"]?.string }
  }

  @Test(
    "After add --prepare a folder of HEICs is ready, without a remark that its front is missing")
  func addedReady() throws {
    let film = try Production(starter: false)
    for (name, fixture, _) in Self.pictures.prefix(2) { try film.take(fixture, as: "p/\(name)") }
    let words = [
      "add", "character", "@mira", "p", "--basis", "own", "--prepare", "--for", "kling-official",
    ]
    let added = try Tool.run(words + ["--json", "--library", film.library], in: film.folder)
    #expect(added.status == 0)
    let value = try JSONParser.parse(Array(added.output.utf8))
    let files = value["elements"]?.array?.first?["added"]?.array ?? []
    #expect(files.count == 2 && files.allSatisfy { $0["status"]?.string == "pass" }, "\(files)")
    let front = try #require(files.first)
    #expect(front["copyFor"]?["kling.v3-omni"]?.string?.count == 64)
    let pick = try film.run("pick", "@mira", "--for", "kling-official")
    #expect(pick.status == 0)
    #expect(
      !pick.output.contains("front view is missing") && !pick.output.contains("Missing: a front"))
    #expect(pick.output.contains("1 front  @mira/1-front.heic"), "\(pick.output)")
    #expect(try film.run("check", "@mira", "--for", "kling-official").status == 0)
    #expect(try film.run("score", "@mira").status == 0)
  }

  @Test("A file whose bars prepare cut off passes by that copy, and the copy is sent")
  func bars() throws {
    let film = try Production(starter: false)
    try Self.barred(width: 500, height: 700, bar: 75).write(
      to: film.folder.appending(path: "bar-front.png"))
    try film.take("starter/mira-back.jpg", as: "bar-back.jpg")
    #expect(
      try film.run("add", "product", "@bar", "bar-front.png", "bar-back.jpg", "--basis", "own")
        .status == 0)
    try film.write("---\ntarget: kling-o3\n---\n@bar stands", to: "b.md")
    #expect(try statuses(film) == ["fail", "fail"])
    #expect(try film.run("score", "@bar").status == 1)
    #expect(try film.run("prepare", "@bar", "--for", "kling-o3").status == 0)
    #expect(try !statuses(film).contains("fail"))
    #expect(try film.run("score", "@bar").status == 0)
    let bundle = try film.json("export", "b.md", "--dry-run")["bundles"]?.array?.first
    let sent = bundle?["files"]?.array?.first
    #expect(sent?["from"]?.string != sent?["sent"]?.string)
    let checked = try film.json("check", "@bar", "--for", "kling-o3")["files"]?.array?.first
    #expect(checked?["copyFor"]?["fal.kling-o3.r2v"]?.string == sent?["sent"]?.string)
  }

  /// The statuses of the first file of @bar in `score` and `show`.
  private func statuses(_ film: Production) throws -> [String?] {
    try ["score", "show"].map {
      try film.json($0, "@bar")["files"]?.array?.first?["status"]?.string
    }
  }

  /// A PNG of a textured disc on a plain background, with black bars above and below.
  private static func barred(width: Int, height: Int, bar: Int) -> Data {
    var rows: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let (dx, dy) = (Double(x - width / 2) / 110, Double(y - height / 2) / 170)
        let isDisc = dx * dx + dy * dy < 1
        let grain = (x * 7 + y * 13 + x * y) % 5
        for channel in 0..<3 {
          let value =
            isDisc
            ? 70 + 15 * channel + 35 * ((x / 4 + y / 5) % 3) + grain
            : 185 + 4 * channel + x / 60 + grain
          rows.append(y < bar || y >= height - bar ? 0 : UInt8(value))
        }
      }
    }
    return Data(PNGBytes.plain(width, height, color: 2, samples: 3, bytes: rows))
  }

  @Test("Loose files that prepare can fix compete with a remark, and the command is printed")
  func loose() throws {
    let film = try Production(starter: false)
    for (name, fixture, _) in Self.pictures { try film.take(fixture, as: "p/\(name)") }
    let picked = try film.run("pick", "p", "--for", "kling-official", "--best", "4")
    #expect(picked.status == 0)
    #expect(picked.output.contains("run castbook prepare first (HEIC)"), "\(picked.output)")
    #expect(picked.output.contains("--for kling-official -o ready/"))
    // A picture that can't be fixed is left out, with the reason.
    #expect(picked.output.contains("– p/4-small.jpg"))
    let command = try #require(
      picked.output.split(separator: "\n").first { $0.hasPrefix("first: castbook prepare ") })
    let words = command.dropFirst("first: castbook ".count).split(separator: " ").map(String.init)
    #expect(try Tool.run(words, in: film.folder).status == 0)
    #expect(film.exists("ready/1-front.jpg"))
  }
}
