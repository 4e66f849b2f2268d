"""What the school keeps: counts by subject, copies, versions of policies, the index's hash."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.store import values
from bot.store.part import Part
from bot.store.schema import indexes, kept_copies, policy_versions, unanswered
from handlers.model import Post
from handlers.records import KeptCopy, PolicyVersion, SubjectCount
from knowledge.index import name_of
from knowledge.model import Dates


class Records(Part):
    """See `handlers.desk.Verbs`; the index's hash is the application's own."""

    __slots__ = ()

    # --- what the policy did not answer ---

    def count_unanswered(self, subject: str) -> None:
        """One more question about `subject` that the policy did not answer."""
        more = update(unanswered).where(self._ours(unanswered, subject=subject)).values(count=unanswered.c.count + 1)
        if self.connection.execute(more).rowcount == 0:
            self._put(unanswered, subject=subject, count=1)

    def unanswered(self, at_least: int) -> tuple[SubjectCount, ...]:
        """The counts that are `at_least` this large, largest first."""
        enough = select(unanswered).where(self._ours(unanswered), unanswered.c.count >= at_least)
        ordered = enough.order_by(unanswered.c.count.desc(), unanswered.c.subject)
        rows = self.connection.execute(ordered).mappings()
        return tuple(SubjectCount(row["subject"], row["count"]) for row in rows)

    # --- copies, each its asker's alone ---

    def keep_copy(self, copy: KeptCopy) -> None:
        """Keep an answer for its asker, sealed."""
        question, post = self.vault.seal(copy.question), self.vault.seal(values.dump(copy.post))
        self._put(kept_copies, id=copy.id, who=copy.who, question=question, post=post, at=copy.at)

    def kept_copies(self, who: str) -> tuple[KeptCopy, ...]:
        """The copies this person keeps, newest first."""
        theirs = select(kept_copies).where(self._ours(kept_copies, who=who))
        newest = theirs.order_by(kept_copies.c.at.desc(), kept_copies.c.id)
        return tuple(self._copy(row) for row in self.connection.execute(newest).mappings())

    def _copy(self, row: Any) -> KeptCopy:
        post = values.load(Post, self.vault.open(row["post"])) or Post()
        return KeptCopy(row["id"], row["who"], self.vault.open(row["question"]), post, row["at"])

    def forget_copy(self, key: str, who: str) -> bool:
        """Throw a copy away. False if this person keeps no such copy."""
        theirs = delete(kept_copies).where(self._ours(kept_copies, id=key, who=who))
        return self.connection.execute(theirs).rowcount == 1

    # --- policies ---

    def add_policy(self, version: PolicyVersion) -> bool:
        """Add a version of a policy. False if the school has exactly this file already."""
        known = select(policy_versions.c.sha).where(self._ours(policy_versions, sha=version.sha))
        if self.connection.execute(known).first():
            return False
        columns = {name: getattr(version, name) for name in ("sha", "title", "name", "data", "clauses", "in_force")}
        self._put(policy_versions, **columns, dates=values.dump(version.dates), added=version.added)
        if version.in_force:
            self.name_index()
        return True

    def policies(self, *, all_versions: bool = False) -> tuple[PolicyVersion, ...]:
        """The versions in force (or all), in the order they were added."""
        chosen = select(policy_versions).where(self._ours(policy_versions))
        if not all_versions:
            chosen = chosen.where(policy_versions.c.in_force)
        ordered = chosen.order_by(policy_versions.c.added, policy_versions.c.sha)
        return tuple(_version(row) for row in self.connection.execute(ordered).mappings())

    def policy(self, sha: str) -> PolicyVersion | None:
        """One version by the hash of its file."""
        row = self._one(policy_versions, sha=sha)
        return _version(row) if row else None

    def set_in_force(self, sha: str, in_force: bool) -> bool:
        """Put a version in or out of force, and the index with it. False if it is unknown, or was so already."""
        other = self._ours(policy_versions, sha=sha, in_force=not in_force)
        changed = self.connection.execute(update(policy_versions).where(other).values(in_force=in_force)).rowcount == 1
        if changed:
            self.name_index()
        return changed

    def name_index(self) -> None:
        """The school's index is now that of the versions in force; it is built wherever it is absent."""
        chosen = select(policy_versions.c.sha).where(self._ours(policy_versions, in_force=True))
        shas = self.connection.execute(chosen.order_by(policy_versions.c.added, policy_versions.c.sha)).scalars().all()
        self.set_index(name_of(shas) if shas else "")

    def set_index(self, name: str) -> None:
        """The school's index is now the file of this hash."""
        if self.connection.execute(update(indexes).where(self._ours(indexes)).values(hash=name)).rowcount == 0:
            self.connection.execute(insert(indexes).values(school=self.school, hash=name))

    def index(self) -> str | None:
        """The hash of the school's index; None before the first."""
        row = self._one(indexes)
        return row["hash"] if row else None


def _version(row: Any) -> PolicyVersion:
    columns = {name: row[name] for name in PolicyVersion.__dataclass_fields__ if name != "dates"}
    return PolicyVersion(**columns, dates=values.load(Dates, row["dates"]) or Dates())
