internal import Castbook
internal import Files

extension Router {
  /// Returns a preview that already exists, the most frequent request of a page; `nil` otherwise.
  func existingPreview(_ request: Request) -> WebResponse? {
    let parts = request.target.parts
    guard parts.count == 4, parts[3] == "preview", let blob = Digest(hex: parts[2]),
      let side = Self.side(request.target),
      let file = try? ReadableFile.open(previews.path(of: blob, side))
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
  private func preview(
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

  /// Answers a request for a file of the library or for something derived from it.
  func file(_ request: Request, _ parts: [String]) async throws -> WebResponse {
    guard let name = parts.first, parts.count <= 2 else { throw Refusal.notFound }
    let blob = try digest(name)
    guard let path = library.path(of: blob) else { throw Refusal.notFound }
    switch parts.dropFirst().first {
    case nil: return try original(blob, path, request)
    case "preview":
      guard let side = Self.side(request.target) else {
        let sides = Previews.Side.allCases.map { String($0.rawValue) }.joined(separator: ", ")
        throw Refusal.badRequest("side is not one of \(sides)")
      }
      guard let bytes = await previews.preview(of: blob, side) else { throw Refusal.notFound }
      return preview(of: blob, side, request.ifNoneMatch) { .bytes(bytes) }
    case "voice": return .json(try await voice(blob, path))
    case "stills": return .json(try await stills(blob, path, request.target))
    default: throw Refusal.notFound
    }
  }

  /// Returns the original file, or the range that the request names.
  private func original(_ blob: Digest, _ path: FilePath, _ request: Request) throws -> WebResponse
  {
    guard let file = try? ReadableFile.open(path) else { throw Refusal.notFound }
    let format = try library.format(of: blob)
    let tag = "\"\(blob.hex)\""
    var headers = [
      ("Content-Type", format.flatMap(Self.displayableType) ?? "application/octet-stream"),
      ("ETag", tag), ("Cache-Control", "private, no-cache"), ("Accept-Ranges", "bytes"),
      WebResponse.sandboxPolicy,
    ]
    if let name = request.target["name"] {
      headers.append(("Content-Disposition", Self.attachment(name)))
    } else if format.flatMap(Self.displayableType) == nil {
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

  /// Returns the media type of a format that browsers display or play and never execute;
  /// `nil` for all others.
  static func displayableType(_ format: MediaFormat) -> String? {
    switch format {
    case .jpeg, .png, .webp, .gif, .bmp, .tiff, .heic, .avif, .mp4, .mov, .m4v, .webm, .mkv, .avi,
      .wav,
      .mp3, .m4a, .aac, .flac, .ogg, .aiff:
      format.mediaType
    default: nil
    }
  }

  /// Returns the value of a `Content-Disposition` header that saves the file under a name.
  ///
  /// Characters that could end the header are replaced or percent-encoded.
  static func attachment(_ name: String) -> String {
    let plain = name.unicodeScalars.map { scalar in
      scalar.isASCII && scalar.value >= 32 && !"\"\\/%;".unicodeScalars.contains(scalar)
        && scalar.value < 127
        ? Character(scalar) : "_"
    }
    let whole = name.utf8.prefix(600).percentEncoded
    return
      "attachment; filename=\"\(String(plain.prefix(200)))\"; filename*=UTF-8''\(whole)"
  }

  // MARK: Sounds and clips

  /// Measures a voice recording and finds its best parts.
  private func voice(_ blob: Digest, _ path: FilePath) async throws -> JSONValue {
    let targets = try targets(nil)
    let name = FilePath("voice") ?? .unnamed
    let cutting = VoiceAnalysis(targets: targets, cutLength: VoiceAnalysis.defaultLength)
    // Cutting checks no targets, so the whole file is inspected as well.
    async let cut = cutting.listen(to: ListedFile(name, at: path))
    let report = try await VoiceAnalysis(targets: targets).listen(to: ListedFile(name, at: path))
    guard report.sound != nil else { throw Refusal.notFound }
    return GalleryJSON.heard(report, cuts: try await cut.cuts)
  }

  /// Finds the best stills of a clip and keeps them for download.
  private func stills(
    _ blob: Digest, _ path: FilePath, _ target: WebTarget
  ) async throws -> JSONValue {
    let best = try number(target, "best", in: 1...Stills.maximumStills) ?? 4
    let name = FilePath("clip") ?? .unnamed
    let result = try await Stills(targets: targets(nil), best: best)
      .extract(from: ListedFile(name, at: path))
    let pictures = result.stills.map { still in downloads.keepPicture(still.bytes, still.file) }
    return GalleryJSON.stills(result, pictures)
  }
}
