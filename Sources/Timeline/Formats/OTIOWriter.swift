internal import Model

/// Writes a rough cut as an OpenTimelineIO document.
///
/// Members are in the order in which OpenTimelineIO itself writes them.
struct OTIOWriter {
  let cut: RoughCut

  private typealias Member = JSONValue.Member

  /// The key of the media that a clip shows; it is the default key of OpenTimelineIO.
  private static let activeKey = "DEFAULT_MEDIA"

  var bytes: [UInt8] { Array("\(document.indentedText)\n".utf8) }

  private var rate: FrameRate { cut.timecode.rate }

  private var document: JSONValue {
    let hasSound = cut.items.contains { $0.clip?.media.sound != nil }
    let video = track("V1", kind: "Video", cut.items.map(videoItem))
    let audio = hasSound ? [track("A1", kind: "Audio", cut.items.map(audioItem))] : []
    return .object([
      Member("OTIO_SCHEMA", "Timeline.1"), Member("metadata", metadata(cut.metadata)),
      Member("name", cut.name), Member("global_start_time", time(cut.start, rate)),
      .init(
        "tracks",
        composable("Stack.1", name: "tracks", more: [Member("children", .array([video] + audio))])),
    ])
  }

  // MARK: Items

  private func track(_ name: String, kind: String, _ children: [JSONValue]) -> JSONValue {
    composable(
      "Track.1", name: name, more: [Member("children", .array(children)), Member("kind", kind)])
  }

  /// An item of the video track. The marker is only here, so that it is not there twice.
  private func videoItem(_ item: RoughCut.Item) -> JSONValue {
    guard let clip = item.clip, clip.media.hasPicture else { return gap(item, hasMarker: true) }
    return self.clip(item, clip, hasMarker: true)
  }

  private func audioItem(_ item: RoughCut.Item) -> JSONValue {
    guard let clip = item.clip, clip.media.sound != nil else {
      return gap(item, hasMarker: false)
    }
    return self.clip(item, clip, hasMarker: false)
  }

  private func gap(_ item: RoughCut.Item, hasMarker: Bool) -> JSONValue {
    composable(
      "Gap.1", name: item.name, item.metadata, range: range(item.frameCount, rate),
      markers: hasMarker ? [marker(item.marker, "RED")] : [])
  }

  private func clip(
    _ item: RoughCut.Item, _ clip: RoughCut.Clip, hasMarker: Bool
  ) -> JSONValue {
    let references =
      [Member(Self.activeKey, reference(clip.media))]
      + clip.alternatives.map { Member($0.key, reference($0)) }
    return composable(
      "Clip.2", name: item.name, item.metadata, range: range(item.frameCount, rate),
      markers: hasMarker ? [marker(item.marker, "GREEN")] : [],
      more: [
        Member("media_references", .object(references)),
        Member("active_media_reference_key", Self.activeKey),
      ])
  }

  private func reference(_ media: Media) -> JSONValue {
    var members: [Member] = [
      Member("OTIO_SCHEMA", media.location == nil ? "MissingReference.1" : "ExternalReference.1"),
      Member("metadata", metadata(media.metadata)), Member("name", media.name),
      Member("available_range", media.length.map { range($0.frameCount, $0.rate) } ?? .null),
      Member("available_image_bounds", .null),
    ]
    if let location = media.location { members.append(Member("target_url", location.relativeURL)) }
    return .object(members)
  }

  private func marker(_ marker: RoughCut.Marker, _ color: String) -> JSONValue {
    .object([
      Member("OTIO_SCHEMA", "Marker.2"), Member("metadata", .object([])),
      Member("name", marker.name), Member("color", color), Member("marked_range", range(1, rate)),
      Member("comment", marker.comment),
    ])
  }

  // MARK: Parts

  /// Returns an object with the members that clips, gaps, tracks and stacks have in common.
  private func composable(
    _ schema: String, name: String, _ data: JSONValue = [:], range: JSONValue = .null,
    markers: [JSONValue] = [], more: [Member] = []
  ) -> JSONValue {
    .object(
      [
        Member("OTIO_SCHEMA", schema), Member("metadata", metadata(data)), Member("name", name),
        Member("source_range", range), Member("effects", .array([])),
        Member("markers", .array(markers)), Member("enabled", true), Member("color", .null),
      ] + more)
  }

  private func metadata(_ data: JSONValue) -> JSONValue {
    data.members?.isEmpty == true ? .object([]) : .object([Member("castbook", data)])
  }

  /// Returns a range from the first of some frames.
  private func range(_ frameCount: Int, _ rate: FrameRate) -> JSONValue {
    .object([
      Member("OTIO_SCHEMA", "TimeRange.1"), Member("duration", time(frameCount, rate)),
      Member("start_time", time(0, rate)),
    ])
  }

  private func time(_ frame: Int, _ rate: FrameRate) -> JSONValue {
    .object([
      Member("OTIO_SCHEMA", "RationalTime.1"), Member("rate", .number("\(rate.framesPerSecond)")),
      Member("value", .number("\(frame).0")),
    ])
  }
}
