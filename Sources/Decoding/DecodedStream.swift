package import Model

/// What `castbook-streams` says of one file: what was decoded of its sound and its pictures, and what went
/// wrong. Like what is said of pictures, it is checked as any text of a stranger.
package struct DecodedStream: Hashable, Sendable {
  package var sound: SoundFacts?
  package var film: FilmFacts?
  /// The best parts of the sound, where they were asked for.
  package var cuts: [SoundCut] = []
  /// What stands beside them.
  package var privateMetadata: Set<PrivateMetadata> = []
  /// What became of a copy, where one was asked for.
  package var copy: ClipCopy?
  /// Parts that could not be decoded, and what the decoder said of the first.
  package var errors = 0
  package var firstError: String?
  /// Whether the file lists parts of itself that lie behind its end.
  package var isCut = false
  package var problem: Problem?

  package enum Problem: Hashable, Sendable {
    case unreadable
    /// It is no such container.
    case unknown
    /// It holds neither sound nor pictures.
    case empty
    case outOfMemory
    /// Nothing decodes what is in it.
    case noDecoder(codec: String)
    /// What its header says makes no sense: "0 channels".
    case senseless(String)
    /// Of what was asked for, a frame or samples, there is none.
    case notThere
    /// Of a copy: no picture that needs no other stands where it could begin,
    case noStart
    /// the libraries here have no coder for it,
    case noCoder
    /// its container does not take what is coded,
    case notTaken
    /// or it would be too large.
    case tooLarge
  }

  package init(problem: Problem? = nil) { self.problem = problem }
}
