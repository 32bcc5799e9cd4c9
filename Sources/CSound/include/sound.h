// The loops over the samples of a sound. All sums are kept in lanes of their own and added in one order,
// and nothing comes from the mathematical library, so that every processor finds the same numbers.
#ifndef CASTBOOK_SOUND_H
#define CASTBOOK_SOUND_H

#include <stddef.h>
#include <stdint.h>

/// What a power of nothing is in decibels.
#define CASTBOOK_SOUND_NOTHING (-300.0)

double castbook_sound_decibels(double power);
double castbook_sound_power(double decibels);
double castbook_sound_log2(double value);

/// The sine of an angle that is counted in full turns.
double castbook_sound_sine(double turns);

typedef struct {
  size_t count;        // Of samples that were no numbers,
  size_t first, last;  // the first and the last of them.
} castbook_sound_bad_t;

/// Samples that are no numbers become 0; ones that no arithmetic holds, or that nobody hears, are brought
/// into range: 10^6 and 10^-12 of full scale.
castbook_sound_bad_t castbook_sound_clean(float *samples, size_t count);

typedef struct {
  double sum, squares;
  float low, high;
} castbook_sound_sums_t;

castbook_sound_sums_t castbook_sound_sums(const float *samples, size_t count);

/// The squares of left and right together.
double castbook_sound_mixed(const float *left, const float *right, size_t count);

// MARK: Peaks

enum {
  CASTBOOK_SOUND_STEPS = 512,     // Of a doubling, in the histogram of samples.
  CASTBOOK_SOUND_DOUBLINGS = 50,  // From 2^-30 to 2^20.
  CASTBOOK_SOUND_BINS = CASTBOOK_SOUND_STEPS * CASTBOOK_SOUND_DOUBLINGS,
};

/// Counts the sizes of samples beside `mean`.
void castbook_sound_count(uint32_t *bins, const float *samples, size_t count, float mean);

/// Where a bin begins.
double castbook_sound_bin_start(size_t bin);

typedef struct {
  int64_t start;
  uint32_t length;
  float level;
} castbook_sound_run_t;

/// A run of like samples that may go on in the next block.
typedef struct {
  int64_t start;
  uint32_t length;
  float low, high;
} castbook_sound_open_t;

/// Finds runs of at least `shortest` samples of at least `least`, all within `tolerance`. `place` is the
/// place of the first sample; `runs` has room for a run for each of them. How many were found.
size_t castbook_sound_flats(
    castbook_sound_open_t *open, castbook_sound_run_t *runs, const float *samples, size_t count,
    int64_t place, float least, float tolerance, uint32_t shortest);

// MARK: Pitch

/// Makes `count` samples of every `step`th, each the sum of `taps` (a multiple of 16) samples by their
/// weights.
void castbook_sound_thin(
    float *thin, size_t count, const float *samples, size_t step, const float *weights, size_t taps);

/// Two poles and two noughts: what a high pass needs, with what it remembers.
typedef struct {
  double b0, b1, b2, a1, a2;
  double x1, x2, y1, y2;
} castbook_sound_filter_t;

void castbook_sound_filter(castbook_sound_filter_t *filter, float *samples, size_t count);

typedef struct {
  float strength;  // 0 to 1: how well the sound repeats.
  float lag;       // After so many samples; 0 where it does not.
} castbook_sound_pitch_t;

/// Compares `width` samples (a multiple of 16) with those `least` to `most` later. `likeness` has room for
/// `most` + 2 numbers, and there are width + most + 1 samples.
castbook_sound_pitch_t castbook_sound_pitch(
    const float *samples, size_t width, size_t least, size_t most, float *likeness);

// MARK: Spectra

enum { CASTBOOK_SOUND_FFTS = 8 };  // At once, and two sounds in each.

/// Puts a window of samples less `mean` where the transform wants them.
void castbook_sound_place(
    float *part, size_t lane, const float *samples, const float *window, const uint32_t *places,
    size_t count, float mean);

/// Transforms eight times `size` numbers side by side; `twiddles` holds `size` / 2 cosines, then sines.
void castbook_sound_transform(float *real, float *imaginary, size_t size, const float *twiddles);

/// Adds the powers of the first or second sound of a lane to `size` / 2 + 1 sums.
void castbook_sound_gather(
    double *sums, const float *real, const float *imaginary, size_t size, size_t lane, int second);

#endif
