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

extension Dialect: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    element = try reader.optional("element")
    image = try reader.optional("image")
    video = try reader.optional("video")
    voice = try reader.optional("voice")
    countsFrames = try reader.optional("countsFrames") ?? false
    rules = try reader.list("rules")
  }
}
