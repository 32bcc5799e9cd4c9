internal import Castbook
internal import Files

extension Hub {
  /// Returns a preview that exists already, which is what a page asks for most; `nil`
  /// otherwise.
  func fileAtOnce(_ request: Visit) -> WebAnswer? {
    let parts = request.target.parts
    guard parts.count == 4, parts[3] == "preview", let blob = Digest(hex: parts[2]),
      let side = Self.side(request.target), let file = try? ReadableFile.open(previews.path(of: blob, side))
    else { return nil }
    return preview(of: blob, side, request.ifNoneMatch) {
      .file(file, offset: 0, count: file.byteCount)
    }
  }

  /// Returns the size of preview that the query names.
  private static func side(_ target: WebTarget) -> Previews.Side? {
    target["side"].flatMap(Int.init).flatMap(Previews.Side.init)
  }

  /// Returns a preview. Browsers must ask again each time, so that an erased picture is
  /// not shown from their cache.
  ///
  /// - Parameter known: The tag of the version that the browser has.
  private func preview(
    of blob: Digest, _ side: Previews.Side, _ known: String?, _ body: () -> WebAnswer.Body
  ) -> WebAnswer {
    let tag = "\"\(blob.hex)-\(side.rawValue)\""
    let headers = [
      ("Content-Type", "image/jpeg"), ("ETag", tag), ("Cache-Control", "private, no-cache"),
      WebAnswer.nothingRuns,
    ]
    if known == tag { return WebAnswer(status: 304, body: .bytes([]), headers: headers) }
    return WebAnswer(body: body(), headers: headers)
  }

  /// Answers a request for a file of the library or for something derived from it.
  func file(_ request: Visit, _ parts: [String]) async throws -> WebAnswer {
    guard let name = parts.first, parts.count <= 2 else { throw Refusal.notThere }
    let blob = try digest(name)
    guard let path = library.place(of: blob) else { throw Refusal.notThere }
    switch parts.dropFirst().first {
    case nil: return try original(blob, path, request)
    case "preview":
      guard let side = Self.side(request.target) else {
        let sides = Previews.Side.allCases.map { String($0.rawValue) }.joined(separator: ", ")
        throw Refusal.wrong("side is not one of \(sides)")
      }
      guard let bytes = await previews.preview(of: blob, side) else { throw Refusal.notThere }
      return preview(of: blob, side, request.ifNoneMatch) { .bytes(bytes) }
    case "voice": return .json(try await voice(blob, path))
    case "stills": return .json(try await stills(blob, path, request.target))
    default: throw Refusal.notThere
    }
  }

  /// Returns the original file, or the range that the request names.
  private func original(_ blob: Digest, _ path: FilePath, _ request: Visit) throws -> WebAnswer {
    guard let file = try? ReadableFile.open(path) else { throw Refusal.notThere }
    let format = try library.format(of: blob)
    let tag = "\"\(blob.hex)\""
    var headers = [
      ("Content-Type", format.flatMap(Self.harmlessType) ?? "application/octet-stream"),
      ("ETag", tag), ("Cache-Control", "private, no-cache"), ("Accept-Ranges", "bytes"),
      WebAnswer.nothingRuns,
    ]
    if let name = request.target["name"] {
      headers.append(("Content-Disposition", Self.attachment(name)))
    } else if format.flatMap(Self.harmlessType) == nil {
      headers.append(("Content-Disposition", "attachment"))
    }
    if request.ifNoneMatch == tag {
      return WebAnswer(status: 304, body: .bytes([]), headers: headers)
    }
    let range = request.ifRange == nil || request.ifRange == tag ? request.range : nil
    switch ByteRange.wish(range, of: file.byteCount) {
    case .whole:
      return WebAnswer(body: .file(file, offset: 0, count: file.byteCount), headers: headers)
    case .part(let part):
      let last = part.offset + part.count - 1
      headers.append(("Content-Range", "bytes \(part.offset)-\(last)/\(file.byteCount)"))
      return WebAnswer(
        status: 206, body: .file(file, offset: part.offset, count: part.count), headers: headers)
    case .beyond:
      return WebAnswer(
        status: 416, body: .bytes([]),
        headers: headers + [("Content-Range", "bytes */\(file.byteCount)")])
    }
  }

  /// Returns the media type of a format that browsers display or play and never execute;
  /// `nil` for all others.
  static func harmlessType(_ format: MediaFormat) -> String? {
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
    let name = FilePath("voice") ?? .nameless
    let cutting = Voicing(targets: targets, cutLength: Voicing.usualLength)
    // Cutting checks no targets, so the file is inspected a second time as it is.
    async let cut = cutting.listen(to: name, at: path)
    let report = await Voicing(targets: targets).listen(to: name, at: path)
    guard report.sound != nil else { throw Refusal.notThere }
    return VoiceJSON.heard(report, cuts: await cut.cuts)
  }

  /// Finds the best stills of a clip and keeps them for download.
  private func stills(
    _ blob: Digest, _ path: FilePath, _ target: WebTarget
  ) async throws -> JSONValue {
    let best = try number(target, "best", in: 1...Stilling.mostStills) ?? 4
    let name = FilePath("clip") ?? .nameless
    let result = try await Stilling(targets: targets(nil), best: best).take(from: name, at: path)
    let pictures = result.stills.map { still in downloads.keepPicture(still.bytes, still.file) }
    return StillsJSON.seen(result, pictures)
  }
}
