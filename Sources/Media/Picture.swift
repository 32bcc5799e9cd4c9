internal import Decoding
internal import Model
internal import PNG

/// A picture of any format whose header has been read: what it says, and how to prove the rest.
struct Picture: Sendable {
  let facts: ImageFacts?
  /// What is wrong already; then there is nothing to prove.
  let problems: [FileProblem]
  /// The memory that the proof takes.
  let memory: Int
  /// What making it small as it is measured takes besides.
  var pictureMemory = 0
  /// Proves the picture within a limit of memory, and makes it small on the way as that is asked for.
  let prove: @Sendable (_ bytes: [UInt8], _ memory: Int, _ wishes: Wishes) -> Proof

  struct Proof: Sendable {
    let problems: [FileProblem]
    /// The facts, with what only the proof can tell.
    let facts: ImageFacts?
    /// The picture as it is stored, made small.
    var luma: LumaPlane?
    var small: SmallPicture?
    /// The ICC profile that its colours are of, where one is embedded.
    var profile: [UInt8]?
  }

  /// What of the wishes can be had within a limit of memory.
  func affordable(_ wishes: Wishes, within limit: Int) -> Wishes {
    memory + pictureMemory <= limit ? wishes : wishes.subtracting(.picture)
  }

  /// The memory that the proof takes with what is wished.
  func memory(_ wishes: Wishes) -> Int {
    memory + (wishes.contains(.picture) ? pictureMemory : 0)
  }

  private static func hopeless(_ problem: FileProblem, _ facts: ImageFacts? = nil) -> Picture {
    Picture(facts: facts, problems: [problem], memory: 0) { _, _, _ in
      Proof(problems: [problem], facts: facts)
    }
  }

  static func jpeg(_ bytes: [UInt8]) -> Picture {
    let header = JPEGHeader(ByteView(bytes))
    let facts = header.facts
    let rare = facts?.coding.rare
    // libjpeg decodes 8 bits and no lossless or hierarchical coding.
    if let rare, rare != "arithmetic", rare != "oddly sampled" {
      return hopeless(.notProven(.jpeg), facts)
    }
    return Picture(
      facts: facts, problems: [],
      memory: header.isInOneScan ? 1 << 20 : facts.map(JPEGProof.memory) ?? 0,
      pictureMemory: facts.map {
        Raster.memory(for: $0.codedSize, channels: max(3, $0.channels))
      } ?? 0
    ) { bytes, memory, wishes in
      let proof = JPEGProof(of: bytes, memoryLimit: memory, facts: facts, wishes: wishes)
      var proven = facts
      if let end = proof.end, end < bytes.count {
        proven?.trailing = ImageFacts.Trailing(
          byteCount: bytes.count - end, isAnnounced: header.hasFurtherPictures)
      }
      let blemish: [FileProblem] =
        header.hasImpossibleLength && proof.problems.isEmpty
        ? [.blemish(what: "part of its header has an impossible length")] : []
      return Proof(
        problems: proof.problems + blemish, facts: proven, luma: proof.luma, small: proof.small,
        profile: proof.small == nil ? nil : header.profileBytes)
    }
  }

  static func png(_ bytes: [UInt8]) -> Picture {
    let file: PNGFile
    do {
      file = try PNGFile(bytes)
    } catch {
      return hopeless(error.problem)
    }
    let facts = file.facts
    return Picture(
      facts: facts, problems: [], memory: file.inflatingMemory,
      pictureMemory: PNGReduction.memory(for: file.header)
    ) { _, memory, wishes in
      guard file.rowMemory <= memory else {
        // Only a picture of a few enormous rows comes here.
        let pixels = facts.codedSize.pixelCount
        return Proof(
          problems: [.tooManyPixels(pixels: pixels, limit: Inspector.pixelLimit / 4)], facts: facts)
      }
      let proof = PNGProof(of: file, memoryLimit: memory, wishes: wishes)
      var proven = facts
      if facts.alpha == .unknown, let isSeeThrough = proof.isSeeThrough {
        proven.alpha = isSeeThrough ? .used : .unused
      }
      return Proof(
        problems: proof.problems, facts: proven, luma: proof.luma, small: proof.small,
        profile: proof.small == nil ? nil : file.profile)
    }
  }

  static func webp(_ bytes: [UInt8]) -> Picture {
    let file = WebPFile(bytes)
    let facts = file.facts
    let needed = file.memory
    return Picture(
      facts: facts, problems: [], memory: needed,
      pictureMemory: facts.map { Raster.memory(for: $0.codedSize, channels: 3) } ?? 0
    ) { _, memory, wishes in
      guard needed <= memory else {
        let pixels = facts?.codedSize.pixelCount ?? 0
        let limit = memory / max(1, needed / max(1, pixels))
        return Proof(problems: [.tooManyPixels(pixels: pixels, limit: limit)], facts: facts)
      }
      let proof = file.proof(wishes)
      var proven = facts
      if facts?.alpha == .unknown, proof.problems.isEmpty {
        proven?.alpha = proof.hasVisibleAlpha ? .used : .unused
      }
      return Proof(
        problems: proof.problems, facts: proven, luma: proof.luma, small: proof.small,
        profile: proof.small == nil ? nil : file.profile)
    }
  }
}
