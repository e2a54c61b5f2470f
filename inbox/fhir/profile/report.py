"""A server in words: what it offers, what is missing and what that costs, and where each is known from."""

from __future__ import annotations

from collections.abc import Iterator

from inbox.domain.field_words import in_words
from inbox.domain.words import tr
from inbox.fhir.profile.facts import Fact, Report, Source, Topic
from inbox.fhir.profile.learned import KEEP
from inbox.fhir.profile.profile import Claims, Profile, Word


def report_of(profile: Profile, address: str = "") -> Report:
    """What is known of a server, in words."""
    parts = (_work, _left_alone, _usual, _safety, _changes, _record, _receipts, _lists, _sizes)
    facts = tuple(fact for part in parts for fact in part(profile))
    return Report(
        profile.said.name, profile.said.fhir_version, address, facts, profile.largest, _orders(profile)
    )


def _fact(
    topic: Topic, there: bool, what: str, offered: str, cost: str, source: Source = Source.SAID
) -> Fact:
    return Fact(topic, what, offered if there else cost, there, source)


def _source(site: object, seen: object, usual: Source = Source.SAID) -> Source:
    """Where it is known from, given what the site set and what was seen (None, False, empty: neither)."""
    if site is not None and site != "":
        return Source.SITE
    return Source.SEEN if seen else usual


def _refused(profile: Profile, *what: str) -> Source:
    return _source(None, profile.learned.refused & set(what))


def _work(profile: Profile) -> Iterator[Fact]:
    learned = profile.learned
    yield _fact(
        Topic.WORK,
        profile.offers("Task", "search-type") and profile.offers("Communication", "search-type"),
        tr("Reading the inbox"),
        tr("Open work and its messages can be read."),
        tr("The inbox cannot be read from this server."),
    )
    yield _fact(
        Topic.WORK,
        profile.searches("Communication", "part-of"),
        tr("Reading a conversation"),
        tr("It is read again before anything leaves for it."),
        tr("Nothing can be sent: new messages could not be seen before."),
        _source(None, "Communication?part-of" in learned.refused_searches),
    )
    yield _fact(
        Topic.WORK,
        profile.offers("Task", "update"),
        tr("Changing work"),
        tr("It can be claimed, routed and closed."),
        tr("Claiming, routing and closing are not possible."),
        _refused(profile, "update Task"),
    )
    yield _fact(
        Topic.WORK,
        profile.offers("Communication", "create"),
        tr("Replying"),
        tr("Replies can be sent."),
        tr("Replies cannot be sent."),
        _refused(profile, "create Communication"),
    )


def _orders(profile: Profile) -> bool:
    return profile.offers("MedicationRequest", "create")


def _usual(profile: Profile) -> Iterator[Fact]:
    site, learned = profile.site, profile.learned
    yield Fact(
        Topic.WORK,
        tr("Sent messages"),
        tr("A message that is sent gets the status “{status}”.", status=profile.sent_status),
        source=_source(site.sent_status, learned.sent_status, Source.USUAL),
    )
    pools = ", ".join(sorted(profile.pools))
    yield Fact(
        Topic.WORK,
        tr("Pools"),
        tr("Work names its pool as {kind}.", kind=pools) if pools else tr("No work with a pool seen yet."),
        source=_source(site.pools, learned.pools, Source.USUAL),
    )


def _left_alone(profile: Profile) -> Iterator[Fact]:
    """Fields that the server takes and leaves as they were: what it shows of them is not what was done."""
    refused = profile.learned.refused
    if fields := in_words([one.removeprefix(KEEP) for one in refused if one.startswith(KEEP)]):
        yield Fact(
            Topic.WORK,
            tr("Left as it was"),
            tr("The server takes changes of {fields}, and does not keep them.", fields=fields),
            there=False,
            source=Source.SEEN,
        )


def _safety(profile: Profile) -> Iterator[Fact]:
    site, learned = profile.site, profile.learned
    patch = profile.claims is Claims.PATCH
    yield _fact(
        Topic.SAFETY,
        profile.guarded,
        tr("Guard against overwriting"),
        tr("Each change tests the version first, so a colleague’s is never overwritten.")
        if patch
        else tr("Each change names the version it relies on, so a colleague’s is never overwritten."),
        tr("Two people could overwrite each other without either noticing."),
        _source(site.claims, learned.patch_claims or learned.guards),
    )
    yield _fact(
        Topic.SAFETY,
        profile.conditional_create("Communication"),
        tr("Sending again safely"),
        tr("A reply can be sent again without arriving twice."),
        tr("Each reply is looked up before it is sent again, which takes longer."),
        _source(site.conditional_create, learned.no_conditional_create),
    )
    yield _fact(
        Topic.SAFETY,
        profile.transactions,
        tr("Several changes as one"),
        tr("Claim, reply and close are done together or not at all."),
        tr("Claim, reply and close are sent one after the other."),
        _source(site.transactions, learned.not_atomic or learned.no_transactions),
    )


def _changes(profile: Profile) -> Iterator[Fact]:
    site, learned = profile.site, profile.learned
    yield _fact(
        Topic.CHANGES,
        profile.searches("Task", "_lastUpdated") and profile.searches("Communication", "_lastUpdated"),
        tr("Reading only what changed"),
        tr("The server can be asked for it."),
        tr("Each look at the server reads all open work again."),
        _source(None, learned.refused_searches & {"Task?_lastUpdated", "Communication?_lastUpdated"}),
    )
    vendor = profile.word is Word.MEDPLUM
    yield _fact(
        Topic.CHANGES,
        profile.subscriptions,
        tr("Word of changes"),
        tr("The server says at once when something changed, in Medplum’s way.")
        if vendor
        else tr("The server says at once when something changed."),
        tr("New messages are noticed at the next look instead of at once."),
        _source(site.changes, learned.no_word),
    )
    yield _fact(
        Topic.CHANGES,
        profile.history,
        tr("A history of deletions"),
        tr("Deletions are noticed like any other change."),
        tr("What was deleted is noticed only when all open work is compared."),
        _source(site.history, learned.no_history),
    )
    yield _fact(
        Topic.CHANGES,
        bool(profile.included("Task")),
        tr("Patients along with the work"),
        tr("They come in the same answer."),
        tr("They are asked for separately: the first sync takes longer."),
        _source(site.includes, learned.refused_includes),
    )


def _record(profile: Profile) -> Iterator[Fact]:
    smart = profile.said.smart
    yield _fact(
        Topic.RECORD,
        not smart or "permission-offline" in smart,
        tr("Staying signed in"),
        tr("The sign-in is renewed by itself while it is used."),
        tr("You sign in again whenever the server’s short-lived token runs out."),
    )
    yield _fact(
        Topic.RECORD,
        profile.audits,
        tr("Audit trail (AuditEvent)"),
        tr("The server keeps who opened what."),
        tr("Who opened what is recorded on this computer only."),
        _refused(profile, "create AuditEvent"),
    )
    yield _fact(
        Topic.RECORD,
        profile.reasons,
        tr("Reasons (Provenance)"),
        tr("The server keeps the reasons of claims and moves."),
        tr("The reasons of claims and moves are not kept on the server."),
        _refused(profile, "create Provenance"),
    )
    yield _fact(
        Topic.RECORD,
        profile.offers("Library", "search-type"),
        tr("The site’s settings (Library)"),
        tr("Promises, rules and the day of going live are kept there, once for all stations."),
        tr("Promises and rules come from files of this computer; the day of going live is kept here."),
    )


def _receipts(profile: Profile) -> Iterator[Fact]:
    yield _fact(
        Topic.RECORD,
        profile.read_receipts,
        tr("What patients have read"),
        tr("A reply that nobody has read after three business days comes to the pool’s list."),
        tr("The server does not tell: nobody is reminded of replies that were not read."),
        _source(profile.site.read_receipts, profile.learned.read_receipts, Source.USUAL),
    )


def _lists(profile: Profile) -> Iterator[Fact]:
    site, learned = profile.site, profile.learned
    yield Fact(
        Topic.LIMITS,
        tr("Reading"),
        tr(
            "Up to {n} in a page, {m} with others along.",
            n=f"{profile.page:,}",
            m=f"{profile.include_page:,}",
        ),
        source=_source(site.page_size, learned.page or learned.include_page, Source.USUAL),
    )
    paging = {
        "cursor": tr("Page after page, however much there is."),
        "offset": tr("Page after page, by time of change where there is much."),
    }
    yield Fact(
        Topic.LIMITS,
        tr("Long lists"),
        tr(
            "The server stops paging after {n}; what follows is asked for by its time.",
            n=f"{learned.deepest:,}",
        )
        if learned.deepest
        else paging.get(learned.paging, tr("Page after page, as the server links them.")),
        source=_source(None, learned.deepest or learned.paging, Source.USUAL),
    )


def _sizes(profile: Profile) -> Iterator[Fact]:
    site, learned = profile.site, profile.learned
    if profile.transactions:
        yield Fact(
            Topic.LIMITS,
            tr("Changes together"),
            tr(
                "Up to {n}; up to {m} when a message is among them.",
                n=profile.entries(conditional=False),
                m=profile.entries(conditional=True),
            ),
            source=_source(
                site.transaction_entries or site.conditional_entries,
                learned.entries or learned.conditional_entries,
                Source.USUAL,
            ),
        )
    yield Fact(
        Topic.LIMITS,
        tr("Size of a request"),
        tr("Up to {n} KB.", n=f"{profile.body // 1024:,}"),
        source=_source(site.request_kb, learned.body, Source.USUAL),
    )
