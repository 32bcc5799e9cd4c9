#define _GNU_SOURCE
#include "options.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "places.h"

static const char usage[] =
    "usage: castbook-crash trace        [OPTION]... -- COMMAND...\n"
    "       castbook-crash kill N       [--after] [OPTION]... -- COMMAND...\n"
    "       castbook-crash fail N ERROR [--from] [OPTION]... -- COMMAND...\n"
    "       castbook-crash torn N       [OPTION]... -- COMMAND...\n"
    "options: --under FOLDER    only calls on what is in it count; may be given again\n"
    "         --log FILE        a line for each call, and how it ended\n"
    "         --record FILE     the bytes of all writes\n"
    "         --timeout SECONDS kills all of it after so long (60)\n"
    "         --behind SECONDS  shows folders as if they were changed so much earlier\n"
    "         --times FILE      shows the times of folders that the file lists\n"
    "         --start FILE      is read in the place of the machine's boot_id\n";

static bool refuse(const char *reason, const char *word) {
  fprintf(stderr, "castbook-crash: %s: %s\n%s", reason, word, usage);
  return false;
}

// The number of an error by its name, or 0.
static int error_named(const char *name) {
  for (int each = 1; each < 256; each++) {
    const char *known = strerrorname_np(each);
    if (known != NULL && strcmp(known, name) == 0) return each;
  }
  return 0;
}

static bool read_deed(int count, char **words, int *at, options_t *options) {
  static const struct {
    const char *word;
    deed_t deed;
  } deeds[] = {
      {"trace", DEED_TRACE}, {"kill", DEED_KILL}, {"fail", DEED_FAIL}, {"torn", DEED_TEAR}};
  const char *word = count > 1 ? words[1] : "";
  size_t i = 0;
  while (i < sizeof deeds / sizeof deeds[0] && strcmp(word, deeds[i].word) != 0) i++;
  if (i == sizeof deeds / sizeof deeds[0]) return refuse("no such thing to do", word);
  options->deed = deeds[i].deed;
  *at = 2;
  if (options->deed == DEED_TRACE) return true;
  char *end = NULL;
  const char *number = *at < count ? words[(*at)++] : "";
  options->number = strtol(number, &end, 10);
  if (*end != '\0' || options->number < 1) return refuse("no number of a call", number);
  if (options->deed != DEED_FAIL) return true;
  const char *error = *at < count ? words[(*at)++] : "";
  options->error = error_named(error);
  return options->error > 0 || refuse("no name of an error, such as ENOSPC", error);
}

static bool read_seconds(const char *value, double *seconds) {
  char *end = NULL;
  *seconds = strtod(value, &end);
  return (*end == '\0' && *seconds > 0) || refuse("no number of seconds", value);
}

// Reads an option that has a value.
static bool read_value(const char *option, const char *value, options_t *options) {
  if (strcmp(option, "--log") == 0) {
    options->log = value;
  } else if (strcmp(option, "--record") == 0) {
    options->record = value;
  } else if (strcmp(option, "--timeout") == 0) {
    return read_seconds(value, &options->timeout);
  } else if (strcmp(option, "--behind") == 0) {
    double seconds = 0;
    if (!read_seconds(value, &seconds)) return false;
    options->behind = (long long)(seconds * 1e9);
  } else if (strcmp(option, "--times") == 0) {
    options->times = value;
  } else if (strcmp(option, "--start") == 0) {
    options->start = value;
  } else if (strcmp(option, "--under") == 0) {
    if (options->folder_count == MOST_FOLDERS) return refuse("too many folders", value);
    char place[PATH_MAX];
    if (!place_resolve(value, true, place)) return refuse(strerror(errno), value);
    options->folders[options->folder_count++] = strdup(place);
  } else {
    return refuse("no such option", option);
  }
  return true;
}

bool options_read(int count, char **words, options_t *options) {
  *options = (options_t){.timeout = 60};
  int at = 0;
  if (!read_deed(count, words, &at, options)) return false;
  for (; at < count && strcmp(words[at], "--") != 0; at++) {
    if (options->deed == DEED_KILL && strcmp(words[at], "--after") == 0) {
      options->deed = DEED_KILL_AFTER;
    } else if (options->deed == DEED_FAIL && strcmp(words[at], "--from") == 0) {
      options->deed = DEED_FAIL_FROM;
    } else {
      const char *option = words[at++];
      if (at >= count) return refuse("a value is missing", option);
      if (!read_value(option, words[at], options)) return false;
    }
  }
  if (at + 1 >= count) return refuse("a command is missing", "after --");
  options->command = words + at + 1;
  return true;
}

#endif
