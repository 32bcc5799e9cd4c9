internal import Castbook
internal import Files

extension Hub {
  /// A preview that was made before, which is most of what a page asks for.
  func fileAtOnce(_ visit: Visit) -> WebAnswer? {
    let parts = visit.target.parts
    guard parts.count == 4, parts[3] == "preview", let blob = Digest(hex: parts[2]),
      let side = Self.side(visit.target),
      let file = try? ReadableFile.open(previews.path(of: blob, side))
    else { return nil }
    return preview(of: blob, side, visit.ifNoneMatch) {
      .file(file, offset: 0, count: file.byteCount)
    }
  }

  private static func side(_ target: WebTarget) -> Previews.Side? {
    target["side"].flatMap(Int.init).flatMap(Previews.Side.init)
  }

  /// What was looked at is asked for again each time, so that what was erased is not shown from a store.
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

  /// A file of the library, or what is made of it.
  func file(_ visit: Visit, _ parts: [String]) async throws -> WebAnswer {
    guard let name = parts.first, parts.count <= 2 else { throw Refusal.notThere }
    let blob = try digest(name)
    guard let place = library.place(of: blob) else { throw Refusal.notThere }
    switch parts.dropFirst().first {
    case nil: return try original(blob, place, visit)
    case "preview":
      guard let side = Self.side(visit.target) else {
        let sides = Previews.Side.allCases.map { String($0.rawValue) }.joined(separator: ", ")
        throw Refusal.wrong("side is not one of \(sides)")
      }
      guard let bytes = await previews.preview(of: blob, side) else { throw Refusal.notThere }
      return preview(of: blob, side, visit.ifNoneMatch) { .bytes(bytes) }
    case "voice": return .json(try await voice(blob, place))
    case "stills": return .json(try await stills(blob, place, visit.target))
    default: throw Refusal.notThere
    }
  }

  private func original(_ blob: Digest, _ place: FilePath, _ visit: Visit) throws -> WebAnswer {
    guard let file = try? ReadableFile.open(place) else { throw Refusal.notThere }
    let format = try library.format(of: blob)
    let tag = "\"\(blob.hex)\""
    var headers = [
      ("Content-Type", format.flatMap(Self.harmlessType) ?? "application/octet-stream"),
      ("ETag", tag), ("Cache-Control", "private, no-cache"), ("Accept-Ranges", "bytes"),
      WebAnswer.nothingRuns,
    ]
    if let name = visit.target["name"] {
      headers.append(("Content-Disposition", Self.attachment(name)))
    } else if format.flatMap(Self.harmlessType) == nil {
      headers.append(("Content-Disposition", "attachment"))
    }
    if visit.ifNoneMatch == tag {
      return WebAnswer(status: 304, body: .bytes([]), headers: headers)
    }
    let range = visit.ifRange == nil || visit.ifRange == tag ? visit.range : nil
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

  /// The type of what a browser shows or plays and never runs.
  static func harmlessType(_ format: MediaFormat) -> String? {
    switch format {
    case .jpeg, .png, .webp, .gif, .bmp, .tiff, .heic, .avif, .mp4, .mov, .m4v, .webm, .mkv, .avi,
      .wav,
      .mp3, .m4a, .aac, .flac, .ogg, .aiff:
      format.mediaType
    default: nil
    }
  }

  /// `attachment` under a name, in which nothing ends the header.
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

  private func voice(_ blob: Digest, _ place: FilePath) async throws -> JSONValue {
    let targets = try targets(nil)
    let name = FilePath("voice") ?? .nameless
    let cutting = Voicing(targets: targets, cutLength: Voicing.usualLength)
    // What is to be cut is held to no target, so it is heard once more as it is.
    async let cut = cutting.listen(to: name, at: place)
    let heard = await Voicing(targets: targets).listen(to: name, at: place)
    guard heard.sound != nil else { throw Refusal.notThere }
    return VoiceJSON.heard(heard, cuts: await cut.cuts)
  }

  private func stills(
    _ blob: Digest, _ place: FilePath, _ target: WebTarget
  ) async throws -> JSONValue {
    let best = try number(target, "best", in: 1...Stilling.mostStills) ?? 4
    let name = FilePath("clip") ?? .nameless
    let taken = try await Stilling(targets: targets(nil), best: best).take(from: name, at: place)
    let pictures = taken.stills.map { still in downloads.keepPicture(still.bytes, still.file) }
    return StillsJSON.seen(taken, pictures)
  }
}
