// The least that castbook's work on pictures costs: plain C around the quickest libraries, without
// any of a product's duties. What castbook takes is given as a multiple of this.
//   limit MODE THREADS LIST [bad]
// LIST has a path on each line. Each thread takes the next file, reads it whole and works on it;
// lists begin with the largest files, so that threads end together. Prints MODE, THREADS, files,
// megapixels, seconds, files/s, megapixels/s, MB/s and damaged files; with `bad`, also the path of
// each of these, on standard error.
//
// The modes are below: a hash or none, and a way to read JPEG, PNG or both, which worker.h
// describes. Pictures of a format that a mode does not read are skipped.
#include "worker.h"

#include <gcrypt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void hash_by_openssl(const worker_t *worker) {
  uint8_t digest[32];
  EVP_DigestInit_ex(worker->hashing, worker->sha256, NULL);
  EVP_DigestUpdate(worker->hashing, worker->input.bytes, worker->input_count);
  EVP_DigestFinal_ex(worker->hashing, digest, NULL);
}

static void hash_by_libgcrypt(const worker_t *worker) {
  uint8_t digest[32];
  gcry_md_hash_buffer(GCRY_MD_SHA256, digest, worker->input.bytes, worker->input_count);
}

typedef struct {
  const char *name;
  void (*hash)(const worker_t *worker);
  reading_t *jpeg, *png;
} job_t;

static const job_t jobs[] = {
    // The limit of `check`: SHA-256, and the least that proves every byte.
    {"checkw", hash_by_openssl, jpeg_walk, png_inflate},
    // The limit of `add`: SHA-256, and the pixels.
    {"checkp", hash_by_openssl, jpeg_planes, png_pixels},
    // SHA-256 and the pixels by libraries alone.
    {"check", hash_by_openssl, jpeg_planes, png_libspng},
    // One way to read JPEG. The limit of `score` is jgray.
    {"jwalk", NULL, jpeg_walk, NULL},
    {"jcoef", NULL, jpeg_coefficients, NULL},
    {"jyuv", NULL, jpeg_planes, NULL},
    {"jrgb", NULL, jpeg_colors, NULL},
    {"jgray", NULL, jpeg_gray, NULL},
    {"j8y", NULL, jpeg_eighth, NULL},
    // One way to read PNG.
    {"pdefl", NULL, NULL, png_inflate},
    {"pfull", NULL, NULL, png_pixels},
    {"prgb", NULL, NULL, png_libpng},
    {"spng", NULL, NULL, png_libspng},
    // Every file is read, and only hashed.
    {"read", NULL, NULL, NULL},
    {"sha", hash_by_openssl, NULL, NULL},
    {"gsha", hash_by_libgcrypt, NULL, NULL},
};

typedef struct {
  double area, bytes;
  int files, damaged;
} sums_t;

static const job_t *job;
static file_list_t list;
static int next_file;
static bool names_damaged;

static bool begins_with(const worker_t *worker, const char *bytes, size_t count) {
  return worker->input_count > 8 && memcmp(worker->input.bytes, bytes, count) == 0;
}

typedef enum { skipped, sound, damaged } outcome_t;

static outcome_t work(worker_t *worker, const char *path) {
  worker->area = 0;
  if (!read_file(path, &worker->input, &worker->input_count)) return damaged;
  const bool decodes = job->jpeg != NULL || job->png != NULL;
  reading_t *reading = NULL;
  if (begins_with(worker, "\xFF\xD8", 2)) {
    reading = job->jpeg;
  } else if (begins_with(worker, "\x89PNG", 4)) {
    reading = job->png;
  }
  if (decodes && reading == NULL) return skipped;
  if (job->hash != NULL) job->hash(worker);
  return reading == NULL || reading(worker) ? sound : damaged;
}

static void *run(void *argument) {
  sums_t *sums = argument;
  worker_t worker = {
      .turbo = tjInitDecompress(),
      .walk = walk_new(),
      .inflater = libdeflate_alloc_decompressor(),
      .hashing = EVP_MD_CTX_new(),
      .sha256 = EVP_MD_fetch(NULL, "SHA256", NULL),
  };
  for (int i; (i = __atomic_fetch_add(&next_file, 1, __ATOMIC_RELAXED)) < list.count;) {
    const outcome_t outcome = work(&worker, list.paths[i]);
    if (outcome == skipped) continue;
    sums->files++;
    sums->bytes += (double)worker.input_count;
    sums->area += worker.area;
    if (outcome == sound) continue;
    sums->damaged++;
    if (names_damaged) fprintf(stderr, "bad %s\n", list.paths[i]);
  }
  return NULL;
}

static const job_t *job_named(const char *name) {
  for (size_t i = 0; i < sizeof jobs / sizeof jobs[0]; i++) {
    if (strcmp(jobs[i].name, name) == 0) return &jobs[i];
  }
  return NULL;
}

int main(int count, char **arguments) {
  enum { maximum_threads = 64 };
  if (count > 1) job = job_named(arguments[1]);
  const int thread_count = count > 2 ? atoi(arguments[2]) : 0;
  if (count < 4 || job == NULL || thread_count < 1 || thread_count > maximum_threads) {
    fprintf(stderr, "usage: limit MODE THREADS LIST [bad]\n");
    return 2;
  }
  names_damaged = count > 4 && strcmp(arguments[4], "bad") == 0;
  list = list_files(arguments[3]);
  gcry_check_version(NULL);
  gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);

  const double start = now();
  pthread_t threads[maximum_threads];
  sums_t sums[maximum_threads] = {0};
  for (int i = 0; i < thread_count; i++) pthread_create(&threads[i], NULL, run, &sums[i]);
  sums_t all = {0};
  for (int i = 0; i < thread_count; i++) {
    pthread_join(threads[i], NULL);
    all.area += sums[i].area;
    all.bytes += sums[i].bytes;
    all.files += sums[i].files;
    all.damaged += sums[i].damaged;
  }
  const double seconds = now() - start;
  printf(
      "%s\t%d\t%d\t%.1f\t%.4f\t%.1f\t%.1f\t%.1f\t%d\n", job->name, thread_count, all.files, all.area / 1e6, seconds,
      all.files / seconds, all.area / 1e6 / seconds, all.bytes / 1e6 / seconds, all.damaged);
  return 0;
}
