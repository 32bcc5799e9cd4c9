import Foundation
import Model
import TestSupport
import Testing

@Suite("Takes that say where they come from", .timeLimit(.minutes(30)))
struct TakesFromComfyUI {
  private let film: Production
  /// The workflow of `lobby.md`, and the digits of its bundle.
  private let graph: JSONValue
  private let bundle: String

  init() throws {
    film = try Production()
    try film.write("---\ntarget: comfyui-kling\n---\n@mira lifts @mug.\n", to: "lobby.md")
    let json = try film.json("export", "lobby.md", "--layout", "comfyui", "-o", "input")
    bundle = try #require(json["workflows"]?.array?.first?["bundle"]?.string)
    graph = try JSONParser.parse(Array(film.data("input/castbook/_workflows/lobby.json")))
  }

  /// Writes a clip or a picture with a workflow, as ComfyUI does.
  private func save(_ graph: JSONValue, as name: String) throws {
    let fixture =
      name.hasSuffix(".png") || name.hasSuffix(".webp")
      ? "starter/mug-front.jpg" : "clips/mira.mp4"
    let url = film.folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try ComfyUIWriter.write(
      graph, into: Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath(), as: url)
  }

  /// The workflow without the digits in the name that it saves under, as after the user changed it.
  private var unnamed: JSONValue {
    get throws {
      let text = String(decoding: graph.compactBytes, as: UTF8.self)
      return try JSONParser.parse(
        Array(text.replacing("lobby-\(bundle.prefix(8))", with: "film").utf8))
    }
  }

  @Test(
    "are recorded by the workflow in them, with the references that it loads",
    arguments: ["a.mp4", "a.mov", "a.webm", "a.mkv", "a.png", "a.webp"])
  func byWorkflow(name: String) throws {
    try save(graph, as: name)
    let take = try film.json("take", "add", name, "--result", "kept")
    #expect(take["bundle"]?.string == bundle, "\(take)")
    #expect(take["origin"]?["by"] == "workflow")
    let references = try #require(take["origin"]?["references"]?.array)
    #expect(references.count == 7)
    #expect(references[0]["handle"] == "mira" && references[0]["role"] == "front")
    #expect(references[4]["handle"] == "mug" && references[4]["role"] == "front")
    for reference in references {
      let digest = try #require(reference["sha256"]?.string)
      #expect(reference["path"]?.string?.contains(digest.prefix(8)) == true)
    }
    // The file in the library is the one that came back.
    let sum = try film.shell("sha256sum \(name)").output.prefix(64)
    #expect(take["sha256"]?.string == String(sum))
    let used = try film.run("where-used", "@mug")
    #expect(used.output.contains("kept"), "\(used.output)")
  }

  @Test("say in words how they were recognized")
  func words() throws {
    try save(graph, as: "a.mp4")
    let added = try film.run("take", "add", "a.mp4", "--result", "kept")
    #expect(added.output.contains("of bundle \(bundle.prefix(8)), by its workflow"))
    #expect(
      added.output.contains("made with @mira front, three-quarter-left, right, back; @mug front"))
    // A bundle that the user names counts, and the difference is reported.
    try film.write("---\ntarget: comfyui-kling\n---\n@mira waits.\n", to: "other.md")
    let other = try film.json("export", "other.md", "-o", "out")["bundles"]?.array?.first?[
      "sha256"]?.string
    let named = try film.run(
      "take", "add", "a.mp4", "--bundle", "out/other", "--result", "rejected")
    #expect(named.status == 0 && named.output.contains("of bundle \(other?.prefix(8) ?? "-")"))
    #expect(named.errors.contains("the file says bundle \(bundle.prefix(8)), by its workflow"))
    #expect(named.output.contains("also loads castbook/mug/"), "\(named.output)")
  }

  @Test("are recorded by the references alone, by their name, or by that of the shot file")
  func otherEvidence() throws {
    try save(unnamed, as: "x.mp4")
    #expect(
      try film.json("take", "add", "x.mp4", "--result", "kept")["origin"]?["by"] == "references")
    try film.take("clips/mira.mp4", as: "lobby-\(bundle.prefix(10))_00001_.mp4")
    let named = try film.json(
      "take", "add", "lobby-\(bundle.prefix(10))_00001_.mp4", "--result", "kept")
    #expect(named["origin"]?["by"] == "name" && named["bundle"]?.string == bundle)
    try film.take("clips/one-cut.mp4", as: "Lobby (2).mp4")
    let shot = try film.json("take", "add", "Lobby (2).mp4", "--result", "kept")
    #expect(shot["origin"]?["by"] == "shot" && shot["bundle"]?.string == bundle)
    // A picture of that name may be a frame that was drawn for the shot.
    try film.take("starter/mug-top.jpg", as: "lobby.jpg")
    let frame = try film.run("take", "add", "lobby.jpg", "--result", "kept")
    #expect(frame.status == 2 && frame.errors.contains("one of \(bundle.prefix(8))"))
    try film.take("clips/one-cut.mp4", as: "lobbying.mp4")
    let none = try film.run("take", "add", "lobbying.mp4", "--result", "kept")
    #expect(none.status == 2 && none.errors.contains("doesn't say which"))
    // After another export of the same references, they no longer decide.
    try film.write("---\ntarget: comfyui-kling\nduration: 9\n---\n@mira lifts @mug.\n", to: "b.md")
    #expect(try film.run("export", "b.md", "-o", "out").status == 0)
    try save(unnamed, as: "y.mkv")
    let unsure = try film.run("take", "add", "y.mkv", "--result", "kept")
    #expect(unsure.status == 2 && unsure.errors.contains("one of"), "\(unsure.errors)")
  }

  @Test("may say anything: hostile workflows are no evidence, and do no harm")
  func hostile() throws {
    let path = #""castbook/mira/front-\#(String(repeating: "0", count: 8)).png""#
    let deep = String(repeating: #"{"a":"#, count: 5000) + "1" + String(repeating: "}", count: 5000)
    let texts = [
      "[]", "null", #"{"1": 5}"#, #"{"1": {"inputs": []}}"#, deep,
      #"{"1": {"inputs": {"image": \#(path)}}}"#,
      #"{"1": {"inputs": {"image": "castbook/../../etc/passwd-deadbeef.png"}}}"#,
      #"{"1": {"inputs": {"bundle": "\#(String(repeating: "f", count: 64))"}}}"#,
      #"{"1": {"inputs": {"filename_prefix": "x-\u001b[31m-deadbeef"}}}"#,
    ]
    for (number, text) in texts.enumerated() {
      let name = "h\(number).png"
      let script =
        "import sys; sys.path.insert(0, '\(Fixtures.repository.path()).build/comfyui');"
        + "from PIL import Image, PngImagePlugin as P; i = P.PngInfo();"
        + "i.add_text('prompt', open('g.json').read()); "
        + "Image.new('RGB', (400, 400)).save('\(name)', pnginfo=i)"
      try film.write(text, to: "g.json")
      let made = try film.shell(#"/usr/bin/python3 -c "\#(script)""#)
      try #require(made.status == 0, "\(made.errors)")
      let added = try film.run("take", "add", name, "--result", "kept")
      #expect(added.status == 2, "\(text.prefix(60)): \(added.errors)")
      #expect(!added.errors.contains("\u{1B}"))
    }
  }
}
