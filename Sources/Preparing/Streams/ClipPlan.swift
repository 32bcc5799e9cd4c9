internal import Checking
package import Decoding
package import Model

/// The smallest change to a clip that makes its targets accept it.
package struct ClipPlan: Hashable, Sendable {
  /// The container of the copy.
  package var format: MediaFormat
  /// How to re-encode the frames, or `nil` when the encoded frames are copied.
  package var film: ClipCopyRequest.Film?
  /// How to re-encode the frames if they turn out to be impossible to copy.
  package var fallbackFilm: ClipCopyRequest.Film
  /// Why re-encoded frames are scaled down, where they are.
  package var scaleReason = PreparationStep.ScaleReason.size
  /// Whether the sound is copied or re-encoded.
  package var sound: ClipCopyRequest.Sound
  /// The permitted lengths of the copy in milliseconds, or `nil` when the whole clip is kept.
  package var lengths: ClosedRange<Int>?
  /// Whether the copy may contain hard cuts.
  package var allowsHardCuts: Bool
  package var maximumBytes: Int
  /// The private metadata that the copy leaves out.
  package var privateMetadata: [PrivateMetadata]
}

/// The result of planning the preparation of a sound or a clip.
package enum StreamDecision: Sendable {
  /// The targets accept the file unchanged.
  case asItIs
  /// No target has a slot for such a file.
  case skip
  /// The file can't be made acceptable, for these reasons.
  case refuse([Finding])
  /// A WAV is written; when the sound is too long, only its best part.
  case sound(isTooLong: Bool)
  /// A copy of the clip is made according to a plan.
  case clip(ClipPlan)
}

extension ClipPlan {
  /// Re-encodes the frames after they turned out to be impossible to copy, and also the sound when
  /// that may be the reason.
  package mutating func reencode(withSound: Bool) {
    film = fallbackFilm
    if withSound { sound = .encoded }
  }

  /// Returns the request to make a copy of a part of the clip according to this plan.
  package func copyRequest(for stretch: ClipRange) -> ClipCopyRequest {
    var request = ClipCopyRequest(maximumBytes: maximumBytes)
    request.isQuickTime = format == .mov
    request.film = film
    request.sound = sound
    request.start = stretch.start
    request.earliestStart = stretch.earliest
    request.latestStart = stretch.latest
    request.end = stretch.end
    request.earliestEnd = stretch.minimumEnd
    request.maximumDuration = lengths?.upperBound
    return request
  }

  /// Returns the steps that made a copy, in the order of application.
  package func steps(
    _ copy: ClipCopy, _ facts: FileFacts, _ film: FilmFacts
  ) -> [PreparationStep] {
    var steps: [PreparationStep] = []
    if !privateMetadata.isEmpty { steps.append(.dropMetadata(privateMetadata)) }
    if film.tracks > 1 { steps.append(.keepFirst(of: film.tracks, .tracks)) }
    if lengths != nil { steps.append(.trim(start: copy.start, end: copy.end)) }
    if let coding = self.film {
      if let order = film.fieldOrder { steps.append(.deinterlace(order)) }
      if coding.frameInterval > 1 { steps.append(.thin(every: coding.frameInterval)) }
      if coding.size != film.size {
        steps.append(.scale(from: film.size, to: coding.size, scaleReason))
      }
      steps.append(.encode(.h264))
    } else {
      steps.append(.keepCoding(format))
    }
    if sound == .encoded, facts.sound != nil { steps.append(.encode(.aac)) }
    return steps
  }

  /// Returns the findings about what a copy lost: quality by re-encoding, or sound at its start.
  package func remarks(_ facts: FileFacts, _ film: FilmFacts, _ copy: ClipCopy) -> [Finding] {
    reencodingFindings(facts, film) + soundLossFindings(copy)
  }

  /// Returns a warning when sound before the first frame is missing from the copy.
  private func soundLossFindings(_ copy: ClipCopy) -> [Finding] {
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

  /// Returns a note when frames or sound were re-encoded.
  private func reencodingFindings(_ facts: FileFacts, _ film: FilmFacts) -> [Finding] {
    var parts: [String] = []
    if self.film != nil { parts.append("its pictures (\(sanitized(film.codec)) to H.264)") }
    if sound == .encoded, let codec = facts.sound?.codec {
      parts.append("its sound (\(sanitized(codec)) to AAC)")
    }
    guard !parts.isEmpty else { return [] }
    return [
      Finding(
        .clipReencoded, .note,
        message:
          "\(parts.joined(separator: " and ")) \(self.film == nil ? "was" : "were") re-encoded, "
          + "which loses a little quality",
        fix: "to avoid that, export it as MP4 with H.264 from the source")
    ]
  }
}
