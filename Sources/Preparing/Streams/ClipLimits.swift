internal import Checking
internal import Model
internal import Targets

/// What several targets take together of a clip.
struct ClipLimits {
  private var pictures: PreparationLimits
  /// In thousandths of a second; nothing where no length is too long, or none is taken by all.
  let lengths: ClosedRange<Int>?
  /// Pictures a second.
  private(set) var leastRate = 0.0
  private(set) var mostRate = Double.infinity
  /// The shorter side that is asked for by its name: `1080p`.
  private var lines: Int?
  /// An element is made of one take.
  private(set) var mayHoldCuts = true

  /// 23.976 and 59.94 are what is meant by 24 and 60.
  static let rateTolerance = 1.002

  /// Without `inferred`, limits that no source states are left out: for a guess nothing is scaled, cut or coded again.
  init(_ targets: [CheckTarget], _ format: MediaFormat, inferred: Bool) {
    pictures = PreparationLimits(targets, for: format, inferred: inferred)
    lengths = CheckTarget.lengths(targets, for: format, longest: nil, inferred: inferred)
    for target in targets {
      guard let slot = target.slot(for: format), let rules = target.rules(for: slot)?.rules else {
        continue
      }
      if slot == .clip { mayHoldCuts = false }
      take(rules, inferred: inferred)
    }
  }

  private mutating func take(_ rules: SlotRules, inferred: Bool) {
    if let range = rules.framesPerSecond?.value(inferred: inferred) {
      leastRate = max(leastRate, Double(range.minimum ?? 0) / Self.rateTolerance)
      mostRate = min(mostRate, range.maximum.map(Double.init) ?? .infinity)
    }
    let resolution = rules.resolution?.value(inferred: inferred)
    if let named = resolution, named.hasSuffix("p"), let count = Int(named.dropLast()) {
      lines = min(lines ?? .max, count)
    }
  }

  var mostBytes: Int? { pictures.mostBytes }

  func take(_ format: MediaFormat) -> Bool { pictures.take(format) }

  func isTooLarge(_ size: PixelSize) -> Bool { pictures.isTooLarge(size) }

  /// A coder holds many pictures at once: more than this many pixels of each would be too many.
  private static let mostCodedPixels = 2_400_000

  /// Whether a copy that is coded anew is made smaller only to be held.
  func isTooLargeToCode(_ size: PixelSize) -> Bool {
    !isTooLarge(size) && size.pixelCount > Self.mostCodedPixels
  }

  /// The size of a copy that is coded anew, of whole pairs of pixels: its own, where that is taken.
  func size(for size: PixelSize) -> PixelSize {
    var share = min(1, (Double(Self.mostCodedPixels) / Double(size.pixelCount)).squareRoot())
    if let most = pictures.mostSide { share = min(share, Double(most) / Double(size.longerSide)) }
    if let most = pictures.mostArea {
      share = min(share, (Double(most) / Double(size.pixelCount)).squareRoot())
    }
    if let lines { share = min(share, Double(lines) / Double(size.shorterSide)) }
    func scaled(_ side: Int) -> Int { Int(Double(side) * share + 0.001) }
    return PixelSize(width: scaled(size.width), height: scaled(size.height)).inPairs
  }
}

extension PixelSize {
  /// Colours of a clip are coded for two by two pixels.
  var inPairs: PixelSize {
    PixelSize(width: max(2, width / 2 * 2), height: max(2, height / 2 * 2))
  }
}
