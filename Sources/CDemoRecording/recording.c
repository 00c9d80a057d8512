#include "demo_recording.h"
const unsigned char demo_recording[] = {0};
const size_t demo_recording_size = 0;
