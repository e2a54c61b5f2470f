"""The promises of the clinic, changed by a supervisor: three sheets, all by keys.

`grids` says what stands in the cells, `table` shows them, `week` draws open hours, `shifts` what a change
means for open work, and `editor` holds it all together.
"""

from inbox.ui.overlays.policy.editor import PolicyEditor

__all__ = ["PolicyEditor"]
