internal import Model

/// Writes a rough cut as an edit decision list, CMX 3600.
///
/// A list has one picture and cuts only, so an event says all about a shot: where its source begins
/// and ends, and where it is in the film. Comments carry what events can't.
struct EDLWriter {
  let cut: RoughCut

  /// The largest number of an event, which has three digits.
  static let maximumEvents = 999
  /// The maximum length of a text in a comment, in characters.
  private static let maximumText = 120
  /// The number of digits of a reel's name. CMX 3600 allows eight characters.
  private static let reelLength = 8

  func bytes() throws(TimelineError) -> [UInt8] {
    guard cut.items.count <= Self.maximumEvents else { throw .tooManyEvents(cut.items.count) }
    var lines = [
      "TITLE: \(text(cut.name))",
      "FCM: \(cut.timecode.isDropFrame ? "" : "NON-")DROP FRAME",
    ]
    for (number, placed) in cut.placedItems.enumerated() {
      lines += event(number + 1, at: cut.start + placed.position, placed.item)
    }
    return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
  }

  /// Returns the line of an event and its comments.
  private func event(_ number: Int, at first: Int, _ item: RoughCut.Item) -> [String] {
    let media = item.clip?.media
    let reel = media.map { String($0.digest.hex.prefix(Self.reelLength)).uppercased() } ?? "BL"
    let times = [0, item.frameCount, first, first + item.frameCount].map(cut.timecode.text)
    let fields = [
      "\(String(number).zeroPadded(to: 3)) ", padded(reel, to: Self.reelLength),
      padded(channels(media), to: 5), padded("C", to: 8),
    ]
    var lines = [
      fields.joined(separator: " ") + " " + times.joined(separator: " "),
      "* FROM CLIP NAME: \(text(item.name))",
    ]
    if let location = media?.location {
      lines.append("* SOURCE FILE: \(sanitized(location.relative.text))")
    } else if media != nil {
      lines.append("* SOURCE FILE IS MISSING")
    }
    let remark = [item.marker.name, item.marker.comment].filter { !$0.isEmpty }
      .joined(separator: " ")
    let color = padded(media == nil ? "RED" : "GREEN", to: 7)
    lines.append("* LOC: \(cut.timecode.text(of: first)) \(color) \(text(remark))")
    return lines
  }

  /// Returns the channels of an event: picture, sound, or both.
  private func channels(_ media: Media?) -> String {
    guard let media, media.sound != nil else { return "V" }
    return media.hasPicture ? "AA/V" : "AA"
  }

  /// Returns a text on one line, cut to the maximum length.
  private func text(_ text: String) -> String {
    let line = sanitized(text)
    return line.count > Self.maximumText ? "\(line.prefix(Self.maximumText - 1))…" : line
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
