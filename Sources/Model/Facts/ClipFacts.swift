/// What the header of a clip states; nothing is decoded.
public struct ClipFacts: Hashable, Sendable {
  /// Width and height as the clip is shown, after rotation.
  public var size: PixelSize?
  /// The duration of its first video track.
  public var milliseconds: Int?

  public init(size: PixelSize? = nil, milliseconds: Int? = nil) {
    self.size = size
    self.milliseconds = milliseconds
  }
}
