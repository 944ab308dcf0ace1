/* cxx.cc: numbers in order, from C++.

   Copyright (C) 2026 The libsynchedmem authors
   SPDX-License-Identifier: LGPL-2.1-or-later

   usage: cxx [THREADS] <NUMBERS

   Prints whole numbers in increasing order.  Each thread sorts its block, and
   publishes it; then as many times as there are threads it looks at the block
   of its left or its right neighbour in turn, and keeps the lower or the
   upper half of both (Baudet and Stevenson's merge-split).

   A group and a place are objects that end what they began, and errors are
   exceptions: see group.hh.  */

#include "group.hh"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>

namespace
{

/* Sort the place's block of LEN numbers of ALL; thread 0 stores what all
   have.  */
void
work (Place &place, std::size_t threads, std::size_t len,
      std::vector<long long> &all)
{
  std::size_t id = place.id ();
  auto first = all.begin () + static_cast<std::ptrdiff_t> (id * len);
  std::vector<long long> mine (first,
                               first + static_cast<std::ptrdiff_t> (len));
  std::vector<long long> both (2 * len);

  std::sort (mine.begin (), mine.end ());
  place.write (mine);
  place.sync ();
  for (std::size_t round = 0; round < threads; round++)
    {
      bool lower = id % 2 == round % 2;
      std::size_t other = lower ? id + 1 : id - 1; /* 0 - 1 is none, too */
      if (other < threads)
        {
          const long long *its = place.view_of (other);
          std::merge (mine.begin (), mine.end (), its, its + len,
                      both.begin ());
          auto half
              = both.begin () + static_cast<std::ptrdiff_t> (lower ? 0 : len);
          std::copy (half, half + static_cast<std::ptrdiff_t> (len),
                     mine.begin ());
          place.write (mine);
        }
      place.sync ();
    }
  if (id == 0)
    std::copy (place.view (), place.view () + all.size (), all.begin ());
}

std::vector<long long>
read (std::istream &in)
{
  std::vector<long long> all;
  std::string line;
  std::size_t end;

  while (std::getline (in, line))
    try
      {
        long long number = std::stoll (line, &end);
        if (end != line.size ())
          throw std::invalid_argument (line);
        all.push_back (number);
      }
    catch (const std::logic_error &)
      {
        throw std::runtime_error ("standard input:"
                                  + std::to_string (all.size () + 1)
                                  + ": not a whole number of 64 bits");
      }
  return all;
}

} // namespace

int
main (int argc, char **argv)
{
  try
    {
      std::size_t threads = argc > 1 ? std::strtoul (argv[1], nullptr, 10) : 2;
      if (argc > 2 || threads < 1 || threads > 1024)
        throw std::invalid_argument ("usage: cxx [THREADS] <NUMBERS");
      std::vector<long long> all = read (std::cin);
      std::size_t count = all.size (), len;

      /* Blocks are equally long: fill up with what belongs at the end.  */
      len = (count + threads - 1) / threads;
      all.resize (threads * len, std::numeric_limits<long long>::max ());
      Group (threads, len).run ([&] (Place &place) {
        work (place, threads, len, all);
      });
      for (std::size_t i = 0; i < count; i++)
        std::cout << all[i] << '\n';
      return std::cout.flush () ? 0 : 1;
    }
  catch (const std::exception &failure)
    {
      std::cerr << "cxx: " << failure.what () << '\n';
      return 1;
    }
}
