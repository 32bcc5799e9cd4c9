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
  /// With `project`, the name is a path in its folder.
  static func plannedExport(_ form: Form) throws -> (export: Export, shot: FilePath) {
    let (fields, gallery) = (form.fields, form.gallery)
    let text = Array(try fields.required("text").utf8)
    let name = try fields.text("name") ?? "shot"
    let project = try fields.text("project").map {
      try ProjectRoutes.pinned(ULID(requested: $0), in: gallery)
    }
    let path: FilePath
    if let project {
      path = try project.shotPath(name)
    } else {
      // A draft has no folder, so files that it names are not found.
      let name = Drops.fileName(name)
      let stem = name.hasSuffix(".md") || name.hasSuffix(".txt") ? name : "\(name).md"
      path = gallery.drops.folder.path.appending("no-project".utf8).appending(stem.utf8)
    }
    var export = Export(library: form.library, project: project, in: gallery.options.catalogue)
    export.recordsPaths = project != nil
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
