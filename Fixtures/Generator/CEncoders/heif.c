#include <stdlib.h>
#include <string.h>

#include <libheif/heif.h>

#include "CEncoders.h"

static bool ok(struct heif_error error) { return error.code == heif_error_Ok; }

// One thread and no block of text about the encoder: the same bytes on every machine.
static bool configure(struct heif_encoder *encoder, const castbook_heif_options *options) {
  const char *chroma =
      options->chroma == 444 ? "444" : options->chroma == 422 ? "422" : "420";
  if (!ok(heif_encoder_set_lossless(encoder, options->lossless))) return false;
  if (!options->lossless && !ok(heif_encoder_set_lossy_quality(encoder, options->quality))) {
    return false;
  }
  if (!ok(heif_encoder_set_parameter_string(encoder, "chroma", chroma))) return false;
  if (options->av1) return ok(heif_encoder_set_parameter_integer(encoder, "threads", 1));
  static const char *const settings[][2] = {
      {"x265:info", "0"}, {"x265:pools", "none"}, {"x265:frame-threads", "1"},
      {"x265:wpp", "0"},  {"x265:asm", "0"},
  };
  for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
    if (!ok(heif_encoder_set_parameter_string(encoder, settings[i][0], settings[i][1]))) {
      return false;
    }
  }
  return true;
}

// The samples as libheif takes them: grey ones in a plane, colours side by side.
static struct heif_image *take(const uint8_t *samples, const castbook_heif_options *options) {
  const int width = options->width;
  const int height = options->height;
  const bool wide = options->depth > 8;
  const enum heif_channel channel = options->grey ? heif_channel_Y : heif_channel_interleaved;
  const enum heif_chroma chroma = options->grey ? heif_chroma_monochrome
                                  : wide        ? heif_chroma_interleaved_RRGGBB_LE
                                                : heif_chroma_interleaved_RGB;
  struct heif_image *image = NULL;
  if (!ok(heif_image_create(
          width, height, options->grey ? heif_colorspace_monochrome : heif_colorspace_RGB, chroma,
          &image))) {
    return NULL;
  }
  int stride = 0;
  uint8_t *plane = NULL;
  if (ok(heif_image_add_plane(image, channel, width, height, options->depth))) {
    plane = heif_image_get_plane(image, channel, &stride);
  }
  if (plane == NULL) {
    heif_image_release(image);
    return NULL;
  }
  const size_t row = (size_t)width * (options->grey ? 1 : 3) * (wide ? 2 : 1);
  for (int y = 0; y < height; y++) {
    memcpy(plane + (size_t)y * (size_t)stride, samples + (size_t)y * row, row);
  }
  return image;
}

// What the coded data themselves say of their colours: sRGB's curve, the whole range of numbers.
// Only red, green and blue as they are come back without loss.
static struct heif_color_profile_nclx *colors(const castbook_heif_options *options) {
  struct heif_color_profile_nclx *numbers = heif_nclx_color_profile_alloc();
  if (numbers == NULL) return NULL;
  const bool as_they_are = options->lossless && !options->grey;
  numbers->color_primaries = (enum heif_color_primaries)options->primaries;
  numbers->transfer_characteristics = heif_transfer_characteristic_IEC_61966_2_1;
  numbers->matrix_coefficients = as_they_are
      ? heif_matrix_coefficients_RGB_GBR : heif_matrix_coefficients_ITU_R_BT_601_6;
  numbers->full_range_flag = 1;
  return numbers;
}

static struct heif_error collect(
    struct heif_context *context, const void *data, size_t count, void *state) {
  (void)context;
  castbook_bytes *out = state;
  uint8_t *bytes = malloc(count);
  if (bytes == NULL) {
    return (struct heif_error){
        heif_error_Memory_allocation_error, heif_suberror_Unspecified, "no memory"};
  }
  memcpy(bytes, data, count);
  *out = (castbook_bytes){.start = bytes, .count = count};
  return (struct heif_error){heif_error_Ok, heif_suberror_Unspecified, "ok"};
}

static bool encode(
    struct heif_context *context, const struct heif_image *image,
    const castbook_heif_options *options, castbook_bytes *out) {
  struct heif_encoder *encoder = NULL;
  const enum heif_compression_format format =
      options->av1 ? heif_compression_AV1 : heif_compression_HEVC;
  if (!ok(heif_context_get_encoder_for_format(context, format, &encoder))) return false;
  struct heif_encoding_options *choices = heif_encoding_options_alloc();
  struct heif_color_profile_nclx *numbers = colors(options);
  bool done = choices != NULL && numbers != NULL && configure(encoder, options);
  if (done) {
    choices->save_alpha_channel = 0;
    choices->macOS_compatibility_workaround = 0;
    choices->output_nclx_profile = numbers;
    struct heif_writer writer = {.writer_api_version = 1, .write = collect};
    done = ok(heif_context_encode_image(context, image, encoder, choices, NULL))
        && ok(heif_context_write(context, &writer, out));
  }
  if (numbers != NULL) heif_nclx_color_profile_free(numbers);
  if (choices != NULL) heif_encoding_options_free(choices);
  heif_encoder_release(encoder);
  return done;
}

bool castbook_heif_encode(
    const uint8_t *samples, const castbook_heif_options *options, castbook_bytes *out) {
  *out = (castbook_bytes){0};
  struct heif_context *context = heif_context_alloc();
  if (context == NULL) return false;
  struct heif_image *image = take(samples, options);
  const bool done = image != NULL && encode(context, image, options, out);
  if (image != NULL) heif_image_release(image);
  heif_context_free(context);
  return done;
}
