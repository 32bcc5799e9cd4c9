/// How a picture's numbers are meant as colour.
public enum ColorSpace: Hashable, Sendable {
  /// Nothing is stated: everyone takes it as sRGB.
  case untagged
  /// Stated to be sRGB, by a chunk, a tag, or a profile with sRGB's primaries and curve.
  case sRGB
  /// Another profile, by the name it gives itself.
  case profile(String)
  /// Another space named without a profile: `Adobe RGB`, `Display P3`, `gamma 1.0`.
  case named(String)
  /// Inks instead of light, with the profile's name when there is one.
  case cmyk(String?)

  /// Whether a reader that knows only sRGB shows the right colours.
  public var isSRGB: Bool {
    switch self {
    case .untagged, .sRGB: true
    case .profile, .named, .cmyk: false
    }
  }

  /// `sRGB`, `Display P3`, `CMYK (FOGRA39)`.
  public var name: String {
    switch self {
    case .untagged: "not stated"
    case .sRGB: "sRGB"
    case .profile(let name), .named(let name): name
    case .cmyk(let name): name.map { "CMYK (\($0))" } ?? "CMYK"
    }
  }
}
