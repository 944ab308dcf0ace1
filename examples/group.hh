/* group.hh: a group, and its threads' places, as objects of C++.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   They end what they began, and errors are exceptions.  Segments are of whole
   numbers.  */

#ifndef GROUP_HH
#define GROUP_HH

#include <synchedmem.h>

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

SYNCHEDMEM_DEFINE (numbers, long long)

inline void
check (int error)
{
  if (error)
    throw std::system_error (error, std::generic_category ());
}

class Place
{
public:
  Place (synchedmem *mem, std::size_t id)
  {
    synchedmem_local *attached;
    check (numbers_attach (mem, id, &attached));
    self.reset (attached);
  }
  std::size_t
  id () const
  {
    return synchedmem_thread_id (self.get ());
  }
  void
  sync ()
  {
    check (synchedmem_sync (self.get ()));
  }
  void
  write (const std::vector<long long> &data)
  {
    check (numbers_write (self.get (), data.data (), data.size ()));
  }
  const long long *
  view () const
  {
    return numbers_view (self.get ());
  }
  const long long *
  view_of (std::size_t id) const
  {
    return numbers_view_of (self.get (), id);
  }

private:
  struct Detach
  {
    void
    operator() (synchedmem_local *old) const
    {
      synchedmem_detach (old);
    }
  };
  std::unique_ptr<synchedmem_local, Detach> self;
};

class Group
{
public:
  Group (std::size_t threads, std::size_t len)
  {
    synchedmem *created;
    check (numbers_create (&created, threads, len, nullptr));
    mem.reset (created);
  }

  /* Call WORK in a thread for each place.  The first exception of one ends the
     others' waits, and is thrown here once all have ended.  */
  void
  run (const std::function<void (Place &)> &work)
  {
    std::vector<std::thread> threads;
    std::once_flag first;
    std::exception_ptr failure;
    auto guard = [&] (const std::function<void ()> &act) {
      try
        {
          act ();
        }
      catch (...)
        {
          std::call_once (first, [&] { failure = std::current_exception (); });
          synchedmem_abort (mem.get ());
        }
    };

    guard ([&] {
      std::size_t count = synchedmem_num_threads (mem.get ());
      threads.reserve (count);
      for (std::size_t id = 0; id < count; id++)
        threads.emplace_back (guard, [&, id] {
          Place place (mem.get (), id);
          work (place);
        });
    });
    for (auto &thread : threads)
      thread.join ();
    if (failure)
      std::rethrow_exception (failure);
  }

private:
  struct Destroy
  {
    void
    operator() (synchedmem *old) const
    {
      synchedmem_destroy (old);
    }
  };
  std::unique_ptr<synchedmem, Destroy> mem;
};

#endif
