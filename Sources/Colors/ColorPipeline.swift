internal import CLCMS
package import Decoding
package import Model
internal import Synchronization

/// A conversion from a profile's colours into sRGB, by Little CMS.
///
/// Any number of threads may use one pipeline at the same time: Little CMS does not modify a
/// transform made without a cache. It is unchecked because the transform is an opaque
/// pointer.
@safe package final class ColorPipeline: @unchecked Sendable {
  /// The description of a conversion, which identifies it in the cache.
  package struct Kind: Hashable, Sendable {
    /// The bytes of the ICC profile, or `nil` to use the named colour space.
    package let profile: [UInt8]?
    /// The colour space of the picture.
    package let color: ColorSpace
    /// The channels of the pixels.
    package let colors: SmallPicture.Colors
    /// Whether each pixel has alpha, which is copied.
    package let hasAlpha: Bool
    /// The bits per channel: 8 or 16.
    package let depth: Int

    package init(
      profile: [UInt8]?, color: ColorSpace, colors: SmallPicture.Colors, hasAlpha: Bool = false,
      depth: Int = 8
    ) {
      self.profile = profile
      self.color = color
      self.colors = colors
      self.hasAlpha = hasAlpha
      self.depth = depth
    }

    package var pixelBytes: Int { (colors.channels + (hasAlpha ? 1 : 0)) * depth / 8 }
    package var convertedBytes: Int { hasAlpha ? 4 : 3 }
  }

  /// The transform of Little CMS.
  private let transform: cmsHTRANSFORM
  /// Lookup tables with nearly the same results, or `nil` if the profile allows none.
  package let shaper: ColorShaper?
  private let hasAlpha: Bool

  /// The pipelines that were used last, the most recent at the end.
  ///
  /// Creating one takes as long as converting a small picture, and pictures from one camera
  /// share a profile.
  private static let known = Mutex<[(kind: Kind, pipeline: ColorPipeline)]>([])
  /// The largest number of pipelines that are kept.
  private static let maximumKnown = 8
  /// The largest profile whose pipeline is kept, in bytes.
  private static let maximumKnownBytes = 1 << 20

  /// Returns a pipeline, or `nil` if the colours can't be interpreted.
  package static func of(_ kind: Kind) -> ColorPipeline? {
    if let known = known.withLock({ known in
      known.firstIndex { $0.kind == kind }.map { index in
        // The pipeline that was used last moves to the end.
        let entry = known.remove(at: index)
        known.append(entry)
        return entry.pipeline
      }
    }) {
      return known
    }
    guard let pipeline = ColorPipeline(kind) else { return nil }
    guard kind.profile?.count ?? 0 <= maximumKnownBytes else { return pipeline }
    known.withLock { known in
      if known.count >= maximumKnown { known.removeFirst() }
      known.append((kind, pipeline))
    }
    return pipeline
  }

  /// Creates a pipeline, with lookup tables if their results agree with the transform's.
  package init?(_ kind: Kind) {
    guard let source = unsafe ColorProfile.open(kind.profile, kind.color, of: kind.colors) else {
      return nil
    }
    defer { unsafe cmsCloseProfile(source) }
    guard let format = Self.format(kind.colors, unsafe cmsGetColorSpace(source)),
      let target = unsafe cmsCreate_sRGBProfile()
    else { return nil }
    defer { unsafe cmsCloseProfile(target) }
    let alpha: UInt32 = kind.hasAlpha ? 1 : 0
    // Relative colorimetry keeps white white.
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

  /// Returns the layout of Little CMS for these channels, or `nil` if the profile has others.
  private static func format(
    _ colors: SmallPicture.Colors, _ space: cmsColorSpaceSignature
  ) -> cmsUInt32Number? {
    switch (colors, space) {
    case (.rgb, cmsSigRgbData): castbook_lcms_rgb()
    case (.grey, cmsSigGrayData): castbook_lcms_grey()
    case (.cmyk, cmsSigCmykData): castbook_lcms_inks()
    case (.lab, cmsSigLabData): castbook_lcms_lab()
    default: nil
    }
  }

  package var hasTables: Bool { shaper != nil }

  /// Converts `count` pixels exactly as Little CMS does.
  package func convert(
    _ source: UnsafeRawPointer, count: Int, into colors: UnsafeMutableRawPointer
  ) {
    unsafe cmsDoTransform(transform, source, colors, cmsUInt32Number(count))
  }

  /// Converts `count` pixels in less time, with values that may differ by 1.
  package func convertQuickly(
    _ source: UnsafeRawPointer, count: Int, into colors: UnsafeMutableRawPointer
  ) {
    guard let shaper else {
      unsafe convert(source, count: count, into: colors)
      return
    }
    unsafe shaper.convert(source, count: count, channels: hasAlpha ? 4 : 3, into: colors)
  }

  /// Returns whether the tables differ from the transform by at most 1 for colours of the
  /// whole space.
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
