#include "jpeg_codes.h"

#include <stddef.h>
#include <string.h>

// The maximum length of a code, that of a tree before it is shortened, and the number of symbols. A
// code of all ones is not allowed.
enum { maximum_length = 16, maximum_depth = 64, all = 256 };

typedef struct {
  /// The frequency of each symbol. The last entry reserves the code of all ones.
  uint64_t frequencies[all + 1];
  int bits[all + 1], next[all + 1];
} tree_t;

// The index of the rarest symbol but `excluded`; of equally rare ones, the last.
static int rarest(const tree_t *tree, int excluded) {
  int found = -1;
  for (int i = 0; i <= all; i++) {
    if (tree->frequencies[i] == 0 || i == excluded) continue;
    if (found < 0 || tree->frequencies[i] <= tree->frequencies[found]) found = i;
  }
  return found;
}

// Builds Huffman's tree: merges the two rarest entries until one is left.
static void grow(tree_t *tree) {
  memset(tree->bits, 0, sizeof tree->bits);
  for (int i = 0; i <= all; i++) tree->next[i] = -1;
  for (;;) {
    int a = rarest(tree, -1), b = rarest(tree, a);
    if (b < 0) return;
    tree->frequencies[b] += tree->frequencies[a];
    tree->frequencies[a] = 0;
    const int joined = a;
    for (tree->bits[b]++; tree->next[b] >= 0; tree->bits[b]++) b = tree->next[b];
    tree->next[b] = joined;
    for (tree->bits[a]++; tree->next[a] >= 0; tree->bits[a]++) a = tree->next[a];
  }
}

// Counts the codes of each length and shortens those that are too long, as in annex K.3 of the JPEG
// standard: two of them move up beside a shorter one, which becomes one bit longer.
static void shorten(const tree_t *tree, uint8_t counts[17]) {
  int lengths[maximum_depth + 1] = {0};
  for (int i = 0; i <= all; i++) {
    if (tree->bits[i] > 0) lengths[tree->bits[i] < maximum_depth ? tree->bits[i] : maximum_depth]++;
  }
  for (int length = maximum_depth; length > maximum_length; length--) {
    while (lengths[length] > 0) {
      int shorter = length - 2;
      while (lengths[shorter] == 0) shorter--;
      lengths[length] -= 2;
      lengths[length - 1]++;
      lengths[shorter + 1] += 2;
      lengths[shorter]--;
    }
  }
  int last = maximum_length;
  while (lengths[last] == 0) last--;
  lengths[last]--;
  for (int length = 0; length <= maximum_length; length++) counts[length] = (uint8_t)lengths[length];
}

static bool is_symbol(int symbol, bool has_runs) {
  const int bits = symbol & 15;
  if (!has_runs) return symbol < 12;
  return bits == 0 ? symbol == 0 || symbol == 0xF0 : bits <= 10;
}

void castbook_jpeg_complete(uint8_t counts[17], uint8_t symbols[256], bool has_runs) {
  tree_t tree = {0};
  // A symbol without a code counts as a fraction as frequent as one with the longest code.
  for (int i = 0; i < all; i++) tree.frequencies[i] = is_symbol(i, has_runs);
  tree.frequencies[all] = 1;
  size_t index = 0;
  for (int length = 1; length <= maximum_length; length++) {
    for (int i = 0; i < counts[length]; i++) {
      tree.frequencies[symbols[index++]] = (uint64_t)16 << (maximum_length - length);
    }
  }
  grow(&tree);
  shorten(&tree, counts);
  index = 0;
  for (int length = 1; length <= maximum_depth; length++) {
    for (int i = 0; i < all; i++) {
      if (tree.bits[i] == length) symbols[index++] = (uint8_t)i;
    }
  }
}
