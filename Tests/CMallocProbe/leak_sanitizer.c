// Foundation's Process and String(contentsOfFile:) each leak one block of their own per use.

#if defined(__has_feature)
#if __has_feature(address_sanitizer)

const char *__lsan_default_suppressions(void) { return "leak:libFoundation\n"; }

#endif
#endif
