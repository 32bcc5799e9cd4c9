internal import Castbook
internal import Files

/// A request for a file of the library, or for something derived from it.
struct LibraryFile: RouteInput {
  let context: RequestContext
  let request: Request
  let digest: Digest
  let path: FilePath

  init(context: RequestContext, request: Request) throws {
    (self.context, self.request) = (context, request)
    digest = try Digest(requested: context.parameter)
    guard let path = context.library.path(of: digest) else { throw Refusal.notFound }
    self.path = path
  }
}

/// The requests for files: those of the library, and those that were made for download.
enum FileRoutes {
  /// Returns the original file, or the range that the request names.
  static func original(_ wanted: LibraryFile) throws -> WebResponse {
    let request = wanted.request
    guard let file = try? ReadableFile.open(wanted.path) else { throw Refusal.notFound }
    let displayableType = try wanted.library.format(of: wanted.digest)?.displayableType
    let tag = "\"\(wanted.digest.hex)\""
    var headers = [
      ("Content-Type", displayableType ?? "application/octet-stream"),
      ("ETag", tag), ("Cache-Control", "private, no-cache"), ("Accept-Ranges", "bytes"),
      WebResponse.sandboxPolicy,
    ]
    if let name = wanted.target["name"] {
      headers.append(("Content-Disposition", WebResponse.attachment(name)))
    } else if displayableType == nil {
      headers.append(("Content-Disposition", "attachment"))
    }
    if request.ifNoneMatch == tag {
      return WebResponse(status: 304, body: .bytes([]), headers: headers)
    }
    let range = request.ifRange == nil || request.ifRange == tag ? request.range : nil
    switch ByteRange.parse(range, of: file.byteCount) {
    case .whole:
      return WebResponse(body: .file(file, offset: 0, count: file.byteCount), headers: headers)
    case .part(let part):
      let last = part.offset + part.count - 1
      headers.append(("Content-Range", "bytes \(part.offset)-\(last)/\(file.byteCount)"))
      return WebResponse(
        status: 206, body: .file(file, offset: part.offset, count: part.count), headers: headers)
    case .unsatisfiable:
      return WebResponse(
        status: 416, body: .bytes([]),
        headers: headers + [("Content-Range", "bytes */\(file.byteCount)")])
    }
  }

  /// Returns a reduced picture, which is made if it doesn't exist yet.
  static func preview(_ wanted: LibraryFile) async throws -> WebResponse {
    guard let side = side(wanted.target) else {
      let sides = Previews.Side.allCases.map { String($0.rawValue) }.joined(separator: ", ")
      throw Refusal.badRequest("side is not one of \(sides)")
    }
    guard let bytes = await wanted.gallery.previews.preview(of: wanted.digest, side) else {
      throw Refusal.notFound
    }
    return preview(of: wanted.digest, side, wanted.request.ifNoneMatch) { .bytes(bytes) }
  }

  /// Returns a preview that already exists, the most frequent request of a page; `nil` otherwise.
  static func existingPreview(_ request: Request, _ gallery: OpenGallery) -> WebResponse? {
    let parts = request.target.parts
    guard parts.count == 4, parts.starts(with: ["api", "files"]), parts[3] == "preview",
      let blob = Digest(hex: parts[2]), let side = side(request.target),
      let file = try? ReadableFile.open(gallery.previews.path(of: blob, side))
    else { return nil }
    return preview(of: blob, side, request.ifNoneMatch) {
      .file(file, offset: 0, count: file.byteCount)
    }
  }

  /// Returns the size of preview that the query names.
  private static func side(_ target: WebTarget) -> Previews.Side? {
    target["side"].flatMap(Int.init).flatMap(Previews.Side.init)
  }

  /// Returns a preview. Browsers must revalidate it each time, so an erased picture is not shown
  /// from their cache.
  ///
  /// - Parameter known: The tag of the version that the browser has.
  private static func preview(
    of blob: Digest, _ side: Previews.Side, _ known: String?, _ body: () -> WebResponse.Body
  ) -> WebResponse {
    let tag = "\"\(blob.hex)-\(side.rawValue)\""
    let headers = [
      ("Content-Type", "image/jpeg"), ("ETag", tag), ("Cache-Control", "private, no-cache"),
      WebResponse.sandboxPolicy,
    ]
    if known == tag { return WebResponse(status: 304, body: .bytes([]), headers: headers) }
    return WebResponse(body: body(), headers: headers)
  }

  /// Measures a voice recording and finds its best parts.
  static func voice(_ wanted: LibraryFile) async throws -> JSONValue {
    let path = wanted.path
    let targets = try wanted.gallery.targets()
    let name = FilePath("voice") ?? .unnamed
    let cutting = VoiceAnalysis(targets: targets, cutLength: VoiceAnalysis.defaultLength)
    // Cutting checks no targets, so the whole file is inspected as well.
    async let cut = cutting.listen(to: ListedFile(name, at: path))
    let report = try await VoiceAnalysis(targets: targets).listen(to: ListedFile(name, at: path))
    guard report.sound != nil else { throw Refusal.notFound }
    return GalleryJSON.heard(report, cuts: try await cut.cuts)
  }

  /// Finds the best stills of a clip and keeps them for download.
  static func stills(_ wanted: LibraryFile) async throws -> JSONValue {
    let gallery = wanted.gallery
    let best = try wanted.target.number("best", in: 1...Stills.maximumStills) ?? 4
    let name = FilePath("clip") ?? .unnamed
    let result = try await Stills(targets: gallery.targets(), best: best)
      .extract(from: ListedFile(name, at: wanted.path))
    let pictures = result.stills.map { still in
      gallery.downloads.keepPicture(still.bytes, still.file)
    }
    return GalleryJSON.stills(result, pictures)
  }

  /// Returns a kept file. Throws `Refusal` with status 404 when it was dropped.
  static func download(_ context: RequestContext) throws -> WebResponse {
    guard let item = context.gallery.downloads.item(context.parameter) else {
      throw Refusal.notFound
    }
    var headers = [("Content-Type", item.type), WebResponse.noStore, WebResponse.sandboxPolicy]
    if let name = item.name {
      headers.append(("Content-Disposition", WebResponse.attachment(name)))
    }
    guard let path = item.path else {
      return WebResponse(body: .bytes(item.bytes), headers: headers)
    }
    guard let file = try? ReadableFile.open(path) else { throw Refusal.notFound }
    return WebResponse(body: .file(file, offset: 0, count: file.byteCount), headers: headers)
  }
}
