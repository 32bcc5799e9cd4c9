internal import CHEIF
internal import Decoding

/// What a decoded picture says of how its channels make colours.
struct HEIFColors {
  /// Whether values lie in the range that films have.
  var isNarrow = false
  /// Whether the channels of a picture that calls itself YCbCr are red, green and blue.
  var isRGB = false
  private(set) var matrix = ColorMatrix.standard(isNarrow: false)

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

  /// The matrix of a number, as ITU-T H.273 counts them; that of BT.601 for those that say nothing.
  private static func matrix(_ number: Int, primaries: Int, isNarrow: Bool) -> ColorMatrix {
    switch number {
    case 1: ColorMatrix(red: 0.2126, blue: 0.0722, isNarrow: isNarrow)
    case 4: ColorMatrix(red: 0.3, blue: 0.11, isNarrow: isNarrow)
    case 7: ColorMatrix(red: 0.212, blue: 0.087, isNarrow: isNarrow)
    case 9, 10: ColorMatrix(red: 0.2627, blue: 0.0593, isNarrow: isNarrow)
    // It follows from the primaries.
    case 12 where primaries == 12:
      ColorMatrix(red: 0.228975, blue: 0.079287, isNarrow: isNarrow)
    case 12 where primaries == 1 || primaries == 9:
      matrix(primaries, primaries: 2, isNarrow: isNarrow)
    default: .standard(isNarrow: isNarrow)
    }
  }
}
