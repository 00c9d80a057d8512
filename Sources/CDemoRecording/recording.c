#include "demo_recording.h"

static const uint8_t recording[] = {
#embed "orders_large.recording"
};

size_t demo_recording_size(void) { return sizeof recording; }

uint8_t demo_recording_byte(size_t index) {
  return index < sizeof recording ? recording[index] : 0;
}
