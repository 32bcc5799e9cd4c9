// Runs small networks that describe a picture by a vector.
//
// The terms of a sum are added in a fixed order, whatever the width of the processor's registers,
// and each step is a multiplication and addition that is rounded once. So a picture has the same
// vector, to the last bit, on every processor.
#ifndef CASTBOOK_VISION_H
#define CASTBOOK_VISION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The instructions that a network runs with.
typedef enum {
  CASTBOOK_VISION_PLAIN = 0,   // None in particular; slow on x86 processors made before 2013.
  CASTBOOK_VISION_AVX2 = 1,    // AVX2 and FMA,
  CASTBOOK_VISION_AVX512 = 2,  // or AVX-512.
} castbook_vision_way_t;

/// Returns whether the processor has the instructions.
bool castbook_vision_supports(castbook_vision_way_t way);

/// Returns the fastest instructions that the processor has.
castbook_vision_way_t castbook_vision_fastest(void);

enum {
  // The version of the format of networks.
  CASTBOOK_VISION_VERSION = 2,
  // The number of bytes before the layers, and of each layer.
  CASTBOOK_VISION_HEADER = 64,
  CASTBOOK_VISION_LAYER = 48,
  CASTBOOK_VISION_LAYER_LIMIT = 512,
  // The weights begin at a multiple of this.
  CASTBOOK_VISION_ALIGNMENT = 64,
  // The number of output channels whose weights are together.
  CASTBOOK_VISION_PANEL = 16,
  // The number of results of layers that are kept at a time.
  CASTBOOK_VISION_SLOTS = 8,
};

/// The kinds of layers.
typedef enum {
  CASTBOOK_VISION_CONVOLUTION = 0,  // Every channel from every channel,
  CASTBOOK_VISION_DEPTHWISE = 1,    // or each from its own.
  CASTBOOK_VISION_ADDITION = 2,     // The sum of two results.
  CASTBOOK_VISION_MEAN = 3,         // The mean of each channel over the picture.
  CASTBOOK_VISION_GATE = 4,         // A result, multiplied by a value for each channel.
} castbook_vision_kind_t;

/// What is done with the sums of a layer.
typedef enum {
  CASTBOOK_VISION_LINEAR = 0,   // Nothing.
  CASTBOOK_VISION_RELU = 1,     // max(x, 0)
  CASTBOOK_VISION_RELU6 = 2,    // min(max(x, 0), 6)
  CASTBOOK_VISION_SWISH = 3,    // x · min(max(x + 3, 0), 6) / 6
  CASTBOOK_VISION_SIGMOID = 4,  // min(max(x + 3, 0), 6) / 6
} castbook_vision_activation_t;

/// A network that was read and checked.
typedef struct castbook_vision castbook_vision_t;

/// Reads a network. The numbers in it are little-endian: a header, the layers, and the weights as
/// 32-bit floating-point numbers.
///
/// The header: `CBVISION`, the version, the number of layers, the side of a picture, the length of
/// a vector, the number of weights, a zero, what is subtracted from red, green and blue, what the
/// differences are multiplied by, and two zeros. A layer: its kind, activation, the slots that it
/// reads (two) and writes, the channels that it reads and writes, the side of its kernel, the step,
/// the padding on the left and on the right (at the top and at the bottom alike) and a zero, each
/// in two bytes; then the index of its first weight in four, and twenty zeros. Zeros complete the
/// layers to a multiple of 64 bytes.
///
/// A layer's weights are in the order in which the loops read them, and aligned for them. Those of
/// a convolution are in panels of 16 output channels: for each row, column and input channel, one
/// weight for each of the 16. A depthwise layer has the weights of all channels for each row and
/// column. Its biases follow. Zeros complete the channels to a multiple of 16.
///
/// The bytes must be aligned to four, and stay until the network is closed: it reads its weights
/// there.
///
/// Returns NULL if the bytes are not a network, or if memory runs out; `problem` then says why.
castbook_vision_t *castbook_vision_open(
    const uint8_t *bytes, size_t count, castbook_vision_way_t way, const char **problem);

void castbook_vision_close(castbook_vision_t *vision);

/// Returns the width and height of the pictures, and the length of the vectors.
size_t castbook_vision_side(const castbook_vision_t *vision);
size_t castbook_vision_length(const castbook_vision_t *vision);

/// Returns the width and height in which the network looks for the subject of a picture, four
/// sevenths of the full side; 0 if its last layer is not a mean, or its kernels are too large.
size_t castbook_vision_glance(const castbook_vision_t *vision);

/// Runs the network on a picture in the size of a glance, and returns the strength of the results
/// before the last layer at each of `*side` by `*side` places. Returns NULL if the size of a glance
/// is 0, or if memory runs out. The caller frees the array.
double *castbook_vision_strengths(
    castbook_vision_t *vision, const uint8_t *pixels, size_t *side);

/// Describes a picture of the right size, whose pixels are red, green and blue bytes row by row.
void castbook_vision_run(castbook_vision_t *vision, const uint8_t *pixels, float *vector);

/// A part of a picture.
typedef struct {
  uint32_t x, y, width, height;
} castbook_vision_box_t;

/// Describes the subject of a picture of any size: the part that the network pays most attention to
/// at a glance, as nearly square as fits. A network without a glance describes the whole picture.
/// Returns false if the picture is empty, or if memory runs out.
bool castbook_vision_describe(
    castbook_vision_t *vision, const uint8_t *pixels, uint32_t width, uint32_t height,
    float *vector);

/// Scales a part of a picture, which must be inside it, to a square of `side` pixels. Every pixel
/// of the part contributes. Returns false if memory runs out.
bool castbook_vision_scale(
    const uint8_t *pixels, uint32_t width, castbook_vision_box_t box, size_t side, uint8_t *square);

#endif
