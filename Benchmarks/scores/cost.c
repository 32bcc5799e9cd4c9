// What each measure of a picture takes: every JPEG of a folder, decoded and measured by the
// product's own C, with the processor time of each part; beside it a bare decode of its luma by the
// same libjpeg.
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "jpeg_proof.h"
#include "quality.h"
#include "raster.h"
#include "row_colors.h"

#include <jpeglib.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static const char *names[] = {
    "bare luma decode (the limit)", "proof of every code, by itself",
    "proof, decode, reduce, count native pixels",
    "to sRGB planes", "smaller copies", "backdrop: subject, framing", "noise", "sharpness, motion",
    "exposure, contrast, color, vignette", "clutter", "border", "collage, blurred bars",
    "text lines, line (screenshot)", "text", "tilt", "lighting", "noise of colors", "sharpening",
    "backlight"};
enum { parts = sizeof names / sizeof names[0] };
static double spent[parts];
static double begun;

static void begin(void) { begun = now(); }
static void end(int part) {
  spent[part] += now() - begun;
  begun = now();
}

static void decode_luma(const unsigned char *bytes, size_t count) {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  decoder.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&decoder);
  jpeg_mem_src(&decoder, bytes, count);
  jpeg_read_header(&decoder, TRUE);
  decoder.out_color_space = JCS_GRAYSCALE;
  jpeg_start_decompress(&decoder);
  JSAMPROW row = malloc(decoder.output_width);
  while (decoder.output_scanline < decoder.output_height) jpeg_read_scanlines(&decoder, &row, 1);
  free(row);
  jpeg_finish_decompress(&decoder);
  jpeg_destroy_decompress(&decoder);
}

static void measure(const uint8_t *rgb, int32_t width, int32_t height) {
  begin();
  castbook_quality_t *picture = castbook_quality_new(rgb, width, height, false);
  if (picture == NULL) return;
  end(4);
  castbook_box_t box;
  castbook_quality_backdrop(picture);
  end(5);
  const double noise = castbook_quality_noise(picture, &box);
  end(6);
  castbook_quality_sharpness(picture, noise);
  end(7);
  castbook_quality_tones(picture);
  end(8);
  double edges, colors, degrees;
  castbook_quality_clutter(picture, noise, &edges, &colors, &box);
  end(9);
  castbook_quality_bars(picture, &box);
  end(10);
  castbook_quality_seams(picture);
  end(11);
  if (castbook_quality_text_lines(picture) > 0) castbook_quality_line(picture);
  end(12);
  bool has_title;
  castbook_quality_letters(picture, &box, &has_title);
  end(13);
  castbook_quality_tilt(picture, &degrees);
  end(14);
  castbook_quality_lighting(picture);
  end(15);
  castbook_quality_color_noise(picture);
  end(16);
  castbook_quality_halos(picture);
  end(17);
  castbook_quality_backlight(picture, &box);
  end(18);
  castbook_quality_free(picture);
}

static double look(const unsigned char *bytes, size_t count) {
  const castbook_jpeg_bounds_t bounds = {.memory_limit = (size_t)1 << 30, .scan_limit = 100};
  uint8_t means[4096];
  begin();
  decode_luma(bytes, count);
  end(0);
  const castbook_jpeg_proof_t alone = castbook_jpeg_prove(bytes, count, bounds, means, NULL);
  end(1);
  const int longer = alone.width > alone.height ? alone.width : alone.height;
  const int32_t width =
      longer <= 1024 ? alone.width : (alone.width * 1024 + longer / 2) / longer;
  const int32_t height =
      longer <= 1024 ? alone.height : (alone.height * 1024 + longer / 2) / longer;
  castbook_raster_t *raster = castbook_raster_new(
      (uint64_t)alone.width, (uint64_t)alone.height, (uint32_t)width, (uint32_t)height);
  if (raster == NULL) return 0;
  begin();
  castbook_jpeg_colors_t colors = castbook_jpeg_prove(bytes, count, bounds, means, raster).colors;
  if (colors == CASTBOOK_JPEG_NO_COLORS) {
    castbook_raster_clear(raster);
    colors = castbook_jpeg_raster(bytes, count, bounds, raster);
  }
  end(2);
  if (colors == CASTBOOK_JPEG_YCC) {
    const size_t pixels = (size_t)width * (size_t)height;
    uint8_t *rgb = malloc(3 * pixels);
    static const castbook_matrix_t matrix = {0, 65536, 91881, -22554, -46802, 116130};
    castbook_raster_join(raster, matrix, rgb);
    end(3);
    measure(rgb, width, height);
    free(rgb);
  }
  castbook_raster_free(raster);
  return (double)alone.width * alone.height;
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: cost FOLDER\n");
    return 2;
  }
  // As castbook itself keeps its memory from picture to picture.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
  DIR *folder = opendir(arguments[1]);
  if (folder == NULL) {
    perror(arguments[1]);
    return 3;
  }
  double pixels = 0;
  int files = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", arguments[1], entry->d_name);
    FILE *file = fopen(path, "rb");
    if (file == NULL || strstr(entry->d_name, ".jpg") == NULL) {
      if (file != NULL) fclose(file);
      continue;
    }
    fseek(file, 0, SEEK_END);
    const long size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc((size_t)size);
    if (fread(bytes, 1, (size_t)size, file) == (size_t)size) {
      pixels += look(bytes, (size_t)size);
      files++;
    }
    free(bytes);
    fclose(file);
  }
  closedir(folder);
  printf("%d pictures, %.0f megapixels; processor time on one core\n", files, pixels / 1e6);
  printf("%-38s %8s %8s %8s\n", "part", "s", "x limit", "ms each");
  double sum = 0;
  for (int i = 0; i < parts; i++) {
    printf("%-38s %8.3f %8.2f %8.2f\n", names[i], spent[i], spent[i] / spent[0],
           1000 * spent[i] / (files > 0 ? files : 1));
    // The proof by itself is a part of the next one.
    if (i > 1) sum += spent[i];
  }
  printf("%-38s %8.3f %8.2f %8.2f\n", "all but the limit", sum, sum / spent[0],
         1000 * sum / (files > 0 ? files : 1));
  return 0;
}
