internal import CHEIF
internal import Decoding
internal import Model

/// HEIC and AVIF by libheif: the primary picture with its alpha, decoded whole.
///
/// libheif carries out what the file says of cutting out, turning and mirroring, and gives the size
/// after it. EXIF says the same once more for readers that know nothing else; nobody turns by it.
enum HEIFDecoder {
  /// Loads decoders that lie in files of their own.
  static func prepare() { _ = unsafe heif_init(nil) }

  static func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedPicture {
    guard let context = unsafe heif_context_alloc() else {
      return DecodedPicture(problem: .outOfMemory)
    }
    defer { unsafe heif_context_free(context) }
    // What does not fit is told by its pixels, not by a side.
    unsafe heif_context_set_maximum_image_size_limit(context, Int32(UInt16.max))
    let opened = unsafe heif_context_read_from_memory_without_copy(
      context, bytes.baseAddress, bytes.count, nil)
    if let problem = unsafe problem(of: opened) { return DecodedPicture(problem: problem) }
    var handle: OpaquePointer?
    let found = unsafe heif_context_get_primary_image_handle(context, &handle)
    guard let handle = unsafe handle else {
      return DecodedPicture(problem: unsafe problem(of: found) ?? .corrupt("no picture"))
    }
    defer { unsafe heif_image_handle_release(handle) }
    var picture = unsafe facts(of: handle)
    let pages = unsafe heif_context_get_number_of_top_level_images(context)
    picture.pages = max(1, Int(pages))
    let pixels = picture.size?.pixelCount ?? 0
    guard pixels <= Decoder.pixelLimit else {
      picture.problem = .tooManyPixels(pixels)
      return picture
    }
    unsafe decodePixels(of: handle, into: &picture)
    return picture
  }

  private static func facts(of handle: OpaquePointer) -> DecodedPicture {
    var picture = DecodedPicture()
    let width = unsafe Int(heif_image_handle_get_width(handle))
    let height = unsafe Int(heif_image_handle_get_height(handle))
    if width > 0, height > 0 { picture.size = PixelSize(width: width, height: height) }
    let depth = unsafe Int(heif_image_handle_get_luma_bits_per_pixel(handle))
    if depth > 0 { picture.depth = depth }
    let hasAlpha = unsafe heif_image_handle_has_alpha_channel(handle) != 0
    picture.alpha = hasAlpha ? .unknown : .none
    picture.channels = hasAlpha ? 4 : 3
    unsafe readMetadata(of: handle, into: &picture)
    unsafe readColors(of: handle, into: &picture)
    return picture
  }

  /// The most that is taken of each block that stands beside the picture.
  private static let blockLimit = 4 << 20

  private static func readMetadata(of handle: OpaquePointer, into picture: inout DecodedPicture) {
    let count = unsafe min(
      100, Int(heif_image_handle_get_number_of_metadata_blocks(handle, nil)))
    guard count > 0 else { return }
    var names = [heif_item_id](repeating: 0, count: count)
    let filled = unsafe heif_image_handle_get_list_of_metadata_block_IDs(
      handle, nil, &names, Int32(count))
    for name in names.prefix(Int(filled)) {
      let size = unsafe heif_image_handle_get_metadata_size(handle, name)
      guard size > 0, size <= blockLimit,
        let type = unsafe heif_image_handle_get_metadata_type(handle, name)
      else { continue }
      var block = [UInt8](repeating: 0, count: size)
      let read = unsafe heif_image_handle_get_metadata(handle, name, &block)
      guard unsafe read.code == heif_error_Ok else { continue }
      switch unsafe String(cString: type) {
      // Four bytes in front say where the TIFF header begins behind them.
      case "Exif" where block.count > 4:
        let offset = block[..<4].reduce(0) { $0 << 8 | Int($1) }
        picture.exif = Array(block.dropFirst(4).dropFirst(min(offset, block.count)))
      case "mime": picture.xmp = block
      default: continue
      }
    }
  }

  private static func readColors(of handle: OpaquePointer, into picture: inout DecodedPicture) {
    let kind = unsafe heif_image_handle_get_color_profile_type(handle)
    if kind == heif_color_profile_type_rICC || kind == heif_color_profile_type_prof {
      let size = unsafe heif_image_handle_get_raw_color_profile_size(handle)
      guard size > 0, size <= blockLimit else { return }
      var profile = [UInt8](repeating: 0, count: size)
      let read = unsafe heif_image_handle_get_raw_color_profile(handle, &profile)
      if unsafe read.code == heif_error_Ok { picture.profile = profile }
    } else if kind == heif_color_profile_type_nclx {
      var numbers: UnsafeMutablePointer<heif_color_profile_nclx>?
      let read = unsafe heif_image_handle_get_nclx_color_profile(handle, &numbers)
      guard unsafe read.code == heif_error_Ok, let numbers = unsafe numbers else { return }
      picture.codePoints = unsafe DecodedPicture.CodePoints(
        primaries: Int(numbers.pointee.color_primaries.rawValue),
        transfer: Int(numbers.pointee.transfer_characteristics.rawValue))
      unsafe heif_nclx_color_profile_free(numbers)
    }
  }

  private static func decodePixels(
    of handle: OpaquePointer, into picture: inout DecodedPicture
  ) {
    guard let options = unsafe heif_decoding_options_alloc() else {
      picture.problem = .outOfMemory
      return
    }
    defer { unsafe heif_decoding_options_free(options) }
    var image: OpaquePointer?
    // The planes as they are coded: nothing is converted.
    let decoded = unsafe heif_decode_image(
      handle, &image, heif_colorspace_undefined, heif_chroma_undefined, options)
    guard let image = unsafe image else {
      picture.problem = unsafe problem(of: decoded) ?? .corrupt("no pixels")
      return
    }
    defer { unsafe heif_image_release(image) }
    if picture.alpha == .unknown {
      picture.alpha = unsafe isSeeThrough(image) ? .used : .unused
    }
    if unsafe heif_image_get_colorspace(image) == heif_colorspace_monochrome {
      picture.channels = picture.alpha == .none ? 1 : 2
    }
  }

  private static func isSeeThrough(_ image: OpaquePointer) -> Bool {
    var stride: Int32 = 0
    let channel = heif_channel_Alpha
    guard let plane = unsafe heif_image_get_plane_readonly(image, channel, &stride) else {
      return false
    }
    let width = unsafe Int(heif_image_get_width(image, channel))
    let height = unsafe Int(heif_image_get_height(image, channel))
    let depth = unsafe Int(heif_image_get_bits_per_pixel_range(image, channel))
    for row in 0..<max(0, height) {
      let line = unsafe UnsafeRawPointer(plane + row * Int(stride))
      let isFull =
        if depth > 8 {
          unsafe UnsafeRawBufferPointer(start: line, count: width * 2)
            .bindMemory(to: UInt16.self).allSatisfy { $0 == 1 << UInt16(depth) - 1 }
        } else {
          unsafe UnsafeRawBufferPointer(start: line, count: width).allSatisfy { $0 == 255 }
        }
      if !isFull { return true }
    }
    return false
  }

  /// What an error of libheif means; nothing where it is none.
  private static func problem(of error: heif_error) -> DecodedPicture.Problem? {
    guard unsafe error.code != heif_error_Ok else { return nil }
    var words = unsafe error.message.map { unsafe String(cString: $0) } ?? "no reason given"
    // A reason has several parts, and a line end behind it.
    words = words.split(separator: "\n").first.map(String.init) ?? words
    switch unsafe (error.code, error.subcode) {
    case (heif_error_Memory_allocation_error, heif_suberror_Security_limit_exceeded):
      return .unsupported("a picture beyond the limits of its decoder")
    case (heif_error_Memory_allocation_error, _): return .outOfMemory
    case (_, heif_suberror_End_of_data): return .truncated(words)
    case (heif_error_Unsupported_feature, _), (heif_error_Unsupported_filetype, _):
      return .unsupported(words)
    default: return .corrupt(words)
    }
  }
}
