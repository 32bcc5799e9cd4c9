internal import CHEIF
internal import Decoding

/// The color description of a decoded HEIF picture: how its channels become colors.
struct HEIFColors {
  /// Whether values use the range of video instead of the full one.
  var isNarrow = false
  /// Whether the channels of a picture that is declared as YCbCr are green, blue and red.
  var isRGB = false
  /// The matrix from luma and chroma to colors.
  private(set) var matrix = ColorMatrix.standard(isNarrow: false)

  /// Reads the picture's `nclx` profile, or assumes the defaults when it has none.
  init(_ image: OpaquePointer) {
    var numbers: UnsafeMutablePointer<heif_color_profile_nclx>?
    let read = unsafe heif_image_get_nclx_color_profile(image, &numbers)
    guard unsafe read.code == heif_error_Ok, let numbers = unsafe numbers else { return }
    defer { unsafe heif_nclx_color_profile_free(numbers) }
    isNarrow = unsafe numbers.pointee.full_range_flag == 0
    isRGB = unsafe numbers.pointee.matrix_coefficients == heif_matrix_coefficients_RGB_GBR
    matrix = unsafe Self.matrix(
      Int(numbers.pointee.matrix_coefficients.rawValue),
      primaries: Int(numbers.pointee.color_primaries.rawValue), isNarrow: isNarrow)
  }

  /// Returns the matrix for a number of ITU-T H.273, or that of BT.601 for numbers that
  /// name none.
  private static func matrix(_ number: Int, primaries: Int, isNarrow: Bool) -> ColorMatrix {
    switch number {
    case 1: ColorMatrix(red: 0.2126, blue: 0.0722, isNarrow: isNarrow)
    case 4: ColorMatrix(red: 0.3, blue: 0.11, isNarrow: isNarrow)
    case 7: ColorMatrix(red: 0.212, blue: 0.087, isNarrow: isNarrow)
    case 9, 10: ColorMatrix(red: 0.2627, blue: 0.0593, isNarrow: isNarrow)
    // Number 12 derives the matrix from the primaries.
    case 12 where primaries == 12: ColorMatrix(red: 0.228975, blue: 0.079287, isNarrow: isNarrow)
    case 12 where primaries == 1 || primaries == 9:
      matrix(primaries, primaries: 2, isNarrow: isNarrow)
    default: .standard(isNarrow: isNarrow)
    }
  }
}
