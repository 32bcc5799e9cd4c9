internal import Checking
package import Decoding
package import Model

/// A part of a clip, in thousandths of a second.
package struct ClipStretch: Hashable, Sendable {
  /// Where it is to begin, and where it may.
  package var start = 0
  package var earliest = 0
  package var latest = 0
  /// Nothing for the clip's end.
  package var end: Int?
  /// It may end from here on.
  package var enough: Int?

  package init(
    start: Int = 0, earliest: Int = 0, latest: Int = 0, end: Int? = nil, enough: Int? = nil
  ) {
    self.start = start
    self.earliest = earliest
    self.latest = latest
    self.end = end
    self.enough = enough
  }
}

extension ClipPlan {
  /// Pictures that turned out not to be taken over are coded anew, and with them the sound, where that may be why.
  package mutating func codeAnew(withSound: Bool) {
    film = whenCoded
    if withSound { sound = .coded }
  }

  package func wish(_ stretch: ClipStretch) -> ClipCopyWish {
    var wish = ClipCopyWish(mostBytes: mostBytes)
    wish.isQuickTime = format == .mov
    wish.film = film
    wish.sound = sound
    wish.start = stretch.start
    wish.earliest = stretch.earliest
    wish.latest = stretch.latest
    wish.end = stretch.end
    wish.enough = stretch.enough
    wish.longest = lengths?.upperBound
    return wish
  }

  /// What was done, in order.
  package func steps(
    _ copy: ClipCopy, _ facts: FileFacts, _ film: FilmFacts
  ) -> [PreparationStep] {
    var steps: [PreparationStep] = []
    if !privateMetadata.isEmpty { steps.append(.dropMetadata(privateMetadata)) }
    if film.tracks > 1 { steps.append(.takeFirst(of: film.tracks, .tracks)) }
    if lengths != nil { steps.append(.trim(start: copy.start, end: copy.end)) }
    if let coding = self.film {
      if let order = film.fieldOrder { steps.append(.deinterlace(order)) }
      if coding.every > 1 { steps.append(.thin(every: coding.every)) }
      if coding.size != film.size {
        steps.append(.scale(from: film.size, to: coding.size, scaleReason))
      }
      steps.append(.encode(.h264))
    } else {
      steps.append(.keepCoding(format))
    }
    if sound == .coded, facts.sound != nil { steps.append(.encode(.aac)) }
    return steps
  }

  /// What is lost by it.
  package func remarks(_ facts: FileFacts, _ film: FilmFacts, _ copy: ClipCopy) -> [Finding] {
    coded(facts, film) + lost(copy)
  }

  private func lost(_ copy: ClipCopy) -> [Finding] {
    guard copy.lostSound > 0 else { return [] }
    return [
      Finding(
        .clipSoundLost, .warning,
        message: "\(Quantity.seconds(milliseconds: copy.lostSound)) of sound before the first "
          + "frame is not in the copy",
        fix: "cut the clip to the accepted length yourself if that sound matters",
        measured: Decimal.text(copy.lostSound, over: 1000, digits: 3), limit: "0", unit: "s")
    ]
  }

  private func coded(_ facts: FileFacts, _ film: FilmFacts) -> [Finding] {
    var parts: [String] = []
    if self.film != nil { parts.append("its pictures (\(sanitized(film.codec)) to H.264)") }
    if sound == .coded, let codec = facts.sound?.codec {
      parts.append("its sound (\(sanitized(codec)) to AAC)")
    }
    guard !parts.isEmpty else { return [] }
    return [
      Finding(
        .clipCodedAnew, .note,
        message:
          "\(parts.joined(separator: " and ")) \(self.film == nil ? "was" : "were") re-encoded, "
          + "which loses a little quality",
        fix: "to avoid that, export it as MP4 with H.264 from the source")
    ]
  }
}
