// librdkafka starts its threads with C11's thrd_create, which ThreadSanitizer does not intercept: a
// thread it has never heard of crashes in its allocator. So C11's threads become POSIX threads here,
// which it knows. What librdkafka does by itself is not instrumented and its locks are not seen, so
// only what instrumented code does is judged.

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

const char *__tsan_default_options(void) {
  return "ignore_noninstrumented_modules=1:report_thread_leaks=0";
}

struct start {
  thrd_start_t function;
  void *argument;
};

static void *run(void *raw) {
  struct start start = *(struct start *)raw;
  free(raw);
  return (void *)(intptr_t)start.function(start.argument);
}

int thrd_create(thrd_t *thread, thrd_start_t function, void *argument) {
  struct start *start = malloc(sizeof *start);
  if (start == NULL) return thrd_nomem;
  start->function = function;
  start->argument = argument;
  if (pthread_create(thread, NULL, run, start) == 0) return thrd_success;
  free(start);
  return thrd_error;
}

int thrd_join(thrd_t thread, int *result) {
  void *returned;
  if (pthread_join(thread, &returned) != 0) return thrd_error;
  if (result != NULL) *result = (int)(intptr_t)returned;
  return thrd_success;
}

int thrd_detach(thrd_t thread) {
  return pthread_detach(thread) == 0 ? thrd_success : thrd_error;
}

#endif
#endif
