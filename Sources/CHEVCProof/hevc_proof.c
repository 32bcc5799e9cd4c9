// A libheif plugin that decodes HEVC by libde265 and reports damage.
//
// Decisions: docs/decisions/0009-castbook-media.md and 0006-proof-of-integrity.md. Tests:
// DecodersTests (HEIFDecoding, HEIFOutlines) and MediaTests (HEIFPixels, OddFixtures), under the
// address and thread sanitizers in `Scripts/test --long`. Fuzz target: `decoder-heif`.
#include "hevc_proof.h"

#include <libde265/de265.h>
#include <libheif/heif.h>
#include <libheif/heif_plugin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const struct heif_error fine = {heif_error_Ok, heif_suberror_Unspecified, "Success"};

static struct heif_error failure(enum heif_suberror_code code, const char *words) {
  return (struct heif_error){heif_error_Decoder_plugin_error, code, words};
}

static struct heif_error no_memory(void) {
  return (struct heif_error){
      heif_error_Memory_allocation_error, heif_suberror_Unspecified, "Out of memory"};
}

static const char *name(void) { return "libde265, with an eye on damage"; }

static int supports(enum heif_compression_format format) {
  // The priority. libheif's own plugin has 100.
  return format == heif_compression_HEVC ? 200 : 0;
}

static struct heif_error create(void **decoder) {
  *decoder = de265_new_decoder();
  if (*decoder == NULL) return no_memory();
  // Some encoders store checksums of the pixels.
  de265_set_parameter_bool(*decoder, DE265_DECODER_PARAM_BOOL_SEI_CHECK_HASH, 1);
  return fine;
}

static void destroy(void *decoder) { de265_free_decoder(decoder); }

static struct heif_error push(void *decoder, const void *data, size_t count) {
  const uint8_t *bytes = data;
  while (count > 0) {
    // The length of each NAL unit precedes it.
    if (count < 4) return failure(heif_suberror_End_of_data, "Unit without length");
    const size_t length = (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 |
                          (size_t)bytes[2] << 8 | (size_t)bytes[3];
    if (length > count - 4 || length > INT32_MAX) {
      return failure(heif_suberror_End_of_data, "Unit longer than its data");
    }
    if (de265_push_NAL(decoder, bytes + 4, (int)length, 0, NULL) != DE265_OK) return no_memory();
    bytes += 4 + length;
    count -= 4 + length;
  }
  return fine;
}

// Whether only damage can cause a warning. Noise in HEVC still decodes to pixels: the damage shows
// when the picture ends before or after its data.
static bool is_damage(de265_error warning) {
  switch (warning) {
  case DE265_WARNING_WARNING_BUFFER_FULL:
  case DE265_WARNING_PREMATURE_END_OF_SLICE_SEGMENT:
  case DE265_WARNING_INCORRECT_ENTRY_POINT_OFFSET:
  case DE265_WARNING_CTB_OUTSIDE_IMAGE_AREA:
  case DE265_WARNING_SLICEHEADER_INVALID:
  case DE265_WARNING_EOSS_BIT_NOT_SET:
  case DE265_WARNING_SLICE_SEGMENT_ADDRESS_INVALID:
  case DE265_WARNING_DEPENDENT_SLICE_WITH_ADDRESS_ZERO:
    return true;
  default:
    return false;
  }
}

static bool copy_plane(
    const struct de265_image *from, int plane, struct heif_image *into, enum heif_channel channel) {
  const int width = de265_get_image_width(from, plane);
  const int height = de265_get_image_height(from, plane);
  const int depth = de265_get_bits_per_pixel(from, plane);
  int stride = 0, own_stride = 0;
  const uint8_t *pixels = de265_get_image_plane(from, plane, &stride);
  if (pixels == NULL || width <= 0 || height <= 0 || depth < 8 || depth > 16) return false;
  if (heif_image_add_plane(into, channel, width, height, depth).code != heif_error_Ok) {
    return false;
  }
  uint8_t *own = heif_image_get_plane(into, channel, &own_stride);
  if (own == NULL) return false;
  const size_t row = (size_t)width * (depth > 8 ? 2 : 1);
  for (int y = 0; y < height; y++) {
    memcpy(own + (size_t)y * (size_t)own_stride, pixels + (size_t)y * (size_t)stride, row);
  }
  return true;
}

static void copy_colors(const struct de265_image *from, struct heif_image *into) {
  struct heif_color_profile_nclx *numbers = heif_nclx_color_profile_alloc();
  if (numbers == NULL) return;
  // libheif ignores invalid numbers, which then stay unspecified.
  heif_nclx_color_profile_set_color_primaries(
      numbers, (uint16_t)de265_get_image_colour_primaries(from));
  heif_nclx_color_profile_set_transfer_characteristics(
      numbers, (uint16_t)de265_get_image_transfer_characteristics(from));
  heif_nclx_color_profile_set_matrix_coefficients(
      numbers, (uint16_t)de265_get_image_matrix_coefficients(from));
  numbers->full_range_flag = de265_get_image_full_range_flag(from) != 0;
  heif_image_set_nclx_color_profile(into, numbers);
  heif_nclx_color_profile_free(numbers);
}

static struct heif_error copy(const struct de265_image *from, struct heif_image **out) {
  static const enum heif_chroma chromas[] = {
      heif_chroma_monochrome, heif_chroma_420, heif_chroma_422, heif_chroma_444};
  static const enum heif_channel channels[] = {heif_channel_Y, heif_channel_Cb, heif_channel_Cr};
  const unsigned kind = (unsigned)de265_get_chroma_format(from);
  if (kind >= sizeof chromas / sizeof chromas[0]) {
    return failure(heif_suberror_Unspecified, "Unknown kind of colors");
  }
  const bool is_grey = chromas[kind] == heif_chroma_monochrome;
  struct heif_error made = heif_image_create(
      de265_get_image_width(from, 0), de265_get_image_height(from, 0),
      is_grey ? heif_colorspace_monochrome : heif_colorspace_YCbCr, chromas[kind], out);
  if (made.code != heif_error_Ok) return made;
  for (int plane = 0; plane < (is_grey ? 1 : 3); plane++) {
    if (copy_plane(from, plane, *out, channels[plane])) continue;
    heif_image_release(*out);
    *out = NULL;
    return no_memory();
  }
  copy_colors(from, *out);
  return fine;
}

static struct heif_error decode(void *decoder, struct heif_image **out) {
  *out = NULL;
  if (de265_flush_data(decoder) != DE265_OK) return no_memory();
  const struct de265_image *picture = NULL;
  de265_error error = DE265_OK;
  for (int more = 1; more != 0 && error == DE265_OK && picture == NULL;) {
    more = 0;
    error = de265_decode(decoder, &more);
    picture = de265_get_next_picture(decoder);
  }
  if (error == DE265_ERROR_OUT_OF_MEMORY) return no_memory();
  bool is_damaged = error != DE265_OK && error != DE265_ERROR_WAITING_FOR_INPUT_DATA;
  // libde265 returns each warning only once.
  for (de265_error warning; (warning = de265_get_warning(decoder)) != DE265_OK;) {
    is_damaged = is_damaged || is_damage(warning);
  }
  if (is_damaged) return failure(heif_suberror_Unspecified, "Corrupt frame detected");
  if (picture == NULL) return failure(heif_suberror_End_of_data, "No picture in the data");
  return copy(picture, out);
}

static void set_strict(void *decoder, int flag) {
  // This decoder is always strict.
  (void)decoder;
  (void)flag;
}

bool castbook_hevc_proof_install(void) {
  static const struct heif_decoder_plugin plugin = {
      .plugin_api_version = 3,
      .get_plugin_name = name,
      .does_support_format = supports,
      .new_decoder = create,
      .free_decoder = destroy,
      .push_data = push,
      .decode_image = decode,
      .set_strict_decoding = set_strict,
      .id_name = "castbook-hevc",
  };
  return heif_register_decoder_plugin(&plugin).code == heif_error_Ok;
}
