#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// simdjson's first stage alone: where each token of a JSON document starts.
///
/// It checks UTF-8, the ends of strings and control characters inside strings, at gigabytes a
/// second, for the whole document. Grammar, escapes and numbers are the caller's to check.
typedef struct structural_index structural_index;

typedef enum structural_index_result {
  STRUCTURAL_INDEX_OK = 0,
  STRUCTURAL_INDEX_EMPTY,
  STRUCTURAL_INDEX_NOT_UTF8,
  STRUCTURAL_INDEX_MALFORMED,
  STRUCTURAL_INDEX_TOO_LARGE,
  STRUCTURAL_INDEX_OUT_OF_MEMORY,
} structural_index_result;

/// simdjson's version, such as 3.0.1.
const char *structural_index_simdjson_version(void);

/// NULL when memory is short.
structural_index *structural_index_new(void);
void structural_index_free(structural_index *index);

/// What a scan found, in the index's own memory, valid until the next scan or free.
typedef struct structural_index_tokens {
  /// A copy of the document with STRUCTURAL_INDEX_PADDING spaces behind it.
  const uint8_t *document;
  /// `count` offsets in ascending order, one for each of { } [ ] : , and for the first byte of each
  /// string, number or word; then the document's length, STRUCTURAL_INDEX_SENTINELS times.
  const uint32_t *starts;
  size_t count;
} structural_index_tokens;

enum { STRUCTURAL_INDEX_PADDING = 32, STRUCTURAL_INDEX_SENTINELS = 2 };

/// Finds the tokens of `length` bytes; no C++ exception leaves it. A NULL index is out of memory.
///
/// After an error nothing is found, and `*tokens` is all zeros.
structural_index_result structural_index_scan(structural_index *index, const void *bytes,
                                              size_t length, structural_index_tokens *tokens);

#ifdef __cplusplus
}
#endif
