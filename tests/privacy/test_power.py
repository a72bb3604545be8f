import time, os
import pytest
from tests.privacy.leaks import LEAKS
from tests.privacy import lives as L
from tests.privacy.machine import TwinWorlds
from tests.privacy.twins import twins
pytestmark = pytest.mark.django_db
@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_power(worlds, leak, monkeypatch, capsys):
    leak.plant(monkeypatch)
    out=[]
    for dice in map(int, os.environ.get("DICE","1 2").split()):
        n=[0]
        orig=TwinWorlds.__init__
        def init(self,*a):
            n[0]+=1; orig(self,*a)
        with monkeypatch.context() as m:
            m.setattr(TwinWorlds,"__init__",init)
            t=time.process_time()
            try:
                with twins(worlds, leak.edits, leak.overlooked) as two:
                    L.live(two, lives=20, steps=25, dice=dice); out.append("MISSED")
            except leak.shows_as: pass
            out.append(f"{n[0]} {time.process_time()-t:.1f}s")
    with capsys.disabled(): print("\n", leak.name, out, flush=True)
