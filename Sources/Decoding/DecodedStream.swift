package import Model

/// What `castbook-streams` reports about one file: what was decoded of its sound and
/// pictures, and what went wrong.
///
/// Like `DecodedPicture`, it comes from a process that has decoded an untrusted file, so
/// the receiver validates it like any untrusted input.
package struct DecodedStream: Hashable, Sendable {
  /// What was measured of the sound; `nil` when there is none or it was not requested.
  package var sound: SoundFacts?
  /// What was measured of the pictures; `nil` when there are none or they were not
  /// requested.
  package var film: FilmFacts?
  /// The best parts of the sound, when they were requested.
  package var cuts: [SoundCut] = []
  /// The kinds of private metadata in the file.
  package var privateMetadata: Set<PrivateMetadata> = []
  /// The copy that was made, when one was requested.
  package var copy: ClipCopy?
  /// The number of packets or frames that could not be decoded.
  package var errors = 0
  /// The decoder's message about the first of them.
  package var firstError: String?
  /// Whether the file refers to parts of itself that lie beyond its end.
  package var isTruncated = false
  /// Why the file was not decoded; `nil` when it was.
  package var problem: Problem?

  /// Why a stream was not decoded, or not copied.
  package enum Problem: Hashable, Sendable {
    /// The file could not be read.
    case unreadable
    /// The file is not in the container that was stated.
    case unknownContainer
    /// The file contains neither sound nor pictures.
    case empty
    /// Decoding would take more memory than allowed.
    case outOfMemory
    /// No decoder is available for the codec.
    case noDecoder(codec: String)
    /// A value in the header is impossible, such as "0 channels".
    case invalidHeader(String)
    /// The frame or the samples that were requested do not exist.
    case notFound
    /// A copy cannot begin: no keyframe is in the range where it may start.
    case noKeyframe
    /// A copy cannot be encoded: the libraries on this machine have no encoder for it.
    case noEncoder
    /// A copy cannot be written: its container does not accept the codec.
    case unsupportedCodec
    /// A copy would be too large.
    case tooLarge
  }

  /// Creates a report without any facts.
  package init(problem: Problem? = nil) { self.problem = problem }
}
