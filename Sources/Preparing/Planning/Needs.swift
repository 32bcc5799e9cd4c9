internal import Model

/// What about a picture keeps it from passing as it is.
struct Needs {
  private let image: ImageFacts
  private let format: MediaFormat
  private let limits: PreparationLimits
  private(set) var baggage = PreparationPlan.Baggage()
  private let isTooHeavy: Bool
  var isCropped = false
  /// Whether it is scaled, or gets a border.
  var isRedrawn = false

  init(
    _ facts: FileFacts, _ image: ImageFacts, _ format: MediaFormat, _ limits: PreparationLimits,
    keeping kept: Set<PrivateMetadata> = []
  ) {
    self.image = image
    self.format = format
    self.limits = limits
    baggage.privateMetadata = image.privateMetadata.subtracting(kept).sorted()
    baggage.kept = image.privateMetadata.intersection(kept).sorted()
    baggage.trailingBytes = image.trailing?.byteCount ?? 0
    for problem in facts.problems {
      switch problem {
      case .endMarkMissing: baggage.lacksEnd = true
      case .badProfile: baggage.hasBadProfile = true
      case .blemish: baggage.hasBlemish = true
      default: break
      }
    }
    isTooHeavy = (facts.byteCount ?? 0) > limits.mostBytes ?? .max
  }

  private var turn: Bool { image.orientation != .upright }
  private var several: Bool { image.frames > 1 || image.pages > 1 && format != .ico }
  var colors: Bool { !image.color.isSRGB }
  private var depth: Bool { image.depth > 8 }
  private var alpha: Bool { image.alpha == .used }
  private var otherFormat: Bool { !limits.take(format) }

  var anything: Bool {
    pixels || isTooHeavy || several || isCropped || turn || !baggage.isEmpty
  }

  /// Whether pixels get other values, or another coding, whatever the file's weight. One that is too heavy may be
  /// light enough without what is beside the picture.
  private var pixels: Bool {
    otherFormat || colors || depth || alpha || isRedrawn || several && format != .png
      || image.coding.rare != nil
  }

  /// Whether the coded picture can be taken over, turned and cut where it is a JPEG.
  var canKeepCoding: Bool {
    guard !pixels, !baggage.hasBlemish || format == .jpeg else { return false }
    switch format {
    case .jpeg: return true
    case .png, .webp: return !isCropped && !turn
    default: return false
    }
  }

  /// The formats to write it in, the best one first: PNG keeps flat areas, what was cut out, and what was
  /// one; a photograph is a JPEG.
  func formats(isFlat: Bool, _ byteCount: Int) -> [MediaFormat] {
    let isExact = [.png, .bmp, .tiff, .gif].contains(format)
    let isHeavy = byteCount > 2 * (limits.mostBytes ?? .max / 2)
    // Where only metadata go, no pixel changes.
    let isKept = isExact && !pixels && !isCropped && !isTooHeavy
    let isBestAsPNG = (isExact && isFlat || isKept || alpha || format == .png) && !isHeavy
    return (isBestAsPNG ? [.png, .jpeg] : [.jpeg, .png]).filter(limits.take)
  }
}
