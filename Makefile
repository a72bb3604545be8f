# Short names for bin/kairos, which does the work.
.PHONY: run test prove races check bench bench-million attacks faults stop

run test prove races check bench attacks faults stop:
	@bin/kairos $@

bench-million:
	@bin/kairos bench million
