import Files
import Foundation
import Model
import TestSupport
import Testing

@Suite("Folders for ComfyUI", .timeLimit(.minutes(30)))
struct ComfyUIFolders {
  private let film: Production

  private static let lobby = """
    ---
    target: comfyui-kling
    duration: 8
    aspect: 16:9
    start: frames/first.jpg
    ---
    @mug stands on the desk. @mira picks it up.

    """

  init() throws {
    film = try Production()
    try film.take("starter/mira-right.jpg", as: "frames/first.jpg")
    try film.write(Self.lobby, to: "lobby.md")
  }

  /// A workflow as ComfyUI checks it before it runs: every node has a class and inputs, each link
  /// leads to a node, every file that is loaded lies below the folder, and a node saves something.
  private func check(_ workflow: JSONValue, in input: String) throws -> [JSONValue.Member] {
    let nodes = try #require(workflow.members)
    for node in nodes {
      let inputs = try #require(node.value["inputs"]?.members)
      #expect(node.value["class_type"]?.string?.isEmpty == false)
      for part in inputs {
        if let link = part.value.array {
          #expect(link.count == 2 && nodes.contains { $0.key == link[0].string })
          #expect(link[1] == 0)
        }
        guard ["image", "file", "audio"].contains(part.key), let name = part.value.string else {
          continue
        }
        // A name with an annotation, such as [output], would mean another folder.
        #expect(!name.contains("[") && !name.contains("..") && !name.hasPrefix("/"))
        #expect(film.exists("\(input)/\(name)"), "\(name)")
      }
    }
    #expect(nodes.contains { $0.value["class_type"] == "SaveVideo" })
    return nodes
  }

  private func workflow(_ name: String) throws -> JSONValue {
    try JSONParser.parse(Array(film.data(name)))
  }

  private func node(_ name: String, _ nodes: [JSONValue.Member]) throws -> JSONValue {
    try #require(nodes.first { $0.value["class_type"]?.string == name }?.value["inputs"])
  }

  @Test("have the files that the bundle sends, wired in its order, and its prompt")
  func wired() throws {
    let json = try film.json("export", "lobby.md", "--layout", "comfyui", "-o", "Comfy/input")
    let made = try film.json("export", "lobby.md", "-o", "out")
    let bundle = try #require(made["bundles"]?.array?.first?["sha256"]?.string)
    #expect(json["workflows"]?.array?.first?["bundle"]?.string == bundle)
    let nodes = try check(
      workflow("Comfy/input/castbook/_workflows/lobby.json"), in: "Comfy/input")
    let inputs = try node("Kling4ReferenceToVideoNode", nodes)
    #expect(inputs["model"] == "kling-4.0" && inputs["model.duration"] == 8)
    #expect(inputs["model.aspect_ratio"] == "16:9" && inputs["model.resolution"] == "720p")
    let text = try String(decoding: film.data("out/lobby/prompt.txt"), as: UTF8.self)
    #expect(inputs["model.prompt"]?.string == text.trimmingCharacters(in: .newlines))
    // What the bundle sends, in its order, is what the loaders open, byte for byte.
    let request = try JSONParser.parse(Array(film.data("out/lobby/request.json")))
    let images = try #require(request["model"]?["reference_images"]?.array)
    #expect(images.count == 7)
    func loaded(_ input: String) throws -> Data {
      let id = try #require(inputs[input]?.array?.first?.string)
      let name = nodes.first { $0.key == id }?.value["inputs"]?["image"]?.string
      return try film.data("Comfy/input/\(name ?? "")")
    }
    for (index, image) in images.enumerated() {
      let file = try #require(image.string?.dropFirst("castbook:".count))
      let sent = try film.data("out/lobby/\(file)")
      #expect(try loaded("model.reference_images.image_\(index + 1)") == sent)
    }
    #expect(inputs["model.reference_images.image_8"] == nil)
    #expect(try loaded("model.first_frame") == film.data("out/lobby/references/start.jpg"))
    // The clip will be named after the bundle.
    let saved = try node("SaveVideo", nodes)
    #expect(saved["filename_prefix"]?.string == "castbook/lobby-\(bundle.prefix(8))")
    // Names of files end in the digits of what is in them, and the index lists each.
    let files = try film.files("Comfy/input/castbook")
    let index = try JSONParser.parse(Array(#require(files["index.json"])))
    let listed = try #require(index["files"]?.array)
    #expect(listed.count == 8 && files.count == 8 + 2)
    for entry in listed {
      let name = try #require(entry["file"]?.string)
      let hex = SHA256.digest(of: [UInt8](try #require(files[name]))).hex
      #expect(entry["sha256"]?.string == hex && name.contains(hex.prefix(8)))
      #expect(entry["handle"] != nil || name.hasPrefix("_frames/start-"))
    }
    #expect(listed.contains { $0["handle"] == "mira" && $0["role"] == "front" })
    #expect(index["workflows"]?.array?.first?["bundle"]?.string == bundle)
  }

  @Test("are the same after a second time, and a changed shot is replaced only if asked")
  func again() throws {
    let export = ["export", "lobby.md", "--layout", "comfyui", "-o", "input"]
    func run(_ more: String...) throws -> Program.Result {
      try Tool.run(export + more + ["--library", film.library], in: film.folder)
    }
    #expect(try run().status == 0)
    let files = try film.files("input")
    let second = try run()
    #expect(second.output.contains("8 there already"))
    #expect(try film.files("input") == files)
    try film.write(Self.lobby.replacing("duration: 8", with: "duration: 9"), to: "lobby.md")
    let refused = try run()
    #expect(refused.status == 3 && refused.errors.contains("exists and is different"))
    #expect(try film.files("input") == files)
    #expect(try run("--replace").status == 0)
    #expect(try film.files("input") != files)
    // Something else under the index's name is not overwritten.
    try film.write("mine", to: "input/castbook/index.json")
    let foreign = try run()
    #expect(foreign.errors.contains("is not an index of Castbook"), "\(foreign.errors)")
    #expect(try film.data("input/castbook/index.json") == Data("mine".utf8))
    // A dry run writes nothing, and neither does an export with an error.
    #expect(
      try film.run(
        "export", "lobby.md", "--layout", "comfyui", "--dry-run"
      ).status == 0)
    try film.write(Self.lobby.replacing("@mug", with: "@nothing"), to: "bad.md")
    let bad = try film.run("export", "bad.md", "--layout", "comfyui", "-o", "bad")
    #expect(bad.status == 1 && !film.exists("bad"))
  }

  @Test("are what send points to, since ComfyUI runs the node")
  func send() throws {
    #expect(try film.run("export", "lobby.md", "-o", "out").status == 0)
    #expect(try film.run("bundle", "verify", "out/lobby").status == 0)
    let sent = try film.run("send", "out/lobby", "--yes")
    #expect(sent.status != 0 && (sent.output + sent.errors).contains("--layout comfyui"))
  }

  @Test("are made of elements alone, without a workflow and without a record")
  func elements() throws {
    let made = try film.run("export", "@mira", "@mug:1", "--layout", "comfyui", "-o", "input")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("@mira  comfyui.kling-4.0.r2v"), "\(made.output)")
    let voice = try film.run("export", "@mira_voice", "--layout", "comfyui", "-o", "none")
    #expect(voice.status == 2 && voice.errors.contains("has no file that"), "\(voice.errors)")
    #expect(!film.exists("none"))
    let files = try film.files("input/castbook")
    #expect(files.count == 7 + 1 && files.keys.contains { $0.hasPrefix("mira/front-") })
    #expect(try film.json("exports")["exports"]?.array?.isEmpty == true)
    // Another export into the same folder keeps what the index lists.
    #expect(
      try film.run("export", "lobby.md", "--layout", "comfyui", "-o", "input").status == 0)
    let index = try JSONParser.parse(Array(film.data("input/castbook/index.json")))
    #expect(index["files"]?.array?.count == 8 && index["workflows"]?.array?.count == 1)
  }

  @Test("are wired to Seedance's nodes, too")
  func seedance() throws {
    try film.write("@mira waits.\n", to: "s.md")
    let made = try film.run(
      "export", "s.md", "--layout", "comfyui", "--for", "comfyui-seedance", "-o", "a")
    #expect(made.status == 0, "\(made.errors)")
    let nodes = try check(workflow("a/castbook/_workflows/s.json"), in: "a")
    let inputs = try node("ByteDance2ReferenceNodeV2", nodes)
    #expect(inputs["model"] == "Seedance 2.5" && inputs["model.generate_audio"] == true)
    #expect(inputs["seed"] == 0 && inputs["watermark"] == false)
    #expect(inputs["model.reference_images.image_1"] == ["1", 0])
    #expect(inputs["model.prompt"]?.string?.contains("Image 1") == true)
    try film.write("---\nstart: frames/first.jpg\n---\nIt rains.\n", to: "f.md")
    #expect(
      try film.run(
        "export", "f.md", "--layout", "comfyui", "--for", "comfyui.seedance-2.5.i2v", "-o", "b"
      ).status == 0)
    let frames = try node(
      "ByteDance2FirstLastFrameNode", check(workflow("b/castbook/_workflows/f.json"), in: "b"))
    #expect(frames["first_frame"] == ["1", 0] && frames["model.first_frame"] == nil)
  }

  @Test("are refused for what is no node, and with options of bundles")
  func refused() throws {
    let other = try film.run(
      "export", "lobby.md", "--layout", "comfyui", "--for", "kling-o3", "-o", "x")
    #expect(other.status == 2 && other.errors.contains("is not a node of ComfyUI"))
    #expect(other.errors.contains("comfyui.seedance-2.5.r2v"))
    for option in ["--zip", "--inline", "--brief", "--trigger=x"] {
      let result = try film.run("export", "lobby.md", "--layout", "comfyui", option, "-o", "x")
      #expect(result.status == 2, "\(option)")
    }
    let mixed = try film.run("export", "@mira", "lobby.md", "--layout", "comfyui", "-o", "x")
    #expect(mixed.status == 2 && mixed.errors.contains("is an element"))
    #expect(!film.exists("x"))
  }
}
