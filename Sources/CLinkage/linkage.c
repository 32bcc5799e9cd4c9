// Finds the version functions of libraries by name, so that a program reports what it has really
// loaded and links no library for the report alone.
#define _GNU_SOURCE
#include "linkage.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <link.h>
#endif

// How a library states its version.
typedef enum {
  TEXT,         // const char *f(void)
  TEXT_OF,      // const char *f(NULL)
  TEXT_NUMBER,  // const char *f(int), with a number that selects the text
  WEBP,         // int f(void): 0xMMmmpp
  LCMS,         // int f(void): 1000 × major + 10 × minor + patch
  TWO_PARTS,    // int f(void), and a second function for the minor version
  THREE_PARTS,  // void f(int *, int *, int *)
} kind_t;

typedef struct {
  const char *file;      // The beginning of the file's name.
  kind_t kind;
  const char *function;
  const char *second;    // The second function, or what precedes the version in the text.
  int number;
} library_t;

// libjpeg-turbo, libdeflate and giflib have no such function.
static const library_t libraries[] = {
    {"libpng16.", TEXT_OF, "png_get_libpng_ver", NULL, 0},
    {"libwebp.", WEBP, "WebPGetDecoderVersion", NULL, 0},
    {"liblcms2.", LCMS, "cmsGetEncodedCMMversion", NULL, 0},
    {"libz.", TEXT, "zlibVersion", NULL, 0},
    {"libsqlite3.", TEXT, "sqlite3_libversion", NULL, 0},
    {"libutf8proc.", TEXT, "utf8proc_version", NULL, 0},
    {"libnettle.", TWO_PARTS, "nettle_version_major", "nettle_version_minor", 0},
    {"libheif.", TEXT, "heif_get_version", NULL, 0},
    {"libde265.", TEXT, "de265_get_version", NULL, 0},
    {"libaom.", TEXT, "aom_codec_version_str", NULL, 0},
    {"libdav1d.", TEXT, "dav1d_version", NULL, 0},
    {"libtiff.", TEXT, "TIFFGetVersion", "Version ", 0},
    {"libavutil.", TEXT, "av_version_info", NULL, 0},
    {"libebur128.", THREE_PARTS, "ebur128_get_version", NULL, 0},
    {"libmicrohttpd.", TEXT, "MHD_get_version", NULL, 0},
    {"libcurl.", TEXT, "curl_version", "libcurl/", 0},
    {"libcurl-gnutls.", TEXT, "curl_version", "libcurl/", 0},
    {"libcrypto.", TEXT_NUMBER, "OpenSSL_version", "OpenSSL ", 0},
    {"libgnutls.", TEXT_OF, "gnutls_check_version", NULL, 0},
};

enum { library_count = sizeof libraries / sizeof libraries[0], version_length = 32 };

// Copies the version within a text: what follows `after`, up to a space, a line end or a dash.
static bool copy_version(const char *text, const char *after, char version[version_length]) {
  if (text == NULL) return false;
  if (after != NULL) {
    text = strstr(text, after);
    if (text == NULL) return false;
    text += strlen(after);
  }
  if (*text == 'v' || *text == 'n') text++;
  size_t count = strcspn(text, " \t\r\n-");
  if (count == 0) return false;
  if (count >= version_length) count = version_length - 1;
  memcpy(version, text, count);
  version[count] = 0;
  return true;
}

static bool version_of(const library_t *library, void *handle, char version[version_length]) {
  void *function = dlsym(handle, library->function);
  if (function == NULL) return false;
  switch (library->kind) {
  case TEXT: return copy_version(((const char *(*)(void))function)(), library->second, version);
  case TEXT_OF:
    return copy_version(((const char *(*)(const void *))function)(NULL), library->second, version);
  case TEXT_NUMBER:
    return copy_version(
        ((const char *(*)(int))function)(library->number), library->second, version);
  case WEBP: {
    const unsigned number = (unsigned)((int (*)(void))function)();
    snprintf(
        version, version_length, "%u.%u.%u", number >> 16 & 255, number >> 8 & 255, number & 255);
    return true;
  }
  case LCMS: {
    const unsigned number = (unsigned)((int (*)(void))function)();
    snprintf(version, version_length, "%u.%u", number / 1000, number % 1000 / 10);
    if (number % 10 != 0) {
      snprintf(
          version, version_length, "%u.%u.%u", number / 1000, number % 1000 / 10, number % 10);
    }
    return true;
  }
  case TWO_PARTS: {
    void *second = dlsym(handle, library->second);
    if (second == NULL) return false;
    snprintf(
        version, version_length, "%d.%d", ((int (*)(void))function)(), ((int (*)(void))second)());
    return true;
  }
  case THREE_PARTS: {
    int parts[3] = {0};
    ((void (*)(int *, int *, int *))function)(&parts[0], &parts[1], &parts[2]);
    snprintf(version, version_length, "%d.%d.%d", parts[0], parts[1], parts[2]);
    return true;
  }
  }
  return false;
}

bool castbook_linkage_load(const char *name) {
  // It stays loaded: the report is the last thing that the process does.
  return dlopen(name, RTLD_NOW | RTLD_LOCAL) != NULL;
}

// The paths of the libraries, which are collected before any is asked: the system holds a lock
// while it lists them.
typedef struct {
  char *paths[512];
  size_t count;
} list_t;

#ifdef __linux__

static int add(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  list_t *list = context;
  // The program itself and the kernel's own library have no path.
  if (strchr(info->dlpi_name, '/') == NULL) return 0;
  if (list->count == sizeof list->paths / sizeof list->paths[0]) return 1;
  char *path = strdup(info->dlpi_name);
  if (path != NULL) list->paths[list->count++] = path;
  return 0;
}

static void collect(list_t *list) { dl_iterate_phdr(add, list); }

#else

static void collect(list_t *list) { (void)list; }

#endif

static bool find_version(const char *path, char version[version_length]) {
  const char *file = strrchr(path, '/') + 1;
  for (int i = 0; i < library_count; i++) {
    if (strncmp(file, libraries[i].file, strlen(libraries[i].file)) != 0) continue;
    void *handle = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (handle == NULL) continue;
    const bool is_known = version_of(&libraries[i], handle, version);
    dlclose(handle);
    if (is_known) return true;
  }
  return false;
}

void castbook_linkage_list(
    void (*each)(const char *path, const char *version, void *context), void *context) {
  list_t list = {.count = 0};
  collect(&list);
  for (size_t i = 0; i < list.count; i++) {
    char version[version_length];
    each(list.paths[i], find_version(list.paths[i], version) ? version : NULL, context);
    free(list.paths[i]);
  }
}
