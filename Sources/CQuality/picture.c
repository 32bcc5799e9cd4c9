#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "raster.h"

// Sets the size of a view so that its longer side is at most `longest`. It is never enlarged.
static void fit(view_t *view, int32_t width, int32_t height, int32_t longest) {
  const int32_t longer = width > height ? width : height;
  view->width = width;
  view->height = height;
  if (longer <= longest) return;
  view->width = (width * longest + longer / 2) / longer;
  view->height = (height * longest + longer / 2) / longer;
  if (view->width < 1) view->width = 1;
  if (view->height < 1) view->height = 1;
}

static size_t pixels(const view_t *view) { return (size_t)view->width * (size_t)view->height; }

QUICKER static void add_rows(uint16_t *sums, const uint8_t *a, const uint8_t *b, size_t count) {
  for (size_t i = 0; i < count; i++) sums[i] = (uint16_t)(a[i] + b[i]);
}

// The means of each sum and that of the pixel to its right, of which every second pixel is wanted.
QUICKER static void halve_sums(uint8_t *restrict means, const uint16_t *sums, size_t count) {
  for (size_t i = 0; i < count; i++) means[i] = (uint8_t)((sums[i] + sums[i + 3] + 2) >> 2);
}

// Copies every second pixel. The fourth byte is overwritten by the next pixel.
static void take_every_second(uint8_t *pixels, const uint8_t *from, int32_t count) {
  for (int32_t i = 0; i + 1 < count; i++) memcpy(pixels + 3 * i, from + 6 * i, 4);
  memcpy(pixels + 3 * (count - 1), from + 6 * (count - 1), 3);
}

// Halves a view by means of two by two pixels. If a side is odd, its last line counts twice.
static void halve(const view_t *from, const view_t *to, uint8_t *rgb) {
  uint16_t sums[3 * (CASTBOOK_QUALITY_MAXIMUM_SIDE + 1)];
  uint8_t means[3 * CASTBOOK_QUALITY_MAXIMUM_SIDE];
  const size_t values = 3 * (size_t)from->width;
  for (int32_t y = 0; y < to->height; y++) {
    const uint8_t *above = from->rgb + (size_t)(2 * y) * values;
    add_rows(sums, above, 2 * y + 1 < from->height ? above + values : above, values);
    memcpy(sums + values, sums + values - 3, 3 * sizeof *sums);
    uint8_t *row = rgb + 3 * (size_t)y * (size_t)to->width;
    halve_sums(means, sums, values);
    take_every_second(row, means, to->width);
  }
}

static bool reduce(const view_t *from, view_t *to, uint8_t *rgb) {
  to->rgb = rgb;
  if (from->width == to->width && from->height == to->height) {
    memcpy(rgb, from->rgb, 3 * pixels(to));
    return true;
  }
  if ((from->width + 1) / 2 == to->width && (from->height + 1) / 2 == to->height) {
    halve(from, to, rgb);
    return true;
  }
  castbook_raster_t *raster = castbook_raster_new(
      (uint64_t)from->width, (uint64_t)from->height, (uint32_t)to->width, (uint32_t)to->height);
  const bool is_made = raster != NULL && castbook_raster_plane(raster, 0, 3, 1, 1, 1);
  if (is_made) {
    for (int32_t row = 0; row < from->height; row++) {
      castbook_raster_row(raster, 0, from->rgb + (size_t)row * (size_t)from->width * 3);
    }
    memcpy(rgb, castbook_raster_small(raster, 0), 3 * pixels(to));
  }
  castbook_raster_free(raster);
  return is_made;
}

castbook_quality_t *castbook_quality_new(
    const uint8_t *rgb, int32_t width, int32_t height, bool is_over_white) {
  if (rgb == NULL || width < 1 || height < 1 || width > CASTBOOK_QUALITY_MAXIMUM_SIDE ||
      height > CASTBOOK_QUALITY_MAXIMUM_SIDE) {
    return NULL;
  }
  castbook_quality_t *picture = calloc(1, sizeof *picture);
  if (picture == NULL) return NULL;
  picture->is_over_white = is_over_white;
  for (int i = 0; i < 256; i++) picture->light[i] = castbook_light_of((uint8_t)i);
  view_t *views[4] = {&picture->whole, &picture->half, &picture->quarter, &picture->thumb};
  const int32_t sides[4] = {CASTBOOK_QUALITY_MAXIMUM_SIDE, 512, 256, 160};
  size_t bytes = 0;
  for (int i = 0; i < 4; i++) {
    fit(views[i], width, height, sides[i]);
    bytes += pixels(views[i]) * (i == 0 ? 1 : 4);
  }
  bytes += 2 * pixels(&picture->thumb);
  picture->memory = malloc(bytes);
  if (picture->memory == NULL) {
    castbook_quality_free(picture);
    return NULL;
  }
  uint8_t *next = picture->memory;
  picture->whole.rgb = rgb;
  for (int i = 0; i < 4; i++) {
    view_t *view = views[i];
    if (i > 0) {
      // The thumb is made from the half-size view, which gives nearly the same pixels as the whole.
      if (!reduce(views[i == 3 ? 1 : i - 1], view, next)) {
        castbook_quality_free(picture);
        return NULL;
      }
      next += 3 * pixels(view);
    }
    view->luma = next;
    castbook_take_luma(view->luma, view->rgb, pixels(view));
    next += pixels(view);
  }
  picture->backdrop = next;
  picture->extremes = next + pixels(&picture->thumb);
  memset(picture->backdrop, 0, 2 * pixels(&picture->thumb));
  return picture;
}

castbook_quality_t *castbook_quality_inside(
    const castbook_quality_t *picture, castbook_box_t box) {
  const view_t *view = &picture->whole;
  if (box.x < 0 || box.y < 0 || box.width < 1 || box.height < 1 ||
      box.width > view->width - box.x || box.height > view->height - box.y) {
    return NULL;
  }
  const size_t row = 3 * (size_t)box.width;
  uint8_t *rgb = malloc(row * (size_t)box.height);
  if (rgb == NULL) return NULL;
  for (int32_t y = 0; y < box.height; y++) {
    const size_t start = (size_t)(box.y + y) * (size_t)view->width + (size_t)box.x;
    memcpy(rgb + (size_t)y * row, view->rgb + 3 * start, row);
  }
  castbook_quality_t *inside =
      castbook_quality_new(rgb, box.width, box.height, picture->is_over_white);
  if (inside == NULL) {
    free(rgb);
    return NULL;
  }
  inside->inside = rgb;
  return inside;
}

void castbook_quality_free(castbook_quality_t *picture) {
  if (picture == NULL) return;
  free(picture->memory);
  free(picture->inside);
  free(picture);
}

castbook_box_t castbook_box_in_whole(
    const castbook_quality_t *picture, const view_t *view, int32_t left, int32_t top,
    int32_t right, int32_t bottom) {
  const int32_t width = picture->whole.width, height = picture->whole.height;
  const int32_t x = left * width / view->width, y = top * height / view->height;
  const int32_t far_x = (right * width + view->width - 1) / view->width;
  const int32_t far_y = (bottom * height + view->height - 1) / view->height;
  return (castbook_box_t){
      .x = x, .y = y, .width = (far_x < width ? far_x : width) - x,
      .height = (far_y < height ? far_y : height) - y};
}

castbook_box_t castbook_tile_in_whole(const castbook_quality_t *picture, int32_t tile) {
  const view_t *view = &picture->whole;
  const int32_t across = tile % tiles, down = tile / tiles;
  return castbook_box_in_whole(
      picture, view, tile_start(view->width, across), tile_start(view->height, down),
      tile_start(view->width, across + 1), tile_start(view->height, down + 1));
}
