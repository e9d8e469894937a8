#pragma once
// Go's encoding/gob, whole: include this one from outside. The format is written down in SPEC.md beside this file.

#include "gorpc/gob/codec.h"
#include "gorpc/gob/decoder.h"
#include "gorpc/gob/encoder.h"
#include "gorpc/gob/go_time.h"
#include "gorpc/gob/pack.h"
#include "gorpc/gob/record.h"
#include "gorpc/gob/value.h"
