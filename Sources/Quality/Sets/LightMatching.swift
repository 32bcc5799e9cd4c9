internal import CQuality
internal import Model

/// How the light of a picture differs from that of others, by the colours of what they show.
struct LightMatch {
  var shift: LightShift
  /// How much better the colours agree after that, in natural logarithms.
  var gain: Double
  /// How well they agree then, 0 to 1; 1 is as well as with themselves.
  let common: Double
  /// How much better what is in the middle of the picture agrees after that.
  let gainInMiddle: Double
  /// Which share of the picture agrees with the others without any shift.
  let known: Double

  static let none = LightMatch(shift: .zero, gain: 0, common: 1, gainInMiddle: 0, known: 1)
}

/// Compares the colours of pictures that tell how they are lit.
@safe struct LightMatching: ~Copyable {
  /// What of the pictures is compared.
  enum Parts {
    /// What stands before plain backdrops; all of a picture that has none.
    case subjects
    /// Both, a backdrop as much as its subject.
    case wholePictures
  }

  private let count: Int
  private let palettes: OpaquePointer

  /// `nil` where there is no memory.
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

  /// Every picture against all others.
  var matches: [LightMatch] { (0..<count).map { match($0) ?? .none } }

  /// Against all others but one.
  func match(_ member: Int, without left: Int) -> LightMatch? {
    found(member, with: nil, without: left)
  }

  /// Against one other picture, or against all others; `nil` where nothing can be compared.
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
      gainInMiddle: match.middle_gain, known: match.known)
  }
}

extension Lighting {
  /// Whether the light can be told from a plain backdrop: not from one that is mostly burnt. `nil` where there is
  /// none.
  var backdropTells: Bool? {
    let size = Int(CASTBOOK_SWATCH_BYTES)
    let starts = stride(from: 0, to: swatches.count / size * size, by: size).filter {
      swatches[$0 + 3] & UInt8(CASTBOOK_SWATCH_OF_BACKDROP) != 0
    }
    guard !starts.isEmpty else { return nil }
    return 2 * starts.count { swatches[$0 + 2] == 255 } <= starts.count
  }
}

extension LightShift {
  /// Whether it is less than what the views of a subject in one light differ by.
  var isSmall: Bool {
    abs(exposure) < 0.35 && abs(color) < 0.2 && max(abs(across), abs(down)) < 0.7
  }
}
