#include "vision.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

// Each operation is rounded separately.
#pragma STDC FP_CONTRACT OFF

enum {
  // The channels that are processed together; zeros complete the last group.
  PANEL = 16,
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

// A layer that was checked, with its weights in the order in which the loops read them.
typedef struct {
  unsigned kind;
  unsigned first, second, output;  // Slots.
  size_t input_channels;           // Without the zeros.
  castbook_shape_t shape;
  float *weights, *biases;
} castbook_layer_t;

struct castbook_vision {
  const castbook_loops_t *loops;
  size_t side, length, layer_count;
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

// Copies a layer's weights into panels of output channels, with `inputs` weights for each channel.
static bool pack_convolution(castbook_layer_t *layer, const uint8_t *from, size_t inputs,
                             size_t outputs) {
  const size_t rows = layer->shape.outputs;
  layer->weights = calloc(rows * inputs, sizeof(float));
  layer->biases = calloc(rows, sizeof(float));
  if (!layer->weights || !layer->biases) return false;
  for (size_t output = 0; output < outputs; output++) {
    float *panel = layer->weights + output / PANEL * PANEL * inputs + output % PANEL;
    for (size_t input = 0; input < inputs; input++)
      panel[input * PANEL] = real(from + 4 * (output * inputs + input));
    layer->biases[output] = real(from + 4 * (outputs * inputs + output));
  }
  return true;
}

// Copies a depthwise layer's weights: for each place of the kernel, all channels.
static bool pack_depthwise(castbook_layer_t *layer, const uint8_t *from, size_t channels) {
  const size_t rows = layer->shape.outputs, places = layer->shape.kernel * layer->shape.kernel;
  layer->weights = calloc(rows * places, sizeof(float));
  layer->biases = calloc(rows, sizeof(float));
  if (!layer->weights || !layer->biases) return false;
  for (size_t channel = 0; channel < channels; channel++) {
    for (size_t place = 0; place < places; place++)
      layer->weights[place * rows + channel] = real(from + 4 * (channel * places + place));
    layer->biases[channel] = real(from + 4 * (channels * places + channel));
  }
  return true;
}

static const char *const no_memory = "there is not enough memory for the network";

// Reads a layer, with what the slots have before it. Returns NULL, or the problem.
static const char *read_layer(
    castbook_layer_t *layer, const uint8_t *at, const uint8_t *weights, size_t weight_count,
    castbook_result_t results[CASTBOOK_VISION_SLOTS]) {
  layer->kind = number16(at);
  layer->shape.activation = number16(at + 2);
  layer->first = number16(at + 4);
  layer->second = number16(at + 6);
  layer->output = number16(at + 8);
  const size_t inputs = number16(at + 10), outputs = number16(at + 12);
  layer->shape.kernel = number16(at + 14);
  layer->shape.step = number16(at + 16);
  layer->shape.before = number16(at + 18);
  const size_t after = number16(at + 20), start = number32(at + 24);
  if (layer->kind > CASTBOOK_VISION_GATE || layer->shape.activation > CASTBOOK_VISION_SIGMOID ||
      layer->first >= CASTBOOK_VISION_SLOTS || layer->second >= CASTBOOK_VISION_SLOTS ||
      layer->output >= CASTBOOK_VISION_SLOTS || inputs == 0 || inputs > channel_limit ||
      outputs == 0 || outputs > channel_limit)
    return "a layer has an impossible number";
  const castbook_result_t *first = &results[layer->first], *second = &results[layer->second];
  if (first->side == 0 || first->channels != inputs) return "a layer reads what no layer wrote";
  layer->input_channels = inputs;
  layer->shape.inputs = padded(inputs);
  layer->shape.outputs = padded(outputs);
  layer->shape.input_side = first->side;
  size_t side = first->side;
  bool is_shared = layer->output == layer->first;
  switch (layer->kind) {
  case CASTBOOK_VISION_CONVOLUTION:
  case CASTBOOK_VISION_DEPTHWISE: {
    const size_t kernel = layer->shape.kernel, covered = side + layer->shape.before + after;
    if (kernel == 0 || kernel > kernel_limit || layer->shape.step == 0 ||
        layer->shape.step > kernel_limit || layer->shape.before >= kernel || after >= kernel ||
        covered < kernel)
      return "a kernel has an impossible size";
    // Each row of a kernel is somewhere inside the picture.
    if (side + layer->shape.before < kernel) return "a kernel is larger than the picture";
    side = (covered - kernel) / layer->shape.step + 1;
    const bool is_deep = layer->kind == CASTBOOK_VISION_DEPTHWISE;
    if (is_deep && outputs != inputs) return "a depthwise layer changes the number of channels";
    const size_t each = kernel * kernel * (is_deep ? 1 : inputs);
    if (start > weight_count || each + 1 > (weight_count - start) / outputs)
      return "weights are missing";
    const uint8_t *from = weights + 4 * start;
    const bool is_packed = is_deep ? pack_depthwise(layer, from, outputs)
                                   : pack_convolution(layer, from, each, outputs);
    if (!is_packed) return no_memory;
    break;
  }
  case CASTBOOK_VISION_ADDITION:
    if (second->side != side || second->channels != inputs || outputs != inputs)
      return "an addition has results of different sizes";
    is_shared = false;
    break;
  case CASTBOOK_VISION_GATE:
    if (second->side != 1 || second->channels != inputs || outputs != inputs ||
        layer->output == layer->second)
      return "a gate and the result that it multiplies have different sizes";
    is_shared = false;
    break;
  default:
    if (outputs != inputs) return "a mean changes the number of channels";
    side = 1;
  }
  if (is_shared) return "a layer writes what it reads";
  layer->shape.output_side = side;
  if (side * side > result_limit / layer->shape.outputs) return "a result is too large";
  results[layer->output] = (castbook_result_t){side, outputs};
  return NULL;
}

// Reads everything after the header. Returns NULL, or the problem.
static const char *read_layers(
    castbook_vision_t *vision, const uint8_t *bytes, const uint8_t *weights, size_t weight_count) {
  size_t sizes[CASTBOOK_VISION_SLOTS] = {0}, columns = 0;
  castbook_result_t results[CASTBOOK_VISION_SLOTS] = {{0}};
  results[0] = (castbook_result_t){vision->side, 3};
  sizes[0] = vision->side * vision->side * padded(3);
  for (size_t index = 0; index < vision->layer_count; index++) {
    castbook_layer_t *layer = &vision->layers[index];
    const uint8_t *at = bytes + CASTBOOK_VISION_HEADER + index * CASTBOOK_VISION_LAYER;
    const char *problem = read_layer(layer, at, weights, weight_count, results);
    if (problem) return problem;
    const castbook_shape_t *shape = &layer->shape;
    const size_t size = shape->output_side * shape->output_side * shape->outputs;
    if (size > sizes[layer->output]) sizes[layer->output] = size;
    const size_t row = shape->output_side * shape->kernel * shape->kernel * layer->input_channels;
    if (layer->kind == CASTBOOK_VISION_CONVOLUTION && row > columns) columns = row;
  }
  const castbook_layer_t *last = &vision->layers[vision->layer_count - 1];
  const castbook_result_t result = results[last->output];
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
  const size_t before = CASTBOOK_VISION_HEADER + layers * CASTBOOK_VISION_LAYER;
  *problem = "it is shorter or longer than it says";
  if (count < before || (count - before) % 4 != 0 || (count - before) / 4 != weight_count)
    return NULL;
  *problem = no_memory;
  castbook_vision_t *vision = calloc(1, sizeof *vision);
  if (!vision) return NULL;
  vision->loops = loops_for(way);
  vision->side = side;
  vision->length = length;
  vision->layer_count = layers;
  for (size_t color = 0; color < 3; color++) {
    vision->subtracted[color] = real(bytes + 32 + 4 * color);
    vision->multiplied[color] = real(bytes + 44 + 4 * color);
  }
  vision->layers = calloc(layers, sizeof *vision->layers);
  *problem = vision->layers ? read_layers(vision, bytes, bytes + before, weight_count) : no_memory;
  if (*problem) {
    castbook_vision_close(vision);
    return NULL;
  }
  return vision;
}

void castbook_vision_close(castbook_vision_t *vision) {
  if (!vision) return;
  for (size_t index = 0; vision->layers && index < vision->layer_count; index++) {
    free(vision->layers[index].weights);
    free(vision->layers[index].biases);
  }
  for (size_t slot = 0; slot < CASTBOOK_VISION_SLOTS; slot++) free(vision->slots[slot]);
  free(vision->columns);
  free(vision->layers);
  free(vision);
}

double *castbook_vision_strengths(const castbook_vision_t *vision, size_t *side) {
  const castbook_layer_t *last = &vision->layers[vision->layer_count - 1];
  if (last->kind != CASTBOOK_VISION_MEAN) return NULL;
  *side = last->shape.input_side;
  const size_t places = *side * *side, channels = last->input_channels;
  double *strengths = calloc(places, sizeof *strengths);
  for (size_t place = 0; strengths && place < places; place++) {
    const float *values = vision->slots[last->first] + place * last->shape.outputs;
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

size_t castbook_vision_side(const castbook_vision_t *vision) { return vision->side; }

size_t castbook_vision_length(const castbook_vision_t *vision) { return vision->length; }

// Copies what is under the kernel at each output of a row; places outside the picture are zeros.
static void gather(const castbook_layer_t *layer, const float *input, size_t y, float *columns) {
  const castbook_shape_t *shape = &layer->shape;
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

static void convolve(castbook_vision_t *vision, const castbook_layer_t *layer) {
  const castbook_shape_t *shape = &layer->shape;
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
    gather(layer, input, y, vision->columns);
    vision->loops->pointwise(
        vision->columns, inputs, inputs, layer->weights, layer->biases,
        output + y * side * shape->outputs, shape->outputs, shape->activation, side);
  }
}

void castbook_vision_run(castbook_vision_t *vision, const uint8_t *pixels, float *vector) {
  float *input = vision->slots[0];
  const size_t stride = padded(3);
  memset(input, 0, vision->side * vision->side * stride * sizeof *input);
  for (size_t pixel = 0; pixel < vision->side * vision->side; pixel++)
    for (size_t color = 0; color < 3; color++)
      input[pixel * stride + color] =
          ((float)pixels[3 * pixel + color] - vision->subtracted[color]) *
          vision->multiplied[color];
  for (size_t index = 0; index < vision->layer_count; index++) {
    const castbook_layer_t *layer = &vision->layers[index];
    const castbook_shape_t *shape = &layer->shape;
    const float *first = vision->slots[layer->first], *second = vision->slots[layer->second];
    float *output = vision->slots[layer->output];
    const size_t area = shape->input_side * shape->input_side;
    switch (layer->kind) {
    case CASTBOOK_VISION_CONVOLUTION: convolve(vision, layer); break;
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
  const castbook_layer_t *last = &vision->layers[vision->layer_count - 1];
  memcpy(vector, vision->slots[last->output], vision->length * sizeof *vector);
}
