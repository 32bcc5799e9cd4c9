import Castbook
import Foundation
import TestSupport
import Testing

/// `targets diff` as other programs call it.
@Suite struct TargetDiffTests {
  private static let profile = """
    {
      "castbook": "target/1",
      "id": "mine",
      "provider": "A studio",
      "model": "House rules",
      "asOf": "2026-05-01",
      "status": "live",
      "sources": {
        "desk": { "ref": "the desk's own list", "kind": "first_party_page" },
        "mail": { "ref": "a mail of the provider", "kind": "first_party_page" }
      },
      "faces": "accepted",
      "endpoints": [{ "path": "POST https://example.com/v1", "tier": "pro" }],
      "slots": {
        "image": {
          "formats": ["jpeg", "png"],
          "bytes": { "stated": "10MB", "decimal": 10000000, "binary": 10485760 },
          "side": { "min": 300, "confidence": "inferred" },
          "rules": ["no logos"]
        }
      },
      "limits": [{ "sum": ["image", "voice"], "max": 7, "when": [{ "slot": "element", "min": 1 }] }],
      "prompt": { "max": 2500 },
      "request": [{ "name": "mode", "type": "string", "default": "std", "values": ["std", "pro"] }],
      "prices": [{ "when": "always", "amount": "0.5", "per": "second of output" }]
    }
    """

  private static let later = [
    ("\"asOf\": \"2026-05-01\"", "\"asOf\": \"2026-09-15\""),
    ("[\"jpeg\", \"png\"]", "[\"jpeg\", \"png\", \"webp\"]"),
    (
      "\"10MB\", \"decimal\": 10000000, \"binary\": 10485760",
      "\"20MB\", \"decimal\": 20000000, \"binary\": 20971520, \"source\": \"mail\""
    ),
    ("\"confidence\": \"inferred\"", "\"confidence\": \"stated\""),
    ("\"no logos\"", "\"no text\""), ("\"max\": 7", "\"max\": 6"),
    ("\"default\": \"std\"", "\"default\": \"pro\""), ("\"0.5\"", "\"0.25\""),
  ].reduce(profile) { $0.replacing($1.0, with: $1.1) }

  /// Compares two profiles in files.
  private func diff(_ old: String, _ new: String) throws -> TargetDiff {
    let scratch = try TemporaryFolder()
    for (name, text) in [("old.json", old), ("new.json", new)] {
      try Data(text.utf8).write(to: scratch.url.appending(path: name))
    }
    return try TargetDiff(
      from: .file(scratch.path("old.json")), to: .file(scratch.path("new.json")),
      in: TargetCatalogue())
  }

  @Test("If only the evidence of a price moved, the page names the row")
  func priceEvidence() throws {
    let price = "\"per\": \"second of output\""
    let page = DiffPage.text(
      of: try diff(
        Self.profile, Self.profile.replacing(price, with: price + ", \"source\": \"mail\"")))
    #expect(page.contains("\n  ~ price (always)\n"), "\(page)")
  }

  @Test(
    "The page groups by position: the old value, the new value, the source; evidence is separate")
  func page() throws {
    let page = DiffPage.text(of: try diff(Self.profile, Self.later))
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    let expected = """
      6 changed · 1 stricter, 2 looser, 1 cheaper

      Slot image
        ~ formats            JPEG, PNG → JPEG, PNG, WebP (looser)
                             stated, 15 Sep 2026 [1]; before: 1 May 2026
        ~ file size          10MB → 20MB at most (looser)
                             stated, 15 Sep 2026 [2]; before: 1 May 2026 [1]
        - rules              no logos
        + rules              no text

      Together
        ~ limit              image + voice with an element: 7 at most → 6 at most (stricter)
                             stated, 15 Sep 2026 [1]; before: 1 May 2026

      Fields of the request
        ~ mode               default std → pro

      Prices
        ~ price              always: USD 0.5 → USD 0.25 per second of output (cheaper)
                             stated, 15 Sep 2026 [1]; before: 1 May 2026

      Only the evidence changed
        ~ real faces, prompt (at most)
            stated, 15 Sep 2026 [1]; before: 1 May 2026
        ~ image (each side)
            stated, 15 Sep 2026 [1], so breaking it is now an error; before: inferred, 1 May 2026
        ~ day of the facts: 2026-05-01 → 2026-09-15

      Sources
        [1] the desk's own list
        [2] a mail of the provider
      """
    #expect(lines.joined(separator: "\n") == expected, "\(page)")
  }

  @Test("The JSON has old and new with value, unit, confidence, source and date")
  func json() throws {
    let value = try DiffJSON.value(of: diff(Self.profile, Self.later))
    #expect(value.members?.first?.key == "castbook")
    #expect(value["castbook"]?.string == "targets-diff/1")
    #expect(value["same"]?.boolean == false)
    #expect(value["old"]?["asOf"]?.string == "2026-05-01")
    #expect(value["old"]?["path"]?.string?.hasSuffix("/old.json") == true)
    let bytes = try #require(
      value["changes"]?.array?.first { $0["key"]?.string == "slots.image.bytes" })
    let expected: JSONValue = [
      "key": "slots.image.bytes", "slot": "image", "change": "changed", "direction": "looser",
      "old": .object([
        "value": .object(["stated": "10MB", "decimal": 10_000_000, "binary": 10_485_760]),
        "unit": "bytes", "confidence": "stated", "source": "the desk's own list",
        "asOf": "2026-05-01",
      ]),
      "new": .object([
        "value": .object(["stated": "20MB", "decimal": 20_000_000, "binary": 20_971_520]),
        "unit": "bytes", "confidence": "stated", "source": "a mail of the provider",
        "asOf": "2026-09-15",
      ]),
    ]
    #expect(bytes == expected, "\(bytes.indentedText)")
    let summary: JSONValue = [
      "added": 0, "removed": 0, "changed": 6, "evidence": 4, "stricter": 1, "looser": 2, "both": 0,
      "dearer": 0, "cheaper": 1,
    ]
    #expect(value["summary"] == summary)
    let side = value["evidence"]?.array?.first { $0["key"]?.string == "slots.image.side" }
    #expect(side?["old"]?["confidence"]?.string == "inferred")
    #expect(side?["old"]?["value"] == nil)
  }

  @Test("Equal profiles are reported in words, and in the JSON")
  func same() throws {
    let page = DiffPage.text(of: try diff(Self.profile, Self.profile))
    #expect(page.hasSuffix("\nNo differences: the files are identical."))
    let spaced = DiffPage.text(of: try diff(Self.profile, Self.profile + "\n"))
    #expect(
      spaced.hasSuffix("\nNo differences in content, only in wording or order."))
    let json = try DiffJSON.value(of: diff(Self.profile, Self.profile))
    #expect(json["same"]?.boolean == true)
    #expect(json["changes"]?.array == [])
  }

  @Test("With only newer dates no rule differs, and that is said first")
  func onlyEvidence() throws {
    let page = DiffPage.text(
      of: try diff(Self.profile, Self.profile.replacing("2026-05-01", with: "2026-05-02")))
    #expect(
      page.contains("\nNo rule differs: 7 facts have a different date, source or note.\n"))
    #expect(!page.contains("Slot image"))
  }

  @Test(
    "A file is compared with the active profile of its id; if it is that one, with the built-in one"
  )
  func oneFile() throws {
    let scratch = try TemporaryFolder()
    let catalogue = try TargetCatalogue()
    let ours = try catalogue.find("kling")
    let text = String(decoding: ours.bytes, as: UTF8.self).replacing("\"10 MB\"", with: "\"9 MB\"")
    let file = scratch.url.appending(path: "kling.json")
    try Data(text.utf8).write(to: file)
    let path = scratch.path("kling.json")
    let diff = try TargetDiff(of: path, in: catalogue)
    #expect(!diff.changes.isEmpty)
    #expect(diff.new.profile.bytes == ours.bytes)
    let using = try TargetCatalogue(user: [(name: "kling.json", bytes: Array(text.utf8))])
    #expect(try TargetDiff(of: path, in: using).new.profile.bytes == ours.bytes)
    // Another file of that id is compared with the active one.
    try Data(ours.bytes).write(to: file)
    #expect(try TargetDiff(of: path, in: using).new.profile.bytes == Array(text.utf8))
  }

  @Test(
    "A word with a slash or with the suffix .json is a file, any other a name",
    arguments: [
      ("kling", false), ("target.json", true), ("./target", true), ("kling-o3", false),
      (".json", true), ("a/b", true), ("json", false),
    ])
  func names(word: String, isFile: Bool) throws {
    switch try #require(TargetDiff.Name(Array(word.utf8))) {
    case .file: #expect(isFile)
    case .target: #expect(!isFile)
    }
  }

  @Test("Rules have the names in a diff that they have on a target's page")
  func sameWords() throws {
    let catalogue = try TargetCatalogue()
    let empty = Self.profile.replacing(/"image": \{[^}]*\}[^}]*\}[^}]*\}/, with: "\"voice\": {}")
    for id in ["fal.kling-v3.i2v", "kling.element.create", "kling.voice.create"] {
      let scratch = try TemporaryFolder()
      try Data(empty.utf8).write(to: scratch.url.appending(path: "empty.json"))
      let diff = try TargetDiff(
        from: .file(scratch.path("empty.json")), to: .target(id), in: catalogue)
      let page = try TargetPage.text(of: catalogue.find(id), in: catalogue)
      let text = DiffPage.text(of: diff).split(separator: "\n")
        .drop { !$0.hasPrefix("Slot") }.prefix { $0 != "Together" && $0 != "Prompt" }
      let rules = text.filter { $0.hasPrefix("  + ") && !$0.contains("the slot itself") }
      #expect(rules.count >= 5, "\(id)")
      for rule in rules
      where !["made by", "rules", "to show"].contains(where: { rule.dropFirst(4).hasPrefix($0) }) {
        let words = rule.dropFirst(4).replacing(" (stricter)", with: "")
        let name = words.prefix(17).split(separator: "  ").first.map(String.init) ?? ""
        let value = words.dropFirst(19)
        #expect(
          page.split(separator: "\n").contains { $0.hasPrefix("  \(name)") && $0.contains(value) },
          "\(id): \(rule)")
      }
    }
  }
}
