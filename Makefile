# Short names for bin/kairos, which does the work.
.PHONY: run test check bench stop

run test check bench stop:
	@bin/kairos $@
