import Decoding
public import Model
import PNG

/// What Castbook and libpng, each for itself, find in one PNG.
///
/// Castbook proves the file and decodes its pixels as `check` and `prepare` do. libpng reads the
/// whole file with every chunk, as other programs do. Both hand out the same layout: values of 8 or
/// 16 bits with the alpha that palettes and `tRNS` state.
public struct PNGOpinions: Sendable {
  /// What one of them says.
  public enum Verdict: Hashable, Sendable {
    case pixels([UInt8], channels: Int, depth: Int)
    /// The file is damaged, in words.
    case refused(String)
    /// The file may be sound, and is more work than is done.
    case givenUp(String)
  }

  public let ours: Verdict
  /// Everything that Castbook reports.
  public let problems: [FileProblem]
  public let libpng: Verdict
  /// The first warning of libpng.
  public let warning: String?

  private static let memoryLimit = 64 << 20
  private static let pixelLimit = memoryLimit / 8

  /// Asks both. Returns `nil` if a valid header claims more pixels than a test should decode.
  public init?(on bytes: [UInt8]) {
    if let header = (try? PNGFile(bytes))?.header,
      header.width.multipliedFullWidth(by: header.height).high != 0
        || header.width * header.height > Self.pixelLimit
    {
      return nil
    }
    (ours, problems) = Self.ours(bytes)
    (libpng, warning) = Self.libpng(bytes)
  }

  /// Whether both refuse the file, or find the same pixels. Where Castbook finds damage, libpng may
  /// give up before it comes to it, such as at a chunk that claims more than its memory.
  public var agree: Bool {
    switch (ours, libpng) {
    case (.pixels, .pixels): Self.withoutFullAlpha(ours) == Self.withoutFullAlpha(libpng)
    case (.refused, .refused), (.refused, .givenUp), (.givenUp, .givenUp): true
    default: false
    }
  }

  /// Both verdicts in a line, for a failure.
  public var words: String { "Castbook: \(Self.words(ours)), libpng: \(Self.words(libpng))" }

  private static func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .pixels(let values, let channels, let depth):
      "\(values.count) bytes in \(channels) channels of \(depth) bits"
    case .refused(let why): "refused, \(why)"
    case .givenUp(let why): "given up, \(why)"
    }
  }

  private static func ours(_ bytes: [UInt8]) -> (Verdict, [FileProblem]) {
    let file: PNGFile
    do {
      file = try PNGFile(bytes)
    } catch {
      return (.refused("\(error)"), [error])
    }
    let problems = PNGProver.proof(of: file, memoryLimit: memoryLimit).problems
    if let damage = problems.first(where: \.isDamage) { return (.refused("\(damage)"), problems) }
    if problems.contains(where: { if case .tooComplex = $0 { true } else { false } }) {
      return (.givenUp("\(problems)"), problems)
    }
    guard let pixels = PNGPixels(bytes) else { return (.refused("no pixels"), problems) }
    let gathered = GatheredPixels()
    let outcome = pixels.read(within: memoryLimit, into: gathered)
    guard outcome == .complete else { return (.refused("\(outcome)"), problems) }
    let layout = pixels.layout
    return (
      .pixels(gathered.values, channels: layout.channels, depth: layout.depth), problems
    )
  }

  private static func libpng(_ bytes: [UInt8]) -> (Verdict, String?) {
    var values: [UInt8] = []
    var (channels, depth, width) = (1, 8, 1)
    let outcome = LibPNG().read(bytes) { layout in
      (channels, depth, width) = (layout.channels, layout.depth, layout.size.width)
      guard layout.size.pixelCount <= pixelLimit else { return false }
      values = [UInt8](repeating: 0, count: layout.size.pixelCount * channels * depth / 8)
      return true
    } each: { row, position in
      let pixelBytes = channels * depth / 8
      for pixel in 0..<row.count / pixelBytes {
        let index = position.row * width + position.first + pixel * position.step
        for byte in 0..<pixelBytes {
          values[index * pixelBytes + byte] = row[pixel * pixelBytes + byte]
        }
      }
    }
    switch outcome {
    case .whole(let warning): return (.pixels(values, channels: channels, depth: depth), warning)
    case .refused(let words): return (.refused(words), nil)
    case .noMemory, .declined: return (.givenUp("\(outcome)"), nil)
    }
  }

  /// The pixels without an alpha that is full everywhere: a palette whose entries are all opaque
  /// has no alpha here, and may have one in libpng.
  private static func withoutFullAlpha(_ verdict: Verdict) -> Verdict {
    guard case .pixels(let values, let channels, let depth) = verdict, channels % 2 == 0 else {
      return verdict
    }
    let (pixel, alpha) = (channels * depth / 8, depth / 8)
    var colors: [UInt8] = []
    for start in stride(from: 0, to: values.count, by: pixel) {
      let end = start + pixel
      guard values[end - alpha..<end].allSatisfy({ $0 == 255 }) else { return verdict }
      colors += values[start..<end - alpha]
    }
    return .pixels(colors, channels: channels - 1, depth: depth)
  }
}
