internal import Bundles
internal import Files
internal import Media

/// A file for a loader of ComfyUI.
public struct ComfyUIFile: Sendable {
  /// The name within `castbook`: `mira/front-9f2c41ab.png`.
  public let name: String
  public let digest: Digest
  /// The digest of the original.
  public let original: Digest
  public let byteCount: Int
  /// The upright size of a picture.
  public let size: PixelSize?
  public let role: String?
  /// The element that the file belongs to; `nil` for a file that the shot file names by its path.
  public let element: BundleManifest.Send.Element?

  /// The folder in ComfyUI's folder `input`.
  static let folder = "castbook"
  /// The folder for files that belong to no element. No handle begins with `_`.
  static let loose = "_frames"

  /// The path as loaders name it.
  public var inputPath: String { "\(Self.folder)/\(name)" }

  /// Describes a file of a bundle.
  init?(_ file: BundleFile, in manifest: BundleManifest) {
    guard let source = file.request?.source, let original = file.entry.from else { return nil }
    digest = file.digest
    self.original = original
    byteCount = file.byteCount
    size = file.entry.size
    role = file.entry.role
    element = manifest.sends.first { $0.files.contains(file.entry.name) }?.element
    let (folder, stem): (String, String)
    switch source {
    case .element(let member, let used):
      (folder, stem) = (
        member.handle.name, used.role == .unsorted ? "\(used.number)" : used.role.rawValue
      )
    case .voice(let voice, _): (folder, stem) = (voice.handle.name, "voice")
    case .path:
      let name = FilePath(file.entry.name)?.stem ?? []
      (folder, stem) = (Self.loose, String(decoding: name, as: UTF8.self))
    }
    let suffix = file.format?.suffixes.first.map { ".\($0)" } ?? ""
    name = "\(folder)/\(stem)-\(digest.hex.prefix(8))\(suffix)"
  }
}

/// A workflow for ComfyUI, made of one shot file.
public struct ComfyUIWorkflow: Sendable {
  /// The name within `castbook`: `_workflows/lobby.json`.
  public let file: String
  public let planned: PlannedBundle
  /// The digest of the bundle with the same request, which the library records.
  public let bundle: Digest
  /// The class of the node that runs the target.
  public let node: String
  /// The files and the inputs that they are wired to, in the order of the request.
  public let inputs: [(input: String, file: String)]
  let json: JSONValue

  /// The folder for workflows. No handle begins with `_`.
  static let folder = "_workflows"
}

/// Everything that will be written into ComfyUI's folder.
struct ComfyUIDraft {
  private(set) var files: [ComfyUIFile] = []
  private(set) var workflows: [ComfyUIWorkflow] = []
  private var contents: [(name: String, bytes: [UInt8])] = []

  /// Lays out the files of bundles, and wires each request to its node.
  init(_ bundles: [(shot: PlannedBundle, bundle: Bundle)], withWorkflows: Bool) throws {
    var known: Set<String> = []
    for (shot, bundle) in bundles {
      var loaded: [String: NodeWorkflow.File] = [:]
      for file in bundle.files {
        guard let request = file.request, let own = ComfyUIFile(file, in: bundle.manifest) else {
          continue
        }
        loaded[request.placeholder] = NodeWorkflow.File(
          path: own.inputPath, medium: file.format?.medium ?? .picture, title: file.label)
        guard known.insert(own.name).inserted else { continue }
        files.append(own)
        contents.append((own.name, try Self.bytes(of: file)))
      }
      guard withWorkflows else { continue }
      let workflow = try Self.workflow(shot, bundle, loaded)
      workflows.append(workflow)
      contents.append((workflow.file, Array("\(workflow.json.indentedText)\n".utf8)))
    }
  }

  private static func workflow(
    _ shot: PlannedBundle, _ bundle: Bundle, _ loaded: [String: NodeWorkflow.File]
  ) throws -> ComfyUIWorkflow {
    guard let profile = shot.read.target, let node = shot.read.prompt?.endpoint?.path,
      let request = shot.request,
      let workflow = NodeWorkflow(
        request, of: profile, at: node, loading: loaded, title: bundle.name,
        saving: "\(ComfyUIFile.folder)/\(bundle.name)-\(bundle.digest.hex.prefix(8))")
    else { throw ElementLibraryError.failed("\(shot.read.path): a file of the request is missing") }
    return ComfyUIWorkflow(
      file: "\(ComfyUIWorkflow.folder)/\(bundle.name).json", planned: shot, bundle: bundle.digest,
      node: node,
      inputs: workflow.wires.compactMap { wire in
        loaded[wire.placeholder].map { (wire.input, $0.path) }
      }, json: workflow.json)
  }

  private static func bytes(of file: BundleFile) throws -> [UInt8] {
    switch file.content {
    case .bytes(let bytes): return bytes
    case .copy(let path):
      let bytes = try TextFile.read(path, limit: ReadableFile.wholeFileLimit).get()
      guard SHA256.digest(of: bytes) == file.digest else {
        throw ElementLibraryError.failed("\(file.label) changed during the export")
      }
      return bytes
    }
  }

  /// Writes all files, or none.
  ///
  /// - Returns: The names of the files that existed already.
  func write(
    into folder: FilePath, replacing: Bool
  ) throws -> (existing: Set<String>, folder: FilePath) {
    let output = try PreparedFolder(at: folder, replacing: replacing)
    do {
      let staged = try contents.compactMap { name, bytes in
        try FilePath(name).map { ($0, try output.stage(bytes, SHA256.digest(of: bytes))) }
      }
      let written = try output.publish(staged, among: FileList([FilePath]())).compactMap(\.self)
      return (Set(written.filter(\.alreadyExisted).map(\.name)), folder)
    } catch {
      output.discard()
      throw error
    }
  }
}
