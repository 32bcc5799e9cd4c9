import Files
internal import Media
internal import Model
internal import Targets
import TestSupport

/// A bundle with one change and matching digests and sizes, as an attacker would leave it.
package struct BundleMutant: Sendable {
  /// The change: `request.json /elements/0 swapped`.
  package let name: String
  /// The files that differ; `nil` for a removed one.
  package let changes: [String: [UInt8]?]

  package init(name: String, changes: [String: [UInt8]?]) {
    self.name = name
    self.changes = changes
  }

  /// Kinds of changes, by the beginning and the end of their names, and why they have no effect.
  package typealias Kind = (start: String, end: String, reason: String)

  package func isOne(of kinds: [Kind]) -> Bool {
    kinds.contains { name.hasPrefix($0.start) && name.hasSuffix($0.end) }
  }

  /// Whether only the spelling or the remarks of facts differ, which are compared by what they
  /// state.
  package func statesTheSame(as whole: [String: [UInt8]]) -> Bool {
    !changes.isEmpty
      && changes.allSatisfy { name, bytes in
        guard name == "target.json" || name.hasPrefix("makers/"), let bytes, let old = whole[name],
          let before = try? ProfileLoader.load(old, file: name),
          let after = try? ProfileLoader.load(bytes, file: name)
        else { return false }
        return after.statesSameFacts(as: before)
      }
  }
}

/// Every way to change one thing in a bundle: each value, key and list of its JSON, each line and
/// word of its texts, each file; in Castbook's own spelling and in others.
package struct BundleMutants: Sendable {
  package let whole: [String: [UInt8]]
  var generator = SeededGenerator(seed: 23)
  package private(set) var all: [BundleMutant] = []

  /// Texts that name a foreign file, or attack a shell or a reader.
  package static let hostile = [
    "https://evil.example/a.jpg", "https://evil.example/a.jpg ", "//evil.example/a",
    "file:///etc/passwd", "s3://evil/a", "\thttps://evil.example/a",
    "\u{FEFF}https://evil.example/a",
    "HTTPS://EVIL.example/a", "http:evil.example", "data:image/png;base64,AAAA", "ftp://evil/a",
    "https:\\\\evil.example\\a", "$(touch canary)", "`touch canary`", "'; touch canary; '",
    "\ntouch canary\n", "JSON\ntouch canary", "x\u{0}y", "\u{202E}x", "\u{200B}x", "\u{1B}[31m",
    "castbook:references/nobody.jpg", "castbook:remote/@nobody", "e\u{301}",
  ]

  /// Changes without an effect.
  package static let meaningless: [BundleMutant.Kind] = [
    ("shot.md line ", "\"\" removed", "empty lines are not sent"),
    ("shot.md line ", "\"\" twice", "empty lines are not sent"),
    ("shot.md with CR", "", "ends of lines are not sent"),
    ("shot.md with another separator", "", "ends of lines are not sent"),
    ("shot.md with a mark", "", "that it is UTF-8 is known"),
    ("shot.md with a line feed more", "", "empty lines are not sent"),
    ("shot.md with a blank more", "", "blanks at the end of a line are not sent"),
    ("shot.md with a ", "comment", "comments are not sent"),
    ("shot.md with a wide colon", "", "another spelling of the same setting"),
    ("shot.md with a start ", "", "the frame is in the bundle: its folder does not matter"),
    ("shot.md with a setting more", "", "a setting that the target has no field for"),
    ("bundle.json /options", "", "how it was exported: nothing depends on it"),
    ("bundle.json /name", "", "the name of the folder is free: a note says so"),
  ]

  package init(of whole: [String: [UInt8]]) {
    self.whole = whole
    for name in whole.keys.sorted() {
      if name.hasSuffix(".json") {
        changeJSON(name)
        changeSpellings(name)
      }
      if name.hasSuffix(".md") || name.hasSuffix(".txt") { changeText(name) }
      if name != "bundle.json", name != "SHA256SUMS" { changeFile(name) }
    }
    changeManifest()
    changeShot()
    swapFiles()
    addFiles()
    addTwins()
  }

  mutating func add(_ name: String, _ changes: [String: [UInt8]?]) {
    let isChange = changes.contains { file, bytes in whole[file] != bytes }
    if isChange { all.append(BundleMutant(name: name, changes: changes)) }
  }

  // MARK: JSON

  private mutating func changeJSON(_ name: String) {
    guard let bytes = whole[name], let value = try? JSONParser.parse(bytes) else { return }
    var made: [(String, JSONValue)] = []
    for (path, _) in Self.places(in: value) { made += changes(of: value, at: path) }
    // The facts are long, so that some of them are enough.
    let isFacts = name == "target.json" || name.hasPrefix("makers/")
    if isFacts { made = Array(made.shuffled(using: &generator).prefix(100)) }
    let isManifest = name == "bundle.json"
    for (what, value) in made {
      add("\(name) \(what)", [name: isManifest ? Self.canonical(value) : Self.indented(value)])
    }
    let text = String(decoding: bytes, as: UTF8.self)
    for (way, other) in [
      ("compact", value.compactBytes), ("canonical", Self.canonical(value)),
      ("indented", Self.indented(value)), ("with a mark", [0xEF, 0xBB, 0xBF] + bytes),
      ("with a line more", bytes + [0x0A]), ("without its last byte", Array(bytes.dropLast())),
      ("with an escape", Array(text.replacing("\"c", with: "\"\\u0063", maxReplacements: 1).utf8)),
      (
        "with a key twice",
        Array(text.replacing("{", with: "{\"castbook\":\"x\",", maxReplacements: 1).utf8)
      ),
      ("deep", Array(repeatElement(0x5B, count: 5000)) + Array(repeatElement(0x5D, count: 5000))),
    ] { add("\(name) written \(way)", [name: other]) }
  }

  static func canonical(_ value: JSONValue) -> [UInt8] {
    (value.canonicalBytes ?? value.compactBytes) + [0x0A]
  }

  static func indented(_ value: JSONValue) -> [UInt8] {
    Array((value.indentedText + "\n").utf8)
  }

  /// The values in a value, each with its path.
  static func places(in value: JSONValue) -> [(path: [String], value: JSONValue)] {
    var found: [(path: [String], value: JSONValue)] = []
    var open: [(path: [String], value: JSONValue)] = [([], value)]
    while let next = open.popLast() {
      found.append(next)
      for member in next.value.members ?? [] {
        open.append((next.path + [member.key], member.value))
      }
      for (index, item) in (next.value.array ?? []).enumerated() {
        open.append((next.path + [String(index)], item))
      }
    }
    return found.sorted { $0.path.lexicographicallyPrecedes($1.path) }
  }

  private mutating func changes(
    of root: JSONValue, at path: [String]
  ) -> [(String, JSONValue)] {
    guard let value = root.value(at: path[...]) else { return [] }
    let pointer = "/" + path.joined(separator: "/")
    var changes: [(String, JSONValue?)] = []
    switch value {
    case .string(let text):
      let texts = Self.hostile.shuffled(using: &generator).prefix(2) + [text + "x", ""]
      changes = texts.map { ("= \($0.debugDescription)", .string($0)) }
    case .integer(let number):
      changes = [("+ 1", .integer(number + 1)), ("as text", .string(String(number)))]
    case .number(let text): changes = [("as text", .string(text)), ("as 1", 1)]
    case .boolean(let isOn): changes = [("inverted", .boolean(!isOn)), ("as text", "true")]
    case .null: changes = [("as text", "null")]
    case .object(let members):
      let decoy = Self.hostile.randomElement(using: &generator) ?? ""
      let parked = members.first.map(\.value) ?? .null
      changes = [
        ("unknown key", .object(members + [.init("decoy", .string(decoy))])),
        ("parked", .object(members + [.init("decoy", ["a": parked])])),
      ]
    case .array(let items):
      changes = [("emptied", .array([])), ("doubled", .array(items + items.prefix(1)))]
      if items.count > 1 {
        changes.append(("swapped", .array([items[1], items[0]] + items.dropFirst(2))))
      }
    }
    if !path.isEmpty { changes.append(("removed", nil)) }
    return changes.map { ("\(pointer) \($0.0)", root.putting($0.1, at: path[...]) ?? .null) }
  }

  // MARK: Texts and files

  private mutating func changeText(_ name: String) {
    let text = String(decoding: whole[name] ?? [], as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func changed(_ index: Int, _ with: [String]) -> [UInt8] {
      Array((lines[..<index] + with + lines[(index + 1)...]).joined(separator: "\n").utf8)
    }
    for (index, line) in lines.enumerated() {
      let what = "\(name) line \(index + 1) \(line.debugDescription)"
      add("\(what) removed", [name: changed(index, [])])
      add("\(what) twice", [name: changed(index, [line, line])])
      add("\(what) and more", [name: changed(index, [line + " x"])])
      add("\(what) after another", [name: changed(index, ["$(touch canary)", line])])
      for word in Set(line.split(separator: " ")).sorted() {
        add("\(what) without \(word)", [name: changed(index, [line.replacing(word, with: "evil")])])
      }
    }
  }

  private mutating func changeFile(_ name: String) {
    guard let bytes = whole[name] else { return }
    add("\(name) removed", [name: nil])
    add("\(name) emptied", [name: []])
    add("\(name) cut", [name: Array(bytes.prefix(bytes.count / 2))])
    add("\(name) with a byte more", [name: bytes + [0]])
    var flipped = bytes
    if !flipped.isEmpty { flipped[flipped.count / 3] ^= 1 }
    add("\(name) with a bit changed", [name: flipped])
  }

  private mutating func swapFiles() {
    for folder in ["references/", "upload/", "first/"] {
      let names = whole.keys.filter { $0.hasPrefix(folder) }.sorted()
      for (index, one) in names.enumerated() {
        for other in names[(index + 1)...] {
          add("\(one) and \(other) swapped", [one: whole[other], other: whole[one]])
        }
      }
    }
  }

  private mutating func addFiles() {
    let evil = Array(
      """
      {"castbook":"call/1","target":"x.y","endpoint":"z","body":"$(touch canary)","gives":"castbook:remote/@x"}

      """.utf8)
    let call = whole.keys.filter { $0.hasPrefix("first/") }.min().flatMap { whole[$0] } ?? evil
    for name in [
      "first/02-x.json", "first/00-a.json", "first/99-voice-x.json", "first/x.txt",
      "references/x.jpg",
      "notes.txt", ".bashrc", "STEPS.md", "makers/kling.voice.create.json",
    ] where whole[name] == nil {
      add("\(name) added", [name: evil])
      add("\(name) added as another call", [name: call])
    }
  }
}

// MARK: Sealing

extension BundleMutants {
  /// The files of a mutant, with a matching manifest and list of digests.
  package func files(of mutant: BundleMutant) -> [String: [UInt8]] {
    var files = whole
    for (name, bytes) in mutant.changes { files[name] = bytes }
    if mutant.changes["bundle.json"] == nil, let bytes = files["bundle.json"],
      let value = try? JSONParser.parse(bytes)
    {
      files["bundle.json"] = Self.canonical(Self.sealed(value, files))
    }
    let names = files.keys.filter { $0 != "SHA256SUMS" }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    files["SHA256SUMS"] = names.flatMap { name in
      Array("\(Self.digest(files[name] ?? []))  \(name)\n".utf8)
    }
    return files
  }

  private static func digest(_ bytes: [UInt8]) -> String { SHA256.digest(of: bytes).hex }

  private static func sealed(_ manifest: JSONValue, _ files: [String: [UInt8]]) -> JSONValue {
    let listed = (manifest["files"]?.array ?? []).filter { files[$0["file"]?.string ?? ""] != nil }
    var entries = listed.map { entry -> JSONValue in
      let bytes = files[entry["file"]?.string ?? ""] ?? []
      return entry.putting(.integer(bytes.count), at: ["bytes"])?
        .putting(.string(digest(bytes)), at: ["sha256"]) ?? entry
    }
    let known = Set(listed.compactMap { $0["file"]?.string } + ["bundle.json", "SHA256SUMS"])
    for (name, bytes) in files where !known.contains(name) {
      entries.append([
        "file": name, "bytes": bytes.count, "sha256": digest(bytes),
      ])
    }
    entries.sort {
      ($0["file"]?.string ?? "").utf8.lexicographicallyPrecedes(($1["file"]?.string ?? "").utf8)
    }
    var sealed = manifest.putting(.array(entries), at: ["files"]) ?? manifest
    for (key, file) in [("profile", "target.json"), ("shot", "shot.md")] {
      guard let bytes = files[file] else { continue }
      sealed = sealed.putting(.string(digest(bytes)), at: [key]) ?? sealed
    }
    for (index, maker) in (manifest["makers"]?.array ?? []).enumerated() {
      guard let bytes = files["makers/\(maker["target"]?.string ?? "").json"] else { continue }
      sealed =
        sealed.putting(.string(digest(bytes)), at: ["makers", String(index), "profile"]) ?? sealed
    }
    return sealed
  }
}

extension JSONValue {
  func value(at path: ArraySlice<String>) -> JSONValue? {
    guard let key = path.first else { return self }
    let rest = path.dropFirst()
    if let array, let index = Int(key) {
      return array.indices.contains(index) ? array[index].value(at: rest) : nil
    }
    return self[key]?.value(at: rest)
  }

  /// The value with another one at a path, or without it if that is `nil`.
  func putting(_ value: JSONValue?, at path: ArraySlice<String>) -> JSONValue? {
    guard let key = path.first else { return value }
    let rest = path.dropFirst()
    switch self {
    case .array(var items):
      guard let index = Int(key), items.indices.contains(index) else { return self }
      if let put = items[index].putting(value, at: rest) {
        items[index] = put
      } else {
        items.remove(at: index)
      }
      return .array(items)
    case .object(var members):
      let index = members.firstIndex { $0.key == key }
      let put = (index.map { members[$0].value } ?? .null).putting(value, at: rest)
      if let index { members.remove(at: index) }
      if let put { members.insert(Member(key, put), at: index ?? members.count) }
      return .object(members)
    default: return self
    }
  }
}
