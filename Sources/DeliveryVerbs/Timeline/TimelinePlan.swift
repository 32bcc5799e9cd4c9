/// What a timeline contains, before anything is written.
public struct TimelinePlan: Sendable {
  /// The path of the timeline; `nil` for a dry run without one.
  public let path: FilePath?
  /// The folder for the files of the takes.
  public let mediaFolder: FilePath
  /// How its frames are counted.
  public let timecode: TimecodeRate
  /// The number of its first frame.
  public let start: Int
  /// The shots in their order.
  public let shots: [Shot]
  /// The files of the takes, each once, in the order of the shots.
  public let files: [File]
  /// The files of folders that are no shot files.
  public let skipped: [FilePath]
  /// Whether the library has more exports than are read, so that older takes may be missing.
  public let isTruncated: Bool
  package let cut: RoughCut

  /// The number of its frames.
  public var frameCount: Int { shots.reduce(0) { $0 + $1.frameCount } }
  /// The number of shots without a clip.
  public var gapCount: Int { shots.count { $0.content == .gap } }

  /// A shot of the timeline.
  public struct Shot: Sendable {
    /// The path of its shot file.
    public let path: FilePath
    public let name: String
    public let content: Content
    /// The position of its first frame, from the start of the timeline.
    public internal(set) var position = 0
    /// Its length in frames.
    public let frameCount: Int
    /// The take that it shows; `nil` for a gap.
    public let take: Take?
    /// The export that the take came from.
    public let export: ExportRecord?
    /// The elements that were sent for the take.
    public let elements: [Element]
    /// The name of the file that it shows; `nil` if there is none.
    public let file: String?
    /// The takes that it could show instead, the last rated first.
    public let others: [Other]
    public let findings: [Finding]
  }

  /// What a shot shows.
  public enum Content: String, JSONConvertible, CaseIterable, Sendable {
    case clip
    /// A picture, as long as the shot.
    case still
    case sound
    /// A take whose file is missing here.
    case missing
    /// No take.
    case gap
  }

  /// An element that was sent for a take.
  public struct Element: Sendable {
    public let handle: Handle
    public let revision: Digest
    /// The number of the revision; `nil` if the library has several with this number, or none.
    public let number: Int?

    /// The element with its revision: `@mira:3`.
    var text: String { "\(handle):" + (number.map(String.init) ?? revision.short) }
  }

  /// A take that a shot does not show.
  public struct Other: Sendable {
    public let take: Take
    /// The name of its file; `nil` if it is missing here.
    public let file: String?
  }

  /// The file of a take in the folder of media.
  public struct File: Sendable {
    public let name: String
    public let digest: Digest
    public let byteCount: Int
  }
}
