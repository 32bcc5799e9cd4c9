internal import Bundles
internal import Files
internal import Library

/// The verb `export --layout comfyui`: writes the pictures of elements or of shot files into
/// ComfyUI's folder `input`, and for each shot file a workflow that sends them to a node.
///
/// ```swift
/// let comfy = ExportToComfyUI(export, .shots([path]))
/// let plan = try await comfy.plan()
/// if plan.writesBundles { print(try comfy.write(plan, into: folder).workflows) }
/// ```
public struct ExportToComfyUI: Sendable {
  /// What is exported.
  public enum Subject: Sendable {
    /// Shot files, with a workflow for each.
    case shots([FilePath])
    /// Elements: their pictures alone, as a node of the target would get them.
    case elements([HandleReference])
  }

  private let subject: Subject
  private let export: Export
  /// Whether files that exist and are different are replaced.
  public var replaces = false

  /// The target whose limits the pictures of elements must keep, unless others are named.
  public static let defaultTarget = "comfyui-kling"

  /// Creates the verb. The targets of the export must be nodes.
  public init(_ export: Export, _ subject: Subject) {
    var export = export
    if case .elements(let elements) = subject {
      if export.options.targets.isEmpty { export.options.targets = [Self.defaultTarget] }
      export.options.prompt.givesHints = false
      for element in elements {
        export.options.prompt.texts[Self.path(of: element)] = Array("\(element)\n".utf8)
      }
      export.isRecorded = false
    }
    (self.export, self.subject) = (export, subject)
  }

  /// The path of an element's shot file, which exists in memory only.
  private static func path(of element: HandleReference) -> FilePath {
    FilePath("@\(element.name)") ?? .unnamed
  }

  /// Works out what would be written, and every finding about it, as `Export` does for bundles.
  ///
  /// Call `write(_:into:)` or `discard(_:)` with the plan afterwards.
  ///
  /// - Throws: `ElementLibraryError` if no node of ComfyUI runs a target.
  public func plan() async throws -> ExportPlan {
    let paths =
      switch subject {
      case .shots(let paths): paths
      case .elements(let elements): elements.map(Self.path)
      }
    for name in export.options.targets { try requireNode(try export.catalogue.find(name)) }
    let plan = try await export.plan(paths)
    do {
      for target in plan.shots.compactMap(\.read.target) { try requireNode(target) }
      try requireFiles(plan)
    } catch {
      export.discard(plan)
      throw error
    }
    return plan
  }

  private func requireNode(_ target: TargetProfile) throws(ElementLibraryError) {
    guard target.node == nil else { return }
    let nodes = export.catalogue.ids(of: "comfyui").map(\.rawValue)
    throw .invalidRequest(
      "\(target.id) is not a node of ComfyUI",
      fix: "name one with --for: \(nodes.joined(separator: ", "))")
  }

  /// Throws if an element has nothing that the node accepts: a voice, for one that takes no sound.
  private func requireFiles(_ plan: ExportPlan) throws(ElementLibraryError) {
    guard case .elements = subject,
      let shot = plan.shots.first(where: { $0.files.isEmpty && $0.status != .fail }),
      let target = shot.read.target
    else { return }
    throw .invalidRequest(
      "\(shot.read.path) has no file that \(target.id) accepts",
      fix: "name an element with pictures, or another node with --for")
  }

  /// Deletes the copies that wait to be kept for a plan that will not be written.
  public func discard(_ plan: ExportPlan) { export.discard(plan) }

  /// Writes the files of a plan's bundles, the workflows and the index, or nothing. The library
  /// keeps the copies that were made for them and records the export.
  ///
  /// - Parameter folder: ComfyUI's folder `input`.
  /// - Throws: `OutputFileError` if something is in the way.
  public func write(
    _ plan: ExportPlan, into folder: FilePath
  ) throws -> ComfyUIExport {
    defer { export.discard(plan) }
    let bundles = try export.bundles(of: plan)
    let place = folder.appending(ComfyUIFile.folder.utf8)
    var index = try ComfyUIIndex(of: place, isReplacing: replaces)
    let isWhole: Bool
    if case .shots = subject { isWhole = true } else { isWhole = false }
    let draft = try ComfyUIDraft(bundles, withWorkflows: isWhole)
    try export.keepCopies(of: plan)
    let written = try draft.write(into: place, replacing: replaces)
    index.add(draft)
    try index.write()
    try? FileSystem.syncEverything(around: place)
    let noted = draft.workflows.map { workflow in
      Export.Written(
        planned: workflow.planned, path: place.appending(workflow.file.utf8),
        alreadyExisted: written.existing.contains(workflow.file), digest: workflow.bundle)
    }
    return ComfyUIExport(
      folder: place, files: draft.files, workflows: draft.workflows, existing: written.existing,
      ledgerFailure: export.isRecorded ? export.note(noted) : nil)
  }
}

/// What was written into ComfyUI's folder.
public struct ComfyUIExport: Sendable {
  /// The folder `castbook` in ComfyUI's folder `input`.
  public let folder: FilePath
  /// The pictures, clips and sounds, each once.
  public let files: [ComfyUIFile]
  public let workflows: [ComfyUIWorkflow]
  /// The names of the files that existed already.
  public let existing: Set<String>
  /// The reason why the library could not record the export; `nil` if it did.
  public let ledgerFailure: String?
}
