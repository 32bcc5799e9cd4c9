internal import Library
internal import Media

/// Works out a timeline from the takes that a library has.
struct TimelinePlanner {
  let verb: MakeTimeline
  let library: ElementLibrary
  let contents: Contents

  /// A shot with what the library knows about it.
  private struct KnownShot {
    let shot: FilmShot
    let exports: [ExportRecord]
    let takes: [ShotTake]

    /// The take that was approved last; otherwise the one that was kept last; otherwise the newest
    /// undecided one.
    var chosen: ShotTake? {
      [Take.Result.approved, .kept, .new].lazy
        .compactMap { result in takes.first { $0.take.result == result } }.first
    }
  }

  /// Plans the timeline of shot files.
  func plan(_ film: FilmShots) throws -> TimelinePlan {
    let taken = try ShotTakes(of: film.shots, in: contents)
    let known = try film.shots.map { shot in
      let exports = taken.exports(of: shot)
      return KnownShot(shot: shot, exports: exports, takes: try taken.takes(of: exports))
    }
    let used = known.filter { $0.shot.isCertain || !$0.exports.isEmpty }
    let others = known.filter { !$0.shot.isCertain && $0.exports.isEmpty }.map(\.shot.path)
    guard !used.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        "\(verb.shots.first ?? .unnamed): no shot file found",
        fix: "name the shot files, or the folder that they are in")
    }
    let timecode = try verb.timecode ?? ownTimecode(of: used)
    guard let start = timecode.frame(of: verb.start) else { throw badStart(timecode) }
    var places = MediaPlaces(folder: verb.mediaFolder, output: verb.output)
    var shots: [(shot: TimelinePlan.Shot, item: RoughCut.Item)] = []
    var position = 0
    for entry in used {
      var planned = try plan(entry, timecode.rate, &places)
      planned.shot.position = position
      position += planned.item.frameCount
      shots.append(planned)
    }
    return TimelinePlan(
      path: verb.output, mediaFolder: places.folder, timecode: timecode, start: start,
      shots: shots.map(\.shot), files: places.files,
      skipped: others + film.unreadable,
      isTruncated: taken.isTruncated, cut: cut(shots.map(\.item), timecode, start))
  }

  // MARK: The whole

  /// Returns the rate of the first shown take if editing programs work with it, otherwise 24.
  private func ownTimecode(of shots: [KnownShot]) throws -> TimecodeRate {
    for shot in shots {
      guard let chosen = shot.chosen, let film = try facts(of: chosen.blob)?.film else { continue }
      guard let rate = film.framesPerSecond.flatMap(FrameRate.init(nearest:)), rate.isForEditing
      else { break }
      return TimecodeRate(rate)
    }
    return .film
  }

  private func badStart(_ timecode: TimecodeRate) -> ElementLibraryError {
    .invalidRequest(
      "\(sanitized(verb.start)) is not a timecode at \(timecode)",
      fix: "write hours, minutes, seconds and frames below \(timecode.rate.nominal), such as "
        + "01:00:00:00")
  }

  private func cut(
    _ items: [RoughCut.Item], _ timecode: TimecodeRate, _ start: Int
  ) -> RoughCut {
    let stem = verb.output.map { String(decoding: $0.stem, as: UTF8.self) }
    let size = items.lazy.compactMap(\.clip).filter { $0.media.length != nil }
      .compactMap(\.media.size).first
    return RoughCut(
      name: stem ?? "timeline", timecode: timecode, start: start, size: size, items: items,
      metadata: [
        "rate": timecode.description, "start": timecode.text(of: start),
        "dropFrame": timecode.isDropFrame,
      ])
  }

  // MARK: A shot

  /// The take that a shot shows, with its file.
  private struct Shown {
    let take: ShotTake
    let media: Media
    /// Its length in frames of the timeline; `nil` if it has none of its own.
    let frameCount: Int?
  }

  /// Plans one shot, and reserves names for the files of its takes.
  private func plan(
    _ known: KnownShot, _ rate: FrameRate, _ places: inout MediaPlaces
  ) throws -> (shot: TimelinePlan.Shot, item: RoughCut.Item) {
    let stated = (known.shot.seconds ?? MakeTimeline.defaultSeconds) * 1000
    let reader = TakeReader(
      rate: rate, name: known.shot.name, statedMilliseconds: stated, library: library)
    let shown = try shown(known, reader, &places)
    let others = verb.isOnlyKept ? [] : known.takes.filter { $0.blob != shown?.take.blob }
    // A gap can't refer to files, so those of its takes are not written.
    let media =
      try shown == nil
      ? [] : others.map { reader.media(of: $0, try facts(of: $0.blob), &places) }
    let findings = try findings(known, shown, reader)
    let elements = try shown.map { try self.elements(of: $0.take.export) } ?? []
    let words = TakeWords(elements: elements)
    let item = RoughCut.Item(
      name: known.shot.name, frameCount: shown?.frameCount ?? rate.frames(nearest: stated),
      clip: shown.map { RoughCut.Clip($0.media, alternatives: media) },
      marker: words.marker(shown?.take, findings),
      metadata: words.metadata(
        shown?.take, path: known.shot.path, others: shown == nil ? others : []))
    let shot = TimelinePlan.Shot(
      path: known.shot.path, name: known.shot.name, content: Self.content(shown?.media),
      frameCount: item.frameCount, take: shown?.take.take, export: shown?.take.export,
      elements: elements, file: shown?.media.location?.path.name.text,
      others: others.enumerated().map { index, other in
        let file = media.indices.contains(index) ? media[index].location?.path.name.text : nil
        return TimelinePlan.Other(take: other.take, file: file)
      }, findings: findings)
    return (shot, item)
  }

  /// Returns the take that a shot shows; `nil` if there is none, or if it is shorter than a frame.
  private func shown(
    _ known: KnownShot, _ reader: TakeReader, _ places: inout MediaPlaces
  ) throws -> Shown? {
    guard let chosen = known.chosen else { return nil }
    let facts = try facts(of: chosen.blob)
    let frameCount = reader.frameCount(of: facts)
    guard frameCount != 0 else { return nil }
    return Shown(
      take: chosen, media: reader.media(of: chosen, facts, &places), frameCount: frameCount)
  }

  /// Returns what is unusual about a shot.
  private func findings(
    _ known: KnownShot, _ shown: Shown?, _ reader: TakeReader
  ) throws -> [Finding] {
    var findings: [Finding] = []
    if let shown {
      findings += try reader.findings(shown.media, facts(of: shown.take.blob))
      if shown.take.export.shot.sha256 != known.shot.digest {
        findings.append(.earlierShot(shown.take.export))
      }
    } else {
      findings.append(known.chosen == nil ? .gap(in: known.exports, known.takes) : .shortTake)
    }
    if shown?.frameCount == nil, known.shot.seconds == nil { findings.append(.unknownLength) }
    return findings
  }

  private static func content(_ media: Media?) -> TimelinePlan.Content {
    guard let media else { return .gap }
    if media.location == nil { return .missing }
    return media.hasPicture ? media.length == nil ? .still : .clip : .sound
  }

  /// Returns what an examination of a take's file found; `nil` if it was not examined.
  private func facts(of blob: Digest) throws -> FileFacts? {
    try contents.blobs.facts(of: blob, as: .unnamed)
  }

  /// Returns the elements that an export sent, with the numbers of their revisions.
  private func elements(of export: ExportRecord) throws -> [TimelinePlan.Element] {
    try export.elements.map { sent in
      let number = try contents.revision(sent.revision)?.revision.sequence
      let isSingle =
        try number.map { try contents.revisions(of: sent.element, sequence: $0).count == 1 }
      return TimelinePlan.Element(
        handle: sent.handle, revision: sent.revision, number: isSingle == true ? number : nil)
    }
  }
}

extension Finding {
  fileprivate static var shortTake: Finding {
    Finding(
      .timelineGap, .note, message: "the take is shorter than a frame",
      fix: "reject it, and keep another")
  }

  /// The note that a shot has no take to show: how far it has come, and what to do next.
  fileprivate static func gap(in exports: [ExportRecord], _ takes: [ShotTake]) -> Finding {
    if exports.isEmpty {
      return Finding(
        .timelineGap, .note, message: "was not exported from this library",
        fix: "castbook export, then castbook take add")
    }
    return Finding(
      .timelineGap, .note,
      message: takes.isEmpty
        ? "no take was recorded" : "\(Quantity.count(takes.count, "take")), all rejected",
      fix: "castbook take add FILE --bundle \(exports[0].bundle.hex.prefix(8))")
  }

  fileprivate static func earlierShot(_ export: ExportRecord) -> Finding {
    Finding(
      .timelineEarlierShot, .note,
      message: "the shot file was changed since the export of \(export.at.day)",
      fix: "look at the take, or export the shot again")
  }

  fileprivate static var unknownLength: Finding {
    Finding(
      .timelineUnknownLength, .note,
      message: "states no length: \(MakeTimeline.defaultSeconds) s are used",
      fix: "set duration in the shot file")
  }
}
