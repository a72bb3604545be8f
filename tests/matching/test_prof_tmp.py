import cProfile, pstats, time
from tests import builders
def test_prof(places):
    builders.person("Warm"); 
    pr=cProfile.Profile(); t=time.perf_counter()
    pr.enable()
    ps=[builders.person(f"P{i}") for i in range(20)]
    pr.disable(); print("person", (time.perf_counter()-t)/20*1000,"ms")
    pstats.Stats(pr).sort_stats("cumtime").print_stats(25)
    pr=cProfile.Profile(); t=time.perf_counter(); pr.enable()
    for p in ps: builders.live(p)
    pr.disable(); print("live", (time.perf_counter()-t)/20*1000,"ms")
    pstats.Stats(pr).sort_stats("cumtime").print_stats(25)
