// The loops over the samples of a sound. All sums are kept in separate lanes and added in one
// order, and the math library is not used, so that every processor finds the same numbers.
#ifndef CASTBOOK_SOUND_H
#define CASTBOOK_SOUND_H

#include <stddef.h>
#include <stdint.h>

/// The level of silence, in decibels.
#define CASTBOOK_SOUND_SILENCE (-300.0)

double castbook_sound_decibels(double power);
double castbook_sound_power(double decibels);
double castbook_sound_log2(double value);

/// Returns the sine of an angle in full turns.
double castbook_sound_sine(double turns);

typedef struct {
  size_t count;        // The number of samples that were NaN or infinite,
  size_t first, last;  // and the indices of the first and the last of them.
} castbook_sound_bad_t;

/// Sets samples that are NaN or infinite to 0, limits others to 10^6 of full scale, and sets those
/// below 10^-12, which are inaudible, to 0.
castbook_sound_bad_t castbook_sound_clean(float *samples, size_t count);

typedef struct {
  double sum, squares;
  float low, high;
} castbook_sound_sums_t;

castbook_sound_sums_t castbook_sound_sums(const float *samples, size_t count);

/// Returns the sum of the squares of left and right mixed.
double castbook_sound_mixed(const float *left, const float *right, size_t count);

// MARK: Peaks

enum {
  CASTBOOK_SOUND_STEPS = 512,     // The bins of a doubling in the histogram of samples.
  CASTBOOK_SOUND_DOUBLINGS = 50,  // From 2^-30 to 2^20.
  CASTBOOK_SOUND_BINS = CASTBOOK_SOUND_STEPS * CASTBOOK_SOUND_DOUBLINGS,
};

/// Counts the distances of samples from `mean` in a histogram.
void castbook_sound_count(uint32_t *bins, const float *samples, size_t count, float mean);

/// Returns the lower bound of a bin.
double castbook_sound_bin_start(size_t bin);

typedef struct {
  int64_t start;
  uint32_t length;
  float level;
} castbook_sound_run_t;

/// A run of equal samples that may continue in the next block.
typedef struct {
  int64_t start;
  uint32_t length;
  float low, high;
} castbook_sound_open_t;

/// Finds runs of at least `minimum_length` samples that are at least `minimum` large and within
/// `tolerance` of each other. `position` is that of the first sample in the sound; `runs` has room
/// for one run for each sample. Returns the number of runs.
size_t castbook_sound_flats(
    castbook_sound_open_t *open, castbook_sound_run_t *runs, const float *samples, size_t count,
    int64_t position, float minimum, float tolerance, uint32_t minimum_length);

// MARK: Pitch

/// Decimates: makes `count` samples, one for every `step`, each the weighted sum of `taps` samples.
/// `taps` is a multiple of 16.
void castbook_sound_thin(
    float *thin, size_t count, const float *samples, size_t step, const float *weights, size_t taps);

/// A filter with two poles and two zeros, such as a high pass, and its state.
typedef struct {
  double b0, b1, b2, a1, a2;
  double x1, x2, y1, y2;
} castbook_sound_filter_t;

void castbook_sound_filter(castbook_sound_filter_t *filter, float *samples, size_t count);

typedef struct {
  float strength;  // How well the sound repeats, 0 to 1.
  float lag;       // The period in samples; 0 if the sound does not repeat.
} castbook_sound_pitch_t;

/// Compares `width` samples (a multiple of 16) with those `minimum` to `maximum` samples later.
/// `likeness` has room for `maximum` + 2 numbers, and there are `width` + `maximum` + 1 samples.
castbook_sound_pitch_t castbook_sound_pitch(
    const float *samples, size_t width, size_t minimum, size_t maximum, float *likeness);

// MARK: Spectra

enum { CASTBOOK_SOUND_FFTS = 8 };  // The number of transforms at once. Each transforms two sounds.

/// Puts a window of samples, less `mean`, in the order that the transform needs.
void castbook_sound_place(
    float *part, size_t lane, const float *samples, const float *window, const uint32_t *indices,
    size_t count, float mean);

/// Computes eight transforms of `size` numbers side by side. `twiddles` has `size` / 2 cosines,
/// then sines.
void castbook_sound_transform(float *real, float *imaginary, size_t size, const float *twiddles);

/// Adds the powers of the first or the second sound of a lane to `size` / 2 + 1 sums.
void castbook_sound_gather(
    double *sums, const float *real, const float *imaginary, size_t size, size_t lane, int second);

#endif
