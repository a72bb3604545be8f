# Short names for bin/kairos, which does the work.
.PHONY: run test check bench bench-million stop

run test check bench stop:
	@bin/kairos $@

bench-million:
	@bin/kairos bench million
