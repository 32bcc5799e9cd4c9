internal import Castbook
internal import Files

/// The requests that pack elements for another library, and import such a pack.
enum PackRoutes {
  /// Packs elements for another library and keeps the pack for download.
  static func pack(_ form: Form) async throws -> JSONValue {
    let (fields, gallery, library) = (form.fields, form.gallery, form.library)
    let elements = try fields.texts("elements").map {
      HandleReference(try library.find(library.reference(to: ULID(requested: $0))).handle)
    }
    guard !elements.isEmpty else { throw Refusal.badRequest("no elements to pack") }
    let path = gallery.drops.folder.path.appending("pack-\(AccessControl.secret()).zip".utf8)
    var pack = Pack(elements, to: path)
    pack.withRights = try fields.flag("rights")
    pack.withRegistrations = try fields.flag("registrations")
    let outcome = try await pack.run(in: library)
    let name = "\(elements.count == 1 ? elements[0].name : "cast").castbook.zip"
    let address = gallery.downloads.keep(file: path, type: "application/zip", name: name)
    return [
      "castbook": "packed/1", "pack": PackJSON.packed(outcome).replacing(["path": name]),
      "download": address,
    ]
  }

  /// Imports a dropped pack, or shows what that would do.
  static func importPack(_ request: PackImport) async throws -> JSONValue {
    let (fields, gallery, library) = (request.fields, request.gallery, request.library)
    var pack = ImportPack(request.path)
    pack.withRegistrations = try fields.flag("registrations")
    pack.renames = try fields.byName("as").map { name, handle in
      ImportPack.Rename(
        from: name.isEmpty ? nil : name, to: try Handle(handle))
    }.sorted { ($0.from ?? "") < ($1.from ?? "") }
    let packed = pack
    let outcome = try await gallery.drops.hidingFolder {
      request.isPreview ? try await packed.preview(in: library) : try await packed.run(in: library)
    }
    if !request.isPreview {
      gallery.drops.remove(request.drop)
      gallery.overviews.removeAll()
    }
    return PackJSON.imported(outcome)
  }

  /// Imports the starter catalogue.
  static func addStarter(_ form: Form) async throws -> JSONValue {
    let outcome = try await ImportPack.addStarter(to: form.library)
    form.gallery.overviews.removeAll()
    return PackJSON.imported(outcome)
  }
}

/// A request to import a dropped pack.
struct PackImport: RouteInput {
  let context: RequestContext
  let fields: WebObject
  /// The name of the dropped file.
  let drop: String
  let path: FilePath
  let isPreview: Bool

  init(context: RequestContext, request: Request) throws {
    self.context = context
    fields = try request.object()
    drop = try fields.required("drop")
    path = try context.gallery.drops.requiredPath(of: drop)
    isPreview = try !fields.flag("run")
  }
}
