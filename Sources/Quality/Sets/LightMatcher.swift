internal import CQuality
internal import Model

/// How the light of a picture differs from that of others, by the colours of what they show.
struct LightMatch {
  var shift: LightShift
  /// How much better the colours agree after the shift, in natural logarithms.
  var gain: Double
  /// How well the colours agree after the shift, from 0 to 1; 1 is as well as with themselves.
  let common: Double
  /// How much better the middle of the picture agrees after the shift.
  let gainInMiddle: Double
  /// The share of the picture that agrees with the others without any shift.
  let knownShare: Double

  /// The match of a picture that can't be compared: no shift, and full agreement.
  static let none = LightMatch(shift: .zero, gain: 0, common: 1, gainInMiddle: 0, knownShare: 1)
}

/// Compares the colours of pictures to find how they are lit. It owns a table in C code and
/// frees it.
@safe struct LightMatcher: ~Copyable {
  /// The parts of the pictures that are compared.
  enum Parts {
    /// The subjects in front of plain backdrops, and the whole of a picture without one.
    case subjects
    /// The whole pictures, with a backdrop counting as much as its subject.
    case wholePictures
  }

  private let count: Int
  private let palettes: OpaquePointer

  /// Prepares the comparison, or returns `nil` when there is not enough memory.
  init?(_ lights: [Lighting], _ parts: Parts) {
    let size = Int(CASTBOOK_SWATCH_BYTES)
    let whole = lights.map { Array($0.swatches.prefix($0.swatches.count / size * size)) }
    let counts = whole.map { Int32($0.count / size) }
    let swatches = whole.flatMap(\.self) + [0]
    guard
      let palettes = unsafe swatches.withUnsafeBufferPointer({ swatches in
        unsafe counts.withUnsafeBufferPointer { counts in
          unsafe castbook_palettes_new(
            swatches.baseAddress, counts.baseAddress, Int32(counts.count), parts == .wholePictures)
        }
      })
    else { return nil }
    count = lights.count
    unsafe self.palettes = palettes
  }

  deinit { unsafe castbook_palettes_free(palettes) }

  /// The match of every picture with all others.
  var matches: [LightMatch] { (0..<count).map { match($0) ?? .none } }

  /// Returns the match of a picture with all others but one, or `nil` when nothing can be
  /// compared.
  func match(_ member: Int, without left: Int) -> LightMatch? {
    found(member, with: nil, without: left)
  }

  /// Returns the match of a picture with another one, or with all others when `other` is `nil`.
  /// The result is `nil` when nothing can be compared.
  func match(_ member: Int, with other: Int? = nil) -> LightMatch? {
    found(member, with: other, without: nil)
  }

  private func found(_ member: Int, with other: Int?, without left: Int?) -> LightMatch? {
    var match = castbook_light_match_t()
    guard
      unsafe castbook_palettes_match(
        palettes, Int32(member), Int32(other ?? -1), Int32(left ?? -1), &match)
    else { return nil }
    return LightMatch(
      shift: LightShift(match.shift), gain: match.gain, common: match.common,
      gainInMiddle: match.middle_gain, knownShare: match.known)
  }
}

extension Lighting {
  /// Whether the light can be measured on a plain backdrop, which must not be mostly burnt out;
  /// `nil` when there is no such backdrop.
  var isLightKnownFromBackdrop: Bool? {
    let size = Int(CASTBOOK_SWATCH_BYTES)
    let starts = stride(from: 0, to: swatches.count / size * size, by: size).filter {
      swatches[$0 + 3] & UInt8(CASTBOOK_SWATCH_OF_BACKDROP) != 0
    }
    guard !starts.isEmpty else { return nil }
    return 2 * starts.count { swatches[$0 + 2] == 255 } <= starts.count
  }
}

extension LightShift {
  /// Whether the shift is smaller than the differences between views of a subject in one light.
  var isSmall: Bool {
    abs(exposure) < 0.35 && abs(color) < 0.2 && max(abs(across), abs(down)) < 0.7
  }
}
