internal import CHEIF
internal import Decoding
internal import Model

/// Translates errors of libheif into messages for people.
enum HEIFProblem {
  /// Translates an error. Returns `nil` when there is none.
  static func problem(_ error: heif_error, _ outline: HEIFOutline) -> DecodedPicture.Problem? {
    guard unsafe error.code != heif_error_Ok else { return nil }
    let reason = unsafe error.subcode
    switch unsafe (error.code, reason) {
    case (heif_error_Memory_allocation_error, heif_suberror_Security_limit_exceeded):
      return beyondLimits(outline)
    case (heif_error_Memory_allocation_error, _): return .outOfMemory
    case (_, heif_suberror_Nonexisting_item_referenced) where outline.unsupportedCoding != nil:
      return .unsupported("a picture encoded as \(outline.unsupportedCoding ?? "")")
    case (heif_error_Invalid_input, heif_suberror_End_of_data):
      return .truncated("the data end too early")
    case (heif_error_Unsupported_feature, _), (heif_error_Unsupported_filetype, _):
      return .unsupported(unsafe words(of: error))
    default: break
    }
    if let part = missing.first(where: { $0.0 == reason })?.1 {
      return .corrupt("the part \(part) of its description is missing or damaged")
    }
    return .corrupt(known.first { $0.0 == reason }?.1 ?? (unsafe words(of: error)))
  }

  /// Interprets the error that libheif's security limits raise: a picture that is too
  /// large, or a wrong claim.
  private static func beyondLimits(_ outline: HEIFOutline) -> DecodedPicture.Problem {
    guard let size = outline.size else {
      return .corrupt("it claims more data than it can contain")
    }
    if size.pixelCount > Decoder.pixelLimit { return .tooManyPixels(size.pixelCount) }
    return size.longerSide > Int(UInt16.max)
      ? .unsupported("a side longer than its decoder supports")
      : .corrupt("it claims more data than it can contain")
  }

  /// The errors about a missing or invalid box of the description, with its type.
  private static let missing: [(heif_suberror_code, String)] = [
    (heif_suberror_No_idat_box, "idat"), (heif_suberror_No_hdlr_box, "hdlr"),
    (heif_suberror_No_hvcC_box, "hvcC"), (heif_suberror_No_pitm_box, "pitm"),
    (heif_suberror_No_ipco_box, "ipco"), (heif_suberror_No_ipma_box, "ipma"),
    (heif_suberror_No_iloc_box, "iloc"), (heif_suberror_No_iinf_box, "iinf"),
    (heif_suberror_No_iprp_box, "iprp"), (heif_suberror_No_iref_box, "iref"),
    (heif_suberror_No_infe_box, "infe"), (heif_suberror_No_av1C_box, "av1C"),
    (heif_suberror_Invalid_pixi_box, "pixi"),
  ]

  /// The other errors for which there is a better message than libheif's.
  private static let known: [(heif_suberror_code, String)] = [
    (heif_suberror_End_of_data, "the data stop before the picture is complete"),
    (heif_suberror_No_ftyp_box, "its beginning is missing"),
    (heif_suberror_No_meta_box, "its description is missing or damaged"),
    (heif_suberror_Invalid_box_size, "a part of it has an impossible length"),
    (heif_suberror_No_pict_handler, "it contains no pictures"),
    (heif_suberror_Ipma_box_references_nonexisting_property, "it refers to a missing property"),
    (heif_suberror_No_properties_assigned_to_item, "a picture in it has no description"),
    (heif_suberror_No_item_data, "a picture in it has no data"),
    (heif_suberror_Invalid_grid_data, "the description of its tiles is invalid"),
    (heif_suberror_Missing_grid_images, "some of its tiles are missing"),
    (heif_suberror_Invalid_clean_aperture, "its crop is outside the picture"),
    (heif_suberror_Invalid_overlay_data, "its overlay is invalid"),
    (heif_suberror_Overlay_image_outside_of_canvas, "its overlay is outside the picture"),
    (heif_suberror_Auxiliary_image_type_unspecified, "an auxiliary picture has no stated purpose"),
    (heif_suberror_No_or_invalid_primary_item, "the main picture is missing"),
    (heif_suberror_Wrong_tile_image_chroma_format, "its tiles have different encodings"),
    (heif_suberror_Wrong_tile_image_pixel_depth, "its tiles have different depths"),
    (heif_suberror_Invalid_fractional_number, "a number in it is invalid"),
    (heif_suberror_Invalid_image_size, "its size is invalid"),
    (heif_suberror_Nonexisting_item_referenced, "it refers to a missing or hidden picture"),
  ]

  /// The last meaningful part of libheif's message, which has the form `Invalid input:
  /// Unspecified: Corrupt frame`.
  private static func words(of error: heif_error) -> String {
    let text = unsafe error.message.map { unsafe String(cString: $0) } ?? ""
    let parts = text.split(whereSeparator: \.isNewline).first?.split(separator: ":") ?? []
    let message = parts.dropFirst().map { $0.drop { $0 == " " } }
      .last { !$0.isEmpty && $0 != "Unspecified" }
    // The AV1 decoder says so about noise and about data that isn't AV1.
    guard let message, let first = message.first, !message.hasPrefix("Bitstream not supported")
    else {
      return "the data are invalid"
    }
    if message.hasPrefix("Corrupt frame") { return "the encoded picture is damaged" }
    let sentence = message.reversed().drop { $0 == "." || $0 == " " }.reversed()
    return first.lowercased() + String(sentence.dropFirst())
  }
}
