internal import Castbook
internal import Files

/// The requests for a shot file while it is being written.
enum ShotRoutes {
  /// Compiles a shot file.
  static func read(_ form: Form) async throws -> JSONValue {
    var (export, path) = try plannedExport(form)
    export.isDryRun = true
    let plan: ExportPlan
    do {
      plan = try await export.plan([path])
    } catch {
      // A text that does not name a target yet is not an error of the page.
      return ["castbook": "shot/1", "error": Refusal(error).json]
    }
    export.discard(plan)
    return [
      "castbook": "shot/1", "prompt": plan.shots.first.map { PromptJSON.value(of: $0.read) },
      "export": ExportJSON.value(of: plan, nil),
    ]
  }

  /// Returns the bundle of a shot file as a zip file. A gallery that may change nothing makes none.
  static func export(_ form: Form) async throws -> JSONValue {
    var (export, path) = try plannedExport(form)
    export.isDryRun = form.gallery.obstacle != nil
    let plan = try await export.plan([path])
    guard !plan.isFailed else {
      export.discard(plan)
      return ["castbook": "shot-export/1", "export": ExportJSON.value(of: plan, nil)]
    }
    return try zip(export, plan, in: form.gallery)
  }

  /// Returns the export of a shot file that is being written: `text`, under `name`, for `target`.
  static func plannedExport(_ form: Form) throws -> (export: Export, shot: FilePath) {
    let (fields, options) = (form.fields, form.gallery.options)
    let text = Array(try fields.required("text").utf8)
    let name = Drops.fileName(try fields.text("name") ?? "shot")
    let stem = name.hasSuffix(".md") || name.hasSuffix(".txt") ? name : "\(name).md"
    let folder = options.project?.folder ?? FilePath(".") ?? .unnamed
    let path = folder.appending(stem.utf8)
    var export = Export(library: form.library, project: options.project, in: options.catalogue)
    export.options.prompt.target = try fields.text("target").flatMap { $0.isEmpty ? nil : $0 }
    export.options.prompt.today = ProcessEnvironment.today
    export.options.prompt.texts = [path: text]
    return (export, path)
  }

  /// Writes the bundle as a zip file and keeps it for download.
  private static func zip(
    _ export: Export, _ plan: ExportPlan, in gallery: OpenGallery
  ) throws -> JSONValue {
    let (outcome, zips) = try export.zips(plan)
    guard let written = outcome.bundles.first, let bytes = zips.first else {
      throw Refusal.notFound
    }
    let name = written.path.text
    let address = gallery.downloads.keep(.init(bytes: bytes, type: "application/zip", name: name))
    gallery.listeners.announceChange()
    return [
      "castbook": "shot-export/1", "export": ExportJSON.value(of: plan, outcome),
      "download": address, "name": name,
    ]
  }
}
