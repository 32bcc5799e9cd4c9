import Foundation
import Model
import TestSupport
import Testing

/// Files with one character each.
@Suite("Character files", .timeLimit(.minutes(30)))
struct CharacterFileImports {
  private static func fixture(_ name: String) -> String {
    Fixtures.folder.appending(path: name).resolvingSymlinksInPath().path()
  }

  private static func json(_ text: String) throws -> JSONValue {
    try JSONParser.parse(Array(text.utf8))
  }

  private static let card = #"""
    {"spec": "chara_card_v2", "spec_version": "2.0", "data": {"name": "Nyx",
     "description": "{{char}} has silver hair.", "personality": "calm", "scenario": "lost",
     "first_mes": "Hello", "mes_example": "", "creator_notes": "for a film", "creator": "Ada",
     "character_version": "1.2", "tags": ["star", "lead"]}}
    """#

  /// Imports a file and returns the report.
  private func imported(_ film: Production, _ path: String) throws -> String {
    let result = try film.run("import", "--from-char", path)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    return result.output
  }

  @Test(".char files, as Omnichar's own package writes them")
  func omnichar() throws {
    let film = try Production(starter: false)
    let plan = """
      {"name": "Ada Lovelace", "description": "Short dark hair, {plain} words.",
       "images": [["\(Self.fixture("starter/mira-front.jpg"))", "face"],
        ["\(Self.fixture("starter/mira-back.jpg"))", "body"],
        ["\(Self.fixture("starter/mug-top.jpg"))", "cloth"]],
       "hints": ["calm", "tall"], "voiceSeconds": 6, "harvested": [2], "archs": ["flux2-klein"]}
      """
    try ForeignPrograms.write(
      .omnichar, to: film.folder.appending(path: "Ada.char"), Self.json(plan))
    let output = try imported(film, "Ada.char")
    #expect(
      output.contains(
        "not imported: 1 group of pictures harvested from renders (1 file), unless a mapping says so"
      ))
    let ada = try film.json("show", "@ada_lovelace")
    #expect(
      ada["description"] == "Short dark hair, {plain} words." && ada["notes"] == "Hints: calm, tall"
    )
    let files = try #require(ada["files"]?.array)
    #expect(files.map { $0["path"]?.string } == ["face-1.png", "body-1.png"])
    #expect(files.map { $0["role"]?.string } == ["face", "full-body"])
    #expect(files.allSatisfy { $0["roleAssumed"] == true }, "\(files[0].compactText)")
    #expect(try film.json("show", "@ada_lovelace_voice")["kind"] == "voice")
    let revision = ada["revision"]
    _ = try imported(film, "Ada.char")
    #expect(try film.json("show", "@ada_lovelace")["revision"] == revision, "nothing is new")

    // Changed, cut and renamed members.
    let whole = try film.data("Ada.char")
    try whole.prefix(whole.count / 2).write(to: film.folder.appending(path: "cut.char"))
    #expect(try film.run("import", "--from-char", "cut.char").status == 2)
    let lying = try film.shell(
      "cp Ada.char lie.char && mkdir -p refs && cp '\(Self.fixture("odd/png-1x1.png"))' refs/000.png && zip -qX lie.char refs/000.png"
    )
    #expect(lying.status == 0, "\(lying.errors)")
    let lie = try film.run("import", "--from-char", "lie.char", "--dry-run")
    #expect(lie.output.contains("left out: 1 isn't what its checksum says, such as refs/000.png"))
    let later = try film.shell(
      "unzip -qo Ada.char manifest.json && sed -i 's/\"format_version\":1/\"format_version\":2/' manifest.json && cp Ada.char new.char && zip -qX new.char manifest.json"
    )
    #expect(later.status == 0, "\(later.errors)")
    #expect(try film.run("import", "--from-char", "new.char").errors.contains("is of version 2"))
  }

  @Test("cards of versions 1 and 2 in a PNG, as tavern-card writes them, and as JSON")
  func cards() throws {
    let film = try Production(starter: false)
    let template = Self.fixture("odd/png-animated.png")
    try ForeignPrograms.write(
      .card, to: film.folder.appending(path: "nyx.png"),
      Self.json("{\"template\": \"\(template)\", \"card\": \(Self.card)}"))
    #expect(try imported(film, "nyx.png").contains("Nyx  1 file  → @nyx  character"))
    let nyx = try film.json("show", "@nyx")
    #expect(nyx["description"] == "Nyx has silver hair." && nyx["tags"] == ["star", "lead"])
    #expect(
      nyx["notes"]
        == "Personality: calm\nNotes of its creator: for a film\nCard by: Ada, version 1.2")
    #expect(nyx["files"]?.array?.count == 1)
    // A card of version 1 without a picture becomes an element that is filled later.
    try film.write(
      #"{"name": "Old One", "description": "a tree", "first_mes": "hm"}"#, to: "old.json")
    _ = try imported(film, "old.json")
    #expect(try film.json("show", "@old_one")["description"] == "a tree")
    // A folder of them; what is no card is counted.
    try film.write("{}", to: "other.json")
    let folder = try film.run("import", "--from-char", ".", "--dry-run")
    #expect(folder.output.contains("Nyx") && folder.output.contains("Old One"))
    #expect(folder.output.contains("left out: 1 contains no character, such as other.json"))
  }

  @Test("cards of version 3 with pictures inside: .charx, data URIs and chunks; none is downloaded")
  func version3() throws {
    let film = try Production(starter: false)
    let picture = try Data(contentsOf: URL(filePath: Self.fixture("starter/mira-front.jpg")))
    let assets = [
      ("emotion", "joy", "embeded://assets/emotion/images/joy.jpg"),
      ("icon", "main", "data:image/jpeg;base64,\(picture.base64EncodedString())"),
      ("icon", "web", "https://example.com/a.png"),
      ("background", "harbour", "embeded://assets/back.jpg"),
      ("user_icon", "me", "embeded://assets/back.jpg"),
      ("icon", "out", "embeded://../../etc/passwd"), ("x_lora", "l", "embeded://card.json"),
      ("icon", "default", "ccdefault:"),
    ].map { type, name, uri in
      #"{"type": "\#(type)", "name": "\#(name)", "uri": "\#(uri)", "ext": "jpg"}"#
    }
    let card = #"""
      {"spec": "chara_card_v3", "spec_version": "3.0", "data": {"name": "Lyra", "nickname": "Ly",
       "description": "<BOT> plays the harp.", "creator_notes": "no", "tags": [],
       "creator_notes_multilingual": {"en": "yes"}, "source": ["https://example.com/1"],
       "assets": [\#(assets.joined(separator: ","))]}}
      """#
    try film.take("starter/mira-back.jpg", as: "assets/emotion/images/joy.jpg")
    try film.take("starter/mug-top.jpg", as: "assets/back.jpg")
    try film.write(card, to: "card.json")
    #expect(try film.shell("zip -qXr lyra.charx card.json assets").status == 0)
    let output = try imported(film, "lyra.charx")
    for line in [
      "Lyra  2 files  → @lyra  character",
      "not imported: 1 group of backgrounds (1 file), unless a mapping says so",
      "left out: 1 on the web, which is not downloaded, such as https://example.com/a.png",
      "left out: 1 shows the user, such as user_icon me",
      "left out: 1 its file is missing, such as icon out",
      "left out: 1 is neither a picture nor a clip, such as x_lora l",
    ] {
      #expect(output.contains(line), "\(line)\n\(output)")
    }
    let lyra = try film.json("show", "@lyra")
    #expect(lyra["description"] == "Ly plays the harp.")
    #expect(
      lyra["notes"] == "Nickname: Ly\nNotes of its creator: yes\nSource: https://example.com/1")
    let files = try #require(lyra["files"]?.array)
    #expect(files.map { $0["path"]?.string } == ["icon-main.jpg", "emotion-joy.jpg"])
    #expect(files.map { $0["role"]?.string } == ["unsorted", "expression"])
  }

  @Test("damaged cards are refused in one line")
  func damaged() throws {
    let film = try Production(starter: false)
    try film.take("odd/png-1x1.png", as: "plain.png")
    try film.write("PK\u{3}\u{4} no zip", to: "bad.charx")
    try film.write(String(repeating: "[", count: 100_000), to: "deep.json")
    for (name, words) in [
      ("plain.png", "contains no character"), ("bad.charx", "is damaged"),
      ("deep.json", "is damaged"), ("gone.char", "no such file"), ("x", "no such file"),
    ] {
      let result = try film.run("import", "--from-char", name)
      #expect(result.status == 2 && result.errors.contains(words), "\(name): \(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
    }
  }
}
