/// The color space that a picture's values are meant in.
public enum ColorSpace: Hashable, Sendable {
  /// No color space is stated, and readers assume sRGB.
  case untagged
  /// The picture is stated to be sRGB, by a chunk, a tag, or a profile with sRGB's primaries and
  /// curve.
  case sRGB
  /// Another ICC profile, with its own name.
  case profile(String)
  /// Another color space, named without a profile: `Adobe RGB`, `Display P3`, `gamma 1.0`.
  case named(String)
  /// Inks instead of light, with the profile's name when there is one.
  case cmyk(String?)

  /// Whether a reader that knows only sRGB shows the right colors.
  public var isSRGB: Bool {
    switch self {
    case .untagged, .sRGB: true
    case .profile, .named, .cmyk: false
    }
  }

  /// The name for messages: `sRGB`, `Display P3`, `CMYK (FOGRA39)`, or `not stated`.
  public var name: String {
    switch self {
    case .untagged: "not stated"
    case .sRGB: "sRGB"
    case .profile(let name), .named(let name): name
    case .cmyk(let name): name.map { "CMYK (\($0))" } ?? "CMYK"
    }
  }
}
