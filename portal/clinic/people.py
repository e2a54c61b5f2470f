"""Patients and the people who write for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from portal.clinic.chance import dice, pick
from portal.clinic.fhir import HL7, INTERPRETER, MRN, Json, concept, day, phone, reference, resource
from portal.clinic.pools import CLINIC, CLINIC_NAME, PHARMACIES
from portal.clinic.staff import BY_USER, PEDIATRICIAN, Member
from portal.clinic.words import load

_AGES = {(0, 2): 5, (3, 11): 10, (12, 17): 7, (18, 39): 25, (40, 64): 30, (65, 79): 17, (80, 95): 6}
_RELATIONS = {
    "mother": ("MTH", "female"),
    "father": ("FTH", "male"),
    "grandmother": ("GRMTH", "female"),
    "daughter": ("DAUC", "female"),
    "son": ("SONC", "male"),
    "wife": ("WIFE", "female"),
    "husband": ("HUSB", "male"),
}


@dataclass(frozen=True)
class Proxy:
    """Somebody who may write for a patient; `relation` is what they are to the patient."""

    id: str
    given: str
    family: str
    relation: str
    phone: str
    active: bool = True

    @property
    def ref(self) -> str:
        """Their reference."""
        return f"RelatedPerson/{self.id}"

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Person:
    """A patient: who they are, not what they suffer from."""

    id: str
    given: str
    family: str
    sex: str
    born: date
    language: str
    interpreter: bool
    mobile: str
    home: str
    street: str
    town: str
    pcp: Member
    pharmacy: str
    contact: tuple[str, str, str]
    """Emergency contact: name, relation, telephone."""
    proxies: tuple[Proxy, ...] = ()

    @property
    def ref(self) -> str:
        """Their reference."""
        return f"Patient/{self.id}"

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    def age(self, on: date) -> int:
        """Age in whole years on a day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


def person(seed: int, number: int, now: datetime) -> Person:
    """The `number`-th patient of the clinic that has this seed."""
    roll = dice(seed, "person", number)
    names, today = load("names"), now.date()
    heritage = roll.choices(names["heritage"], [h["weight"] for h in names["heritage"]])[0]
    low, high = roll.choices(list(_AGES), list(_AGES.values()))[0]
    born = today - timedelta(days=round(365.25 * roll.uniform(low, high + 0.99)))
    sex = roll.choice(("female", "male"))
    prefers_own = roll.random() < heritage["preferring"]
    language = heritage["language"] if prefers_own else "en"
    family = roll.choice(heritage["family"])
    name = f"p{number:05}"
    age = (today - born).days // 365.25
    return Person(
        id=name,
        given=roll.choice(heritage[sex]),
        family=family,
        sex=sex,
        born=born,
        language=language,
        interpreter=language != "en" and roll.random() < heritage.get("interpreter", 0),
        mobile=_number(roll, names),
        home=_number(roll, names) if age > 60 or roll.random() < 0.2 else "",
        street=f"{roll.randint(12, 2480)} {roll.choice(names['places']['streets'])}",
        town=roll.choice(names["places"]["towns"]),
        pcp=BY_USER[PEDIATRICIAN] if age < 16 else BY_USER[roll.choice(("solheim", "solheim", "farah"))],
        pharmacy=roll.choice(list(PHARMACIES)),
        contact=_contact(roll, heritage, family, names, int(age)),
        proxies=_proxies(roll, name, heritage, family, names, int(age)),
    )


def _number(roll: Random, names: Json) -> str:
    """A telephone number from the range that is kept for fiction."""
    return f"+1 {roll.choice(names['places']['area_codes'])} 555 01{roll.randint(0, 99):02}"


def _contact(roll: Random, heritage: Json, family: str, names: Json, age: int) -> tuple[str, str, str]:
    if age < 18:
        relation = roll.choice(("mother", "father", "grandmother"))
    elif age < 60:
        relation = pick(roll, {"wife": 3, "husband": 3, "mother": 2, "father": 1})
    else:
        relation = pick(roll, {"daughter": 4, "son": 3, "wife": 1, "husband": 1})
    given = roll.choice(heritage[_RELATIONS[relation][1]])
    return f"{given} {family}", relation, _number(roll, names)


def _proxies(
    roll: Random, name: str, heritage: Json, family: str, names: Json, age: int
) -> tuple[Proxy, ...]:
    """Parents of children, and a grown child of some elders; now and then one whose right has ended."""
    if age < 18:
        relations = roll.choice((["mother"], ["mother", "father"], ["father"], ["mother"], ["grandmother"]))
    elif age >= 70 and roll.random() < 0.55:
        relations = [roll.choice(("daughter", "son", "daughter"))]
    else:
        relations = []
    return tuple(
        Proxy(
            id=f"{name}-{relation}",
            given=roll.choice(heritage[_RELATIONS[relation][1]]),
            family=family,
            relation=relation,
            phone=_number(roll, names),
            active=index == 0 or roll.random() < 0.8,
        )
        for index, relation in enumerate(relations)
    )


def registration(one: Person, now: datetime) -> Iterator[Json]:
    """A patient, their care team and their proxies as resources."""
    roll = dice(0, "registration", one.id)
    joined = max(
        now - timedelta(days=roll.randint(320, 850)),
        datetime.combine(one.born, now.timetz()) + timedelta(hours=6),
    )
    joined = min(joined, now - timedelta(hours=2))
    yield _patient(one, joined)
    yield resource(
        "CareTeam",
        f"{one.id}-team",
        joined,
        status="active",
        name=f"Care team of {one.name}",
        subject=reference(one.ref, one.name),
        participant=[
            {"role": [{"text": role}], "member": reference(member.ref, member.name)}
            for role, member in (("Primary care", one.pcp), ("Nurse", _nurse(one)))
        ],
    )
    for proxy in one.proxies:
        yield _related(one, proxy, joined)


def _nurse(one: Person) -> Member:
    users = ("abena", "mailee") if one.pcp.user == PEDIATRICIAN else ("nadia", "tomas", "colette", "gus")
    return BY_USER[users[int(one.id[1:]) % len(users)]]


def _patient(one: Person, joined: datetime) -> Json:
    name, relation, number = one.contact
    telecom = [phone(one.mobile, "mobile", rank=1)]
    if one.home:
        telecom.append(phone(one.home, "home"))
    if one.age(joined.date()) >= 18:
        telecom.append({"system": "email", "value": _address(one), "use": "home"})
    return resource(
        "Patient",
        one.id,
        joined,
        extension=[{"url": INTERPRETER, "valueBoolean": True}] if one.interpreter else None,
        identifier=[
            {
                "use": "usual",
                "type": concept(HL7 + "v2-0203", "MR", "Medical record number"),
                "system": MRN,
                "value": f"RB{400000 + int(one.id[1:]) * 37}",
            }
        ],
        active=True,
        name=[{"use": "official", "family": one.family, "given": [one.given]}],
        telecom=telecom,
        gender=one.sex,
        birthDate=day(one.born),
        address=[{"use": "home", "line": [one.street], "city": one.town, "state": "IL", "country": "US"}],
        contact=[
            {
                "relationship": [
                    {**concept(HL7 + "v2-0131", "C", "Emergency Contact"), "text": relation},
                ],
                "name": {"text": name},
                "telecom": [phone(number, "mobile")],
            }
        ],
        communication=_languages(one),
        generalPractitioner=[reference(one.pcp.ref, one.pcp.name)],
        managingOrganization=reference(CLINIC, CLINIC_NAME),
    )


def _languages(one: Person) -> list[Json]:
    names = load("names")["languages"]
    spoken = [one.language] if one.language == "en" or one.interpreter else [one.language, "en"]
    return [
        {"language": concept("urn:ietf:bcp:47", code, names[code], names[code]), "preferred": index == 0}
        for index, code in enumerate(spoken)
    ]


def _address(one: Person) -> str:
    plain = unicodedata.normalize("NFD", f"{one.given}.{one.family}".replace(" ", "").replace("đ", "d"))
    letters = "".join(c for c in plain if c.isascii() and (c.isalnum() or c in ".-"))
    return f"{letters.lower()}{one.born.year % 100:02}@example.org"


def _related(one: Person, proxy: Proxy, joined: datetime) -> Json:
    code, sex = _RELATIONS[proxy.relation]
    period = {"start": day(joined.date())}
    if not proxy.active:
        period["end"] = day(joined.date() + timedelta(days=1))
    return resource(
        "RelatedPerson",
        proxy.id,
        joined,
        active=proxy.active,
        patient=reference(one.ref, one.name),
        relationship=[concept(HL7 + "v3-RoleCode", code, proxy.relation, proxy.relation)],
        name=[{"family": proxy.family, "given": [proxy.given]}],
        telecom=[phone(proxy.phone, "mobile")],
        gender=sex,
        period=period,
    )
