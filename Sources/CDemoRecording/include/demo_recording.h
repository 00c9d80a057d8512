#pragma once
#include <stddef.h>
extern const unsigned char demo_recording[];
extern const size_t demo_recording_size;
