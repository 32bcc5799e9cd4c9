import Foundation
import Model
import TestSupport
import Testing

/// The user's name and limits, for all libraries.
@Suite("Settings", .timeLimit(.minutes(5)))
struct OwnSettings {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  @Test("Changes carry a name until it is removed; CASTBOOK_BY comes first")
  func name() throws {
    func authors(_ more: [String: String] = [:]) throws -> JSONValue? {
      let edited = try studio.run(
        ["edit", "@mira", "--tag", "t\(Int.random(in: 0..<1 << 40))"], with: more)
      try #require(edited.status == 0, "\(edited)")
      return try studio.json("log", "@mira")["revisions"]?.array?.last?["by"]
    }
    #expect(try authors() == nil)
    #expect(try studio.output("settings", "name", " Ana  Okafor ") == "your name is Ana Okafor\n")
    #expect(try studio.json("settings")["name"]?.string == "Ana Okafor")
    #expect(try authors()?.string == "Ana Okafor")
    let other = ["CASTBOOK_BY": "Ben"]
    #expect(try authors(other)?.string == "Ben")
    let json = try JSONParser.parse(
      Array(studio.run(["settings", "--json"], with: other).output.utf8))
    #expect(json["name"]?.string == "Ben" && json["nameFromEnvironment"]?.boolean == true)
    for bad in ["two\nlines", "in\u{200B}visible", String(repeating: "n", count: 201)] {
      let refused = try studio.run(["settings", "name", bad])
      #expect(refused.status == 2 && refused.errors.contains("a name is one line"), "\(refused)")
    }
    #expect(try studio.json("settings")["name"]?.string == "Ana Okafor")
    try studio.output("settings", "name", "--none")
    #expect(try authors() == nil)
    #expect(try studio.run(["settings", "name"]).status == 2)
    #expect(try studio.run(["settings", "name", "Ana", "--none"]).status == 2)
  }

  @Test("A daily limit is written as documented, shown with what is spent, and holds")
  func limit() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    #expect(
      try studio.output("settings", "limit", "0.5 usd", "3000 CREDITS")
        == "daily limit: 3000 CREDITS, 0.50 USD\n")
    let file = studio.settings.appending(path: "limits.json")
    #expect(
      try JSONParser.parse([UInt8](Data(contentsOf: file)))
        == ["castbook": "limits/1", "daily": ["3000 CREDITS", "0.5 USD"]])
    #expect(try studio.run(["send", bundle, "--yes"]).status == 0)
    let settings = try studio.json("settings")
    let limits = settings["dailyLimits"]?.array ?? []
    #expect(limits.compactMap { $0["currency"]?.string } == ["CREDITS", "USD"])
    #expect(limits.compactMap { $0["amount"]?.string } == ["3000", "0.5"])
    let spent = try #require(settings["spent"]?.array?.first)
    #expect(spent["currency"]?.string == "USD" && spent["amount"]?.string != "0", "\(spent)")
    let text = try studio.output("settings")
    #expect(text.contains("daily limit  3000 CREDITS, 0.50 USD ("), "\(text)")
    let refused = try studio.run(["send", bundle, "--yes", "--again"])
    #expect(refused.status == 1 && refused.output.contains("of your daily limit of"), "\(refused)")
    for bad in [
      ["5"], ["5 USD", "6 usd"], ["-1 USD"], ["many USD"], ["5 $"], ["123456789012.5000 USD"],
    ] {
      let result = try studio.run(["settings", "limit", "--"] + bad)
      #expect(
        result.status == 2 && result.errors.contains("can't be used as a daily limit"),
        "\(result)")
    }
    #expect(try studio.json("settings")["dailyLimits"]?.array?.count == 2)
    #expect(try studio.output("settings", "limit", "--none") == "there is no daily limit now\n")
    #expect(!FileManager.default.fileExists(atPath: file.path()))
    #expect(try studio.run(["send", bundle, "--yes", "--again"]).status == 0)
  }

  @Test("Settings that others may write are not changed")
  func foreign() throws {
    try studio.set("limits.json", #"{"castbook": "limits/1", "daily": ["1 USD"]}"#)
    let file = studio.settings.appending(path: "limits.json").path()
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file)
    let result = try studio.run(["settings", "limit", "500 USD"])
    #expect(result.status == 3 && result.errors.contains("other users may change it"), "\(result)")
    #expect(try String(contentsOfFile: file, encoding: .utf8).contains("\"1 USD\""))
  }
}
