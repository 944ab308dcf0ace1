# packaging/local.mk: what distributions make of a release.

EXTRA_DIST += \
  packaging/debian/changelog \
  packaging/debian/control \
  packaging/debian/copyright \
  packaging/debian/libsynchedmem-dev.install \
  packaging/debian/libsynchedmem-dev.manpages \
  packaging/debian/libsynchedmem-doc.doc-base \
  packaging/debian/libsynchedmem-doc.docs \
  packaging/debian/libsynchedmem-doc.examples \
  packaging/debian/libsynchedmem-doc.info \
  packaging/debian/libsynchedmem-profile.README.Debian \
  packaging/debian/libsynchedmem-profile.install \
  packaging/debian/libsynchedmem0.install \
  packaging/debian/libsynchedmem0.symbols \
  packaging/debian/not-installed \
  packaging/debian/rules \
  packaging/debian/source/format \
  packaging/debian/source/lintian-overrides \
  packaging/debian/synchedmem-tools.install \
  packaging/debian/synchedmem-tools.manpages \
  packaging/debian/tests/control \
  packaging/debian/tests/examples \
  packaging/debian/tests/profile \
  packaging/debian/watch

# Packages from the tarball of `make dist'.
EXTRA_DIST += packaging/check-debian
check-debian: dist
	@$(SHELL) $(srcdir)/packaging/check-debian $(distdir).tar.xz
.PHONY: check-debian

EXTRA_DIST += packaging/check-rpm packaging/rpm/libsynchedmem.spec \
  packaging/rpm/rpmlint.toml
check-rpm: dist
	@$(SHELL) $(srcdir)/packaging/check-rpm $(distdir).tar.xz
.PHONY: check-rpm

# The interface of the last release.
EXTRA_DIST += packaging/check-abi packaging/synchedmem-0.abi.xml
check_abi = srcdir='$(srcdir)' READELF='$(READELF)' CFLAGS='$(CFLAGS)' \
  $(SHELL) $(srcdir)/packaging/check-abi
check-abi: src/libsynchedmem.la
	@$(check_abi)
update-abi: src/libsynchedmem.la
	@$(check_abi) --update
.PHONY: check-abi update-abi
CLEANFILES += abi.xml abi.log

# Releases.
EXTRA_DIST += packaging/README packaging/changes \
  packaging/check-tarball packaging/new-version packaging/release-check
check-tarball: dist
	@$(SHELL) $(srcdir)/packaging/check-tarball $(distdir).tar.xz $(srcdir)
release-check: all
	@srcdir='$(srcdir)' MAKE='$(MAKE)' PACKAGE_VERSION='$(PACKAGE_VERSION)' \
	  $(SHELL) $(srcdir)/packaging/release-check
.PHONY: check-tarball release-check

# What those have left.
distclean-local:
	chmod -R u+w debian.check rpm.check tarball.check 2>/dev/null; \
	  rm -rf debian.check rpm.check tarball.check release.check
