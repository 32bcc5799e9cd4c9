internal import CLuma

/// The brightness of pixels as `phash/1` defines it: 0.299 R + 0.587 G + 0.114 B of the
/// stored values, composited over white where they are transparent.
package enum Luma {
  /// The values of a pixel in their order in memory.
  package enum Pixels {
    case grey, greyAlpha, color, colorAlpha

    /// The layout's number in C.
    fileprivate var kind: castbook_pixels_t {
      switch self {
      case .grey: CASTBOOK_PIXELS_GREY
      case .greyAlpha: CASTBOOK_PIXELS_GREY_ALPHA
      case .color: CASTBOOK_PIXELS_RGB
      case .colorAlpha: CASTBOOK_PIXELS_RGB_ALPHA
      }
    }

    /// The number of values a pixel has.
    package var channels: Int { Int(kind.rawValue) }
  }

  /// The luma of the white background.
  package static let white: UInt8 = 255

  package static func of(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    castbook_luma_of_color(red, green, blue)
  }

  package static func compositedOverWhite(_ luma: UInt8, alpha: UInt8) -> UInt8 {
    castbook_luma_over_white(luma, alpha)
  }

  /// Fills `lumas` from a row of pixels whose values take a byte each, as many as the shorter of
  /// both has.
  package static func convert(
    _ row: UnsafeRawBufferPointer, _ pixels: Pixels, into lumas: inout [UInt8]
  ) {
    let count = min(lumas.count, row.count / pixels.channels)
    unsafe lumas.withUnsafeMutableBufferPointer { lumas in
      unsafe castbook_luma_of_pixels(
        lumas.baseAddress, row.bindMemory(to: UInt8.self).baseAddress, count, pixels.kind)
    }
  }

  /// Fills `lumas` with the high 8 bits of values of 9 to 16 bits in native byte order.
  package static func convert(
    _ row: UnsafeRawBufferPointer, _ depth: Int, valueBytes lumas: inout [UInt8]
  ) {
    let count = min(lumas.count, row.count / 2)
    unsafe lumas.withUnsafeMutableBufferPointer { lumas in
      unsafe castbook_luma_of_deep(
        lumas.baseAddress, row.bindMemory(to: UInt8.self).baseAddress, count, UInt32(depth))
    }
  }

  /// Expands lumas from the range of video, 16 to 235, to 0 to 255.
  package static func expandVideoRange(_ lumas: inout [UInt8]) {
    unsafe lumas.withUnsafeMutableBufferPointer {
      unsafe castbook_luma_expand($0.baseAddress, $0.baseAddress, $0.count)
    }
  }

  /// Composites a row of lumas over white, each with its own alpha.
  package static func compositeOverWhite(_ lumas: inout [UInt8], alphas: [UInt8]) {
    let count = min(lumas.count, alphas.count)
    unsafe lumas.withUnsafeMutableBufferPointer { lumas in
      unsafe alphas.withUnsafeBufferPointer { alphas in
        unsafe castbook_luma_row_over_white(lumas.baseAddress, alphas.baseAddress, count)
      }
    }
  }
}
