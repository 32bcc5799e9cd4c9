internal import CLuma

/// How bright a pixel is, as `phash/1` has it: 0.299 R + 0.587 G + 0.114 B of the stored values, over
/// white as far as it is see-through.
package enum Luma {
  /// How the values of a pixel lie in its bytes.
  package enum Pixels {
    case grey, greyAlpha, color, colorAlpha

    fileprivate var kind: castbook_pixels_t {
      switch self {
      case .grey: CASTBOOK_PIXELS_GREY
      case .greyAlpha: CASTBOOK_PIXELS_GREY_ALPHA
      case .color: CASTBOOK_PIXELS_RGB
      case .colorAlpha: CASTBOOK_PIXELS_RGB_ALPHA
      }
    }

    fileprivate var values: Int { Int(kind.rawValue) }
  }

  package static let white: UInt8 = 255

  package static func of(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    castbook_luma_of_color(red, green, blue)
  }

  package static func overWhite(_ luma: UInt8, alpha: UInt8) -> UInt8 {
    castbook_luma_over_white(luma, alpha)
  }

  /// Fills `lumas` from a row of pixels whose values take a byte each.
  package static func convert(
    _ row: UnsafeRawBufferPointer, _ pixels: Pixels, into lumas: inout [UInt8]
  ) {
    let count = min(lumas.count, row.count / pixels.values)
    unsafe lumas.withUnsafeMutableBufferPointer { lumas in
      unsafe castbook_luma_of_pixels(
        lumas.baseAddress, row.bindMemory(to: UInt8.self).baseAddress, count, pixels.kind)
    }
  }

  /// The high bytes of values of 9 to 16 bits, in the machine's own order.
  package static func convert(
    deep row: UnsafeRawBufferPointer, depth: Int, into lumas: inout [UInt8]
  ) {
    let count = min(lumas.count, row.count / 2)
    unsafe lumas.withUnsafeMutableBufferPointer { lumas in
      unsafe castbook_luma_of_deep(
        lumas.baseAddress, row.bindMemory(to: UInt8.self).baseAddress, count, UInt32(depth))
    }
  }

  /// Spreads lumas of the range 16 to 235, as films have them, over all of 0 to 255.
  package static func spread(_ lumas: inout [UInt8]) {
    unsafe lumas.withUnsafeMutableBufferPointer {
      unsafe castbook_luma_spread($0.baseAddress, $0.baseAddress, $0.count)
    }
  }

  /// Lays a row over white, each luma as far as its alpha says.
  package static func layOverWhite(_ lumas: inout [UInt8], alphas: [UInt8]) {
    let count = min(lumas.count, alphas.count)
    unsafe lumas.withUnsafeMutableBufferPointer { lumas in
      unsafe alphas.withUnsafeBufferPointer { alphas in
        unsafe castbook_luma_row_over_white(lumas.baseAddress, alphas.baseAddress, count)
      }
    }
  }
}
