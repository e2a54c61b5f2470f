"""How much a person may write in a minute."""

from dataclasses import dataclass

from portal.moments import Clock
from portal.profile import Profile
from portal.refusals import Refusal

_MINUTE = 60_000


@dataclass
class _Minute:
    ends: int
    written: int = 0


class Quota:
    """Counts each person's writes. A minute begins with the first write. For the event loop's thread only."""

    def __init__(self, profile: Profile, clock: Clock) -> None:
        self._profile = profile
        self._clock = clock
        self._minutes: dict[str, _Minute] = {}

    def spend(self, user: str, writes: int = 1) -> None:
        """Take so many writes off what is left, or none and refuse with 429."""
        limit = self._profile.writes_per_minute
        if not limit:
            return
        minute = self._minute(user)
        if minute.written + writes > limit:
            minute.written = limit
            raise self._refusal(user)
        minute.written += writes

    def admit(self, user: str) -> None:
        """Refuse even a read, where the profile does so once all writes are used up."""
        limit = self._profile.writes_per_minute
        if limit and self._profile.quota_blocks_reads and self._minute(user).written >= limit:
            raise self._refusal(user)

    def headers(self, user: str, refused: bool = False) -> dict[str, str]:
        """What an answer says about the quota: a RateLimit always, or Retry-After once it is used up."""
        limit = self._profile.writes_per_minute
        if not limit:
            return {}
        minute = self._minute(user)
        seconds = max(1, -((self._clock() - minute.ends) // 1000))
        if self._profile.says_retry_after:
            return {"Retry-After": str(seconds)} if refused else {}
        left = limit - minute.written
        return {"RateLimit": f'"requests";r=59000;t={seconds}, "writes";r={left};t={seconds}'}

    def _refusal(self, user: str) -> Refusal:
        words = f"More than {self._profile.writes_per_minute} writes in a minute; wait and try again."
        return Refusal(429, "throttled", words, headers=self.headers(user, refused=True))

    def _minute(self, user: str) -> _Minute:
        now = self._clock()
        minute = self._minutes.get(user)
        if minute is None or minute.ends <= now:
            minute = self._minutes[user] = _Minute(now + _MINUTE)
        return minute
