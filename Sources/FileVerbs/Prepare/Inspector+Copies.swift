package import Media
internal import Preparing

extension Inspector {
  /// Makes a copy of a picture within memory that is reserved for it: from its decoded pixels if
  /// they are still in memory and enough is free at once, otherwise by decoding it again.
  ///
  /// - Parameters:
  ///   - maker: Makes the copy.
  ///   - file: The picture's bytes.
  ///   - found: What was found out about the picture.
  ///   - decoding: The amounts of memory to try for decoding, as `pixelMemory(of:_:)` returns
  ///     them.
  package func makeCopy(
    _ maker: PictureMaker, of file: LoadedFile, _ found: Inspection, decoding: [Int]
  ) async -> Result<PreparedPicture, PreparationFailure> {
    if let pixels = found.pixels {
      let made = await budget.reservingIfAvailable(maker.memory + file.bytes.count) {
        await maker.make(within: maker.memory) { sink in pixels.replay(to: sink) }
      }
      // Waiting for memory while keeping some could block other files forever.
      pixels.clear()
      if let made { return made }
    }
    let make = { @Sendable (decoding: Int) in
      await maker.make(within: decoding + maker.memory) { sink in
        await pixels(of: file.bytes, found.facts, memory: decoding, into: sink)
      }
    }
    if let memory = file.memory { return await make(max(0, memory - maker.memory)) }
    // Most copies need little memory. One that fails for lack of it waits until more is free.
    var made: Result<PreparedPicture, PreparationFailure>
    var amounts = decoding[...]
    repeat {
      let maximum = budget.total - maker.memory - file.bytes.count
      let decoding = min(amounts.popFirst() ?? 0, max(0, maximum))
      made = await budget.reserving(decoding + maker.memory + file.bytes.count) {
        await make(decoding)
      }
    } while !amounts.isEmpty && made.ranOutOfMemory
    return made
  }

  /// Inspects a copy that was just made, while its original is still in memory. Every encoded byte
  /// is proven to decode.
  ///
  /// A copy with unchanged pixels shares the original's scores and appearance. So does one that was
  /// only turned, if only its scores are wanted.
  func inspectCopy(
    _ made: PreparedPicture, of original: Inspection, besides file: LoadedFile, as name: FilePath,
    _ extent: CopyExtent
  ) async throws(CancellationError) -> Inspection {
    let copy = file.copy(made.bytes, name: name)
    if extent == .proven { return try await inspect(copy, depth: .facts) }
    let showsSame = made.keepsStoredPixels || extent == .scored && made.keepsWholePicture
    guard showsSame, original.facts.image?.frames == 1, original.picture != nil else {
      return try await inspect(copy, depth: .appearance)
    }
    var inspection = try await inspect(copy, depth: .facts)
    inspection.facts.perceptual = original.facts.perceptual
    inspection.luma = original.luma
    inspection.picture = original.picture
    inspection.profile = original.profile
    return inspection
  }
}

extension Inspector.LoadedFile {
  /// Returns a copy that was made of this file, to be inspected while both are in memory.
  func copy(_ bytes: [UInt8], name: FilePath) -> Inspector.Source {
    .bytes(bytes, name: name, memory: memory.map { max(0, $0 - bytes.count) })
  }
}

/// How much is inspected of a copy, beyond the proof that it is intact.
enum CopyExtent: Sendable {
  /// No more than the proof.
  case proven
  /// Its scores.
  case scored
  /// Everything that a library keeps of a picture.
  case kept
}

extension Result<PreparedPicture, PreparationFailure> {
  /// Whether the copy failed for lack of memory, so that another attempt with more may succeed.
  fileprivate var ranOutOfMemory: Bool {
    if case .failure(let failure) = self { failure.ranOutOfMemory } else { false }
  }
}
