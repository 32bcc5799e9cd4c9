internal import Castbook
internal import Files

/// The request for a cast sheet.
enum CastSheetRoutes {
  /// The maximum number of PNG pages: each is a separate download, and only few downloads are kept.
  private static let maximumPictures = 32

  /// Draws a cast sheet of elements or of a project, keeps its files for download, and returns
  /// `cast-sheet/1`.
  ///
  /// The fields are `elements` (IDs) or `project` (the ID of a project), `format` (`pdf` or
  /// `png`), `paper` (`a4` or `letter`), and `title`.
  static func draw(_ form: Form) async throws -> JSONValue {
    let (fields, gallery, library) = (form.fields, form.gallery, form.library)
    let format: CastSheetFormat = try fields.word("format") ?? .pdf
    var request = DrawCastSheet()
    request.paper = try fields.word("paper") ?? .a4
    request.title = try fields.text("title").flatMap(\.nonEmpty)
    request.elements = try fields.texts("elements").map {
      try library.reference(to: ULID(requested: $0))
    }
    request.project = try fields.text("project").map {
      try ProjectRoutes.pinned(ULID(requested: $0), in: gallery)
    }
    guard request.project != nil || !request.elements.isEmpty else {
      throw Refusal.badRequest("choose at least one element")
    }
    let sheet = try request.run(in: library)
    let stem = castSheetName(request)
    switch format {
    case .pdf:
      let path = newFile("pdf", in: gallery)
      let unreadable = try await sheet.writePDF(to: path, replacing: false)
      let name = "\(stem).pdf"
      let address = gallery.downloads.keep(file: path, type: "application/pdf", name: name)
      return CastSheetJSON.written(
        sheet, files: [name], unreadable: unreadable, downloads: [address])
    case .png: return try await pictures(of: sheet, stem, in: gallery)
    }
  }

  /// Draws each page as a PNG and keeps it for download.
  private static func pictures(
    of sheet: DrawnCastSheet, _ stem: String, in gallery: OpenGallery
  ) async throws -> JSONValue {
    guard sheet.pageCount <= maximumPictures else {
      throw Refusal.badRequest(
        "\(sheet.pageCount) pages are too many pictures, at most \(maximumPictures)",
        fix: "choose PDF, or fewer elements")
    }
    var (names, addresses, unreadable) = ([String](), [String](), 0)
    for page in 0..<sheet.pageCount {
      let drawn = try await sheet.png(page)
      let name = page == 0 ? "\(stem).png" : "\(stem)-\(page + 1).png"
      names.append(name)
      let path = newFile("png", in: gallery)
      _ = try OutputFile.write(drawn.bytes, to: path, replacing: false)
      addresses.append(gallery.downloads.keep(file: path, type: "image/png", name: name))
      unreadable += drawn.unreadable
    }
    return CastSheetJSON.written(
      sheet, files: names, unreadable: unreadable, downloads: addresses)
  }

  /// Returns the path of a new temporary file.
  private static func newFile(_ suffix: String, in gallery: OpenGallery) -> FilePath {
    gallery.drops.folder.path.appending("cast-\(AccessControl.secret()).\(suffix)".utf8)
  }

  /// Returns the name to save a sheet under, without its suffix.
  private static func castSheetName(_ request: DrawCastSheet) -> String {
    if let project = request.project {
      return Drops.fileName("\(project.folder.name.text)-cast")
    }
    return request.elements.count == 1 ? "\(request.elements[0].name)-cast" : "cast"
  }
}

/// The formats of a cast sheet.
private enum CastSheetFormat: String, CaseIterable {
  case pdf, png
}
