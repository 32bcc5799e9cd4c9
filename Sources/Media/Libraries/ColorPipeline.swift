internal import CLCMS
internal import Decoding
internal import Model
internal import Synchronization

/// The way from the colours of a profile into sRGB, by Little CMS. Any number of threads may go it.
@safe final class ColorPipeline: @unchecked Sendable {
  /// What is turned into what.
  struct Kind: Hashable, Sendable {
    let profile: [UInt8]?
    let color: ColorSpace
    let colors: SmallPicture.Colors
    var hasAlpha = false
    var depth = 8
  }

  private let transform: cmsHTRANSFORM
  /// Tables that give nearly the same, where there can be such.
  private let shaper: ColorShaper?
  private let hasAlpha: Bool

  /// Making one takes as long as turning a small picture, and pictures of one camera have one profile.
  private static let known = Mutex<[(kind: Kind, pipeline: ColorPipeline)]>([])
  private static let mostKnown = 8
  private static let longestKnown = 1 << 20

  /// Nothing where the colours can't be followed.
  static func of(_ kind: Kind) -> ColorPipeline? {
    if let known = known.withLock({ known in
      known.firstIndex { $0.kind == kind }.map { place in
        // The one that was asked for last stands last.
        let entry = known.remove(at: place)
        known.append(entry)
        return entry.pipeline
      }
    }) {
      return known
    }
    guard let pipeline = ColorPipeline(kind) else { return nil }
    guard kind.profile?.count ?? 0 <= longestKnown else { return pipeline }
    known.withLock { known in
      if known.count >= mostKnown { known.removeFirst() }
      known.append((kind, pipeline))
    }
    return pipeline
  }

  private init?(_ kind: Kind) {
    guard let source = unsafe ColorProfile.open(kind.profile, kind.color, of: kind.colors) else {
      return nil
    }
    defer { unsafe cmsCloseProfile(source) }
    guard let format = Self.format(kind.colors, unsafe cmsGetColorSpace(source)),
      let target = unsafe cmsCreate_sRGBProfile()
    else { return nil }
    defer { unsafe cmsCloseProfile(target) }
    let alpha: UInt32 = kind.hasAlpha ? 1 : 0
    // Relative colours, so that white stays white.
    guard
      let transform = unsafe cmsCreateTransform(
        source, castbook_lcms_layout(format, cmsUInt32Number(kind.depth / 8), alpha), target,
        kind.hasAlpha ? castbook_lcms_rgba() : castbook_lcms_rgb(),
        cmsUInt32Number(INTENT_RELATIVE_COLORIMETRIC),
        cmsUInt32Number(
          cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE
            | (kind.hasAlpha ? cmsFLAGS_COPY_ALPHA : 0)))
    else { return nil }
    unsafe self.transform = transform
    hasAlpha = kind.hasAlpha
    let isPlain = kind.depth == 8 && kind.colors == .rgb
    let shaper = isPlain ? unsafe ColorShaper(source, to: target) : nil
    self.shaper = shaper.flatMap {
      unsafe Self.agree($0, transform, hasAlpha: kind.hasAlpha) ? $0 : nil
    }
  }

  deinit { unsafe cmsDeleteTransform(transform) }

  private static func format(
    _ colors: SmallPicture.Colors, _ space: cmsColorSpaceSignature
  ) -> cmsUInt32Number? {
    switch (colors, space) {
    case (.rgb, cmsSigRgbData): castbook_lcms_rgb()
    case (.grey, cmsSigGrayData): castbook_lcms_grey()
    case (.inks, cmsSigCmykData): castbook_lcms_inks()
    case (.lab, cmsSigLabData): castbook_lcms_lab()
    default: nil
    }
  }

  /// Whether there are such tables.
  var isQuick: Bool { shaper != nil }

  /// Turns so many pixels, exactly as Little CMS does.
  func convert(_ from: UnsafeRawPointer, count: Int, into colors: UnsafeMutableRawPointer) {
    unsafe cmsDoTransform(transform, from, colors, cmsUInt32Number(count))
  }

  /// The same in less time, and with values that may differ by one.
  func convertQuickly(_ from: UnsafeRawPointer, count: Int, into colors: UnsafeMutableRawPointer) {
    guard let shaper else {
      unsafe convert(from, count: count, into: colors)
      return
    }
    unsafe shaper.convert(from, count: count, channels: hasAlpha ? 4 : 3, into: colors)
  }

  /// Whether no value of colours from all over the space differs by more than one.
  private static func agree(
    _ shaper: ColorShaper, _ transform: cmsHTRANSFORM, hasAlpha: Bool
  ) -> Bool {
    let steps: [UInt8] = [0, 1, 2, 4, 8, 16, 32, 64, 96, 128, 160, 192, 224, 248, 255]
    let alpha: [UInt8] = hasAlpha ? [128] : []
    var colors: [UInt8] = []
    for red in steps {
      for green in steps {
        for blue in steps { colors += [red, green, blue] + alpha }
      }
    }
    for grey in UInt8.min...UInt8.max { colors += [grey, grey, grey] + alpha }
    let channels = hasAlpha ? 4 : 3
    let count = colors.count / channels
    var quick = [UInt8](repeating: 0, count: colors.count)
    var exact = quick
    unsafe colors.withUnsafeBytes { colors in
      guard let from = colors.baseAddress else { return }
      unsafe quick.withUnsafeMutableBytes { into in
        guard let into = into.baseAddress else { return }
        unsafe shaper.convert(from, count: count, channels: channels, into: into)
      }
      unsafe exact.withUnsafeMutableBytes { into in
        unsafe cmsDoTransform(transform, from, into.baseAddress, cmsUInt32Number(count))
      }
    }
    return zip(quick, exact).allSatisfy { ($0 > $1 ? $0 - $1 : $1 - $0) <= 1 }
  }
}
