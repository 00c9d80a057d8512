#pragma once
#include <stddef.h>
#include <stdint.h>

// The demo's recording: labs/demo-recording/README.md tells what is in it and how it is laid out.

/// How many bytes the recording has.
size_t demo_recording_size(void);

/// The byte at `index`; 0 from the end on.
uint8_t demo_recording_byte(size_t index);
