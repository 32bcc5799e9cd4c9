#include "vision.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "weights are read where they are, as little-endian numbers"
#endif

// Each operation is rounded separately.
#pragma STDC FP_CONTRACT OFF

enum {
  // The channels that are processed together; zeros complete the last group.
  PANEL = CASTBOOK_VISION_PANEL,
  side_limit = 1024,
  channel_limit = 8192,
  kernel_limit = 15,
  // The largest number of values in one result.
  result_limit = 1 << 24,
};

// The sizes of a layer, for the loops.
typedef struct {
  size_t kernel, step, before;
  size_t input_side, output_side;
  size_t inputs, outputs;  // The channels in memory: multiples of PANEL.
  unsigned activation;
} castbook_shape_t;

// The rows of a kernel that are inside the picture.
typedef struct {
  size_t first, end;
} castbook_span_t;

static inline castbook_span_t castbook_span(const castbook_shape_t *shape, size_t output) {
  const size_t start = output * shape->step;
  const size_t first = start < shape->before ? shape->before - start : 0;
  const size_t rest = shape->input_side + shape->before - start;
  return (castbook_span_t){first, rest < shape->kernel ? rest : shape->kernel};
}

// The loops that take most of the time, for one kind of processor.
typedef struct {
  void (*pointwise)(
      const float *input, size_t stride, size_t inputs, const float *weights, const float *biases,
      float *output, size_t outputs, unsigned activation, size_t pixels);
  void (*depthwise)(
      const float *input, const float *weights, const float *biases, float *output,
      const castbook_shape_t *shape);
  void (*add)(
      const float *one, const float *other, float *output, size_t count, unsigned activation);
  void (*gate)(
      const float *input, const float *gates, float *output, size_t pixels, size_t channels,
      unsigned activation);
  void (*mean)(
      const float *input, float *output, size_t pixels, size_t channels, unsigned activation);
} castbook_loops_t;

#define LANES 4
#define NAME plain
#define TARGET
#define PIXELS 4
#define VECTORS 4
#include "kernels.inc"

#if defined(__x86_64__)
#define LANES 8
#define NAME avx2
#define TARGET __attribute__((target("avx2,fma")))
#define PIXELS 6
#define VECTORS 2
#include "kernels.inc"

#define LANES 16
#define NAME avx512
#define TARGET __attribute__((target("avx512f")))
#define PIXELS 12
#define VECTORS 1
#include "kernels.inc"
#endif

bool castbook_vision_supports(castbook_vision_way_t way) {
  if (way == CASTBOOK_VISION_PLAIN) return true;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (way == CASTBOOK_VISION_AVX2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (way == CASTBOOK_VISION_AVX512) return __builtin_cpu_supports("avx512f");
#endif
  return false;
}

castbook_vision_way_t castbook_vision_fastest(void) {
  if (castbook_vision_supports(CASTBOOK_VISION_AVX512)) return CASTBOOK_VISION_AVX512;
  if (castbook_vision_supports(CASTBOOK_VISION_AVX2)) return CASTBOOK_VISION_AVX2;
  return CASTBOOK_VISION_PLAIN;
}

static const castbook_loops_t *loops_for(castbook_vision_way_t way) {
#if defined(__x86_64__)
  if (way == CASTBOOK_VISION_AVX512) return &loops_avx512;
  if (way == CASTBOOK_VISION_AVX2) return &loops_avx2;
#endif
  (void)way;
  return &loops_plain;
}

// The sizes that a network runs in.
enum { FULL, GLANCE, SIZES };

// A layer that was checked.
typedef struct {
  unsigned kind;
  unsigned first, second, output;  // Slots.
  size_t input_channels;           // Without the zeros.
  castbook_shape_t shapes[SIZES];
  const float *weights, *biases;  // In the network's bytes.
} castbook_layer_t;

struct castbook_vision {
  const castbook_loops_t *loops;
  size_t sides[SIZES], length, layer_count;
  float subtracted[3], multiplied[3];
  castbook_layer_t *layers;
  float *slots[CASTBOOK_VISION_SLOTS];
  float *columns;  // The parts of a picture under a kernel, for one row of outputs.
};

static size_t padded(size_t channels) { return (channels + PANEL - 1) / PANEL * PANEL; }

static uint16_t number16(const uint8_t *bytes) { return (uint16_t)(bytes[0] | bytes[1] << 8); }

static uint32_t number32(const uint8_t *bytes) {
  return (uint32_t)number16(bytes) | (uint32_t)number16(bytes + 2) << 16;
}

static float real(const uint8_t *bytes) {
  const uint32_t bits = number32(bytes);
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// The contents of a slot while the layers are checked.
typedef struct {
  size_t side, channels;  // No side if it is empty.
} castbook_result_t;

static const char *const no_memory = "there is not enough memory for the network";

// Sets the sides of a layer in one size, from what the slots have before it. Returns NULL, or the
// problem.
static const char *measure(
    castbook_layer_t *layer, int size, size_t after,
    castbook_result_t results[CASTBOOK_VISION_SLOTS]) {
  castbook_shape_t *shape = &layer->shapes[size];
  const castbook_result_t *first = &results[layer->first], *second = &results[layer->second];
  const size_t inputs = layer->input_channels, outputs = shape->outputs;
  if (first->side == 0 || first->channels != inputs) return "a layer reads what no layer wrote";
  size_t side = first->side;
  shape->input_side = side;
  switch (layer->kind) {
  case CASTBOOK_VISION_CONVOLUTION:
  case CASTBOOK_VISION_DEPTHWISE: {
    const size_t kernel = shape->kernel, covered = side + shape->before + after;
    if (covered < kernel) return "a kernel has an impossible size";
    // Each row of a kernel is somewhere inside the picture.
    if (side + shape->before < kernel) return "a kernel is larger than the picture";
    side = (covered - kernel) / shape->step + 1;
    break;
  }
  case CASTBOOK_VISION_ADDITION:
    if (second->side != side || second->channels != inputs)
      return "an addition has results of different sizes";
    break;
  case CASTBOOK_VISION_GATE:
    if (second->side != 1 || second->channels != inputs || layer->output == layer->second)
      return "a gate and the result that it multiplies have different sizes";
    break;
  default: side = 1;
  }
  shape->output_side = side;
  if (side * side > result_limit / outputs) return "a result is too large";
  return NULL;
}

// Reads a layer, with what the slots have before it in each size. A size in which it can't run is
// left out by setting its side to 0. Returns NULL, or the problem.
static const char *read_layer(
    castbook_vision_t *vision, castbook_layer_t *layer, const uint8_t *at, const float *weights,
    size_t weight_count, castbook_result_t results[SIZES][CASTBOOK_VISION_SLOTS]) {
  castbook_shape_t shape = {0};
  layer->kind = number16(at);
  shape.activation = number16(at + 2);
  layer->first = number16(at + 4);
  layer->second = number16(at + 6);
  layer->output = number16(at + 8);
  const size_t inputs = number16(at + 10), outputs = number16(at + 12);
  shape.kernel = number16(at + 14);
  shape.step = number16(at + 16);
  shape.before = number16(at + 18);
  const size_t after = number16(at + 20), start = number32(at + 24);
  if (layer->kind > CASTBOOK_VISION_GATE || shape.activation > CASTBOOK_VISION_SIGMOID ||
      layer->first >= CASTBOOK_VISION_SLOTS || layer->second >= CASTBOOK_VISION_SLOTS ||
      layer->output >= CASTBOOK_VISION_SLOTS || inputs == 0 || inputs > channel_limit ||
      outputs == 0 || outputs > channel_limit)
    return "a layer has an impossible number";
  const bool is_deep = layer->kind == CASTBOOK_VISION_DEPTHWISE;
  const bool has_weights = is_deep || layer->kind == CASTBOOK_VISION_CONVOLUTION;
  if (has_weights &&
      (shape.kernel == 0 || shape.kernel > kernel_limit || shape.step == 0 ||
       shape.step > kernel_limit || shape.before >= shape.kernel || after >= shape.kernel))
    return "a kernel has an impossible size";
  if (layer->kind != CASTBOOK_VISION_CONVOLUTION && outputs != inputs)
    return "a layer other than a convolution changes the number of channels";
  layer->input_channels = inputs;
  shape.inputs = padded(inputs);
  shape.outputs = padded(outputs);
  for (int size = 0; size < SIZES; size++) {
    layer->shapes[size] = shape;
    if (vision->sides[size] == 0) continue;
    const char *problem = measure(layer, size, after, results[size]);
    if (problem && size == FULL) return problem;
    if (problem) vision->sides[size] = 0;
  }
  // An addition and a gate read and write the same place of a result at a time.
  const bool is_apart = has_weights || layer->kind == CASTBOOK_VISION_MEAN;
  if (is_apart && layer->output == layer->first) return "a layer writes what it reads";
  if (has_weights) {
    const size_t each = shape.kernel * shape.kernel * (is_deep ? 1 : inputs);
    if (start > weight_count || each + 1 > (weight_count - start) / shape.outputs)
      return "weights are missing";
    layer->weights = weights + start;
    layer->biases = layer->weights + each * shape.outputs;
  }
  for (int size = 0; size < SIZES; size++)
    results[size][layer->output] =
        (castbook_result_t){layer->shapes[size].output_side, outputs};
  return NULL;
}

// Reads everything after the header. Returns NULL, or the problem.
static const char *read_layers(
    castbook_vision_t *vision, const uint8_t *bytes, const float *weights, size_t weight_count) {
  size_t sizes[CASTBOOK_VISION_SLOTS] = {0}, columns = 0;
  castbook_result_t results[SIZES][CASTBOOK_VISION_SLOTS] = {{{0}}};
  for (int size = 0; size < SIZES; size++)
    results[size][0] = (castbook_result_t){vision->sides[size], 3};
  sizes[0] = vision->sides[FULL] * vision->sides[FULL] * padded(3);
  for (size_t index = 0; index < vision->layer_count; index++) {
    castbook_layer_t *layer = &vision->layers[index];
    const uint8_t *at = bytes + CASTBOOK_VISION_HEADER + index * CASTBOOK_VISION_LAYER;
    const char *problem = read_layer(vision, layer, at, weights, weight_count, results);
    if (problem) return problem;
    const castbook_shape_t *shape = &layer->shapes[FULL];
    const size_t size = shape->output_side * shape->output_side * shape->outputs;
    if (size > sizes[layer->output]) sizes[layer->output] = size;
    const size_t row = shape->output_side * shape->kernel * shape->kernel * layer->input_channels;
    if (layer->kind == CASTBOOK_VISION_CONVOLUTION && row > columns) columns = row;
  }
  const castbook_layer_t *last = &vision->layers[vision->layer_count - 1];
  const castbook_result_t result = results[FULL][last->output];
  if (result.side != 1 || result.channels != vision->length) return "the result is not a vector";
  if (columns > result_limit) return "a result is too large";
  for (size_t slot = 0; slot < CASTBOOK_VISION_SLOTS; slot++) {
    if (sizes[slot] == 0) continue;
    vision->slots[slot] = calloc(sizes[slot], sizeof(float));
    if (!vision->slots[slot]) return no_memory;
  }
  vision->columns = calloc(columns + 1, sizeof(float));
  return vision->columns ? NULL : no_memory;
}

// The place of the weights after a number of layers, at which each register's load is in one line
// of the processor's cache.
static size_t start_of_weights(size_t layers) {
  return (CASTBOOK_VISION_HEADER + layers * CASTBOOK_VISION_LAYER + CASTBOOK_VISION_ALIGNMENT - 1) /
         CASTBOOK_VISION_ALIGNMENT * CASTBOOK_VISION_ALIGNMENT;
}

castbook_vision_t *castbook_vision_open(
    const uint8_t *bytes, size_t count, castbook_vision_way_t way, const char **problem) {
  *problem = "it is not a network";
  if (count < CASTBOOK_VISION_HEADER || memcmp(bytes, "CBVISION", 8) != 0) return NULL;
  *problem = "it is a network of another version";
  if (number32(bytes + 8) != CASTBOOK_VISION_VERSION) return NULL;
  const size_t layers = number32(bytes + 12), side = number32(bytes + 16);
  const size_t length = number32(bytes + 20), weight_count = number32(bytes + 24);
  *problem = "it has an impossible size";
  if (layers == 0 || layers > CASTBOOK_VISION_LAYER_LIMIT || side == 0 || side > side_limit ||
      length == 0 || length > channel_limit || !castbook_vision_supports(way))
    return NULL;
  const size_t before = start_of_weights(layers);
  *problem = "it is shorter or longer than it says";
  if (count < before || (count - before) % 4 != 0 || (count - before) / 4 != weight_count)
    return NULL;
  *problem = "its bytes are not aligned";
  if ((uintptr_t)bytes % _Alignof(float) != 0) return NULL;
  *problem = no_memory;
  castbook_vision_t *vision = calloc(1, sizeof *vision);
  if (!vision) return NULL;
  vision->loops = loops_for(way);
  vision->sides[FULL] = side;
  vision->sides[GLANCE] = side * 4 / 7;
  vision->length = length;
  vision->layer_count = layers;
  for (size_t color = 0; color < 3; color++) {
    vision->subtracted[color] = real(bytes + 32 + 4 * color);
    vision->multiplied[color] = real(bytes + 44 + 4 * color);
  }
  vision->layers = calloc(layers, sizeof *vision->layers);
  // The numbers are used where they are.
  const float *weights = (const float *)(const void *)(bytes + before);
  *problem = vision->layers ? read_layers(vision, bytes, weights, weight_count) : no_memory;
  if (*problem) {
    castbook_vision_close(vision);
    return NULL;
  }
  return vision;
}

void castbook_vision_close(castbook_vision_t *vision) {
  if (!vision) return;
  for (size_t slot = 0; slot < CASTBOOK_VISION_SLOTS; slot++) free(vision->slots[slot]);
  free(vision->columns);
  free(vision->layers);
  free(vision);
}

// Copies what is under the kernel at each output of a row; places outside the picture are zeros.
static void gather(
    const castbook_layer_t *layer, const castbook_shape_t *shape, const float *input, size_t y,
    float *columns) {
  const size_t kernel = shape->kernel, channels = layer->input_channels;
  const castbook_span_t rows = castbook_span(shape, y);
  memset(columns, 0, shape->output_side * kernel * kernel * channels * sizeof(float));
  for (size_t x = 0; x < shape->output_side; x++) {
    const castbook_span_t span = castbook_span(shape, x);
    float *to = columns + x * kernel * kernel * channels;
    for (size_t row = rows.first; row < rows.end; row++) {
      const size_t at = y * shape->step + row - shape->before;
      for (size_t column = span.first; column < span.end; column++) {
        const size_t from = x * shape->step + column - shape->before;
        memcpy(
            to + (row * kernel + column) * channels,
            input + (at * shape->input_side + from) * shape->inputs, channels * sizeof(float));
      }
    }
  }
}

static void convolve(
    castbook_vision_t *vision, const castbook_layer_t *layer, const castbook_shape_t *shape) {
  const float *input = vision->slots[layer->first];
  float *output = vision->slots[layer->output];
  const size_t side = shape->output_side;
  if (shape->kernel == 1 && shape->step == 1) {
    vision->loops->pointwise(
        input, shape->inputs, layer->input_channels, layer->weights, layer->biases, output,
        shape->outputs, shape->activation, side * side);
    return;
  }
  const size_t inputs = shape->kernel * shape->kernel * layer->input_channels;
  for (size_t y = 0; y < side; y++) {
    gather(layer, shape, input, y, vision->columns);
    vision->loops->pointwise(
        vision->columns, inputs, inputs, layer->weights, layer->biases,
        output + y * side * shape->outputs, shape->outputs, shape->activation, side);
  }
}

// Runs all layers on a picture in one size.
static void run(castbook_vision_t *vision, int size, const uint8_t *pixels) {
  float *input = vision->slots[0];
  const size_t stride = padded(3), count = vision->sides[size] * vision->sides[size];
  memset(input, 0, count * stride * sizeof *input);
  for (size_t pixel = 0; pixel < count; pixel++)
    for (size_t color = 0; color < 3; color++)
      input[pixel * stride + color] =
          ((float)pixels[3 * pixel + color] - vision->subtracted[color]) *
          vision->multiplied[color];
  for (size_t index = 0; index < vision->layer_count; index++) {
    const castbook_layer_t *layer = &vision->layers[index];
    const castbook_shape_t *shape = &layer->shapes[size];
    const float *first = vision->slots[layer->first], *second = vision->slots[layer->second];
    float *output = vision->slots[layer->output];
    const size_t area = shape->input_side * shape->input_side;
    switch (layer->kind) {
    case CASTBOOK_VISION_CONVOLUTION: convolve(vision, layer, shape); break;
    case CASTBOOK_VISION_DEPTHWISE:
      vision->loops->depthwise(first, layer->weights, layer->biases, output, shape);
      break;
    case CASTBOOK_VISION_ADDITION:
      vision->loops->add(first, second, output, area * shape->outputs, shape->activation);
      break;
    case CASTBOOK_VISION_GATE:
      vision->loops->gate(first, second, output, area, shape->outputs, shape->activation);
      break;
    default: vision->loops->mean(first, output, area, shape->outputs, shape->activation);
    }
  }
}

void castbook_vision_run(castbook_vision_t *vision, const uint8_t *pixels, float *vector) {
  run(vision, FULL, pixels);
  const castbook_layer_t *last = &vision->layers[vision->layer_count - 1];
  memcpy(vector, vision->slots[last->output], vision->length * sizeof *vector);
}

size_t castbook_vision_side(const castbook_vision_t *vision) { return vision->sides[FULL]; }

size_t castbook_vision_length(const castbook_vision_t *vision) { return vision->length; }

size_t castbook_vision_glance(const castbook_vision_t *vision) {
  const castbook_layer_t *last = &vision->layers[vision->layer_count - 1];
  return last->kind == CASTBOOK_VISION_MEAN ? vision->sides[GLANCE] : 0;
}

double *castbook_vision_strengths(
    castbook_vision_t *vision, const uint8_t *pixels, size_t *side) {
  const castbook_layer_t *last = &vision->layers[vision->layer_count - 1];
  const castbook_shape_t *shape = &last->shapes[GLANCE];
  if (castbook_vision_glance(vision) == 0) return NULL;
  run(vision, GLANCE, pixels);
  *side = shape->input_side;
  const size_t places = *side * *side, channels = last->input_channels;
  double *strengths = calloc(places, sizeof *strengths);
  for (size_t place = 0; strengths && place < places; place++) {
    const float *values = vision->slots[last->first] + place * shape->outputs;
    double sum = 0;
    for (size_t channel = 0; channel < channels; channel++) {
      const double square = (double)values[channel] * (double)values[channel];
      sum = sum + square;
    }
    // NaN and infinity must not lead to a place outside of the picture.
    strengths[place] = sum <= DBL_MAX ? __builtin_elementwise_sqrt(sum) : 0;
  }
  return strengths;
}
