internal import Media
internal import Preparing

extension Inspector {
  /// Has a copy of a file made, within memory that is reserved for it: of its pixels where they are held and
  /// there is memory for it at once, else by decoding it.
  func made(
    _ maker: PictureMaker, of file: HeldFile, _ found: Inspection, _ held: HeldPixels? = nil,
    decoding: [Int]
  ) async -> Result<MadePicture, NotMade> {
    if let held {
      let made = await reservingAtOnce(maker.memory + file.bytes.count, besides: held) {
        await maker.make(within: maker.memory) { sink in held.hand(to: sink) }
      }
      if let made { return made }
    }
    let make = { @Sendable (decoding: Int) in
      await maker.make(within: decoding + maker.memory) { sink in
        await pixels(of: file.bytes, found.facts, memory: decoding, into: sink)
      }
    }
    if let memory = file.memory { return await make(max(0, memory - maker.memory)) }
    // Most are made with little; what is not waits until there is more.
    var made: Result<MadePicture, NotMade>
    var waiting = decoding[...]
    repeat {
      let most = budgetTotal - maker.memory - file.bytes.count
      let decoding = min(waiting.popFirst() ?? 0, max(0, most))
      made = await reserving(decoding + maker.memory + file.bytes.count) { await make(decoding) }
    } while !waiting.isEmpty && made.isForWantOfMemory
    return made
  }

  /// Looks into a copy that was just made, beside the file that it was made of: every coded byte is proven.
  /// What is coded as its original is looks as that does; and one that was merely turned, where only its
  /// scores are wanted.
  func see(
    _ made: MadePicture, of original: Inspection, besides file: HeldFile, as name: FilePath,
    _ extent: CopyExtent
  ) async -> Inspection {
    let held = HeldFile(
      bytes: made.bytes, memory: file.memory.map { max(0, $0 - made.bytes.count) })
    if extent == .proven { return await look(into: held, as: name) }
    let isKnown = made.isSameStored || extent == .scored && made.isSamePicture
    guard isKnown, original.facts.image?.frames == 1, original.picture != nil else {
      return await see(held, as: name)
    }
    var found = await look(into: held, as: name)
    found.facts.perceptual = original.facts.perceptual
    found.luma = original.luma
    found.picture = original.picture
    found.profile = original.profile
    return found
  }
}

/// How much is wanted of a copy beside the proof that it is sound.
enum CopyExtent: Sendable {
  case proven
  /// Its scores,
  case scored
  /// and all that a library keeps of a picture.
  case kept
}

extension Result<MadePicture, NotMade> {
  /// Whether more memory might have led to another end.
  fileprivate var isForWantOfMemory: Bool {
    if case .failure(let failure) = self { failure.isForWantOfMemory } else { false }
  }
}
