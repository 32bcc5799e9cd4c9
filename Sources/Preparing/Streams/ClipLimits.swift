internal import Checking
internal import Model
internal import Targets

/// The limits for a clip that several targets have in common.
struct ClipLimits {
  private var pictures: PreparationLimits
  /// The accepted lengths in milliseconds, or `nil` when every length is accepted, or none by all
  /// targets.
  let lengths: ClosedRange<Int>?
  /// The lowest accepted number of frames per second.
  private(set) var minimumRate = 0.0
  /// The highest accepted number of frames per second.
  private(set) var maximumRate = Double.infinity
  /// The maximum shorter side, stated as the name of a resolution such as `1080p`.
  private var lines: Int?
  /// Whether a copy may contain hard cuts; an element needs a single take.
  private(set) var allowsHardCuts = true

  /// The factor by which a rate may differ from a limit: 23.976 and 59.94 stand for 24 and 60.
  static let rateTolerance = 1.002

  /// Collects the limits of targets.
  ///
  /// When `inferred` is `false`, limits that no source states are ignored: nothing is scaled, cut
  /// or re-encoded for a guess.
  init(_ targets: [CheckTarget], _ format: MediaFormat, inferred: Bool) {
    pictures = PreparationLimits(targets, for: format, inferred: inferred)
    lengths = CheckTarget.lengths(targets, for: format, maximum: nil, inferred: inferred)
    for target in targets {
      guard let slot = target.slot(for: format), let rules = target.rules(for: slot)?.rules else {
        continue
      }
      if slot == .clip { allowsHardCuts = false }
      tighten(rules, inferred: inferred)
    }
  }

  /// Narrows the limits to those of one slot.
  private mutating func tighten(_ rules: SlotRules, inferred: Bool) {
    if let range = rules.framesPerSecond?.value(inferred: inferred) {
      minimumRate = max(minimumRate, Double(range.minimum ?? 0) / Self.rateTolerance)
      maximumRate = min(maximumRate, range.maximum.map(Double.init) ?? .infinity)
    }
    let resolution = rules.resolution?.value(inferred: inferred)
    if let named = resolution, named.hasSuffix("p"), let count = Int(named.dropLast()) {
      lines = min(lines ?? .max, count)
    }
  }

  /// The maximum bytes of a file, or `nil` without a limit.
  var maximumBytes: Int? { pictures.maximumBytes }

  func accepts(_ format: MediaFormat) -> Bool { pictures.accepts(format) }

  /// Returns whether frames of this size exceed a limit.
  func isTooLarge(_ size: PixelSize) -> Bool { pictures.isTooLarge(size) }

  /// The maximum pixels per frame of a re-encoded clip: an encoder holds many frames at once.
  private static let maximumCodedPixels = 2_400_000

  /// Returns whether a re-encoded clip is scaled down only because of the memory that encoding
  /// takes.
  func isTooLargeToEncode(_ size: PixelSize) -> Bool {
    !isTooLarge(size) && size.pixelCount > Self.maximumCodedPixels
  }

  /// Returns the size of a re-encoded clip, with even sides: its own size where that is accepted.
  func encodedSize(for size: PixelSize) -> PixelSize {
    var scale = min(1, (Double(Self.maximumCodedPixels) / Double(size.pixelCount)).squareRoot())
    if let maximum = pictures.maximumSide {
      scale = min(scale, Double(maximum) / Double(size.longerSide))
    }
    if let maximum = pictures.maximumArea {
      scale = min(scale, (Double(maximum) / Double(size.pixelCount)).squareRoot())
    }
    if let lines { scale = min(scale, Double(lines) / Double(size.shorterSide)) }
    func scaled(_ side: Int) -> Int { Int(Double(side) * scale + 0.001) }
    return PixelSize(width: scaled(size.width), height: scaled(size.height)).roundedToEven
  }
}

extension PixelSize {
  /// This size with both sides rounded down to even numbers: chroma is stored for two by two
  /// pixels.
  var roundedToEven: PixelSize {
    PixelSize(width: max(2, width / 2 * 2), height: max(2, height / 2 * 2))
  }
}
