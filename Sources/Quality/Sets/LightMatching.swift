internal import CQuality
internal import Model

/// How the light of a picture differs from that of others, by the colours of their subjects.
struct LightMatch {
  var shift: LightShift
  /// How much better the colours agree after that, in natural logarithms.
  var gain: Double
  /// How well they agree then, 0 to 1; 1 is as well as with themselves.
  let common: Double

  static let none = LightMatch(shift: .zero, gain: 0, common: 1)
}

/// Compares the subjects' colours of pictures that tell how they are lit.
@safe struct LightMatching: ~Copyable {
  private let lights: [Lighting]
  private let palettes: OpaquePointer

  /// `nil` where there is no memory.
  init?(_ lights: [Lighting]) {
    let size = Int(CASTBOOK_SWATCH_BYTES)
    let whole = lights.map { Array($0.swatches.prefix($0.swatches.count / size * size)) }
    let counts = whole.map { Int32($0.count / size) }
    let swatches = whole.flatMap(\.self) + [0]
    guard
      let palettes = unsafe swatches.withUnsafeBufferPointer({ swatches in
        unsafe counts.withUnsafeBufferPointer { counts in
          unsafe castbook_palettes_new(
            swatches.baseAddress, counts.baseAddress, Int32(counts.count))
        }
      })
    else { return nil }
    self.lights = lights
    unsafe self.palettes = palettes
  }

  deinit { unsafe castbook_palettes_free(palettes) }

  /// Against one other picture, or against all others; `nil` where nothing can be compared.
  func match(_ member: Int, with other: Int? = nil) -> LightMatch? {
    var match = castbook_light_match_t()
    guard
      unsafe castbook_palettes_match(palettes, Int32(member), Int32(other ?? -1), &match)
    else { return nil }
    let found = LightMatch(
      shift: LightShift(match.shift), gain: match.gain, common: match.common)
    return other == nil ? confirmed(found, member) : found
  }

  // MARK: Backdrops

  /// Backdrops of one light in all other pictures, and of another one here, confirm a light that the subject
  /// does not contradict.
  private func confirmed(_ match: LightMatch, _ member: Int) -> LightMatch {
    guard let shift = backdropShift(member), shift.weight > Self.leastBackdropShift else {
      return match
    }
    let gain = unsafe castbook_palettes_gain(
      palettes, Int32(member),
      castbook_light_shift_t(
        level: shift.exposure, color: shift.color, across: shift.across, down: shift.down))
    guard gain > Self.leastBackdropGain else { return match }
    return LightMatch(
      shift: shift, gain: max(gain, match.gain) + Self.confirmation, common: match.common)
  }

  private static let leastBackdropShift = 0.4
  private static let leastBackdropGain = -0.02
  private static let confirmation = 0.3

  /// `nil` where a backdrop is not plain, or where those of the others differ.
  private func backdropShift(_ member: Int) -> LightShift? {
    let backdrops = lights.compactMap(\.backdrop)
    guard backdrops.count == lights.count, backdrops.count > 1 else { return nil }
    let others = backdrops.without(member)
    func middle(_ part: KeyPath<LightShift, Double>, within range: Double) -> Double? {
      let values = others.map { $0[keyPath: part] }
      guard let least = values.min(), let most = values.max(), most - least <= range else {
        return nil
      }
      return values.median
    }
    guard let exposure = middle(\.exposure, within: 0.3), let color = middle(\.color, within: 0.2),
      let across = middle(\.across, within: 0.5), let down = middle(\.down, within: 0.5)
    else { return nil }
    let own = backdrops[member]
    return LightShift(
      exposure: own.exposure - exposure, color: own.color - color, across: own.across - across,
      down: own.down - down)
  }
}

extension LightShift {
  /// Whether it is less than what the views of a subject in one light differ by.
  var isSmall: Bool {
    abs(exposure) < 0.35 && abs(color) < 0.2 && max(abs(across), abs(down)) < 0.7
  }

  /// Its size, in stops of exposure.
  fileprivate var weight: Double {
    let slopes = 0.36 * (across * across + down * down)
    return (exposure * exposure + 4 * color * color + slopes).squareRoot()
  }
}
