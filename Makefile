# Short names for bin/kairos, which does the work.
.PHONY: run test prove check bench bench-million attacks faults stop

run test prove check bench attacks faults stop:
	@bin/kairos $@

bench-million:
	@bin/kairos bench million
