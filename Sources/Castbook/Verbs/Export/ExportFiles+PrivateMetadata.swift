internal import Files
internal import Library
internal import Media
internal import Preparing

extension ExportFiles {
  /// Returns the file, or a refusal if its actual bytes contain private metadata that may not be
  /// sent. This is the last check before a picture leaves, and it trusts neither records nor facts.
  func refusingPrivateMetadata(_ file: ResolvedFile) throws -> ResolvedFile {
    guard !exportOptions.keepsMetadata, let sent = file.sent, sent.format.medium == .picture,
      let bytes = try bytes(of: file)
    else { return file }
    guard SHA256.digest(of: bytes) == sent.digest else {
      return .refused([
        Finding(
          .fileChanged, .error, message: "changed during the export",
          fix: "wait until it is completely written, then export again")
      ])
    }
    let survey = MetadataSurvey(of: bytes, sent.format)
    let remaining = survey.kinds.subtracting(preparationOptions.keptKinds)
    guard !remaining.isEmpty || survey.trailingBytes > 0 else { return file }
    return .refused([
      Self.refusal(remaining, trailing: survey.trailingBytes, fix: "leave out --as-is")
    ])
  }

  /// Returns the bytes that would be sent; `nil` if they can't be read, which is reported when the
  /// bundle is written.
  private func bytes(of file: ResolvedFile) throws -> [UInt8]? {
    if let library, let staged = file.staged { return try library.store.bytes(of: staged.0) }
    switch file.sent?.content {
    case .bytes(let bytes): return bytes
    case .copy(let path): return try? TextFile.read(path, limit: 1 << 30).get()
    case nil: return nil
    }
  }

  /// Returns the error for a picture with private metadata, or with bytes after its end.
  private static func refusal(
    _ kinds: Set<PrivateMetadata>, trailing: Int, fix: String
  ) -> Finding {
    let parts =
      kinds.sorted().map(\.name)
      + (trailing > 0 ? ["\(Quantity.bytes(trailing)) after the end of the picture"] : [])
    return Finding(
      .imagePrivateMetadata, .error,
      message: "would be sent with private metadata: \(parts.joined(separator: ", "))",
      fix: "\(fix), or add --keep-metadata", measured: kinds.names)
  }
}
