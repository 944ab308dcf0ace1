/* atomics.h: the operations of src/base/atomics.h as steps of the model
   checker.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Included before anything else, in the place of src/base/atomics.h: hence its
   guard.  Each operation says where it stands, so that model.cc can weaken one
   of them.  */

#ifndef SM_ATOMICS_H
#define SM_ATOMICS_H

#include <stddef.h>
#include <stdint.h>

typedef struct
{
  uint32_t value;
} sm_atomic32;

typedef struct
{
  uint64_t value;
} sm_atomic64;

enum model_order
{
  MODEL_RELAXED,
  MODEL_ACQUIRE,
  MODEL_RELEASE,
  MODEL_SEQ_CST
};

struct model_place
{
  const char *function, *operation, *file;
  unsigned int line;
};

#ifdef __cplusplus
extern "C" {
#endif

uint64_t model_load (const void *object, enum model_order order,
                     const struct model_place *place);
void model_store (void *object, uint64_t value, enum model_order order,
                  const struct model_place *place);
uint64_t model_exchange (void *object, uint64_t value, enum model_order order,
                         const struct model_place *place);
uint64_t model_add (void *object, uint64_t value, enum model_order order,
                    const struct model_place *place);
uint64_t model_and (void *object, uint64_t value, enum model_order order,
                    const struct model_place *place);
int model_cas (void *object, uint64_t *expected, uint64_t value,
               enum model_order order, const struct model_place *place);

#ifdef __cplusplus
}
#endif

#define MODEL_PLACE(what)                                                     \
  __extension__({                                                             \
    static struct model_place place;                                          \
    place.function = __func__;                                                \
    place.operation = what;                                                   \
    place.file = __FILE__;                                                    \
    place.line = __LINE__;                                                    \
    &place;                                                                   \
  })
#define MODEL_LOAD(p, order)                                                  \
  ((__typeof__ ((p)->value)) model_load (p, order, MODEL_PLACE ("load")))

/* Relacy keeps the order of a thread's steps anyway.  */
#define sm_keep_order() ((void) 0)

/* Of a word of one thread, which is no step.  */
#define sm_init(p, v) ((p)->value = (v))

#define sm_load_relaxed(p) MODEL_LOAD (p, MODEL_RELAXED)
#define sm_load_acquire(p) MODEL_LOAD (p, MODEL_ACQUIRE)
#define sm_load_seq_cst(p) MODEL_LOAD (p, MODEL_SEQ_CST)

#define sm_store_relaxed(p, v)                                                \
  model_store (p, v, MODEL_RELAXED, MODEL_PLACE ("store"))
#define sm_store_release(p, v)                                                \
  model_store (p, v, MODEL_RELEASE, MODEL_PLACE ("store"))

#define MODEL_CAS(p, expected, v, order)                                      \
  __extension__({                                                             \
    uint64_t wide = *(expected);                                              \
    int done = model_cas (p, &wide, v, order, MODEL_PLACE ("cas"));           \
    *(expected) = (__typeof__ (*(expected))) wide;                            \
    done;                                                                     \
  })

#define sm_exchange_seq_cst(p, v)                                             \
  model_exchange (p, v, MODEL_SEQ_CST, MODEL_PLACE ("exchange"))
#define sm_add_seq_cst(p, v)                                                  \
  model_add (p, v, MODEL_SEQ_CST, MODEL_PLACE ("add"))
#define sm_and_seq_cst(p, v)                                                  \
  model_and (p, v, MODEL_SEQ_CST, MODEL_PLACE ("and"))
#define sm_cas_seq_cst(p, expected, v)                                        \
  MODEL_CAS (p, expected, v, MODEL_SEQ_CST)

/* As in weak-atomics.h.  */
#define sm_exchange_relaxed(p, v)                                             \
  model_exchange (p, v, MODEL_RELAXED, MODEL_PLACE ("exchange"))
#define sm_add_relaxed(p, v)                                                  \
  model_add (p, v, MODEL_RELAXED, MODEL_PLACE ("add"))
#define sm_and_relaxed(p, v)                                                  \
  model_and (p, v, MODEL_RELAXED, MODEL_PLACE ("and"))
#define sm_cas_relaxed(p, expected, v)                                        \
  MODEL_CAS (p, expected, v, MODEL_RELAXED)

#endif
