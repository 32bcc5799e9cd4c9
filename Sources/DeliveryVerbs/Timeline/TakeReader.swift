internal import Library

/// Reads how the file of a take can be shown in a timeline.
struct TakeReader {
  /// The rate of the timeline.
  let rate: FrameRate
  /// The name of the shot.
  let name: String
  /// The length that the shot states, in milliseconds.
  let statedMilliseconds: Int
  let library: ElementLibrary

  /// Returns the media of a take, whose file gets a name if it is here.
  func media(
    of take: ShotTake, _ facts: FileFacts?, _ places: inout MediaPlaces
  ) -> Media {
    let byteCount = library.store.blobs.byteCount(of: take.blob)
    let format = byteCount == nil ? nil : facts?.format ?? .unknown
    let fileName = places.name(of: take.blob, in: name, format, byteCount: byteCount ?? 0)
    let medium = facts?.format?.medium
    let path = FilePath(fileName) ?? .unnamed
    return Media(
      name: String(decoding: format == nil ? path.bytes[...] : path.stem, as: UTF8.self),
      location: format == nil ? nil : places.location(of: fileName), length: length(of: facts),
      size: facts?.film?.size ?? facts?.clip?.size ?? facts?.image?.size,
      sound: facts?.sound.map { Media.Sound(channelCount: $0.channels, samplesPerSecond: $0.rate) },
      hasPicture: medium != .sound, digest: take.blob, note: TakeWords.note(take.take),
      metadata: TakeWords.metadata(take))
  }

  /// Returns the length of a clip or a sound; `nil` for a picture and a file that was not examined.
  ///
  /// A clip whose frames can't be counted has the length that its header states, or else its shot.
  private func length(of facts: FileFacts?) -> Media.Length? {
    guard let facts else { return nil }
    if let film = facts.film, let own = film.framesPerSecond.flatMap(FrameRate.init(nearest:)) {
      return Media.Length(film.frameCount, at: own)
    }
    switch facts.format?.medium {
    case .clip:
      let known = facts.film?.milliseconds ?? facts.clip?.milliseconds ?? statedMilliseconds
      return Media.Length(rate.frames(in: known, at: .milliseconds), at: rate)
    case .sound: return facts.sound.map { Media.Length($0.milliseconds, at: .milliseconds) }
    default: return nil
    }
  }

  /// Returns how many frames of the timeline a file fills; `nil` if it has no length.
  func frameCount(of facts: FileFacts?) -> Int? {
    guard let length = length(of: facts) else { return nil }
    let counted = rate.frames(in: length.frameCount, at: length.rate)
    // The average of a varying rate makes a clip longer if its last frame is shorter than others.
    guard let film = facts?.film, film.isVariable else { return counted }
    return min(counted, rate.frames(in: film.milliseconds, at: .milliseconds))
  }

  /// Returns what is unusual about the file that a shot shows.
  func findings(_ media: Media, _ facts: FileFacts?) -> [Finding] {
    guard media.location != nil else {
      let isElsewhere = library.isElsewhere(media.digest)
      return [
        Finding(
          .timelineMissingMedia, .warning,
          message: isElsewhere
            ? "the take's file is in the team's store, not here"
            : "the take's file is missing in this library",
          fix: isElsewhere ? "castbook fetch --all" : "castbook doctor")
      ]
    }
    guard media.hasPicture, let own = media.length?.rate else { return [] }
    if facts?.film?.framesPerSecond == nil {
      return [otherRate("the take's frame rate is unknown", fix: "castbook doctor")]
    }
    if facts?.film?.isVariable == true {
      return [otherRate("the take's frame rate varies", fix: "convert it to \(rate.name) fps")]
    }
    guard own != rate else { return [] }
    return [
      otherRate(
        "the take has \(own.name) fps, the timeline \(rate.name)", fix: nil,
        measured: own.name, limit: rate.name)
    ]
  }

  private func otherRate(
    _ message: String, fix: String?, measured: String? = nil, limit: String? = nil
  ) -> Finding {
    Finding(
      .timelineOtherRate, .note, message: message, fix: fix, measured: measured, limit: limit,
      unit: measured == nil ? nil : "fps")
  }
}
