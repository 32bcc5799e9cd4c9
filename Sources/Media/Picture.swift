internal import Decoding
internal import Model
internal import PNG

/// A picture whose header was read, with the way to prove the rest.
///
/// It hides the differences between JPEG, PNG and WebP: `Inspector` reserves the memory that
/// the picture asks for, and then proves it.
struct Picture: Sendable {
  /// The facts in the header, or `nil` if it states no size.
  let facts: ImageFacts?
  /// The problems that are already known; if there are any, there is nothing to prove.
  let problems: [FileProblem]
  /// The memory that the proof takes, in bytes.
  let memory: Int
  /// The additional memory for reducing the picture for measuring, in bytes.
  var pictureMemory = 0
  /// Proves the picture within a limit of memory, and reduces it along the way as requested.
  let prove: @Sendable (_ bytes: [UInt8], _ memory: Int, _ options: DecodingOptions) -> Proof

  /// The result of proving a picture.
  struct Proof: Sendable {
    /// The problems that were found; empty if the picture is intact.
    let problems: [FileProblem]
    /// The facts in the header, with those that only the proof can tell.
    let facts: ImageFacts?
    /// The picture as stored, reduced to luma, or `nil` if it was not requested or is not
    /// intact.
    var luma: LumaPlane?
    /// The picture as stored, reduced for measuring, or `nil` if it was not requested.
    var small: SmallPicture?
    /// The embedded ICC profile, or `nil` if there is none or the picture was not requested.
    var profile: [UInt8]?
  }

  /// Returns the options that are possible within a limit of memory.
  func affordable(_ options: DecodingOptions, within limit: Int) -> DecodingOptions {
    memory + pictureMemory <= limit ? options : options.subtracting(.picture)
  }

  /// Returns the memory that the proof takes with these options.
  func memory(_ options: DecodingOptions) -> Int {
    memory + (options.contains(.picture) ? pictureMemory : 0)
  }

  /// Returns a picture that can't be proven because of a problem in its header.
  private static func unprovable(_ problem: FileProblem, _ facts: ImageFacts? = nil) -> Picture {
    Picture(facts: facts, problems: [problem], memory: 0) { _, _, _ in
      Proof(problems: [problem], facts: facts)
    }
  }

  static func jpeg(_ bytes: [UInt8]) -> Picture {
    let header = JPEGHeader(ByteView(bytes))
    let facts = header.facts
    let rare = facts?.coding.rare
    // libjpeg decodes 8 bits per sample, and no lossless or hierarchical encoding.
    if let rare, rare != "arithmetic", rare != "oddly sampled" {
      return unprovable(.notProven(.jpeg), facts)
    }
    return Picture(
      facts: facts, problems: [],
      memory: header.isSingleScan ? 1 << 20 : facts.map(JPEGProof.memory) ?? 0,
      pictureMemory: facts.map {
        AnalysisReduction.memory(for: $0.codedSize, channels: max(3, $0.channels))
      } ?? 0
    ) { bytes, memory, options in
      let proof = JPEGProof(of: bytes, memoryLimit: memory, facts: facts, options: options)
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
      return unprovable(error.problem)
    }
    let facts = file.facts
    return Picture(
      facts: facts, problems: [], memory: file.inflatingMemory,
      pictureMemory: PNGReduction.memory(for: file.header)
    ) { _, memory, options in
      guard file.rowMemory <= memory else {
        // Only a picture with a few enormous rows gets here.
        let pixels = facts.codedSize.pixelCount
        return Proof(
          problems: [.tooManyPixels(pixels: pixels, limit: Inspector.pixelLimit / 4)], facts: facts)
      }
      let proof = PNGProof(of: file, memoryLimit: memory, options: options)
      var proven = facts
      if facts.alpha == .unknown, let hasTransparency = proof.isSeeThrough {
        proven.alpha = hasTransparency ? .used : .unused
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
      pictureMemory: facts.map { AnalysisReduction.memory(for: $0.codedSize, channels: 3) } ?? 0
    ) { _, memory, options in
      guard needed <= memory else {
        let pixels = facts?.codedSize.pixelCount ?? 0
        let limit = memory / max(1, needed / max(1, pixels))
        return Proof(problems: [.tooManyPixels(pixels: pixels, limit: limit)], facts: facts)
      }
      let proof = file.proof(options)
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
