"""Where other routing rules would have sent the work that came: what is shown before they are published."""

from __future__ import annotations

import msgspec

from inbox.domain.pool import Pool
from inbox.domain.routing import Goal, Routing, Rule
from inbox.queries.routed import elsewhere
from inbox.store.store import Store
from tests.store.plain import NURSES, REFILLS, conversation, file, hours, pool

BEFORE = Routing("site", "1", (Rule("bills", Goal(pool=REFILLS), kinds=("billing",)),))
AFTER = msgspec.structs.replace(BEFORE, version="2", rules=())


def kept(store: Store, *pools: Pool) -> None:
    pages = [conversation("1", kind="billing"), conversation("2", kind="refill")]
    store.ingest([part for page in pages for part in page] + [file(one.id, one) for one in pools]).result()


def test_work_that_no_rule_names_any_more_stays_where_it_was(store: Store) -> None:
    store.ingest([pool(NURSES), pool(REFILLS)]).result()
    kept(store)
    found = elsewhere(store.reader(), BEFORE, AFTER, hours(-1))
    assert (found.came, found.to) == (2, (("Refills", "", 1),))


def test_work_that_no_rule_names_any_more_comes_to_the_pool_that_takes_its_kind(store: Store) -> None:
    """As it does once the rules hold, so that a rule that only says the same may go."""
    kept(store, Pool(NURSES, "Nurses"), Pool(REFILLS, "Refills", kinds=("billing",)))
    found = elsewhere(store.reader(), BEFORE, AFTER, hours(-1))
    assert (found.came, found.moved) == (2, 0)
