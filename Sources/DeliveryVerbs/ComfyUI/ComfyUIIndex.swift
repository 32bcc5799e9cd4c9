internal import Files
internal import Media

/// The list of what Castbook wrote into ComfyUI's folder: `castbook/index.json`.
struct ComfyUIIndex {
  private let path: FilePath
  private let folder: FilePath
  /// The entries by the names of their files.
  private var files: [String: JSONValue] = [:]
  private var workflows: [String: JSONValue] = [:]

  static let name = "index.json"
  static let schema = "comfyui-index/1"
  /// The maximum size of an index in bytes.
  private static let byteLimit = 16 << 20

  /// Reads the index of earlier exports. Entries of files that are gone are left out.
  ///
  /// - Throws: `OutputFileError` if something else has its name and may not be replaced.
  init(of folder: FilePath, isReplacing: Bool) throws(OutputFileError) {
    self.folder = folder
    path = folder.appending(Self.name.utf8)
    let json: JSONValue?
    switch TextFile.read(path, limit: Self.byteLimit) {
    case .failure(.notFound): return
    case .success(let bytes): json = try? JSONParser.parse(bytes)
    case .failure: json = nil
    }
    guard let json, json["castbook"]?.string == Self.schema else {
      guard isReplacing else {
        throw OutputFileError(
          path: path, reason: "exists and is not an index of Castbook", isInTheWay: true)
      }
      return
    }
    files = entries(json["files"])
    workflows = entries(json["workflows"])
  }

  private func entries(_ list: JSONValue?) -> [String: JSONValue] {
    var entries: [String: JSONValue] = [:]
    for entry in list?.array ?? [] {
      guard let name = entry["file"]?.string, let relative = FilePath(name),
        FileSystem.status(folder.appending(relative.bytes))?.isFile == true
      else { continue }
      entries[name] = entry
    }
    return entries
  }

  /// Adds what was written.
  mutating func add(_ draft: ComfyUIDraft) {
    for file in draft.files { files[file.name] = ComfyUIJSON.file(file) }
    for workflow in draft.workflows {
      workflows[workflow.file] = [
        "file": workflow.file, "shot": workflow.planned.read.path.text, "bundle": workflow.bundle,
        "target": workflow.planned.read.target?.id, "node": workflow.node,
      ]
    }
  }

  /// Writes the index, in the order of the names.
  func write() throws(OutputFileError) {
    let json: JSONValue = [
      "castbook": Self.schema, "files": Self.list(files), "workflows": Self.list(workflows),
    ]
    _ = try OutputFile.write(Array("\(json.indentedText)\n".utf8), to: path, replacing: true)
  }

  private static func list(_ entries: [String: JSONValue]) -> JSONValue {
    .array(entries.sorted { $0.key < $1.key }.map(\.value))
  }
}
