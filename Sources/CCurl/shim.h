#pragma once
// The type checks of libcurl's macros want constant options, which these functions do not pass.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Swift cannot call variadic functions; one function for each type that an option can have.

static inline CURLcode cdcwatch_curl_set_string(CURL *handle, CURLoption option, const char *text) {
  return curl_easy_setopt(handle, option, text);
}

static inline CURLcode cdcwatch_curl_set_number(CURL *handle, CURLoption option, long number) {
  return curl_easy_setopt(handle, option, number);
}

static inline CURLcode cdcwatch_curl_set_size(CURL *handle, CURLoption option, curl_off_t size) {
  return curl_easy_setopt(handle, option, size);
}

static inline CURLcode cdcwatch_curl_set_pointer(CURL *handle, CURLoption option, void *pointer) {
  return curl_easy_setopt(handle, option, pointer);
}

static inline CURLcode cdcwatch_curl_set_list(CURL *handle, CURLoption option,
                                              struct curl_slist *list) {
  return curl_easy_setopt(handle, option, list);
}

// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION have the same signature.
static inline CURLcode cdcwatch_curl_set_receiver(CURL *handle, CURLoption option,
                                                  curl_write_callback callback) {
  return curl_easy_setopt(handle, option, callback);
}

static inline CURLcode cdcwatch_curl_set_progress(CURL *handle, curl_xferinfo_callback callback) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, callback);
}

static inline CURLcode cdcwatch_curl_get_number(CURL *handle, CURLINFO info, long *number) {
  return curl_easy_getinfo(handle, info, number);
}

// A macro of a cast, which Swift does not import.
static inline CURLcode cdcwatch_curl_global_init(void) {
  return curl_global_init(CURL_GLOBAL_DEFAULT);
}
