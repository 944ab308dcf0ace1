# man/local.mk: a page for each function, and for the program.  A page is made from its source, the
# version, the date, and the programs of examples/ that it shows.

page_sources = \
  man/SYNCHEDMEM_DEFINE.3.in \
  man/synchedmem-bench.1.in \
  man/synchedmem.7.in \
  man/synchedmem_abort.3.in \
  man/synchedmem_arrive.3.in \
  man/synchedmem_attach.3.in \
  man/synchedmem_completion_timestamp.3.in \
  man/synchedmem_computation_end.3.in \
  man/synchedmem_computation_start.3.in \
  man/synchedmem_create.3.in \
  man/synchedmem_cycle.3.in \
  man/synchedmem_data_len.3.in \
  man/synchedmem_debugging.7.in \
  man/synchedmem_destroy.3.in \
  man/synchedmem_detach.3.in \
  man/synchedmem_dump.3.in \
  man/synchedmem_elem_size.3.in \
  man/synchedmem_finalize.3.in \
  man/synchedmem_has_profiler.3.in \
  man/synchedmem_init_timestamp.3.in \
  man/synchedmem_leave.3.in \
  man/synchedmem_missing.3.in \
  man/synchedmem_num_threads.3.in \
  man/synchedmem_overwrite.3.in \
  man/synchedmem_probes.7.in \
  man/synchedmem_profiler.7.in \
  man/synchedmem_read.3.in \
  man/synchedmem_reset.3.in \
  man/synchedmem_run.3.in \
  man/synchedmem_segment_len.3.in \
  man/synchedmem_status.3.in \
  man/synchedmem_stride.3.in \
  man/synchedmem_sync.3.in \
  man/synchedmem_thread_id.3.in \
  man/synchedmem_timing_average_computation.3.in \
  man/synchedmem_timing_block.3.in \
  man/synchedmem_timing_block_count.3.in \
  man/synchedmem_timing_create.3.in \
  man/synchedmem_timing_destroy.3.in \
  man/synchedmem_timing_imbalance.3.in \
  man/synchedmem_timing_num_threads.3.in \
  man/synchedmem_timing_plot.3.in \
  man/synchedmem_timing_thread.3.in \
  man/synchedmem_timing_total_computation.3.in \
  man/synchedmem_timing_total_runtime.3.in \
  man/synchedmem_timing_write_csv.3.in \
  man/synchedmem_timing_write_svg.3.in \
  man/synchedmem_timing_write_trace.3.in \
  man/synchedmem_total_runtime.3.in \
  man/synchedmem_try_wait.3.in \
  man/synchedmem_update.3.in \
  man/synchedmem_view.3.in \
  man/synchedmem_view_of.3.in \
  man/synchedmem_wait.3.in \
  man/synchedmem_wait_until.3.in \
  man/synchedmem_write.3.in \
  man/synchedmem_write_sync_read.3.in
pages = $(page_sources:.in=)
man_MANS = $(pages)
EXTRA_DIST += $(page_sources) man/make-page
CLEANFILES += $(pages) man/*.new

make_page = $(SHELL) $(srcdir)/man/make-page $(srcdir) \
  '$(PACKAGE_VERSION)' '$(PACKAGE_DATE)'
V_PAGE = $(V_PAGE_@AM_V@)
V_PAGE_ = $(V_PAGE_@AM_DEFAULT_V@)
V_PAGE_0 = @echo "  PAGE    " $@;

SUFFIXES = .1.in .1 .3.in .3 .7.in .7
.1.in.1:
	$(V_PAGE)$(MKDIR_P) man && $(make_page) $< >$@.new && mv $@.new $@
.3.in.3:
	$(V_PAGE)$(MKDIR_P) man && $(make_page) $< >$@.new && mv $@.new $@
.7.in.7:
	$(V_PAGE)$(MKDIR_P) man && $(make_page) $< >$@.new && mv $@.new $@

# configure.ac: where the version and the date are.
$(pages): $(top_srcdir)/configure.ac $(srcdir)/man/make-page \
  $(shown_programs) $(srcdir)/examples/check-pages.sh
