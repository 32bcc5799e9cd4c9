internal import Files
internal import Library
internal import Model
internal import Transfers

extension TeamStore {
  /// The name in the store of what has a digest: the digest, or in a sealed store a code of it.
  func name(of digest: Digest) -> Digest { keys?.current.name(of: digest) ?? digest }

  /// The names in the store that something with a digest may have: one for each of the team's keys.
  func names(of digest: Digest) -> [Digest] { keys?.names(of: digest) ?? [digest] }

  /// The object for some bytes: sealed if the store is.
  func sealed(_ bytes: [UInt8]) -> [UInt8] {
    guard let keys else { return bytes }
    return SealedObject.sealed(
      bytes, keys.current, salt: environment.random(SealedObject.saltByteCount))
  }

  /// The bytes of an object; `nil` if it isn't sealed with one of the team's keys although the store is.
  func opened(_ object: [UInt8]) -> [UInt8]? {
    guard let keys else { return object }
    return SealedObject.opened(object, keys)
  }

  /// The length of the object for a file.
  func objectByteCount(of byteCount: Int) -> Int {
    keys == nil ? byteCount : SealedObject.byteCount(of: byteCount)
  }

  /// The formats of files, by which the endings and the media types of their uploads are chosen. A sealed object doesn't
  /// show what it is.
  func formats(of blobs: some Sequence<Digest>) throws -> [Digest: MediaFormat] {
    if keys != nil { return [:] }
    return try library.contents { contents in
      var formats: [Digest: MediaFormat] = [:]
      for blob in blobs {
        formats[blob] = try contents.facts(of: blob, as: library.blobs.path(of: blob))?.format
      }
      return formats
    }
  }

  /// The key of a new upload of a file with some format, and the media type that it gets.
  func upload(of blob: Digest, _ format: MediaFormat?, number: String) -> (
    key: String, type: String
  ) {
    let ending = keys == nil ? format?.suffixes.first ?? "bin" : "sealed"
    return (
      RemoteLayout.blobKey(name(of: blob), number: number, ending: ending),
      format?.mediaType ?? "application/octet-stream"
    )
  }

  /// Makes the request for an upload of a stored file. A sealed one is made of a temporary file.
  ///
  /// - Throws: `StoreFailure` if the file can't be read, or has other bytes than its name says.
  func request(
    for blob: Digest, key: String, type: String
  ) throws -> (request: StoreRequest, temporary: FilePath?) {
    let path = library.blobs.path(of: blob)
    guard let keys else {
      return (put(key, path, blob, type: type), nil)
    }
    let temporary = try library.temporaryBlobPath()
    do {
      guard let file = try ReadableFile.open(path) else { throw StoreFailure(.damagedFile) }
      let output = try WritableFile(temporary, mode: 0o600)
      var writer = SealedObject.Writer(
        keys.current, salt: environment.random(SealedObject.saltByteCount))
      let (plain, sealed) = (RunningSHA256(), RunningSHA256())
      func write(_ part: [UInt8]) throws {
        sealed.update(part[...])
        try output.write(part[...])
      }
      try write(writer.head)
      try file.forEachPiece { piece in
        plain.update(piece)
        try write(writer.add(piece))
      }
      try write(writer.finish())
      guard plain.digest == blob else { throw StoreFailure(.damagedFile) }
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
    upload.isNewOnly = honoursConditions
    return .put(upload)
  }

  /// Opens a file that was received, in place. Returns `false` if it isn't sealed with one of the team's keys although the
  /// store is.
  func open(_ received: FilePath) throws -> Bool {
    guard let keys else { return true }
    guard let file = try ReadableFile.open(received) else { return false }
    let temporary = try library.temporaryBlobPath()
    do {
      let output = try WritableFile(temporary, mode: 0o600)
      var reader = SealedObject.Reader(keys)
      var isSound = true
      try file.forEachPiece { piece in
        guard isSound else { return }
        guard let bytes = reader.add(piece) else { return isSound = false }
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
