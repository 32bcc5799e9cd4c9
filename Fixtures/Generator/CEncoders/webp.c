#include <stdlib.h>
#include <string.h>

#include <webp/encode.h>
#include <webp/mux.h>

#include "CEncoders.h"

static bool configure(WebPConfig *config, const castbook_webp_options *options) {
  if (!WebPConfigInit(config)) return false;
  config->lossless = options->lossless;
  config->quality = (float)options->quality;
  config->method = 6;
  config->thread_level = 0;
  config->exact = 1;
  return WebPValidateConfig(config);
}

static bool take(
    WebPPicture *picture, const uint8_t *rgba, const castbook_webp_options *options) {
  if (!WebPPictureInit(picture)) return false;
  picture->use_argb = 1;
  picture->width = options->width;
  picture->height = options->height;
  const int stride = options->width * 4;
  if (options->alpha) return WebPPictureImportRGBA(picture, rgba, stride);
  return WebPPictureImportRGBX(picture, rgba, stride);
}

// libwebp and its mux have allocators of their own; the caller knows only free().
static bool copy(const uint8_t *start, size_t count, castbook_bytes *out) {
  uint8_t *bytes = malloc(count);
  if (bytes == NULL) return false;
  memcpy(bytes, start, count);
  *out = (castbook_bytes){.start = bytes, .count = count};
  return true;
}

bool castbook_webp_encode(
    const uint8_t *rgba, const castbook_webp_options *options, castbook_bytes *out) {
  *out = (castbook_bytes){0};
  WebPConfig config;
  WebPPicture picture;
  if (!configure(&config, options)) return false;
  if (!take(&picture, rgba, options)) return false;
  WebPMemoryWriter writer;
  WebPMemoryWriterInit(&writer);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  const bool done = WebPEncode(&config, &picture) && copy(writer.mem, writer.size, out);
  WebPMemoryWriterClear(&writer);
  WebPPictureFree(&picture);
  return done;
}

static bool add_frames(
    WebPAnimEncoder *encoder, const uint8_t *rgba, size_t count, int milliseconds,
    const castbook_webp_options *options) {
  WebPConfig config;
  if (!configure(&config, options)) return false;
  const size_t frame = (size_t)options->width * (size_t)options->height * 4;
  for (size_t i = 0; i < count; i++) {
    WebPPicture picture;
    if (!take(&picture, rgba + i * frame, options)) return false;
    const bool added = WebPAnimEncoderAdd(encoder, &picture, (int)i * milliseconds, &config);
    WebPPictureFree(&picture);
    if (!added) return false;
  }
  return WebPAnimEncoderAdd(encoder, NULL, (int)count * milliseconds, NULL);
}

bool castbook_webp_animate(
    const uint8_t *rgba, size_t count, int milliseconds, const castbook_webp_options *options,
    castbook_bytes *out) {
  *out = (castbook_bytes){0};
  WebPAnimEncoderOptions animation;
  if (!WebPAnimEncoderOptionsInit(&animation)) return false;
  WebPAnimEncoder *encoder = WebPAnimEncoderNew(options->width, options->height, &animation);
  if (encoder == NULL) return false;
  WebPData data;
  WebPDataInit(&data);
  const bool done = add_frames(encoder, rgba, count, milliseconds, options)
      && WebPAnimEncoderAssemble(encoder, &data) && copy(data.bytes, data.size, out);
  WebPDataClear(&data);
  WebPAnimEncoderDelete(encoder);
  return done;
}

bool castbook_webp_add_chunk(
    const uint8_t *webp, size_t webp_count, const char *name, const uint8_t *chunk,
    size_t chunk_count, castbook_bytes *out) {
  *out = (castbook_bytes){0};
  const WebPData file = {.bytes = webp, .size = webp_count};
  const WebPData payload = {.bytes = chunk, .size = chunk_count};
  WebPMux *mux = WebPMuxCreate(&file, 0);
  if (mux == NULL) return false;
  WebPData data;
  WebPDataInit(&data);
  const bool done = WebPMuxSetChunk(mux, name, &payload, 0) == WEBP_MUX_OK
      && WebPMuxAssemble(mux, &data) == WEBP_MUX_OK && copy(data.bytes, data.size, out);
  WebPDataClear(&data);
  WebPMuxDelete(mux);
  return done;
}
