package import Decoding
package import Model

/// Proves that every encoded byte of a PNG is sound: all checksums agree, the compressed data
/// inflate to exactly the bytes that the header's rows need, and every filter exists.
///
/// While rows are inflated, the proof also finds out whether any pixel is transparent, and reduces
/// the picture if `options` ask for that: the data are inflated only once.
package struct PNGProver {
  /// What was found so far; problems have damage first within each check.
  private var proof = Proof()

  /// What is found out about the picture while its rows arrive.
  private let options: DecodingOptions
  private let file: PNGFile
  /// The most memory that the proof may use, in bytes.
  private let memoryLimit: Int

  /// What is reported of data that contain more than twice the rows, and are read no further.
  package static let tooManyRows = FileProblem.blemish(
    what: "more than twice the rows in its header; readers ignore the rest")

  /// libpng reads no more rows than this by default.
  static let rowLimit = 1_000_000

  /// The bytes that the further frames of an animation may inflate to: 240 frames of 1920 × 1080.
  static let animationLimit = 2_000_000_000

  /// Proves a file. Rows are inflated at once if `memoryLimit` bytes suffice, otherwise piece by
  /// piece; `animationLimit` bounds the bytes that the frames of an animation inflate to.
  package static func proof(
    of file: PNGFile, memoryLimit: Int, animationLimit: Int = Self.animationLimit,
    options: DecodingOptions = []
  ) -> Proof {
    guard !file.chunks.tooMany else { return Proof(.tooComplex(what: "too many chunks")) }
    guard file.header.height <= Self.rowLimit else {
      return Proof(.tooComplex(what: "more rows than readers support"))
    }
    var prover = PNGProver(options: options, file: file, memoryLimit: memoryLimit)
    prover.prove(animationLimit)
    return prover.proof
  }

  /// Runs all checks.
  private mutating func prove(_ animationLimit: Int) {
    checkOrder()
    let imageIsWhole = proveImage()
    proveFrames(within: animationLimit)
    if let cut = file.chunks.cut {
      if imageIsWhole {
        proof.problems.append(.endMarkerMissing)
      } else {
        proof.problems.insert(.truncated(what: cutWords(cut)), at: 0)
      }
    } else if file.chunks.garbage, !proof.problems.contains(where: \.isDamage) {
      proof.problems.append(.blemish(what: "stray bytes before the end marker"))
    } else if file.chunks.end == nil, imageIsWhole {
      proof.problems.append(.endMarkerMissing)
    }
  }

  /// How much of a truncated file is there: a percentage, if it ends in its only data chunk.
  private func cutWords(_ cut: (type: String, missing: Int)) -> String {
    let expected = file.bytes.count + cut.missing
    let percent = file.bytes.count * 100 / max(1, expected)
    let isFirst = file.chunks.chunks.allSatisfy { $0.type != "IDAT" }
    return cut.type == "IDAT" && isFirst && percent > 0
      ? "the file ends at \(percent) %"
      : "the file ends inside the picture"
  }

  /// Checks checksums, and the order of chunks that readers depend on.
  private mutating func checkOrder() {
    let wrong = file.chunks.chunks.filter { !$0.checksumAgrees }
    if let what = Self.words(for: wrong.filter { !$0.isAncillary }) {
      proof.problems.append(.corrupt(what: what))
    }
    if let what = Self.words(for: wrong.filter(\.isAncillary)) {
      proof.problems.append(.blemish(what: what))
    }
    if file.chunks.chunks.count(where: { $0.type == "IHDR" }) > 1 {
      proof.problems.append(.corrupt(what: "it has a second header"))
    }
    if let stranger = file.chunks.chunks.first(where: {
      !$0.isAncillary && !Self.needed.contains($0.type)
    }) {
      proof.problems.append(.corrupt(what: "it depends on an unknown chunk, \(stranger.type)"))
    }
    if file.header.colorType == .palette { checkPalette() }
  }

  /// The critical chunks of the standard. A reader must refuse a file with any other.
  private static let needed = ["IHDR", "IDAT", "IEND", "PLTE"]

  /// What is wrong with the checksums of some chunks; `nil` if there are none.
  private static func words(for wrong: [PNGChunks.Chunk]) -> String? {
    guard let first = wrong.first else { return nil }
    return wrong.count == 1
      ? "the checksum of its \(first.type) chunk is wrong"
      : "the checksums of \(wrong.count) chunks are wrong, \(first.type) first"
  }

  /// Checks that there is one palette, before the picture data, of whole entries.
  private mutating func checkPalette() {
    let chunks = file.chunks.chunks
    let palettes = chunks.indices.filter { chunks[$0].type == "PLTE" }
    let picture = chunks.firstIndex { $0.type == "IDAT" } ?? chunks.endIndex
    guard let first = palettes.first, first < picture else {
      proof.problems.append(
        .corrupt(
          what: palettes.isEmpty
            ? "its palette is missing" : "its palette is after the picture data"))
      return
    }
    let count = chunks[first].data.count
    if palettes.count > 1 {
      proof.problems.append(.corrupt(what: "it has a second palette"))
    } else if count == 0 || count % 3 != 0 || count > 768 {
      proof.problems.append(.corrupt(what: "its palette is \(count) bytes long"))
    }
  }

  /// Proves the picture itself and returns whether all of its rows are present and sound.
  private mutating func proveImage() -> Bool {
    let run = file.chunks.firstRun(of: "IDAT")
    guard !run.isEmpty else {
      if file.chunks.cut == nil {
        proof.problems.append(
          file.chunks.end == nil && !file.chunks.garbage
            ? .truncated(what: "the file ends before its picture data")
            : .corrupt(what: "it contains no picture data"))
      }
      return false
    }
    if file.chunks.chunks.count(where: { $0.type == "IDAT" }) > run.count {
      proof.problems.append(.blemish(what: "its picture data are in several places"))
    }
    let reduction = PNGReduction(file, options)
    var rows =
      file.isCommon
      ? PNGRows(file.header, alpha: alphaToWatch, sink: reduction) : PNGRows(file.header)
    let result = file.inflate(
      run.map { file.bytes[$0.data] }, file.header, within: memoryLimit, into: &rows)
    if result.unread > 0 {
      proof.problems.append(
        .blemish(
          what:
            "\(result.unread) stray \(result.unread == 1 ? "byte" : "bytes") in its picture data"))
    }
    if let filter = rows.badFilter {
      proof.problems.append(.corrupt(what: "a row has the invalid filter \(filter)"))
    }
    if let problem = problem(for: result.outcome) { proof.problems.append(problem) }
    guard result.outcome.holdsEveryRow else { return false }
    if file.isCommon || !file.hasAlpha { proof.isTransparent = rows.isTransparent }
    guard rows.badFilter == nil else { return false }
    if file.isCommon || readUncommon(into: reduction) {
      proof.luma = reduction?.plane
      proof.small = reduction?.small
    }
    return true
  }

  /// What the length and the soundness of the compressed data say.
  private func problem(for outcome: Inflater.Outcome) -> FileProblem? {
    switch outcome {
    case .exact: return nil
    // Readers show the picture and ignore the rest.
    case .tooMany(let excess?): return .blemish(what: excessWords(excess))
    case .tooMany(nil): return Self.tooManyRows
    case .noMemory: return .tooComplex(what: "not enough memory to decompress it")
    case .tooFew(let count):
      return .corrupt(what: "its data end at \(percent(count)) % of the rows in its header")
    case .damaged:
      // A file that ends inside a chunk is reported as truncated; its stream can't be complete.
      if file.chunks.cut != nil { return nil }
      return file.chunks.end == nil
        ? .truncated(what: "the file ends between two data chunks")
        : .corrupt(what: "its compressed data are damaged")
    }
  }

  /// Reads the rows of an uncommon picture with libpng, if anything has to be found in them, and
  /// returns whether that succeeded.
  private mutating func readUncommon(into reduction: PNGReduction?) -> Bool {
    guard file.hasAlpha || reduction != nil else { return true }
    var library = LibPNG()
    // Of 16 bits the high ones count: ffmpeg writes an alpha of 65,532 for opaque pixels.
    library.keeps16Bits = false
    library.ignoresWindow = true
    library.memoryLimit = file.libraryMemory
    var (channels, hasTransparentPixel) = (1, false)
    let outcome = library.readPicture(of: file) { layout in
      channels = layout.channels
      return (channels % 2 == 0) == file.hasAlpha
    } each: { row, position in
      reduction?.add(row, position)
      if channels % 2 == 0, !hasTransparentPixel {
        hasTransparentPixel = stride(from: channels - 1, to: row.count, by: channels)
          .contains { row[$0] != 255 }
      }
    }
    switch outcome {
    case .whole:
      proof.isTransparent = hasTransparentPixel
      return true
    case .noMemory: proof.problems.append(.tooComplex(what: "not enough memory to decode it"))
    case .declined: proof.problems.append(.corrupt(what: "its rows differ from its header"))
    // libpng stops at a wrong checksum, which was reported already.
    case .refused(let words):
      if !proof.problems.contains(where: \.isDamage) {
        proof.problems.append(.corrupt(what: "libpng can't decode it: \(words)"))
      }
    }
    return false
  }

  /// How much more than the picture the data contain: in rows if it is a whole number of them.
  private func excessWords(_ byteCount: Int) -> String {
    let rowBytes = (file.header.passes.first?.rowBytes ?? 0) + 1
    guard !file.header.isInterlaced, byteCount.isMultiple(of: rowBytes) else {
      return "\(byteCount) extra \(byteCount == 1 ? "byte" : "bytes") after the complete picture"
    }
    let count = byteCount / rowBytes
    return "\(count) extra \(count == 1 ? "row" : "rows") after the complete picture"
  }

  /// The share of the picture that some bytes are.
  private func percent(_ count: Int) -> Int {
    count * 100 / max(1, file.header.inflatedCount ?? Int.max)
  }

  /// What to look for in the rows of a common picture to find out whether any pixel is transparent.
  private var alphaToWatch: PNGRows.Alpha {
    let samples = file.header.colorType.samples
    if file.header.colorType.hasAlpha { return .lane(offset: samples - 1, pixelBytes: samples) }
    return file.paletteAlphas.isEmpty ? .none : .palette(PNGPalette(file).isTransparent)
  }

  /// Proves the further frames of an animation, within a budget of the bytes they inflate to.
  private mutating func proveFrames(within limit: Int) {
    guard file.chunks.first("acTL") != nil else { return }
    var budget = limit
    var frame: PNGHeader?
    var parts: [ArraySlice<UInt8>] = []
    var number = 0
    for chunk in file.chunks.chunks + [PNGChunks.Chunk.afterLast] {
      switch chunk.type {
      case "fcTL", PNGChunks.Chunk.afterLast.type:
        if !parts.isEmpty {
          number += 1
          let isSound = isSound(parts, frame, &budget)
          guard budget > 0 else {
            proof.problems.append(.tooComplex(what: "its animation is too long to prove"))
            return
          }
          if !isSound {
            proof.problems.append(.blemish(what: "frame \(number + 1) of its animation is damaged"))
            return
          }
        }
        parts = []
        let control = file.data(of: chunk)
        frame = file.header.frame(
          width: control.number(at: 4) ?? 0, height: control.number(at: 8) ?? 0)
      case "fdAT": parts.append(file.bytes[chunk.data].dropFirst(4))
      default: break
      }
    }
  }

  /// Whether the data of a frame inflate to exactly its rows. Takes their number from the budget.
  private func isSound(
    _ parts: [ArraySlice<UInt8>], _ frame: PNGHeader?, _ budget: inout Int
  ) -> Bool {
    guard let frame, let count = frame.inflatedCount else { return false }
    budget -= count
    guard budget > 0 else { return false }
    var rows = PNGRows(frame)
    return file.inflate(parts, frame, within: memoryLimit, into: &rows).outcome == .exact
      && rows.badFilter == nil
  }
}

extension Inflater.Outcome {
  /// Whether at least the expected bytes came, and the checksum at the end agrees.
  fileprivate var holdsEveryRow: Bool {
    switch self {
    case .exact, .tooMany: true
    case .tooFew, .damaged, .noMemory: false
    }
  }
}

extension PNGChunks.Chunk {
  /// Follows the last chunk, so the last frame is completed like the others.
  fileprivate static let afterLast = PNGChunks.Chunk(type: "", data: 0..<0, checksumAgrees: true)
}
