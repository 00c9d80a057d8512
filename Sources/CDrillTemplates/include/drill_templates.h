#pragma once
#include <stddef.h>
#include <stdint.h>

// The drills of configs/drills, in the order in which 'drill list' shows them.

/// How many drills there are.
size_t drill_template_count(void);

/// How many bytes the file at `place` has; 0 behind the last.
size_t drill_template_size(size_t place);

/// A byte of the file at `place`; 0 from its end on.
uint8_t drill_template_byte(size_t place, size_t index);
