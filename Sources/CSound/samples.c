#include "lanes.h"
#include "quicker.h"
#include "sound.h"

static const float loudest = 1e6f, faintest = 1e-12f;

QUICKER static size_t cleaned(float *samples, size_t count) {
  uint32_t bad = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, &samples[i], sizeof bits);
    // An exponent of all ones means NaN or infinity.
    const int is_bad = (bits & 0x7f800000u) == 0x7f800000u;
    bad += (uint32_t)is_bad;
    float value = is_bad ? 0 : samples[i];
    value = value > loudest ? loudest : value;
    value = value < -loudest ? -loudest : value;
    samples[i] = value > -faintest && value < faintest ? 0 : value;
  }
  return bad;
}

castbook_sound_bad_t castbook_sound_clean(float *samples, size_t count) {
  castbook_sound_bad_t bad = {0, 0, 0};
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, &samples[i], sizeof bits);
    if ((bits & 0x7f800000u) != 0x7f800000u) continue;
    if (bad.count++ == 0) bad.first = i;
    bad.last = i;
  }
  cleaned(samples, count);
  return bad;
}

QUICKER castbook_sound_sums_t castbook_sound_sums(const float *samples, size_t count) {
  doubles_t sum = {0}, squares = {0};
  castbook_sound_sums_t sums = {0, 0, 0, 0};
  if (count == 0) return sums;
  sums.low = sums.high = samples[0];
  size_t i = 0;
  floats_t low = {0}, high = {0};
  low += sums.low;
  high += sums.high;
  for (; i + lanes <= count; i += lanes) {
    floats_t some;
    memcpy(&some, samples + i, sizeof some);
    const doubles_t exact = __builtin_convertvector(some, doubles_t);
    sum += exact;
    squares += exact * exact;
    low = __builtin_elementwise_min(low, some);
    high = __builtin_elementwise_max(high, some);
  }
  for (int lane = 0; lane < lanes; lane++) {
    sums.sum += sum[lane];
    sums.squares += squares[lane];
    sums.low = low[lane] < sums.low ? low[lane] : sums.low;
    sums.high = high[lane] > sums.high ? high[lane] : sums.high;
  }
  for (; i < count; i++) {
    const double exact = samples[i];
    sums.sum += exact;
    sums.squares += exact * exact;
    sums.low = samples[i] < sums.low ? samples[i] : sums.low;
    sums.high = samples[i] > sums.high ? samples[i] : sums.high;
  }
  return sums;
}

QUICKER double castbook_sound_mixed(const float *left, const float *right, size_t count) {
  doubles_t squares = {0};
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    floats_t one, other;
    memcpy(&one, left + i, sizeof one);
    memcpy(&other, right + i, sizeof other);
    const doubles_t both =
        __builtin_convertvector(one, doubles_t) + __builtin_convertvector(other, doubles_t);
    squares += both * both;
  }
  double all = 0;
  for (int lane = 0; lane < lanes; lane++) all += squares[lane];
  for (; i < count; i++) {
    const double both = (double)left[i] + (double)right[i];
    all += both * both;
  }
  return all;
}

// MARK: Peaks

// The exponent of a number and the first bits of its fraction are its bin.
enum { shift = 23 - 9, lowest = (127 - 30) << 9 };

void castbook_sound_count(uint32_t *bins, const float *samples, size_t count, float mean) {
  for (size_t i = 0; i < count; i++) {
    const float value = samples[i] - mean;
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    const int32_t bin = (int32_t)((bits & 0x7fffffffu) >> shift) - lowest;
    if (bin < 0) continue;
    bins[bin < CASTBOOK_SOUND_BINS ? bin : CASTBOOK_SOUND_BINS - 1]++;
  }
}

double castbook_sound_bin_start(size_t bin) {
  const uint32_t bits = ((uint32_t)bin + lowest) << shift;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

size_t castbook_sound_flats(
    castbook_sound_open_t *open, castbook_sound_run_t *runs, const float *samples, size_t count,
    int64_t position, float minimum, float tolerance, uint32_t minimum_length) {
  size_t found = 0;
  castbook_sound_open_t run = *open;
  for (size_t i = 0; i < count; i++) {
    const float value = samples[i], size = value < 0 ? -value : value;
    if (run.length > 0) {
      const float low = value < run.low ? value : run.low, high = value > run.high ? value : run.high;
      if (size >= minimum && high - low <= tolerance) {
        run.low = low;
        run.high = high;
        if (run.length < UINT32_MAX) run.length++;
        continue;
      }
      if (run.length >= minimum_length) {
        const float level = run.low > 0 ? run.low : -run.high;
        runs[found++] = (castbook_sound_run_t){run.start, run.length, level};
      }
      run.length = 0;
    }
    if (size >= minimum && size > 0) {
      run = (castbook_sound_open_t){position + (int64_t)i, 1, value, value};
    }
  }
  *open = run;
  return found;
}
