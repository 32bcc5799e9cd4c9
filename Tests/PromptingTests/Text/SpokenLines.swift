import CastSupport
import Model
import Targets
import Testing

@testable import Prompting

@Suite("Spoken lines")
struct SpokenLines {
  private static let cast = Cast(members: [
    Cast.member("mira", name: "Mira Okafor", voice: "mira_voice"),
    Cast.member("ben", name: "Ben", voice: "ben_voice"),
    Cast.member("mug", name: "Blue mug", kind: .product),
    Cast.member("mira_voice", kind: .voice, [.voice]),
  ])

  private func dialogue(_ text: String) throws -> Dialogue {
    try PromptScript(try ShotFile(text: text), cast: Self.cast).dialogue
  }

  /// Each line with its possible speakers: `mira ben: Hello.`.
  private func lines(_ text: String) throws -> [String] {
    try dialogue(text).lines.map { line in
      let names = Self.cast.members.filter { line.speakers.contains($0.element) }
      let speakers = names.map(\.handle.name).joined(separator: " ")
      return "\(speakers.isEmpty ? "-" : speakers): \(line.text)"
    }
  }

  @Test(
    "are words in quotes with a speaker before or after them",
    arguments: [
      ("@mira: \"We open at nine.\"", ["mira: We open at nine."]),
      ("@mira: “Yes.”", ["mira: Yes."]), ("@mira: 'It's late.'", ["mira: It's late."]),
      ("@mira (whispering): \"Hush!\"", ["mira: Hush!"]),
      ("**@mira:** \"We open.\"", ["mira: We open."]), ("@mira — \"We open.\"", ["mira: We open."]),
      ("@mira:\n\"We open.\"", ["mira: We open."]), ("@mira：「我们九点开门」", ["mira: 我们九点开门"]),
      ("@mira. [Mira Okafor, calm]: \"Where is it?\"", ["mira: Where is it?"]),
      ("@ben and @mira. Ben: \"Where is it?\"", ["ben: Where is it?"]),
      ("@mira turns around and says, \"We open.\"", ["mira: We open."]),
      ("\"We open at nine,\" @mira says.", ["mira: We open at nine,"]),
      ("\"Run!\" shouts @ben.", ["ben: Run!"]),
      ("\"No,\" @mira says, \"never.\"", ["mira: No,", "mira: never."]),
      ("@mira: \"Hello.\" \"Who is it?\"", ["mira: Hello.", "mira: Who is it?"]),
      ("The man says: \"Get in.\"", ["-: Get in."]),
      ("Narrator: \"It was late.\"", ["-: It was late."]),
      ("@mira_voice: \"Hello.\"", ["mira_voice: Hello."]),
      ("A 27\" screen. @mira: \"Hello.\"", ["mira: Hello."]),
    ])
  func attributed(text: String, expected: [String]) throws {
    #expect(try lines(text) == expected)
  }

  @Test(
    "belong to the speaker of the sentence, and to all possible speakers if it is ambiguous",
    arguments: [
      ("@mira looks at @ben and says: \"Run.\"", ["mira: Run."]),
      ("@ben turns to @mira, who says: \"Run.\"", ["mira: Run."]),
      ("@mira waves and @ben says: \"Run.\"", ["ben: Run."]),
      ("@mira and @ben say: \"We open.\"", ["mira ben: We open."]),
      ("@mira: \"Hi.\" @ben: \"Hello.\"", ["mira: Hi.", "ben: Hello."]),
      ("@mira enters. She says: \"We open.\"", ["mira: We open."]),
      ("@mira enters. @ben sits. She says: \"We open.\"", ["mira ben: We open."]),
      ("@mira enters. A clerk says: \"We open.\"", ["-: We open."]),
      (
        "Shot 1 (3s): @mira enters\nShot 2 (3s, close): She says: \"We open.\"",
        ["mira: We open."]
      ),
      ("Shot 1 (3s): @mira\nShot 2 (3s): @ben: \"No.\"", ["ben: No."]),
      ("Shot 1 (3s): @mira\nShot 2 (3s): She says: \"No.\" @ben nods", ["mira: No."]),
    ])
  func speakers(text: String, expected: [String]) throws {
    #expect(try lines(text) == expected)
  }

  @Test(
    "are not words on things, labels or titles",
    arguments: [
      "A sign reads \"Open at nine\"", "@mira walks past a sign that says \"Open at nine\"",
      "@mira holds a sign: \"Open at nine\"", "She waves.  The sign: \"Open at nine\"",
      "A poster on the wall behind @mira: \"Missing dog\"", "Title card: \"The end of days\"",
      "the \"Nightfall\" logo", "Style: \"film noir look\"",
      "@mug: \"The best coffee\"", "a shirt with the words \"Best of all\"", "Color: \"red\"",
      "@mira smiles. \"We open at nine.\"", "@mira says \"We open",
    ])
  func seen(text: String) throws {
    #expect(try lines(text).isEmpty)
  }

  @Test("without a speaker are kept separately, once per shot")
  func unattributed() throws {
    let found = try dialogue(
      "Shot 1 (3s): @mira. \"We open.\" \"We close.\"\nShot 2 (3s): \"And so on.\"")
    #expect(found.unattributed.map(\.text) == ["We open.", "And so on."])
    #expect(found.unattributed.map(\.shot) == [1, 2])
  }

  @Test("may be absent although an element speaks")
  func withoutQuotes() throws {
    let found = try dialogue("@mira: \"We open.\" @ben sings along. @mug steams.")
    let names = Self.cast.members.filter { found.speakers.contains($0.element) }.map(\.handle.name)
    #expect(names == ["mira", "ben"])
  }

  @Test("are found in a prompt of the maximum size without the end of a sentence")
  func long() throws {
    let text = String(repeating: "@mira \"we go\" on ", count: 12_000)
    let found = try dialogue(text)
    #expect(found.lines.isEmpty)
    #expect(found.unattributed.count == 1)
  }

  @Test("tolerate quotes that are never closed or never opened", arguments: [1, 7, 60])
  func odd(count: Int) throws {
    let marks = ["\"", "“", "”", "「", "'", ":", "@mira", "says", "\u{FFFC}", ".", "\n", " "]
    for start in marks.indices {
      let text = (0..<count * 12).map { marks[($0 * 7 + start + $0 / 5) % marks.count] }.joined()
      let found = try dialogue(text)
      #expect(found.lines.count <= text.count)
    }
  }
}
