internal import Files
internal import Library
internal import Model
internal import Transfers

extension TeamStore {
  /// The store's name for a digest: the digest itself, or its HMAC in a sealed store.
  func name(of digest: Digest) -> Digest { keys?.current.name(of: digest) ?? digest }

  /// The store's possible names for a digest: one for each of the team's keys.
  func names(of digest: Digest) -> [Digest] { keys?.names(of: digest) ?? [digest] }

  /// The object for some bytes: sealed if the store is.
  func sealed(_ bytes: [UInt8]) -> [UInt8] {
    guard let keys else { return bytes }
    return SealedObject.sealed(
      bytes, keys.current, salt: environment.random(SealedObject.saltByteCount))
  }

  /// The contents of an object; `nil` if the store is sealed and the team's keys don't open it.
  func unsealed(_ object: [UInt8]) -> [UInt8]? {
    guard let keys else { return object }
    return SealedObject.unsealed(object, keys)
  }

  /// The records of a segment's object.
  func records(
    in object: [UInt8], named name: Digest
  ) throws(SegmentProblem) -> [ArrivedRecord] {
    guard let compressed = unsealed(object) else {
      throw SegmentProblem(reason: "it isn't sealed with the team's key, or was changed")
    }
    return try RemoteLayout.records(in: compressed) { names(of: $0).contains(name) }
  }

  /// The length of the object for a file of `byteCount` bytes.
  func objectByteCount(of byteCount: Int) -> Int {
    keys == nil ? byteCount : SealedObject.byteCount(of: byteCount)
  }

  /// The formats of files, which decide the extensions and media types of their uploads. Empty for
  /// a sealed store, whose objects don't reveal what they are.
  func formats(of blobs: some Sequence<Digest>) throws -> [Digest: MediaFormat] {
    if keys != nil { return [:] }
    return try library.contents { contents in
      var formats: [Digest: MediaFormat] = [:]
      for blob in blobs {
        formats[blob] = try contents.blobs.facts(of: blob, as: library.blobs.path(of: blob))?.format
      }
      return formats
    }
  }

  /// The key and the media type of a new upload of a file.
  func upload(of blob: Digest, _ format: MediaFormat?, number: String) -> (
    key: String, type: String
  ) {
    let fileExtension = keys == nil ? format?.suffixes.first ?? "bin" : "sealed"
    return (
      RemoteLayout.blobKey(name(of: blob), number: number, fileExtension: fileExtension),
      format?.mediaType ?? "application/octet-stream"
    )
  }

  /// Creates the request to upload a stored file, or its sealed copy in a temporary file.
  ///
  /// - Throws: `TransferFailure` if the file can't be read, or doesn't match its digest.
  func request(
    for blob: Digest, key: String, type: String
  ) throws -> (request: StoreRequest, temporary: FilePath?) {
    let path = library.blobs.path(of: blob)
    guard let keys else {
      return (put(key, path, blob, type: type), nil)
    }
    let temporary = try library.temporaryBlobPath()
    do {
      guard let file = try ReadableFile.open(path) else { throw TransferFailure(.digestMismatch) }
      let output = try WritableFile(temporary, mode: 0o600)
      var writer = SealedObject.Writer(
        keys.current, salt: environment.random(SealedObject.saltByteCount))
      let (plain, sealed) = (RunningSHA256(), RunningSHA256())
      func write(_ part: [UInt8]) throws {
        sealed.update(part[...])
        try output.write(part[...])
      }
      try write(writer.header)
      try file.forEachPiece { piece in
        plain.update(piece)
        try write(writer.append(piece))
      }
      try write(writer.finish())
      guard plain.digest == blob else { throw TransferFailure(.digestMismatch) }
      return (
        put(key, temporary, sealed.digest, type: type), temporary
      )
    } catch {
      try? FileSystem.remove(temporary)
      throw error
    }
  }

  private func put(
    _ key: String, _ path: FilePath, _ digest: Digest, type: String
  ) -> StoreRequest {
    var upload = StoreRequest.Upload(key, .file(path), digest, type: type)
    upload.failsIfExists = supportsConditionalPut
    return .put(upload)
  }

  /// Opens a received file in place. Returns `false` if the store is sealed and the team's keys
  /// don't open it.
  func unsealInPlace(_ received: FilePath) throws -> Bool {
    guard let keys else { return true }
    guard let file = try ReadableFile.open(received) else { return false }
    let temporary = try library.temporaryBlobPath()
    do {
      let output = try WritableFile(temporary, mode: 0o600)
      var reader = SealedObject.Reader(keys)
      var isSound = true
      try file.forEachPiece { piece in
        guard isSound else { return }
        guard let bytes = reader.append(piece) else { return isSound = false }
        try output.write(bytes[...])
      }
      guard isSound, let rest = reader.finish() else {
        try FileSystem.remove(temporary)
        return false
      }
      try output.write(rest[...])
      try FileSystem.rename(temporary, to: received)
      return true
    } catch {
      try? FileSystem.remove(temporary)
      throw error
    }
  }
}
