/// What is known of a picture without looking at what it shows.
public struct ImageFacts: Hashable, Sendable {
  /// Width and height as coded, before turning.
  public var codedSize: PixelSize
  public var orientation: Orientation
  /// Why a stated orientation is not followed: "orientation 9".
  public var orientationNote: String?
  /// Bits a channel.
  public var depth: Int
  /// Grey 1, colour 3, inks 4; one more with alpha.
  public var channels: Int
  public var alpha: Alpha
  public var color: ColorSpace
  /// 1 for a still picture.
  public var frames: Int
  /// Pictures that stand side by side in one file: the pages of a TIFF, the sizes of an icon.
  public var pages: Int
  /// Which of the pages is the picture, from 1: a burst of photos may mark a later one as its primary.
  public var page = 1
  public var coding: Coding
  public var privateMetadata: Set<PrivateMetadata>
  /// How many bytes beside the picture are of no known kind.
  public var otherDataBytes = 0
  /// Bytes after the end of the picture.
  public var trailing: Trailing?

  /// Whether a picture has see-through parts.
  public enum Alpha: String, Sendable {
    case none
    /// The file has an alpha channel and it is full everywhere.
    case unused
    case used
    /// The file has an alpha channel that was not looked at: its data are damaged or not decoded here, or
    /// alpha is kept in a rare way.
    case unknown
  }

  /// How the pixels are coded, as far as readers differ in what they take.
  public struct Coding: Hashable, Sendable {
    public var isProgressive = false
    /// A way that many readers lack: "arithmetic", "lossless", "12-bit", "oddly sampled".
    public var rare: String?
    /// JPEG's chroma sampling, `4:2:0`.
    public var sampling: String?

    public init(isProgressive: Bool = false, rare: String? = nil, sampling: String? = nil) {
      self.isProgressive = isProgressive
      self.rare = rare
      self.sampling = sampling
    }
  }

  /// What follows the picture in its file.
  public struct Trailing: Hashable, Sendable {
    public let byteCount: Int
    /// Further pictures announced by the first one (depth map, gain map): nothing to worry about.
    public let isAnnounced: Bool

    public init(byteCount: Int, isAnnounced: Bool) {
      self.byteCount = byteCount
      self.isAnnounced = isAnnounced
    }
  }

  /// Width and height as everyone sees the picture.
  public var size: PixelSize { codedSize.upright(orientation) }

  public init(codedSize: PixelSize, depth: Int, channels: Int) {
    self.codedSize = codedSize
    self.depth = depth
    self.channels = channels
    orientation = .upright
    alpha = .none
    color = .untagged
    frames = 1
    pages = 1
    coding = Coding()
    privateMetadata = []
  }
}
