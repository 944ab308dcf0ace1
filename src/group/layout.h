/* layout.h: where in memory the parts of a group are.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   Three steps: measure, which asks the environment and takes nothing; take the
   memory; place, which makes addresses of offsets.  */

#ifndef SM_LAYOUT_H
#define SM_LAYOUT_H

#include "group/group.h"

/* What a user asks for beside the attributes.  */
struct sm_shape
{
  size_t num_threads, segment_len, elem_size; /* only the length may be 0 */
};

/* The result of measuring.  */
struct sm_layout
{
  struct sm_shared shared;
  struct sm_profile profile; /* its prefix is still the environment's */
  bool huge;                 /* the pages had better be huge ones */
  /* The process's own memory, its parts as offsets.  */
  size_t places, cpus, prefix, own_size;
};

/* Compute LAYOUT of SHAPE and ATTR.  Returns EOVERFLOW if it does not fit into
   the addresses of a process.  */
int sm_layout_measure (struct sm_layout *layout, const struct sm_shape *shape,
                       const struct synchedmem_attr *attr);

/* Take the memory for GROUP, of zero bytes but for struct sm_shared and what
   ATTR points to.  Returns ENOMEM; then nothing is taken.  */
int sm_layout_take (struct synchedmem *group, const struct sm_layout *layout,
                    const struct synchedmem_attr *attr);
void sm_layout_put (struct synchedmem *group);

/* Set sizes and addresses of GROUP as the struct sm_shared at OFFSET of its
   pages says.  GROUP has the pages, and the profile that was measured. Returns
   EPROTO if another kind of library laid them out.  */
int sm_layout_place (struct synchedmem *group, uint64_t offset);

/* Set LEN elements at DST to the default element.  */
void sm_layout_fill (const struct synchedmem *group, void *dst, size_t len);

#endif
