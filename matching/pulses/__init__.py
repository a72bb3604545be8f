"""Pulses: agreed rush hours round a public place, and who has said they will come.

`pledge`, `take_back` and `gather_due` are stages for doors and tasks; `around` and `mine` read. A quarter of
an hour before a pulse it is decided, place by place, whether enough come: whoever asks later finds the same.
"""

from matching.pulses.deciding import gather_due
from matching.pulses.hours import coming
from matching.pulses.promising import pledge, take_back
from matching.pulses.refused import PulseRefused
from matching.pulses.showing import Pulse, around, mine

__all__ = ["Pulse", "PulseRefused", "around", "coming", "gather_due", "mine", "pledge", "take_back"]
