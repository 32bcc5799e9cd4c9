internal import Drawing

extension ScoredFile {
  /// The qualities at which a thumbnail is tried, in hundredths, the best first.
  private static let thumbnailQualities = [7500, 6000, 4500, 3000, 1500]

  /// Returns a small JPEG of a picture that was scored for a sheet; `nil` if it has no visible
  /// content.
  ///
  /// ```swift
  /// _ = try await score.sheet(of: files, style) { file in
  ///   thumbnails.append(file.thumbnail(side: 256, maximumBytes: 24_000))
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - side: The maximum length of the longer side, in pixels.
  ///   - maximumBytes: The maximum size of the file, for which quality is reduced.
  public func thumbnail(side: Int, maximumBytes: Int) -> [UInt8]? {
    guard let small = drawn?.fitted(width: side, height: side) else { return nil }
    for quality in Self.thumbnailQualities {
      if let bytes = small.jpeg(quality: quality), bytes.count <= maximumBytes { return bytes }
    }
    return nil
  }
}
