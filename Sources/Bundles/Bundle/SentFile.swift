public import Model
internal import Prompting

/// A file of a request as the provider will get it: the original itself, or a copy that was prepared of it.
public struct SentFile: Sendable {
  public let file: RequestFile
  /// The original, and what goes out.
  public let from: Digest
  public let sent: Digest
  public let byteCount: Int
  public let format: MediaFormat
  /// Of a picture, upright.
  public let size: PixelSize?
  /// How it was made of the original; nothing where it is the original.
  public let steps: [JSONValue]
  package let content: BundleFile.Content

  package init(
    _ file: RequestFile, from: Digest, sent: Digest, byteCount: Int, format: MediaFormat,
    size: PixelSize?, steps: [JSONValue] = [], content: BundleFile.Content
  ) {
    self.file = file
    self.from = from
    self.sent = sent
    self.byteCount = byteCount
    self.format = format
    self.size = size
    self.steps = steps
    self.content = content
  }
}

extension RequestFile {
  /// The role that it has in its element.
  var role: Role? {
    switch source {
    case .element(_, let file), .voice(_, let file): file.role
    case .path: nil
    }
  }
}
