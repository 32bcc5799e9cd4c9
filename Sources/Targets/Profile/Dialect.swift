/// The tokens that stand for files in a prompt: `{n}` is a number from 1, and `{name}` is a name.
public struct Dialect: Sendable {
  public let element: String?
  public let image: String?
  public let video: String?
  public let voice: String?
  /// Whether the numbers of images also count a first and a last frame before them.
  public let countsFrames: Bool
  public let rules: [String]
}
