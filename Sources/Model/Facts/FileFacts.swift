/// Everything that is known about a file after it has been read once.
public struct FileFacts: Hashable, Sendable {
  public private(set) var path: FilePath
  /// The size of the file in bytes; `nil` when it couldn't be read.
  public var byteCount: Int?
  /// The SHA-256 of all its bytes; `nil` when they were not all read.
  public var digest: Digest?
  /// The format, detected by content and never by name.
  public var format: MediaFormat?
  /// The facts of a picture whose header could be read.
  @Boxed public var image: ImageFacts?
  /// The facts of a clip whose header states a size or a duration.
  public var clip: ClipFacts?
  /// The facts of a sound, or of a clip's sound, that could be decoded.
  @Boxed public var sound: SoundFacts?
  /// The facts of a clip that could be decoded.
  @Boxed public var film: FilmFacts?
  /// Private metadata in the containers of sounds and clips.
  public var streamMetadata: Set<PrivateMetadata> = []
  /// What the file says about its origin; `nil` if it says nothing.
  @Boxed public var provenance: ProvenanceFacts?
  /// The perceptual hash of the picture, when it was requested and the picture is undamaged.
  public var perceptual: PerceptualHash?
  /// The version of the measures that were taken of the picture; `nil` when none were taken.
  public var metric: String?
  /// The measured scores; `nil` when nothing could be measured.
  @Boxed public var scores: PictureScores?
  /// The warnings and errors that follow from the scores, worst first.
  public var weaknesses: [Weakness] = []
  /// Whether every coded byte was proven to be intact.
  public var isProven = false
  /// The problems of the file that exist whatever it is used for.
  public var problems: [FileProblem]

  /// Creates the facts of a file when only its path, and perhaps a problem, is known.
  public init(path: FilePath, problems: [FileProblem] = []) {
    self.path = path
    self.problems = problems
  }

  /// All private metadata of the file, of any medium.
  public var privateMetadata: Set<PrivateMetadata> {
    streamMetadata.union(image?.privateMetadata ?? [])
  }

  /// Whether the file was not decoded, for example because its decoder is missing.
  public var areContentsUnknown: Bool { problems.contains(where: \.leavesContentsUnknown) }

  /// Returns the same facts under another path.
  package func named(_ name: FilePath) -> FileFacts {
    var facts = self
    facts.path = name
    return facts
  }
}
