internal import CLCMS
internal import Decoding
internal import Model

/// Opens the profiles by which colours are interpreted: embedded ones, and those of named
/// spaces.
package enum ColorProfile {
  /// The largest profile that is opened, in bytes; printers' profiles have several hundred
  /// kilobytes.
  private static let maximumProfileBytes = 8 << 20

  /// Opens an embedded profile, or creates that of a named space; the caller must close it.
  ///
  /// The result is `nil` for a malformed or huge profile, and for an unknown name.
  static func open(
    _ profile: [UInt8]?, _ color: ColorSpace, of colors: SmallPicture.Colors
  ) -> cmsHPROFILE? {
    // Lab values need no profile; one next to them has another purpose.
    if colors == .lab { return unsafe cmsCreateLab4Profile(nil) }
    if let profile {
      guard profile.count <= maximumProfileBytes else { return nil }
      return unsafe profile.withUnsafeBytes {
        unsafe cmsOpenProfileFromMem($0.baseAddress, cmsUInt32Number($0.count))
      }
    }
    guard case .named(let name) = color, let space = NamedSpace(name) else { return nil }
    return unsafe space.profile
  }

  /// Returns a profile for colours that are given by numbers.
  ///
  /// Equal numbers always give equal bytes, so copies of a file stay identical.
  ///
  /// - Parameters:
  ///   - points: The x and y of white, red, green and blue, in 100,000ths.
  ///   - gamma: The exponent of the curve, or `nil` for sRGB's curve.
  package static func bytes(points: [Int], gamma: Double?) -> [UInt8]? {
    guard points.count == 8 else { return nil }
    func point(_ index: Int) -> (Double, Double) {
      (Double(points[2 * index]) / 100_000, Double(points[2 * index + 1]) / 100_000)
    }
    let space = NamedSpace(
      white: point(0), red: point(1), green: point(2), blue: point(3), gamma: gamma)
    guard let profile = unsafe space.profile else { return nil }
    defer { unsafe cmsCloseProfile(profile) }
    var count: cmsUInt32Number = 0
    guard unsafe cmsSaveProfileToMem(profile, nil, &count) != 0, count > 128 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    guard unsafe cmsSaveProfileToMem(profile, &bytes, &count) != 0 else { return nil }
    // The header contains the time of creation, which is left out.
    for offset in 24..<36 { bytes[offset] = 0 }
    return bytes
  }
}

/// A colour space that files name without embedding a profile.
private struct NamedSpace {
  /// The x and y of a white point and of three primaries; the defaults are sRGB's.
  private struct Chromaticities {
    var white = (0.3127, 0.329)
    var red = (0.64, 0.33)
    var green = (0.3, 0.6)
    var blue = (0.15, 0.06)

    static let sRGB = Chromaticities()
    static let adobe = Chromaticities(green: (0.21, 0.71))
    static let p3 = Chromaticities(red: (0.68, 0.32), green: (0.265, 0.69))
    /// P3 for cinemas, with a greener white.
    static let cinema = Chromaticities(
      white: (0.314, 0.351), red: (0.68, 0.32), green: (0.265, 0.69))
    static let bt2020 = Chromaticities(
      red: (0.708, 0.292), green: (0.17, 0.797), blue: (0.131, 0.046))
    static let bt601 = Chromaticities(red: (0.63, 0.34), green: (0.31, 0.595), blue: (0.155, 0.07))
  }

  /// The transfer curve of a space.
  private enum Curve {
    /// The curve of IEC 61966-2-1.
    case sRGB
    /// A power function with this exponent.
    case gamma(Double)
    /// A curve for high dynamic range.
    case hdr(HDRCurve)
  }

  private let chromaticities: Chromaticities
  private let curve: Curve

  /// Creates a space from its white point, its primaries and an exponent.
  init(
    white: (Double, Double), red: (Double, Double), green: (Double, Double),
    blue: (Double, Double), gamma: Double?
  ) {
    chromaticities = Chromaticities(white: white, red: red, green: green, blue: blue)
    curve = gamma.map { .gamma($0) } ?? .sRGB
  }

  /// Creates the space with a name, such as `Display P3` or `gamma 2.2`; unknown names give
  /// `nil`.
  init?(_ name: String) {
    switch name {
    case "Adobe RGB": (chromaticities, curve) = (.adobe, .gamma(563.0 / 256))
    case "Display P3": (chromaticities, curve) = (.p3, .sRGB)
    case "Display P3 PQ": (chromaticities, curve) = (.p3, .hdr(.pq))
    case "Display P3 HLG": (chromaticities, curve) = (.p3, .hdr(.hlg))
    case "DCI-P3": (chromaticities, curve) = (.cinema, .gamma(2.6))
    case "BT.2020": (chromaticities, curve) = (.bt2020, .sRGB)
    case "BT.2100 PQ": (chromaticities, curve) = (.bt2020, .hdr(.pq))
    case "BT.2100 HLG": (chromaticities, curve) = (.bt2020, .hdr(.hlg))
    case "BT.601": (chromaticities, curve) = (.bt601, .sRGB)
    default:
      guard name.hasPrefix("gamma "), let gamma = Double(name.dropFirst(6)),
        (0.2...5).contains(gamma)
      else { return nil }
      (chromaticities, curve) = (.sRGB, .gamma(gamma))
    }
  }

  /// The profile of the space; the caller must close it. It is `nil` if there is no memory.
  var profile: cmsHPROFILE? {
    guard let curve = unsafe builtCurve else { return nil }
    defer { unsafe cmsFreeToneCurve(curve) }
    func point(_ value: (Double, Double)) -> cmsCIExyY { cmsCIExyY(x: value.0, y: value.1, Y: 1) }
    var white = point(chromaticities.white)
    var primaries = cmsCIExyYTRIPLE(
      Red: point(chromaticities.red), Green: point(chromaticities.green),
      Blue: point(chromaticities.blue))
    var curves: [OpaquePointer?] = unsafe [curve, curve, curve]
    return unsafe curves.withUnsafeMutableBufferPointer {
      unsafe cmsCreateRGBProfile(&white, &primaries, $0.baseAddress)
    }
  }

  /// The tone curve of the space; the caller must free it.
  private var builtCurve: OpaquePointer? {
    switch curve {
    case .sRGB:
      // The parameters are in the order that Little CMS expects.
      return unsafe cmsBuildParametricToneCurve(
        nil, 4, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
    case .gamma(let gamma): return unsafe cmsBuildGamma(nil, gamma)
    case .hdr(let range):
      let table = range.table
      return unsafe cmsBuildTabulatedToneCurve16(nil, cmsUInt32Number(table.count), table)
    }
  }
}

/// The transfer curves of pictures that can be brighter than an sRGB screen.
///
/// Each value is converted on its own: white paper becomes nearly white, and brighter light
/// is compressed into the rest of the range.
private enum HDRCurve {
  /// The curve of SMPTE ST 2084, and hybrid log-gamma of ITU-R BT.2100.
  case pq, hlg

  /// The brightness on a screen for 4,096 values of a picture, where 65535 is white.
  var table: [UInt16] {
    (0..<4096).map { index in
      UInt16((65535 * Self.shown(light(Double(index) / 4095))).rounded())
    }
  }

  /// Returns the light of a value, where 1 is white paper: 203 cd/m² according to ITU-R
  /// BT.2408.
  private func light(_ value: Double) -> Double {
    switch self {
    case .pq:
      let power = castbook_lcms_power(value, 1 / 78.84375)
      let linear = max(0, power - 0.8359375) / (18.8515625 - 18.6875 * power)
      return 10_000 * castbook_lcms_power(linear, 1 / 0.1593017578125) / 203
    case .hlg:
      let scene =
        value <= 0.5
        ? value * value / 3
        : (castbook_lcms_exponential((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
      // The system gamma is 1.2 on a screen of 1,000 cd/m².
      return 1000 * castbook_lcms_power(scene, 1.2) / 203
    }
  }

  /// Returns light for a screen: unchanged up to four fifths, and compressed above.
  private static func shown(_ light: Double) -> Double {
    let knee = 0.8
    if light <= knee { return light }
    let above = (light - knee) / (1 - knee)
    return knee + (1 - knee) * above / (1 + above)
  }
}
