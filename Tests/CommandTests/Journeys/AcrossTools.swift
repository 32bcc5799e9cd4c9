import Foundation
import Model
import TestSupport
import Testing

@Suite("Journeys across tools", .timeLimit(.minutes(30)))
struct AcrossTools {
  private let film: Production

  init() throws { film = try Production(starter: false) }

  /// Writes a library of Eagle with two folders. Each item is a fixture with the name of a view.
  private func writeEagleLibrary() throws {
    let items = [
      ("F1", "mira-front"), ("F1", "mira-back"), ("F1", "mira-right"),
      ("F1", "mira-three-quarter-left"), ("F2", "mug-front"), ("F2", "mug-top"),
    ]
    for (number, (folder, name)) in items.enumerated() {
      let place = "Cast.library/images/I\(number).info"
      try film.take("starter/\(name).jpg", as: "\(place)/\(name).jpg")
      try film.write(
        #"{"id": "I\#(number)", "name": "\#(name)", "ext": "jpg", "folders": ["\#(folder)"]}"#,
        to: "\(place)/metadata.json")
    }
    try film.write(
      #"""
      {"folders": [{"id": "F1", "name": "Mira", "children": []},
        {"id": "F2", "name": "Mug", "children": []}]}
      """#, to: "Cast.library/metadata.json")
  }

  @Test("From Eagle over check and pick to ComfyUI, and back with the references")
  func comfyUI() throws {
    try writeEagleLibrary()
    let original = try film.files("Cast.library")
    #expect(
      try film.run("import", "--from-eagle", "Cast.library", "--write-map", "map.json").status == 0)
    let map = String(decoding: try film.data("map.json"), as: UTF8.self)
    try film.write(
      map.replacing(
        "\"handle\": \"mug\",\n      \"kind\": \"character\"",
        with: "\"handle\": \"mug\",\n      \"kind\": \"product\""), to: "map.json")
    #expect(
      try film.run("import", "--from-eagle", "Cast.library", "--map", "map.json").status == 0)
    let checked = try film.run("check", "@mira", "@mug", "--for", "comfyui-kling")
    #expect(checked.status == 0, "\(checked.output)")

    let picked = try film.json("pick", "@mira", "--for", "comfyui-kling", "--best", "3", "--save")
    let best = try #require(picked["set"]?["selected"]?.array ?? picked["selected"]?.array)
    #expect(best.count == 3, "\(picked)")
    try film.write(
      "---\ntarget: comfyui-kling\nimages: @mira=1-3\n---\n@mira lifts @mug.\n", to: "lobby.md")
    let exported = try film.json(
      "export", "lobby.md", "--layout", "comfyui", "-o", "ComfyUI/input")
    let bundle = try #require(exported["workflows"]?.array?.first?["bundle"]?.string)
    #expect(exported["files"]?.array?.count == 3 + 2)

    // ComfyUI runs the workflow, and saves a clip under the name that the workflow states.
    let graph = try JSONParser.parse(
      Array(film.data("ComfyUI/input/castbook/_workflows/lobby.json")))
    let prefix = try #require(
      graph.members?.compactMap { $0.value["inputs"]?["filename_prefix"]?.string }.first)
    let clip = film.folder.appending(path: "ComfyUI/output/\(prefix)_00001_.mp4")
    try FileManager.default.createDirectory(
      at: clip.deletingLastPathComponent(), withIntermediateDirectories: true)
    try ComfyUIWriter.write(
      graph, into: Fixtures.folder.appending(path: "clips/mira.mp4").resolvingSymlinksInPath(),
      as: clip)

    let watched = try film.json("take", "watch", "ComfyUI/output", "--once")
    let take = try #require(watched["takes"]?.array?.first)
    #expect(take["bundle"]?.string == bundle && take["origin"]?["by"] == "workflow")
    let references = try #require(take["origin"]?["references"]?.array)
    #expect(
      references.map { $0["handle"]?.string } == ["mira", "mira", "mira", "mug", "mug"])
    let shown = try #require(film.json("show", "@mira")["files"]?.array)
    #expect(
      references.prefix(3).map { $0["role"] } == shown.prefix(3).map { $0["role"] })
    let used = try film.json("where-used", "@mug")
    #expect("\(used)".contains(bundle), "\(used)")
    #expect(try film.files("Cast.library") == original)
  }

  @Test("From shot files over takes to a timeline, whose media OpenTimelineIO finds")
  func timeline() throws {
    try film.take("starter/mug-front.jpg", as: "p/mug-front.jpg")
    #expect(try film.run("add", "product", "@mug", "p").status == 0)
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "shots"), withIntermediateDirectories: true)
    for (number, clip) in ["mira", "one-cut"].enumerated() {
      let name = "shot-\(number + 1)"
      try film.write(
        "---\ntarget: comfyui-kling\n---\n@mug in view \(number).\n", to: "shots/\(name).md")
      let exported = try film.json(
        "export", "shots/\(name).md", "--layout", "comfyui", "-o", "input")
      let bundle = try #require(exported["workflows"]?.array?.first?["bundle"]?.string)
      try film.take(
        "clips/\(clip).mp4", as: "output/castbook/\(name)-\(bundle.prefix(8))_00001_.mp4")
    }
    let watched = try film.json("take", "watch", "output", "--once")
    #expect(watched["takes"]?.array?.count == 2, "\(watched)")
    let made = try film.run("timeline", "shots", "-o", "film.otio")
    #expect(made.status == 0, "\(made.output)\(made.errors)")
    let items = try film.judge("film.otio").items("Video")
    #expect(items.count == 2 && items.allSatisfy { $0.schema?.hasPrefix("Clip") == true })
    for item in items {
      #expect(item.active?["sha256"]?.string != nil, "the file is there")
    }
  }
}
