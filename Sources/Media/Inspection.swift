internal import Decoding
internal import Files
package import Model

/// The result of inspecting one file: its facts, and what else was requested.
///
/// It owns what it keeps: when its last copy goes away, an open file is closed, and the memory
/// of full-size pixels is free again.
package struct Inspection: Sendable {
  /// The facts about the file, including its problems.
  package var facts: FileFacts
  /// The picture upright and reduced to luma, or `nil` if it was not requested or is not
  /// intact.
  package var luma: LumaPlane?
  /// The picture upright and reduced for measuring, or `nil` if it was not requested or is
  /// not intact.
  package var picture: AnalysisPicture?
  /// The embedded ICC profile, or `nil` if there is none.
  ///
  /// It is read only if the picture was requested, or if the decoder returned it anyway.
  package var profile: [UInt8]?
  /// The full-size pixels, or `nil` if they were not requested or not available along the
  /// way.
  package var pixels: BufferedPixels?
  /// The best stretches of a sound, best first; empty if they were not requested.
  package internal(set) var cuts: [SoundCut] = []
  /// The open sound or clip, so parts of it can be read, or `nil` for other files.
  var stream: OpenStream?

  /// A sound or clip that another process can read.
  struct OpenStream: Sendable {
    let file: SharedFile
    let format: StreamFormat
  }

  /// Discards the full-size pixels and releases their memory, which other copies of this result
  /// then lack, too.
  package mutating func releasePixels() {
    pixels?.clear()
    pixels = nil
  }

  /// Creates a result that has only facts.
  package init(_ facts: FileFacts) { self.facts = facts }

  /// Creates a result for a sound or clip in memory, whose facts are already known.
  package init(_ facts: FileFacts, opening bytes: [UInt8]) {
    self.facts = facts
    guard let format = facts.format.flatMap(StreamFormat.init) else { return }
    stream = SharedFile(bytes).map { OpenStream(file: $0, format: format) }
  }
}

extension FileFacts {
  /// Adds what the proof of the file found to what its header says.
  mutating func merge(_ proof: Proof) {
    image = proof.image ?? image
    if image?.alpha == .unknown, let isTransparent = proof.isTransparent {
      image?.alpha = isTransparent ? .used : .unused
    }
    sound = proof.sound
    film = proof.film
    streamMetadata = proof.privateMetadata
    if let decoded = proof.film {
      // libavformat derives the length from its list of frames; other programs show what the
      // header states.
      if let stated = clip?.milliseconds { film?.claimedMilliseconds = stated }
      clip = ClipFacts(size: decoded.size, milliseconds: decoded.milliseconds)
    }
    // The header and the decoder may both have noticed the missing end marker.
    problems += proof.problems.filter { !problems.contains($0) }
    isProven = !problems.contains(where: \.preventsProof)
  }
}
