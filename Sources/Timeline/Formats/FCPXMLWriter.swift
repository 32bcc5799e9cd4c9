internal import Model

/// Writes a rough cut as Final Cut Pro XML 1.11.
///
/// All times of the timeline are multiples of its frame's length, as Final Cut Pro requires. A clip
/// with other takes is an audition, whose first one is shown.
struct FCPXMLWriter {
  let cut: RoughCut
  /// The formats in the order of their numbers; the first one is that of the timeline.
  private let formats: [Format]
  /// The files in the order of their numbers, each once.
  private let files: [Media]

  /// The size and the frames of pictures.
  private struct Format: Hashable {
    /// `nil` for a picture, which lasts as long as it is shown.
    var rate: FrameRate?
    var size: PixelSize?
  }

  /// The size of a timeline without pictures.
  private static let defaultSize = PixelSize(width: 1920, height: 1080)

  init(cut: RoughCut) {
    self.cut = cut
    var formats = [Format(rate: cut.timecode.rate, size: cut.size ?? Self.defaultSize)]
    var files: [Media] = []
    var known: Set<Digest> = []
    for media in cut.items.compactMap(\.clip).flatMap({ [$0.media] + $0.alternatives })
    where media.location != nil && known.insert(media.digest).inserted {
      files.append(media)
      let format = Self.format(of: media)
      if media.hasPicture, !formats.contains(format) { formats.append(format) }
    }
    self.formats = formats
    self.files = files
  }

  var bytes: [UInt8] {
    let head = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE fcpxml>"]
    return Array((head + document.lines()).map { "\($0)\n" }.joined().utf8)
  }

  private var document: XMLElement {
    let formats = formats.indices.map(element(ofFormat:))
    let assets = files.indices.map(element(ofFile:))
    let project = XMLElement("project", ["name": cut.name], [sequence])
    let library = XMLElement("library", [:], [XMLElement("event", ["name": cut.name], [project])])
    return XMLElement(
      "fcpxml", ["version": "1.11"], [XMLElement("resources", [:], formats + assets), library])
  }

  // MARK: Resources

  private static func format(of media: Media) -> Format {
    Format(rate: media.length?.rate, size: media.size)
  }

  /// Returns the identifier of a format, such as `r1`.
  private func identifier(of format: Format) -> String? {
    formats.firstIndex(of: format).map { "r\($0 + 1)" }
  }

  private func identifier(ofFile index: Int) -> String { "r\(formats.count + index + 1)" }

  private func element(ofFormat index: Int) -> XMLElement {
    let format = formats[index]
    return XMLElement(
      "format",
      [
        "id": "r\(index + 1)", "name": format.rate == nil ? "FFVideoFormatRateUndefined" : nil,
        "frameDuration": format.rate.map { seconds(1, $0) },
        "width": format.size.map { "\($0.width)" }, "height": format.size.map { "\($0.height)" },
      ])
  }

  private func element(ofFile index: Int) -> XMLElement {
    let media = files[index]
    return XMLElement(
      "asset",
      [
        "id": identifier(ofFile: index), "name": media.name, "start": "0s",
        "duration": media.length.map { seconds($0.frameCount, $0.rate) } ?? "0s",
        "hasVideo": media.hasPicture ? "1" : nil,
        "format": media.hasPicture ? identifier(of: Self.format(of: media)) : nil,
        "videoSources": media.hasPicture ? "1" : nil,
        "hasAudio": media.sound == nil ? nil : "1",
        "audioSources": media.sound == nil ? nil : "1",
        "audioChannels": media.sound.map { "\($0.channelCount)" },
        "audioRate": media.sound.map { "\($0.samplesPerSecond)" },
      ],
      [
        XMLElement(
          "media-rep", ["kind": "original-media", "src": media.location?.fileURL])
      ])
  }

  // MARK: The timeline

  private var rate: FrameRate { cut.timecode.rate }

  private var sequence: XMLElement {
    XMLElement(
      "sequence",
      [
        "format": "r1", "duration": seconds(cut.frameCount, rate),
        "tcStart": seconds(cut.start, rate), "tcFormat": cut.timecode.isDropFrame ? "DF" : "NDF",
        "audioLayout": "stereo", "audioRate": "48k",
      ], [XMLElement("spine", [:], cut.placedItems.map { element(of: $0.item, at: $0.position) })])
  }

  private func element(of item: RoughCut.Item, at position: Int) -> XMLElement {
    let offset = seconds(cut.start + position, rate)
    guard let clip = item.clip, clip.media.location != nil else { return gap(item, offset) }
    let shown = element(of: clip.media, item, offset: offset, isShown: true)
    let others = clip.alternatives.filter { $0.location != nil }
      .map { element(of: $0, item, offset: nil, isShown: false) }
    guard !others.isEmpty else { return shown }
    let first = element(of: clip.media, item, offset: nil, isShown: true)
    return XMLElement("audition", ["offset": offset], [first] + others)
  }

  private func gap(_ item: RoughCut.Item, _ offset: String) -> XMLElement {
    XMLElement(
      "gap",
      [
        "name": item.name, "offset": offset, "start": "0s",
        "duration": seconds(item.frameCount, rate),
      ], note(item.clip?.media.note ?? "") + [marker(item.marker)])
  }

  /// Returns a clip that shows a file: the length of the shot, or for another take its own length.
  private func element(
    of media: Media, _ item: RoughCut.Item, offset: String?, isShown: Bool
  ) -> XMLElement {
    let file = files.firstIndex { $0.digest == media.digest } ?? 0
    let own = media.length.map { rate.frames(in: $0.frameCount, at: $0.rate) }
    let frameCount = isShown ? item.frameCount : max(1, own ?? item.frameCount)
    let isStill = media.length == nil
    let conforming = media.length.flatMap { media.hasPicture ? conformRate($0.rate) : nil }
    return XMLElement(
      isStill ? "video" : "asset-clip",
      [
        "ref": identifier(ofFile: file), "name": isShown ? item.name : media.name,
        "offset": offset, "start": "0s", "duration": seconds(frameCount, rate),
        "tcFormat": isStill ? nil : "NDF",
      ],
      note(media.note) + [conforming].compactMap(\.self)
        + (isShown ? [marker(item.marker)] : []))
  }

  /// Returns the setting that a clip of another rate keeps its speed. Final Cut Pro would otherwise
  /// play 24 frames a second as 25.
  private func conformRate(_ media: FrameRate) -> XMLElement? {
    guard media != rate else { return nil }
    // The names that the format defines have two decimals.
    let name = media.isForEditing ? media.name : nil
    let short = ["23.976": "23.98", "47.952": "47.95"]
    return XMLElement(
      "conform-rate",
      ["scaleEnabled": "0", "srcFrameRate": name.map { short[$0] ?? $0 }])
  }

  private func note(_ text: String) -> [XMLElement] {
    text.isEmpty ? [] : [XMLElement("note", content: text)]
  }

  private func marker(_ marker: RoughCut.Marker) -> XMLElement {
    XMLElement(
      "marker",
      [
        "start": "0s", "duration": seconds(1, rate), "value": marker.name,
        "note": marker.comment.isEmpty ? nil : marker.comment,
      ])
  }

  /// Returns the time of a frame in seconds, as a whole number or a ratio.
  private func seconds(_ frame: Int, _ rate: FrameRate) -> String {
    let numerator = frame * rate.denominator
    return numerator.isMultiple(of: rate.numerator)
      ? "\(numerator / rate.numerator)s" : "\(numerator)/\(rate.numerator)s"
  }
}
