internal import Media
internal import Preparing

extension Inspector {
  /// Has a copy of a file made, within memory that is reserved for it.
  func made(
    _ maker: PictureMaker, of file: HeldFile, _ found: Inspection, decoding: [Int]
  ) async -> Result<MadePicture, NotMade> {
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

  /// Looks into a copy that was just made, beside the file that it was made of. What shows the very same
  /// pixels is proven anew, and looks as its original does.
  func see(
    _ made: MadePicture, of original: Inspection, besides file: HeldFile, as name: FilePath
  ) async -> Inspection {
    let held = HeldFile(
      bytes: made.bytes, memory: file.memory.map { max(0, $0 - made.bytes.count) })
    guard made.isSamePicture, original.facts.image?.frames == 1 else {
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

extension Result<MadePicture, NotMade> {
  /// Whether more memory might have led to another end.
  fileprivate var isForWantOfMemory: Bool {
    if case .failure(let failure) = self { failure.isForWantOfMemory } else { false }
  }
}
