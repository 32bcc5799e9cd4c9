internal import Foundation
internal import Model

// Changes that keep the meaning in another spelling, and changes of meaning in a spelling that
// other programs read differently.
extension BundleMutants {
  mutating func changeSpellings(_ name: String) {
    guard let bytes = whole[name], let value = try? JSONParser.parse(bytes) else { return }
    let isManifest = name == "bundle.json"
    let mark = "\u{2}mark\u{2}"
    let quoted = Data(JSONValue.string(mark).compactBytes)
    var made: [BundleMutant] = []
    for (path, item) in Self.places(in: value) where !path.isEmpty {
      guard let marked = value.putting(.string(mark), at: path[...]) else { continue }
      let text = Data(isManifest ? Self.canonical(marked) : Self.indented(marked))
      guard let range = text.range(of: quoted) else { continue }
      let key = path.last.flatMap { Int($0) == nil ? $0 : nil }
      for (what, raw) in Self.spellings(of: item, key: key) {
        let other = text[..<range.lowerBound] + Data(raw.utf8) + text[range.upperBound...]
        made.append(
          BundleMutant(
            name: "\(name) /\(path.joined(separator: "/")) spelled \(what)",
            changes: [name: [UInt8](other)]))
      }
    }
    let isFacts = name == "target.json" || name.hasPrefix("makers/")
    if isFacts { made = Array(made.shuffled(using: &generator).prefix(60)) }
    for mutant in made { add(mutant.name, mutant.changes) }
  }

  /// Other texts for a value, with what is odd about each.
  private static func spellings(of value: JSONValue, key: String?) -> [(String, String)] {
    let plain = value.compactText
    var spellings = [("with a space", " \(plain)")]
    if let key {
      spellings.append(("with its key twice", "\(plain),\"\(key)\":\(plain)"))
      spellings.append(("with a decoy before it", "\"decoy\",\"\(key)\":\(plain)"))
      spellings.append(("with a decoy behind it", "\(plain),\"\(key)\":\"decoy\""))
    }
    switch value {
    case .string(let text):
      let escaped = text.utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
      spellings.append(("in escapes", "\"\(escaped)\""))
      let texts = [
        ("in capitals", text.uppercased()), ("in small letters", text.lowercased()),
        ("decomposed", text.decomposedStringWithCanonicalMapping), ("with a blank", text + " "),
        ("with a dot", text + "."), ("with a folder above", "../" + text),
        ("from the root", "/" + text),
      ]
      for (what, other) in texts where !other.utf8.elementsEqual(text.utf8) {
        spellings.append((what, JSONValue.string(other).compactText))
      }
    case .integer(let number):
      for other in [
        "\(number).0", "\(number)e0", "0\(number)", "+\(number)", "-0", "1e999",
        "\(number)00000000000000000000", "9007199254740993",
      ] { spellings.append(("as \(other)", other)) }
    default: break
    }
    return spellings
  }

  // MARK: Keys and lists of a manifest

  /// Adds keys where they are not needed, and reorders lists.
  mutating func changeManifest() {
    guard let value = (whole["bundle.json"]).flatMap({ try? JSONParser.parse($0) }) else { return }
    let digest = JSONValue.string(String(repeating: "a", count: 64))
    let voice: JSONValue = [
      "handle": "nobody", "element": "01JCQW9W9SF6TA8Y3KJ3M4M2QX", "revision": digest,
      "sequence": 1, "kind": "voice",
    ]
    let known: [String: [(String, JSONValue)]] = [
      "": [
        ("endpoint", "x"), ("tier", "pro"), ("variant", "create"), ("options", ["as-is"]),
        ("options", ["keep-metadata"]), ("settings", ["language=fr"]), ("settings", ["tier=std"]),
        ("cost", ["amount": "0.1", "currency": "USD"]), ("cast", [voice]),
        ("makers", [["target": "kling.voice", "profile": digest]]),
      ],
      "cast": [
        ("name", "Mira Okafor"), ("description", "Tall."), ("names", ["other"]), ("voice", voice),
        ("element", "01JCQW9W9SF6TA8Y3KJ3M4M2QX"), ("revision", digest), ("sequence", 4),
        ("kind", "character"), ("files", [["role": "front"]]),
      ],
      "sends": [
        ("token", "@Image9"), ("remote", "castbook:remote/@nobody"),
        ("files", ["references/mira-front.jpg"]), ("handle", "nobody"),
      ],
      "files": [
        ("role", "front"), ("from", digest), ("width", 30), ("steps", [["step": "keep-coding"]]),
      ],
    ]
    for (list, keys) in known.sorted(by: { $0.key < $1.key }) {
      let count = list.isEmpty ? 1 : value[list]?.array?.count ?? 0
      for index in 0..<count {
        let path = list.isEmpty ? [] : [list, String(index)]
        for (key, added) in keys where value.value(at: (path + [key])[...]) == nil {
          put(added, at: path + [key], in: value, "added \(added.compactText)")
        }
      }
    }
    for setting in [
      "tier=pro", "target=kling-v3", "duration=8", "start=a.jpg", "TIER=pro", "audio=on", "cfg=0.5",
      "images=@mira=front", "purpose=film", "negative=blur", "evil", "=", "\u{202E}=x",
    ] {
      let settings = (value["settings"]?.array ?? []) + [.string(setting)]
      put(.array(settings), at: ["settings"], in: value, "and \(setting.debugDescription)")
    }
    for (path, item) in Self.places(in: value) {
      guard let items = item.array, items.count > 1 else { continue }
      put(.array(items.reversed()), at: path, in: value, "reversed")
      put(.array(Array(items.dropFirst()) + items.prefix(1)), at: path, in: value, "turned")
      put(.array(items + items.suffix(1)), at: path, in: value, "with its last twice")
    }
  }

  private mutating func put(
    _ added: JSONValue, at path: [String], in value: JSONValue, _ what: String
  ) {
    guard let changed = value.putting(added, at: path[...]) else { return }
    add(
      "bundle.json /\(path.joined(separator: "/")) \(what)",
      ["bundle.json": Self.canonical(changed)])
  }

  // MARK: Shot files

  mutating func changeShot() {
    let text = String(decoding: whole["shot.md"] ?? [], as: UTF8.self)
    for (what, other) in [
      ("with CRLF", text.replacing("\n", with: "\r\n")),
      ("with CR", text.replacing("\n", with: "\r")),
      ("with a mark", "\u{FEFF}" + text), ("with two marks", "\u{FEFF}\u{FEFF}" + text),
      ("with another separator", text.replacing("\n", with: "\u{2028}")),
      ("decomposed", text.decomposedStringWithCanonicalMapping), ("in capitals", text.uppercased()),
      ("with a line feed more", text + "\n"), ("with a blank more", text + " "),
      ("with a zero", text + "\u{0}"), ("with a hidden character", text + "\u{200B}"),
      ("with a turned line", text + "\u{202E}"), ("with a tag character", text + "\u{E0041}"),
      (
        "with a comment", text.replacing("---\n", with: "---\n# touch canary\n", maxReplacements: 1)
      ),
      (
        "with a turned comment",
        text.replacing("---\n", with: "---\n# \u{202E}x\n", maxReplacements: 1)
      ),
      (
        "with an escape in a comment",
        text.replacing("---\n", with: "---\n# \u{1B}[2J\n", maxReplacements: 1)
      ),
      ("with settings twice", "---\ntarget: kling.app\n---\n" + text),
      ("with a wide colon", text.replacing("target: ", with: "target： ")),
      ("with a quoted target", text.replacing("target: x", with: "target: 'x'")),
      ("with a start elsewhere", text.replacing("start: ", with: "start: ../../../etc/")),
      ("with a start from the root", text.replacing("start: ", with: "start: /etc/")),
      (
        "with another start",
        // The folder of a frame does not matter, but its name does.
        text.replacing(#/start: (\S*\/)?/#) { "start: \($0.1 ?? "")$(touch canary)" }
      ),
      ("with an address as start", text.replacing("start: ", with: "start: https://evil.example/")),
      (
        "with a setting more",
        text.replacing("---\n", with: "---\nlanguage: fr\n", maxReplacements: 1)
      ),
      (
        "with a choice",
        text.replacing("---\n", with: "---\nimages: @mira=back\n", maxReplacements: 1)
      ),
    ] { add("shot.md \(what)", ["shot.md": Array(other.utf8)]) }
  }

  // MARK: Names

  /// Adds files under names that some system treats as equal to those of others, or that some
  /// program evaluates.
  mutating func addTwins() {
    let long = String(repeating: "n", count: 240)
    let deep = (1...30).map { "d\($0)" }.joined(separator: "/")
    for name in whole.keys.sorted() where name != "SHA256SUMS" && name != "bundle.json" {
      for (what, other) in [
        ("in capitals", name.uppercased()), ("with a dot", name + "."),
        ("with a blank", name + " "),
        ("decomposed", name + "e\u{301}"), ("with a tilde", name + "~"),
      ] where other != name { add("\(other) added, \(name) \(what)", [other: whole[name]]) }
    }
    for name in [
      "\(long).jpg", "references/\(long).jpg", "\(deep)/x.json", "CON", "references/NUL.jpg", "-rf",
      "~", "a\u{202E}gpj.sh", "first/01-voice-\u{1F600}.json", "SHA256SUMS.txt", "sha256sums",
      "Bundle.json", "pack.json", "records.jsonl", "request.json.sh", "upload/x.jpg",
    ] where whole[name] == nil {
      add("\(name) added empty", [name: []])
      add("\(name) added", [name: Array("{}\n".utf8)])
    }
  }
}
