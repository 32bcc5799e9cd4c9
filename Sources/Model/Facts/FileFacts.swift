/// What is known of a file after one reading.
public struct FileFacts: Hashable, Sendable {
  public private(set) var path: FilePath
  public var byteCount: Int?
  public var digest: Digest?
  public var format: MediaFormat?
  /// Present for a picture whose header could be read.
  public var image: ImageFacts?
  /// Present for a clip whose header says something of its picture or length.
  public var clip: ClipFacts?
  /// Present for a sound, or a clip with sound, that could be decoded.
  public var sound: SoundFacts?
  /// Present for a clip that could be decoded.
  public var film: FilmFacts?
  /// What stands beside its sound and its pictures, and concerns nobody else.
  public var streamMetadata: Set<PrivateMetadata> = []
  /// What the picture looks like, where that was asked for and all of it is sound.
  public var perceptual: PerceptualHash?
  /// The version of the measures that were taken of the picture; nothing where none were.
  public var metric: String?
  /// What was measured of it; nothing for what can't be.
  public var scores: PictureScores?
  /// What the scores come to that is to be watched or worse, worst first.
  public var weaknesses: [Weakness] = []
  /// Whether every coded byte was proven sound.
  public var isProven = false
  /// What is wrong with the file whatever it is used for.
  public var problems: [FileProblem]

  public init(path: FilePath, problems: [FileProblem] = []) {
    self.path = path
    self.problems = problems
  }

  /// What it tells of people and places, whatever it is.
  public var privateMetadata: Set<PrivateMetadata> {
    streamMetadata.union(image?.privateMetadata ?? [])
  }

  /// The same, told under another name.
  package func named(_ name: FilePath) -> FileFacts {
    var facts = self
    facts.path = name
    return facts
  }
}

/// What can be wrong with a file before any provider is asked.
public enum FileProblem: Hashable, Sendable {
  case notFound
  /// A link to a path where nothing is.
  case danglingLink(to: String)
  case empty
  /// The system refused to read it, in its own words: "Permission denied".
  case unreadable(reason: String)
  /// "a folder", "a pipe", "a device", "a socket".
  case notRegular(kind: String)
  /// Its size changed while it was read.
  case changedWhileRead
  case tooLargeToRead(bytes: Int, limit: Int)
  /// Sound as it may be, it is no picture, clip or sound.
  case notMedia(MediaFormat)
  /// Its suffix or a likeness says picture, but its header can't be read.
  case unknownFormat
  /// Damage that makes some reader refuse it or show something else.
  case corrupt(what: String)
  /// The data end too early.
  case truncated(what: String)
  /// Only the mark of the end is missing; all rows are there.
  case endMarkMissing
  /// The embedded ICC profile can't be used; readers ignore it.
  case badProfile(what: String)
  /// Something else that readers usually pass over.
  case blemish(what: String)
  case tooManyPixels(pixels: Int, limit: Int)
  case tooComplex(what: String)
  /// Its decoder came to no end, for a reason that need not lie in the file.
  case undecided(Interruption)
  /// Nothing here can decode it, so nothing was proven; of a format that is decoded else, why not this
  /// one, in the decoder's words.
  case notProven(MediaFormat, why: String? = nil)
  /// The program that decodes it is not there or does not run, so nothing was proven; what it ended
  /// with, when it could be started.
  case noDecoder(MediaFormat, exitCode: Int? = nil)

  /// What came between a decoder and its work.
  public enum Interruption: Hashable, Sendable {
    /// The system had no process or memory to give.
    case noProcess
    /// It was not done after so much time on the clock, whatever it was that took so long.
    case tooSlow(seconds: Int)
    /// Somebody ended its process: most often the system, for memory.
    case stopped
  }
}

extension FileProblem {
  /// Whether readers may refuse the file or show something else than the picture.
  package var isDamage: Bool {
    switch self {
    case .corrupt, .truncated: true
    default: false
    }
  }
}
