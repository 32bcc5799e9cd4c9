internal import Model

/// The properties of a picture that keep targets from accepting it unchanged.
struct PreparationNeeds {
  private let image: ImageFacts
  private let format: MediaFormat
  private let limits: PreparationLimits
  /// The parts of the file besides the picture, and which of them are removed.
  private(set) var otherContent = PreparationPlan.OtherContent()
  private let isTooHeavy: Bool
  /// Whether a part of the picture is cut off.
  var isCropped = false
  /// Whether the picture is scaled or gets a border.
  var isRedrawn = false

  /// Determines the needs of a picture.
  ///
  /// - Parameter kept: The kinds of private metadata that the user asked to keep.
  init(
    _ facts: FileFacts, _ image: ImageFacts, _ format: MediaFormat, _ limits: PreparationLimits,
    keeping kept: Set<PrivateMetadata> = []
  ) {
    self.image = image
    self.format = format
    self.limits = limits
    otherContent.privateMetadata = image.privateMetadata.subtracting(kept).sorted()
    otherContent.kept = image.privateMetadata.intersection(kept).sorted()
    otherContent.trailingBytes = image.trailing?.byteCount ?? 0
    for problem in facts.problems {
      switch problem {
      case .endMarkerMissing: otherContent.lacksEnd = true
      case .badProfile: otherContent.hasBadProfile = true
      case .blemish: otherContent.hasBlemish = true
      default: break
      }
    }
    isTooHeavy = (facts.byteCount ?? 0) > limits.maximumBytes ?? .max
  }

  private var isTurned: Bool { image.orientation != .upright }
  private var hasSeveral: Bool { image.frames > 1 || image.pages > 1 && format != .ico }
  /// Whether the colours must be converted to sRGB.
  var needsColorConversion: Bool { !image.color.isSRGB }
  private var isDeep: Bool { image.depth > 8 }
  private var hasAlpha: Bool { image.alpha == .used }
  private var needsOtherFormat: Bool { !limits.accepts(format) }

  /// Whether anything has to change.
  var hasAny: Bool {
    changesPixels || isTooHeavy || hasSeveral || isCropped || isTurned || !otherContent.isEmpty
  }

  /// Whether pixels change their values or their encoding, regardless of the byte limit: without
  /// its metadata, a file may be within that limit.
  private var changesPixels: Bool {
    needsOtherFormat || needsColorConversion || isDeep || hasAlpha || isRedrawn
      || hasSeveral && format != .png
      || image.coding.rare != nil
  }

  /// Whether the encoded picture can be copied; a JPEG can also be turned and cropped in that way.
  var canKeepCoding: Bool {
    guard !changesPixels, !otherContent.hasBlemish || format == .jpeg else { return false }
    switch format {
    case .jpeg: return true
    case .png, .webp: return !isCropped && !isTurned
    default: return false
    }
  }

  /// Returns the formats to try, the best one first.
  ///
  /// PNG suits flat areas, cut-out subjects and pictures that were PNG already; a photograph
  /// becomes a JPEG.
  func formats(isFlat: Bool, _ byteCount: Int) -> [MediaFormat] {
    let isExact = [.png, .bmp, .tiff, .gif].contains(format)
    let isHeavy = byteCount > 2 * (limits.maximumBytes ?? .max / 2)
    // When only metadata is removed, no pixel may change.
    let keepsPixels = isExact && !changesPixels && !isCropped && !isTooHeavy
    let isBestAsPNG = (isExact && isFlat || keepsPixels || hasAlpha || format == .png) && !isHeavy
    return (isBestAsPNG ? [.png, .jpeg] : [.jpeg, .png]).filter(limits.accepts)
  }
}
