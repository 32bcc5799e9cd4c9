public import Model
internal import Prompting

/// A file of a request as the provider receives it: the original, or a copy prepared from it.
public struct SentFile: Sendable {
  /// The file's name in the bundle, and where it comes from.
  public let file: RequestFile
  /// The digest of the original.
  public let originalDigest: Digest
  /// The digest of the file that is sent.
  public let sentDigest: Digest
  /// The size of the file that is sent.
  public let byteCount: Int
  /// The format of the file that is sent.
  public let format: MediaFormat
  /// The upright size of a picture.
  public let size: PixelSize?
  /// The steps that prepared the copy; empty for an original.
  public let steps: [JSONValue]
  /// The source of the file's bytes.
  package let content: BundleFile.Content

  package init(
    _ file: RequestFile, from: Digest, sent: Digest, byteCount: Int, format: MediaFormat,
    size: PixelSize?, steps: [JSONValue] = [], content: BundleFile.Content
  ) {
    self.file = file
    self.originalDigest = from
    self.sentDigest = sent
    self.byteCount = byteCount
    self.format = format
    self.size = size
    self.steps = steps
    self.content = content
  }
}

extension RequestFile {
  /// The file's role in its element, or `nil` for a file named by path.
  var role: Role? {
    switch source {
    case .element(_, let file), .voice(_, let file): file.role
    case .path: nil
    }
  }
}
