import Foundation
import Model
import TestSupport
import Testing

/// The schema of the file `bundle.json` of a bundle.
@Suite("docs/schemas/bundle.schema.json", .timeLimit(.minutes(30)))
struct BundleSchema {
  private static let shot = """
    ---
    duration: 5
    start: START
    ---
    @mira drinks from @mug, slow push-in. @mira: "We open at nine."

    """

  /// Exports a shot that starts with a picture, and returns the name of its `bundle.json`.
  private func exported(_ words: [String], start: String, to desk: SchemaDesk) throws -> String {
    try desk.scratch.write(Self.shot.replacing("START", with: start), to: "lobby.md")
    let made = try desk.run(["export", "lobby.md", "-o", "out"] + words, in: desk.scratch.url)
    #expect(made.status == 0, "\(words): \(made.output)\(made.errors)")
    return "out/lobby/bundle.json"
  }

  @Test(
    "accepts the bundle of an endpoint, a tier, an app, and one with its files in the request",
    arguments: [
      ["--for", "kling-o3"], ["--for", "kling-official", "--tier", "pro"],
      ["--for", "kling.app"], ["--for", "kling-v3", "--inline"],
    ])
  func accepted(words: [String]) throws {
    let desk = try SchemaDesk("bundle")
    try desk.scratch.copy("starter/mira-front.jpg", as: "lobby.jpg")
    try desk.accepts([try exported(words, start: "lobby.jpg", to: desk)])
  }

  /// What can be wrong in a bundle with prepared files.
  private static let faults: [SchemaFault] = [
    .value("bundle/1", of: "castbook", becomes: "bundle/2"),
    .key("sends", called: "send"),
    .key("shot", called: "prompt"),
    .key("bytes", called: "size"),
    .value("start", of: "slot", becomes: "first"),
    .key("revision", called: "version"),
    .value(1, of: "sequence", becomes: "1"),
    .value("mira", of: "handle", becomes: "@mira"),
    .text(of: "profile", begins: "X"),
    .value("target.json", of: "file", becomes: "../target.json"),
    .key("from", called: "of"),
    .value("shot.md", of: "file", becomes: "lobby.md"),
    .text(of: "step", begins: "un"),
    .value("product", of: "kind", becomes: "thing"),
    .key("width", called: "wide"),
    .text(of: "amount", begins: "$"),
    .text(of: "element", begins: "o", insteadOf: "0"),
  ]

  @Test("accepts a bundle with a prepared file, but not with a fault in it")
  func prepared() throws {
    let desk = try SchemaDesk("bundle")
    try desk.scratch.copy("trouble/IMG_2041.HEIC", as: "street.heic")
    let name = try exported(["--for", "kling-v3"], start: "street.heic", to: desk)
    try desk.accepts(name, butNotWith: Self.faults)
  }
}
