/// A problem that a file has in any use. It is thrown if there is nothing left to inspect.
public enum FileProblem: Error, Hashable {
  case notFound
  /// A symbolic link to a path where there is nothing.
  case danglingLink(to: String)
  /// A file of an element that is not on this machine but may be fetched from a team's store.
  case absent(handle: String, isElsewhere: Bool)
  /// The file has no bytes.
  case empty
  /// The system refused to read the file; the reason is the system's own: "Permission denied".
  case unreadable(reason: String)
  /// The path is not a regular file; the kind is "a folder", "a pipe", "a device" or "a socket".
  case notRegular(kind: String)
  /// The file's size changed while it was read.
  case changedWhileRead
  /// The file has more bytes than are read into memory.
  case tooLargeToRead(bytes: Int, limit: Int)
  /// The file may be intact, but it is not a picture, a clip or a sound.
  case notMedia(MediaFormat)
  /// The suffix or the content suggests a picture, but its header can't be read.
  case unknownFormat
  /// The file is damaged so that some readers refuse it or show something else.
  case corrupt(what: String)
  /// The data end too early.
  case truncated(what: String)
  /// Only the end marker is missing; all rows are present.
  case endMarkerMissing
  /// The embedded ICC profile can't be used, and readers ignore it.
  case badProfile(what: String)
  /// Another irregularity, which readers usually ignore.
  case blemish(what: String)
  /// The picture has more pixels than are decoded.
  case tooManyPixels(pixels: Int, limit: Int)
  /// Decoding the file would take more work or memory than is allowed.
  case tooComplex(what: String)
  /// The decoder didn't finish, for a reason that need not lie in the file.
  case undecided(Interruption)
  /// No decoder can read the file, so nothing was proven. When other files of this format can be
  /// decoded, `why` says in the decoder's words why this one can't.
  case notProven(MediaFormat, why: String? = nil)
  /// The decoder program is missing or doesn't run, so nothing was proven. `exitCode` is set when
  /// the program could be started.
  case noDecoder(MediaFormat, exitCode: Int? = nil)

  /// Something that stopped a decoder before it finished.
  public enum Interruption: Hashable, Sendable {
    /// The system had no process or memory to offer.
    case noProcess
    /// Decoding took longer than this many seconds of wall-clock time.
    case tooSlow(seconds: Int)
    /// The process was killed, most often by the system to reclaim memory.
    case stopped
  }

  /// Whether readers may refuse the file, or show something else than the picture.
  package var isDamage: Bool {
    switch self {
    case .corrupt, .truncated: true
    default: false
    }
  }

  /// Whether the program that decodes the file is missing or doesn't run.
  package var isMissingDecoder: Bool { if case .noDecoder = self { true } else { false } }

  /// Whether the file was not decoded, so it may contain anything.
  var leavesContentsUnknown: Bool {
    switch self {
    case .undecided, .notProven, .noDecoder: true
    default: false
    }
  }
}
