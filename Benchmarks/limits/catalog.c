// What SQLite by itself needs to build a catalog as large as castbook's index: tables of elements,
// tags, references, files and uses, a full-text index without contents, and the indexes that the
// usual questions need.
//   catalog DATABASE ELEMENTS
// Each element has four references to files, nine in ten of which are new. The contents are
// invented, the same ones every time. Prints the seconds of each step, and the size of the
// database.
#include "files.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { word_count = 20000, tag_count = 20, references_of_element = 4, first_second = 1700000000 };

static sqlite3 *database;

static _Noreturn void fail(const char *statement) {
  fprintf(stderr, "%s: %s\n", statement, sqlite3_errmsg(database));
  exit(3);
}

static void execute(const char *statements) {
  if (sqlite3_exec(database, statements, NULL, NULL, NULL) != SQLITE_OK) fail(statements);
}

static sqlite3_stmt *prepare(const char *statement) {
  sqlite3_stmt *prepared;
  if (sqlite3_prepare_v2(database, statement, -1, &prepared, NULL) != SQLITE_OK) fail(statement);
  return prepared;
}

static void insert(sqlite3_stmt *statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_sql(statement));
  sqlite3_reset(statement);
}

static void bind_text(sqlite3_stmt *statement, int number, const char *text) {
  sqlite3_bind_text(statement, number, text, -1, SQLITE_STATIC);
}

// MARK: Invented contents

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

// SplitMix64.
static uint64_t random_number(void) {
  static uint64_t state = 88172645463325252;
  state += 0x9E3779B97F4A7C15;
  return mix(state);
}

static uint64_t random_below(uint64_t limit) { return random_number() % limit; }

// A number below `count`, small ones far more often, as words are used.
static int zipf(int count) {
  const double share = (double)(random_number() >> 11) / 9007199254740992.0;
  const int number = (int)pow((double)count, share) - 1;
  return number < 0 ? 0 : number >= count ? count - 1 : number;
}

static char words[word_count][16];

static void make_words(void) {
  static const char *const syllables[] = {"ka",  "mi",  "ro", "ta", "lu", "ne", "sa", "vi",  "do",  "re",
                                          "zen", "mar", "bel", "cor", "an", "el", "is", "or",  "un",  "tha",
                                          "gri", "sto", "pha", "qui", "lo", "be", "fa", "jo",  "ki",  "wa"};
  for (int i = 0; i < word_count; i++) {
    for (int left = 2 + (int)random_below(3); left > 0; left--) strcat(words[i], syllables[random_below(30)]);
  }
}

static const char *random_word(void) { return words[zipf(word_count)]; }

static const char *const tags[tag_count] = {
    "character", "product", "voice", "hero",    "villain", "extra",    "client-a",  "client-b",   "approved", "draft",
    "night",     "day",     "indoor", "outdoor", "portrait", "full-body", "turnaround", "prop", "car",      "food"};

// MARK: Tables

static const char schema[] =
    "CREATE TABLE elements(id INTEGER PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, kind INT, descr TEXT,"
    "  created INT, updated INT);"
    "CREATE TABLE tags(id INTEGER PRIMARY KEY, name TEXT UNIQUE);"
    "CREATE TABLE element_tags(tag INT, element INT, PRIMARY KEY(tag, element)) WITHOUT ROWID;"
    "CREATE TABLE blobs(id INTEGER PRIMARY KEY, sha BLOB NOT NULL, bytes INT, w INT, h INT, mime INT, phash INT,"
    "  quality REAL);"
    "CREATE TABLE refs(id INTEGER PRIMARY KEY, element INT NOT NULL, pos INT, blob INT NOT NULL, role INT);"
    "CREATE TABLE uses(project INT, shot INT, element INT, PRIMARY KEY(project, shot, element)) WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE fts USING fts5(name, descr, tags, content='', tokenize='unicode61', prefix='3 4')";

static const char indexes[] =
    "BEGIN;"
    "CREATE UNIQUE INDEX e_slug ON elements(slug);"
    "CREATE INDEX e_upd ON elements(updated, id);"
    "CREATE INDEX r_el ON refs(element, pos);"
    "CREATE INDEX r_bl ON refs(blob);"
    "CREATE UNIQUE INDEX b_sha ON blobs(sha);"
    "CREATE INDEX u_el ON uses(element);"
    "CREATE INDEX et_el ON element_tags(element);"
    "COMMIT";

static struct {
  sqlite3_stmt *element, *text, *tag, *blob, *reference, *use;
} inserts;

static void make_tables(void) {
  execute(schema);
  for (int i = 0; i < tag_count; i++) {
    char statement[100];
    snprintf(statement, sizeof statement, "INSERT INTO tags VALUES(%d, '%s')", i + 1, tags[i]);
    execute(statement);
  }
  inserts.element = prepare("INSERT INTO elements VALUES(?, ?, ?, ?, ?, ?, ?)");
  inserts.text = prepare("INSERT INTO fts(rowid, name, descr, tags) VALUES(?, ?, ?, ?)");
  inserts.tag = prepare("INSERT OR IGNORE INTO element_tags VALUES(?, ?)");
  inserts.blob = prepare("INSERT INTO blobs VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  inserts.reference = prepare("INSERT INTO refs VALUES(?, ?, ?, ?, ?)");
  inserts.use = prepare("INSERT OR IGNORE INTO uses VALUES(?, ?, ?)");
}

// MARK: Rows

// Gives an element one to three tags, the first of them its kind, and writes them down as one text.
static void insert_tags(int element, char *text) {
  const int count = 1 + (int)random_below(3);
  for (int i = 0; i < count; i++) {
    const int tag = i == 0 ? (int)random_below(3) : zipf(tag_count);
    sqlite3_bind_int(inserts.tag, 1, tag + 1);
    sqlite3_bind_int(inserts.tag, 2, element);
    insert(inserts.tag);
    strcat(text, tags[tag]);
    strcat(text, " ");
  }
}

static void insert_element(int element) {
  char name[64], slug[64], description[256] = "", tag_text[200] = "";
  const char *first = random_word(), *second = random_word();
  snprintf(name, sizeof name, "%s %s", first, second);
  snprintf(slug, sizeof slug, "%s-%d", first, element);
  for (int i = 0; i < 8; i++) {
    strcat(description, random_word());
    strcat(description, " ");
  }
  insert_tags(element, tag_text);

  sqlite3_bind_int(inserts.element, 1, element);
  bind_text(inserts.element, 2, slug);
  bind_text(inserts.element, 3, name);
  sqlite3_bind_int(inserts.element, 4, (int)random_below(3));
  bind_text(inserts.element, 5, description);
  sqlite3_bind_int64(inserts.element, 6, first_second + element);
  sqlite3_bind_int64(inserts.element, 7, first_second + (int64_t)random_below(50000000));
  insert(inserts.element);

  sqlite3_bind_int(inserts.text, 1, element);
  bind_text(inserts.text, 2, name);
  bind_text(inserts.text, 3, description);
  bind_text(inserts.text, 4, tag_text);
  insert(inserts.text);
}

static void insert_blob(int64_t blob) {
  uint64_t digest[4];
  uint64_t state = (uint64_t)blob * 0x9E3779B97F4A7C15;
  for (int i = 0; i < 4; i++) {
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
    digest[i] = state;
  }
  sqlite3_bind_int64(inserts.blob, 1, blob);
  sqlite3_bind_blob(inserts.blob, 2, digest, sizeof digest, SQLITE_STATIC);
  sqlite3_bind_int(inserts.blob, 3, (int)random_below(9000000));
  sqlite3_bind_int(inserts.blob, 4, 1024);
  sqlite3_bind_int(inserts.blob, 5, 1536);
  sqlite3_bind_int(inserts.blob, 6, 1);
  sqlite3_bind_int64(inserts.blob, 7, (int64_t)random_number());
  sqlite3_bind_double(inserts.blob, 8, 0.5);
  insert(inserts.blob);
}

// Adds a reference to the file of its own number or, once in ten times, to an earlier one.
static void insert_reference(int element, int place, int64_t number) {
  const bool is_shared = random_below(10) == 0 && number > 1;
  const int64_t blob = is_shared ? (int64_t)random_below((uint64_t)number - 1) + 1 : number;
  insert_blob(number);
  sqlite3_bind_int64(inserts.reference, 1, number);
  sqlite3_bind_int(inserts.reference, 2, element);
  sqlite3_bind_int(inserts.reference, 3, place);
  sqlite3_bind_int64(inserts.reference, 4, blob);
  sqlite3_bind_int(inserts.reference, 5, place);
  insert(inserts.reference);
}

static void insert_use(int element_count) {
  sqlite3_bind_int(inserts.use, 1, (int)random_below(50000));
  sqlite3_bind_int(inserts.use, 2, (int)random_below(100));
  sqlite3_bind_int(inserts.use, 3, zipf(element_count) + 1);
  insert(inserts.use);
}

static void insert_rows(int element_count) {
  make_tables();
  execute("BEGIN");
  int64_t reference = 1;
  for (int element = 1; element <= element_count; element++) {
    insert_element(element);
    for (int i = 0; i < references_of_element; i++) insert_reference(element, i, reference++);
    insert_use(element_count);
  }
  execute("COMMIT");
}

static double step_start;

// Prints the seconds since the step before.
static void end_step(const char *name) {
  printf("%-15s %.2f s\n", name, now() - step_start);
  step_start = now();
}

int main(int count, char **arguments) {
  const int element_count = count == 3 ? atoi(arguments[2]) : 0;
  if (element_count < 1) {
    fprintf(stderr, "usage: catalog DATABASE ELEMENTS\n");
    return 2;
  }
  if (access(arguments[1], F_OK) == 0) {
    fprintf(stderr, "%s exists already: name a new file\n", arguments[1]);
    return 2;
  }
  make_words();
  if (sqlite3_open(arguments[1], &database) != SQLITE_OK) fail(arguments[1]);
  execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144;"
      "PRAGMA mmap_size = 4294967296; PRAGMA temp_store = MEMORY");
  const double start = step_start = now();
  insert_rows(element_count);
  end_step("build rows+fts");
  execute(indexes);
  end_step("build indexes");
  execute("INSERT INTO fts(fts) VALUES('optimize')");
  end_step("fts optimize");
  execute("ANALYZE");
  execute("PRAGMA wal_checkpoint(TRUNCATE)");
  end_step("analyze+ckpt");
  struct stat status;
  stat(arguments[1], &status);
  printf("total build %.2f s, %.0f MB\n", now() - start, (double)status.st_size / 1e6);
  return 0;
}
