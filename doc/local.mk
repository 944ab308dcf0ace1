# doc/local.mk: the manual, and the manual pages as HTML.

# A release has the manual as Info; in a clone makeinfo makes it, and where
# there is none, configure has an echo in its place.
info_TEXINFOS = doc/synchedmem.texi
manual_chapters = \
  doc/manual/choices.texi \
  doc/manual/copying.texi \
  doc/manual/costs.texi \
  doc/manual/limits.texi \
  doc/manual/model.texi \
  doc/manual/porting.texi \
  doc/manual/functions.texi \
  doc/manual/tutorial.texi \
  doc/manual/uses.texi \
  doc/manual/why.texi
doc_synchedmem_TEXINFOS = $(manual_chapters) $(shown)
pictures = \
  doc/pictures/bench.svg \
  doc/pictures/buffers.svg \
  doc/pictures/cycle.svg \
  doc/pictures/ending.svg \
  doc/pictures/one-buffer.svg \
  doc/pictures/profile.svg
EXTRA_DIST += $(pictures) $(pictures:.svg=.txt) doc/make-html doc/make-shown \
  doc/manual.css doc/shown

AM_MAKEINFOFLAGS = -I $(srcdir)/doc/pictures
AM_MAKEINFOHTMLFLAGS = $(AM_MAKEINFOFLAGS) --split=chapter \
  --css-ref=manual.css
TEXI2DVI = texi2dvi -I doc/pictures

# What is shown of other files; distributed, as the manual is made of it, also
# where nothing else was made before.
shown = $(srcdir)/doc/shown/stamp
doc/shown: $(shown)
$(shown): $(top_srcdir)/configure.ac $(manual_chapters) \
  $(shown_programs) $(tutorial_programs) $(srcdir)/examples/check-pages.sh \
  $(srcdir)/examples/shown $(srcdir)/doc/make-shown
	$(AM_V_GEN)$(SHELL) $(srcdir)/doc/make-shown $(srcdir) \
	  '$(PACKAGE_VERSION)' '$(PACKAGE_DATE)'

# Pictures on paper, by librsvg.  More prerequisites for automake's rules, by
# names that it does not see through.
on_paper = doc/synchedmem
$(on_paper).dvi: $(pictures:.svg=.eps)
$(on_paper).pdf: $(pictures:.svg=.pdf)
SUFFIXES += .svg .eps .pdf
.svg.eps:
	$(AM_V_GEN)$(MKDIR_P) doc/pictures && rsvg-convert -f eps -o $@ $<
.svg.pdf:
	$(AM_V_GEN)$(MKDIR_P) doc/pictures && rsvg-convert -f pdf -o $@ $<
CLEANFILES += $(pictures:.svg=.eps) $(pictures:.svg=.pdf)

# Of a clone without makeinfo there is no manual, but there are pages.
html-local: $(pages) $(HTMLS)
	$(AM_V_GEN)$(MKDIR_P) doc/synchedmem.html && $(SHELL) \
	  $(srcdir)/doc/make-html $(srcdir) doc/synchedmem.html $(pages)
html_installer = install-html-am
$(html_installer): html-local
.PHONY: html-local

# `make distcheck' needs no TeX.
AM_DISTCHECK_DVI_TARGET = info
dist-manual:
	@test -f $(srcdir)/doc/synchedmem.info || \
	  echo 'warning: doc/synchedmem.info, which makeinfo makes, is missing' >&2
.PHONY: dist-manual
