internal import CHEIF
internal import CHEVCProof
internal import Decoding
internal import Model

/// Decodes HEIC and AVIF with libheif: the primary picture with its alpha, completely.
///
/// libheif applies the cropping, rotation and mirroring that the file describes, and
/// reports the size after them. The EXIF orientation repeats the rotation for readers that
/// know nothing else, so it must not be applied again.
enum HEIFDecoder {
  /// For each codec, whether a decoder is available that is strict enough to detect
  /// damage.
  struct Strictness {
    /// Whether Castbook's own decoder for HEVC is registered.
    var hevc: Bool
    /// Whether libaom is available for AV1.
    var av1: Bool

    /// The strictness on this machine: Castbook's own decoder for HEVC, libaom for AV1.
    ///
    /// It is determined once, since that loads libraries.
    static let available: Strictness = {
      // Loads decoders that are separate library files.
      _ = unsafe heif_init(nil)
      return Strictness(hevc: castbook_hevc_proof_install(), av1: hasStrictDecoder)
    }()
  }

  /// Loads the decoders before the process gives up its right to open files.
  static func prepare() { _ = Strictness.available }

  /// The ID of libaom's decoder.
  ///
  /// libaom checks that the data ends where it should. The faster decoder that libheif
  /// would choose lets most damage pass.
  private static let strictDecoder = "aom"

  /// Whether libheif offers libaom among its first 16 decoders for AV1.
  private static let hasStrictDecoder: Bool = {
    var known = unsafe [OpaquePointer?](repeating: nil, count: 16)
    let count = unsafe heif_get_decoder_descriptors(
      heif_compression_AV1, &known, Int32(known.count))
    return unsafe known.prefix(max(0, Int(count))).contains { decoder in
      guard let decoder = unsafe decoder,
        let name = unsafe heif_decoder_descriptor_get_id_name(decoder)
      else { return false }
      return unsafe String(cString: name) == strictDecoder
    }
  }()

  /// What happens to a picture's pixels.
  private enum Purpose {
    /// They are checked, reduced, and handed to the sink if there is one.
    case proof(DecodingOptions, (any PixelSink)?)
    /// They are only handed over.
    case pixels(any PixelSink)
  }

  /// Hands over the primary picture.
  ///
  /// A decoder that is not strict, or further frames, are reported when the file is proven
  /// and not here.
  static func pixels(
    _ bytes: UnsafeRawBufferPointer, into sink: any PixelSink
  ) -> DecodedPicture {
    let outline = HEIFOutline(unsafe BoxReader(bytes))
    if outline.isTruncated {
      return DecodedPicture(problem: .truncated("a part extends past the end of the file"))
    }
    return unsafe decode(bytes, outline, .pixels(sink))
  }

  /// Decodes the primary picture and reports everything that is known about the file.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, _ strictness: Strictness = .available,
    options: DecodingOptions = [],
    into sink: (any PixelSink)? = nil
  ) -> DecodedPicture {
    let outline = HEIFOutline(unsafe BoxReader(bytes))
    var picture = unsafe decode(bytes, outline, .proof(options, sink))
    if picture.problem == nil, !(outline.isAV1 ? strictness.av1 : strictness.hevc) {
      picture.problem = .unsupported(
        "no strict \(outline.isAV1 ? "AV1" : "HEVC") decoder is available")
    }
    if picture.size == nil { picture.size = outline.size ?? outline.movie?.size }
    if let movie = outline.movie { picture.frames = movie.frames }
    if outline.trailing > 0 { picture.trailing = outline.trailing }
    switch picture.problem {
    case nil, .corrupt, .sizeMismatch:
      // Whatever libheif reports: bytes that the file announced are missing.
      if outline.isTruncated {
        picture.problem = .truncated("a part extends past the end of the file")
      }
    default: break
    }
    if picture.problem == nil, let frames = picture.frames, frames > 1 {
      picture.problem = .unsupported("frames after the first")
    }
    return picture
  }

  /// Opens the file with libheif and decodes its primary picture.
  private static func decode(
    _ bytes: UnsafeRawBufferPointer, _ outline: HEIFOutline, _ purpose: Purpose
  ) -> DecodedPicture {
    // With such a fault, libheif would loop forever.
    if let fault = outline.fault { return DecodedPicture(problem: .corrupt(fault)) }
    if !outline.hasDescription, outline.movie != nil {
      return DecodedPicture(problem: .unsupported("an image sequence without a still"))
    }
    guard let context = unsafe heif_context_alloc() else {
      return DecodedPicture(problem: .outOfMemory)
    }
    defer { unsafe heif_context_free(context) }
    // The limit is the number of pixels, not the length of a side.
    unsafe heif_context_set_maximum_image_size_limit(context, Int32(UInt16.max))
    let opened = unsafe heif_context_read_from_memory_without_copy(
      context, bytes.baseAddress, bytes.count, nil)
    if let problem = unsafe HEIFProblem.problem(opened, outline) {
      return DecodedPicture(problem: problem)
    }
    var handle: OpaquePointer?
    let found = unsafe heif_context_get_primary_image_handle(context, &handle)
    guard let handle = unsafe handle else {
      return DecodedPicture(
        problem: unsafe HEIFProblem.problem(found, outline) ?? .corrupt("it contains no picture"))
    }
    defer { unsafe heif_image_handle_release(handle) }
    var picture = unsafe facts(of: handle)
    let pages = unsafe pages(of: context, besides: outline.parts)
    picture.pages = pages.count
    if pages.primary > 1 { picture.page = pages.primary }
    let pixels = picture.size?.pixelCount ?? 0
    guard pixels <= Decoder.pixelLimit else {
      picture.problem = .tooManyPixels(pixels)
      return picture
    }
    unsafe decodePixels(of: handle, outline, purpose, into: &picture)
    return picture
  }

  /// Returns the number of independent pictures, and the position of the primary one, from
  /// 1.
  ///
  /// Tiles need not be marked as hidden, so `parts` excludes them.
  private static func pages(
    of context: OpaquePointer, besides parts: Set<Int>
  ) -> (count: Int, primary: Int) {
    let count = unsafe max(0, Int(heif_context_get_number_of_top_level_images(context)))
    var items = [heif_item_id](repeating: 0, count: count)
    let filled = unsafe heif_context_get_list_of_top_level_image_IDs(context, &items, Int32(count))
    let pages = items.prefix(max(0, Int(filled))).filter { !parts.contains(Int($0)) }
    var primary: heif_item_id = 0
    _ = unsafe heif_context_get_primary_image_ID(context, &primary)
    return (max(1, pages.count), (pages.firstIndex(of: primary) ?? 0) + 1)
  }

  /// Reads what the handle states before anything is decoded.
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
    unsafe readColors(of: handle, into: &picture)
    unsafe readMetadata(of: handle, into: &picture)
    return picture
  }

  /// Reads the first EXIF block and the first XMP packet, as far as the limit of the
  /// report allows.
  private static func readMetadata(of handle: OpaquePointer, into picture: inout DecodedPicture) {
    let count = unsafe min(100, Int(heif_image_handle_get_number_of_metadata_blocks(handle, nil)))
    guard count > 0 else { return }
    var names = [heif_item_id](repeating: 0, count: count)
    let filled = unsafe heif_image_handle_get_list_of_metadata_block_IDs(
      handle, nil, &names, Int32(count))
    var remaining = DecodedPicture.metadataByteLimit - (picture.profile?.count ?? 0)
    for name in names.prefix(Int(filled)) {
      let size = unsafe heif_image_handle_get_metadata_size(handle, name)
      guard size > 0, size <= 4 * DecodedPicture.metadataByteLimit,
        let type = unsafe heif_image_handle_get_metadata_type(handle, name)
      else { continue }
      let isEXIF = unsafe String(cString: type) == "Exif"
      guard isEXIF ? picture.exif == nil : picture.xmp == nil && (unsafe isXMP(handle, name)) else {
        continue
      }
      var block = [UInt8](repeating: 0, count: size)
      let read = unsafe heif_image_handle_get_metadata(handle, name, &block)
      guard unsafe read.code == heif_error_Ok else { continue }
      if isEXIF {
        // Four bytes in front give the offset of the TIFF header behind them.
        guard block.count > 4 else { continue }
        let offset = block[..<4].reduce(0) { $0 << 8 | Int($1) }
        block = Array(block.dropFirst(4).dropFirst(min(offset, block.count)))
      }
      // Everything relevant in either is in its first part.
      block = Array(block.prefix(isEXIF ? remaining : min(remaining, 1 << 20)))
      remaining -= block.count
      if isEXIF { picture.exif = block } else { picture.xmp = block }
    }
  }

  /// Whether a metadata block is XMP.
  private static func isXMP(_ handle: OpaquePointer, _ name: heif_item_id) -> Bool {
    guard let type = unsafe heif_image_handle_get_metadata_type(handle, name),
      unsafe String(cString: type) == "mime",
      let kind = unsafe heif_image_handle_get_metadata_content_type(handle, name)
    else { return false }
    return unsafe String(cString: kind) == "application/rdf+xml"
  }

  /// Reads the ICC profile or the numbers that the container states.
  private static func readColors(of handle: OpaquePointer, into picture: inout DecodedPicture) {
    let kind = unsafe heif_image_handle_get_color_profile_type(handle)
    if kind == heif_color_profile_type_rICC || kind == heif_color_profile_type_prof {
      let size = unsafe heif_image_handle_get_raw_color_profile_size(handle)
      guard size > 0, size <= DecodedPicture.metadataByteLimit else { return }
      var profile = [UInt8](repeating: 0, count: size)
      let read = unsafe heif_image_handle_get_raw_color_profile(handle, &profile)
      if unsafe read.code == heif_error_Ok { picture.profile = profile }
    } else if kind == heif_color_profile_type_nclx {
      var numbers: UnsafeMutablePointer<heif_color_profile_nclx>?
      let read = unsafe heif_image_handle_get_nclx_color_profile(handle, &numbers)
      picture.codePoints = unsafe codePoints(read, numbers)
    }
  }

  /// Reads the colors from the encoded picture itself when the container states none.
  private static func readColors(
    ofDecoded image: OpaquePointer, into picture: inout DecodedPicture
  ) {
    guard picture.profile == nil, picture.codePoints == nil,
      unsafe heif_image_get_color_profile_type(image) == heif_color_profile_type_nclx
    else { return }
    var numbers: UnsafeMutablePointer<heif_color_profile_nclx>?
    let read = unsafe heif_image_get_nclx_color_profile(image, &numbers)
    picture.codePoints = unsafe codePoints(read, numbers)
  }

  /// Takes the numbers out of a profile and frees it.
  private static func codePoints(
    _ read: heif_error, _ numbers: UnsafeMutablePointer<heif_color_profile_nclx>?
  ) -> DecodedPicture.CodePoints? {
    guard unsafe read.code == heif_error_Ok, let numbers = unsafe numbers else { return nil }
    defer { unsafe heif_nclx_color_profile_free(numbers) }
    return unsafe DecodedPicture.CodePoints(
      primaries: Int(numbers.pointee.color_primaries.rawValue),
      transfer: Int(numbers.pointee.transfer_characteristics.rawValue))
  }

  /// Decodes the pixels, checks them against the header and passes them on.
  private static func decodePixels(
    of handle: OpaquePointer, _ outline: HEIFOutline, _ purpose: Purpose,
    into picture: inout DecodedPicture
  ) {
    guard let settings = unsafe heif_decoding_options_alloc() else {
      picture.problem = .outOfMemory
      return
    }
    defer { unsafe heif_decoding_options_free(settings) }
    unsafe settings.pointee.strict_decoding = 1
    var image: OpaquePointer?
    let decoded = unsafe strictDecoder.withCString { name in
      if outline.isAV1, hasStrictDecoder { unsafe settings.pointee.decoder_id = name }
      // The planes are taken as they are encoded: nothing is converted.
      return unsafe heif_decode_image(
        handle, &image, heif_colorspace_undefined, heif_chroma_undefined, settings)
    }
    guard let image = unsafe image else {
      picture.problem =
        unsafe HEIFProblem.problem(decoded, outline) ?? .corrupt("it has no pixels")
      return
    }
    defer { unsafe heif_image_release(image) }
    if picture.alpha == .unknown { picture.alpha = unsafe isTransparent(image) ? .used : .unused }
    if unsafe heif_image_get_colorspace(image) == heif_colorspace_monochrome {
      picture.channels = picture.alpha == .none ? 1 : 2
    }
    unsafe readColors(ofDecoded: image, into: &picture)
    unsafe compareSize(of: image, outline, with: &picture)
    guard picture.problem == nil else { return }
    switch purpose {
    case .proof(let options, let sink):
      unsafe reduce(image, options, into: &picture)
      // A picture that cannot be handed over is sound nevertheless.
      if let sink {
        _ = unsafe HEIFPixels.send(image, isTransparent: picture.alpha == .used, to: sink)
      }
    case .pixels(let sink):
      picture.problem = unsafe HEIFPixels.send(
        image, isTransparent: picture.alpha == .used, to: sink)
    }
  }

  private static func reduce(
    _ image: OpaquePointer, _ options: DecodingOptions, into picture: inout DecodedPicture
  ) {
    guard !options.isEmpty, let reduction = unsafe HEIFReduction(image, options) else { return }
    picture.luma = reduction.plane
    picture.small = reduction.small
    picture.exceedsMemory = reduction.ranOutOfMemory
  }

  /// Compares the size in the header, which every reader trusts until the picture is
  /// decoded, with the decoded one.
  ///
  /// A crop that extends past the picture is displayed only as far as it is inside.
  private static func compareSize(
    of image: OpaquePointer, _ outline: HEIFOutline, with picture: inout DecodedPicture
  ) {
    let width = unsafe Int(heif_image_get_primary_width(image))
    let height = unsafe Int(heif_image_get_primary_height(image))
    guard width > 0, height > 0 else {
      picture.problem = .corrupt("it has no pixels")
      return
    }
    let decoded = PixelSize(width: width, height: height)
    if let stated = picture.size {
      let isInside = decoded.width <= stated.width && decoded.height <= stated.height
      if stated != decoded, outline.isCropped, isInside {
        picture.size = decoded
      } else if stated != decoded {
        picture.problem = .sizeMismatch(stated: stated, decoded: decoded)
      }
    } else {
      picture.size = decoded
      picture.problem = .corrupt("its header states no size")
    }
  }

  /// Whether any alpha value is below the maximum.
  private static func isTransparent(_ image: OpaquePointer) -> Bool {
    guard let alpha = unsafe HEIFPlanes.Channel(image, heif_channel_Alpha) else { return false }
    let opaque = maximumValue(alpha.depth)
    return (0..<alpha.size.height).contains { row in
      alpha.depth > 8
        ? alpha.deepRow(row).contains { $0 != opaque } : alpha.row(row).contains { $0 != 255 }
    }
  }

  /// Returns the largest number of `depth` bits, up to 16.
  static func maximumValue(_ depth: Int) -> UInt16 { UInt16.max >> UInt16(max(0, 16 - depth)) }
}
