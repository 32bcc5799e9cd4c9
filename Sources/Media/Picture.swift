internal import Decoding
internal import Model
internal import PNG

/// A picture of a format that is decoded in this process, whose header was read, with the way to
/// prove the rest.
///
/// It hides the differences between JPEG, PNG and BMP: `Inspector` reserves the memory that
/// the picture asks for, and then proves it.
struct Picture: Sendable {
  /// What the header says; if it has a problem that prevents the proof, there is nothing to prove.
  let header: HeaderFacts
  /// The memory that the proof takes, in bytes.
  private var memory = 0
  /// The additional memory for reducing the picture for measuring, in bytes.
  private var pictureMemory = 0
  /// Proves the picture within a limit of memory, and reduces it along the way as requested.
  private(set) var prove: @Sendable (_ memory: Int, _ options: DecodingOptions) -> Proof

  private init(
    _ image: ImageFacts?, memory: Int, pictureMemory: Int,
    prove: @escaping @Sendable (_ memory: Int, _ options: DecodingOptions) -> Proof
  ) {
    header = HeaderFacts(image: image)
    self.memory = memory
    self.pictureMemory = pictureMemory
    self.prove = prove
  }

  /// Creates a picture that can't be proven because of a problem in its header.
  private init(_ image: ImageFacts? = nil, unprovable problem: FileProblem) {
    header = HeaderFacts(image: image, problems: [problem])
    prove = { _, _ in Proof() }
  }

  /// Reads the header, or returns `nil` for formats that are decoded elsewhere or not at all.
  init?(_ bytes: [UInt8], _ format: MediaFormat) {
    switch format {
    case .jpeg: self.init(jpeg: bytes)
    case .png: self.init(png: bytes)
    case .bmp: self.init(bitmap: ByteView(bytes))
    default: return nil
    }
  }

  /// Returns the options that are possible within a limit of memory.
  func affordable(_ options: DecodingOptions, within limit: Int) -> DecodingOptions {
    memory + pictureMemory <= limit ? options : options.subtracting(.picture)
  }

  /// Returns the memory that the proof takes with these options.
  func memory(_ options: DecodingOptions) -> Int {
    memory + (options.contains(.picture) ? pictureMemory : 0)
  }

  private init(jpeg bytes: [UInt8]) {
    let header = JPEGHeader(ByteView(bytes))
    let facts = header.facts
    let rare = facts?.coding.rare
    // libjpeg decodes 8 bits per sample, and no lossless or hierarchical encoding.
    if let rare, rare != "arithmetic", rare != "oddly sampled" {
      self.init(facts, unprovable: .notProven(.jpeg))
      return
    }
    self.init(
      facts, memory: header.isSingleScan ? 1 << 20 : facts.map(JPEGProver.memory) ?? 0,
      pictureMemory: facts.map {
        AnalysisReduction.memory(for: $0.codedSize, channels: max(3, $0.channels))
          + JPEGProver.rowMemory(for: $0)
      } ?? 0
    ) { memory, options in
      var proof = JPEGProver(bytes, memoryLimit: memory).proof(of: facts, options)
      if let end = proof.end, end < bytes.count {
        proof.image = facts
        proof.image?.trailing = ImageFacts.Trailing(
          byteCount: bytes.count - end, isAnnounced: header.hasFurtherPictures)
      }
      if header.hasImpossibleLength, proof.problems.isEmpty {
        proof.problems = [.blemish(what: "part of its header has an impossible length")]
      }
      if proof.small != nil { proof.profile = header.profileBytes }
      return proof
    }
  }

  private init(png bytes: [UInt8]) {
    let file: PNGFile
    do {
      file = try PNGFile(bytes)
    } catch {
      self.init(unprovable: error)
      return
    }
    let facts = file.facts
    self.init(
      facts, memory: file.inflatingMemory, pictureMemory: PNGReduction.memory(for: file.header)
    ) { memory, options in
      guard file.rowMemory <= memory else {
        // Only a picture with a few enormous rows gets here.
        let pixels = facts.codedSize.pixelCount
        return Proof(.tooManyPixels(pixels: pixels, limit: Inspector.pixelLimit / 4))
      }
      var proof = PNGProver.proof(of: file, memoryLimit: memory, options: options)
      if proof.small != nil { proof.profile = file.profile }
      return proof
    }
  }

  private init(bitmap file: ByteView) {
    header = HeaderFacts.of(.bmp, file)
    let bitmap = BMPHeader(file)
    // A few bytes can claim a size whose memory overflows `Int`.
    let isPossible = header.image.map { $0.codedSize.pixelCount <= Inspector.pixelLimit } ?? false
    pictureMemory = isPossible ? bitmap.map(BMPReduction.memory) ?? 0 : 0
    prove = { _, options in
      guard let bitmap, var proof = bitmap.proof() else {
        return Proof(.notProven(.bmp, why: "a rare encoding"))
      }
      if proof.problems.isEmpty, !options.isEmpty {
        let reduction = BMPReduction(bitmap, file, hasAlpha: proof.isTransparent == true, options)
        proof.luma = reduction.plane
        proof.small = reduction.small
        proof.profile = bitmap.embeddedProfile
      }
      return proof
    }
  }
}
