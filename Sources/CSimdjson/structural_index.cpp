#include "structural_index.h"

#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>

namespace {

// A few large records must not keep their memory for good: up to five bytes for each of theirs.
constexpr size_t smallest_capacity = size_t(1) << 12;
constexpr size_t kept_capacity = size_t(1) << 21;

size_t rounded(size_t length) {
  size_t capacity = smallest_capacity;
  while (capacity < length) capacity *= 2;
  return capacity;
}

structural_index_result result(simdjson::error_code error) {
  switch (error) {
  case simdjson::SUCCESS: return STRUCTURAL_INDEX_OK;
  case simdjson::EMPTY: return STRUCTURAL_INDEX_EMPTY;
  case simdjson::UTF8_ERROR: return STRUCTURAL_INDEX_NOT_UTF8;
  case simdjson::CAPACITY: return STRUCTURAL_INDEX_TOO_LARGE;
  case simdjson::MEMALLOC: return STRUCTURAL_INDEX_OUT_OF_MEMORY;
  default: return STRUCTURAL_INDEX_MALFORMED;
  }
}

} // namespace

struct structural_index {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stages;
  std::unique_ptr<uint8_t[]> document;
  size_t capacity = 0;

  simdjson::error_code reserve(size_t length) noexcept {
    if (length <= capacity && (capacity <= kept_capacity || length > kept_capacity)) {
      return simdjson::SUCCESS;
    }
    if (length >= simdjson::SIMDJSON_MAXSIZE_BYTES) return simdjson::CAPACITY;
    capacity = 0;
    stages.reset();
    document.reset();
    size_t wanted = rounded(length);
    if (wanted > simdjson::SIMDJSON_MAXSIZE_BYTES) wanted = simdjson::SIMDJSON_MAXSIZE_BYTES;
    document.reset(new (std::nothrow) uint8_t[wanted + simdjson::SIMDJSON_PADDING]);
    if (!document) return simdjson::MEMALLOC;
    // The depth is that of stage 2, which does not run here.
    auto error =
        simdjson::get_active_implementation()->create_dom_parser_implementation(wanted, 1, stages);
    if (!error) capacity = wanted;
    return error;
  }
};

#define TEXT(macro) TEXT_OF(macro)
#define TEXT_OF(text) #text

const char *structural_index_simdjson_version(void) { return TEXT(SIMDJSON_VERSION); }

structural_index *structural_index_new(void) { return new (std::nothrow) structural_index; }

void structural_index_free(structural_index *index) { delete index; }

static_assert(STRUCTURAL_INDEX_PADDING <= simdjson::SIMDJSON_PADDING, "the copy is padded by less");

structural_index_result structural_index_scan(structural_index *index, const void *bytes,
                                              size_t length, structural_index_tokens *tokens) {
  *tokens = {};
  if (index == nullptr) return STRUCTURAL_INDEX_OUT_OF_MEMORY;
  if (length == 0) return STRUCTURAL_INDEX_EMPTY;
  try {
    if (auto error = index->reserve(length)) return result(error);
    // "MUST be allocated up to len + SIMDJSON_PADDING bytes" (simdjson.h): a record is not.
    std::memcpy(index->document.get(), bytes, length);
    std::memset(index->document.get() + length, ' ', simdjson::SIMDJSON_PADDING);
    if (auto error = index->stages->stage1(index->document.get(), length,
                                           simdjson::stage1_mode::regular)) {
      return result(error);
    }
  } catch (const std::bad_alloc &) {
    return STRUCTURAL_INDEX_OUT_OF_MEMORY;
  } catch (...) {
    return STRUCTURAL_INDEX_MALFORMED;
  }
  uint32_t *starts = index->stages->structural_indexes.get();
  size_t count = index->stages->n_structural_indexes;
  // The first stage has written as many entries behind the last one, for its own second stage.
  for (size_t sentinel = 0; sentinel < STRUCTURAL_INDEX_SENTINELS; sentinel++) {
    starts[count + sentinel] = uint32_t(length);
  }
  *tokens = {index->document.get(), starts, count};
  return STRUCTURAL_INDEX_OK;
}
