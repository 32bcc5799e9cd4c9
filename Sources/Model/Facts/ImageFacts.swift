/// Everything that is known about a picture without judging what it shows.
public struct ImageFacts: Hashable, Sendable {
  /// Width and height as coded, before the orientation is applied.
  public var codedSize: PixelSize
  /// The stated orientation, or `upright` when none is stated or followed.
  public var orientation = Orientation.upright
  /// The reason why a stated orientation is ignored: "orientation 9".
  public var orientationNote: String?
  /// The number of bits per channel.
  public var depth: Int
  /// The number of channels: 1 for gray, 3 for color, 4 for inks, and one more with alpha.
  public var channels: Int
  /// Whether the picture has transparent parts.
  public var alpha = Alpha.none
  public var color = ColorSpace.untagged
  /// The number of animation frames; 1 for a still picture.
  public var frames = 1
  /// The number of separate pictures in the file: the pages of a TIFF, the sizes of an icon.
  public var pages = 1
  /// The number, from 1, of the page that is the picture. A burst of photos may mark a later one as
  /// its primary.
  public var page = 1
  /// How the pixels are coded.
  public var coding = Coding()
  /// The kinds of private metadata that the file contains.
  public var privateMetadata: Set<PrivateMetadata> = []
  /// The number of bytes beside the picture that are of no known kind.
  public var otherDataBytes = 0
  /// The bytes after the end of the picture; `nil` when there are none.
  public var trailing: Trailing?

  /// Whether a picture has transparent parts.
  public enum Alpha: String, JSONConvertible, StoredValue, Sendable {
    case none
    /// An alpha channel is opaque everywhere.
    case unused
    /// An alpha channel makes some parts transparent.
    case used
    /// There is an alpha channel that was not examined: its data are damaged or can't be decoded,
    /// or alpha is stored in a rare way.
    case unknown
  }

  /// How the pixels are coded, as far as readers differ in what they support.
  public struct Coding: Hashable, Sendable {
    public var isProgressive = false
    /// A coding that many readers don't support: "arithmetic", "lossless", "12-bit", "oddly
    /// sampled".
    public var rare: String?
    /// The chroma subsampling of a JPEG: `4:2:0`.
    public var sampling: String?

    public init(isProgressive: Bool = false, rare: String? = nil, sampling: String? = nil) {
      self.isProgressive = isProgressive
      self.rare = rare
      self.sampling = sampling
    }
  }

  /// The bytes that follow the picture in its file.
  public struct Trailing: Hashable, Sendable {
    public let byteCount: Int
    /// Whether the picture itself announces these bytes, as further pictures such as a depth map or
    /// gain map. Such bytes are harmless.
    public let isAnnounced: Bool

    public init(byteCount: Int, isAnnounced: Bool) {
      self.byteCount = byteCount
      self.isAnnounced = isAnnounced
    }
  }

  /// Width and height as the picture is shown, after the orientation is applied.
  public var size: PixelSize { codedSize.upright(orientation) }

  /// Creates the facts of an upright, opaque still picture of one page without a stated color
  /// space.
  public init(codedSize: PixelSize, depth: Int, channels: Int) {
    self.codedSize = codedSize
    self.depth = depth
    self.channels = channels
  }
}
