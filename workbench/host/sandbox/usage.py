"""What the processes of one command use up. Only the standard library: see `supervisor`."""

import os
from collections.abc import Collection, Iterable

# Beyond these a tree is not measured to its end: no generated system comes near, npm's packages included.
MOST_ENTRIES, LONGEST_PATH = 200_000, 3_500


class TooManyFiles(Exception):
    """A folder holds more files, or deeper ones, than can be measured.

    Outside the tree: the supervisor imports nothing but the standard library.
    """


def family_of(root: int) -> list[int]:
    """The living descendants of a process."""
    found: list[int] = []
    queue = [root]
    while queue:
        below = children_of(queue.pop())
        found += below
        queue += below
    return found


def children_of(pid: int) -> list[int]:
    """The processes that any thread of this one has started; none if the kernel lists none."""
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                found += map(int, file.read().split())
    except OSError:
        return found
    return found


def memory_of(family: Collection[int], limit: int) -> int:
    """Bytes of memory that no file on a disk backs.

    Shared memory counts in each process that has it, unless that would pass the limit: then each
    process counts its share, which takes longer to read.
    """
    states = [_lines(f"/proc/{pid}/status", b"RssAnon", b"RssShmem") for pid in family]
    private, shared = sum(state[0] for state in states), sum(state[1] for state in states)
    if private + shared > limit:
        shared = sum(sum(_lines(f"/proc/{pid}/smaps_rollup", b"Pss_Shmem")) for pid in family)
    return private + shared


def temporary_bytes(family: Iterable[int], places: Iterable[str]) -> int:
    """Bytes in the sandbox's own file systems in memory, as seen by its first process that still lives."""
    for pid in family:
        try:
            own = [f"/proc/{pid}/root{place}" for place in places]
            inside = [path for path in own if os.stat(path).st_dev != os.stat("/").st_dev]
            states = [os.statvfs(path) for path in inside]
        except OSError:
            continue
        if states:
            used = ((state.f_blocks - state.f_bfree) * state.f_frsize for state in states)
            return sum(map(int, used))
    return 0


def bytes_below(folder: str, kept: Collection[str] = ()) -> int:
    """Bytes on disk of the files below a folder, without those below `kept`; links are not followed.

    Raises `TooManyFiles`.
    """
    total, seen, queue = 0, 0, [folder]
    while queue:
        path = queue.pop()
        if len(path) > LONGEST_PATH or seen > MOST_ENTRIES:
            raise TooManyFiles
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    seen += 1
                    if entry.is_dir(follow_symlinks=False):
                        if entry.path not in kept:
                            queue.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_blocks * 512
        except OSError:
            continue
    return total


def nameless_bytes(family: Iterable[int]) -> int:
    """Bytes of open files that have no name any more, or never had one."""
    sizes: dict[tuple[int, int], int] = {}
    for pid in family:
        try:
            descriptors = os.listdir(f"/proc/{pid}/fd")
        except OSError:
            continue
        for descriptor in descriptors:
            try:
                state = os.stat(f"/proc/{pid}/fd/{descriptor}")
            except OSError:
                continue
            if state.st_nlink == 0:
                sizes[state.st_dev, state.st_ino] = state.st_blocks * 512
    return sum(sizes.values())


def _lines(path: str, *names: bytes) -> list[int]:
    """The bytes that lines of a process's file give in kilobytes; 0 once it has ended."""
    found = dict.fromkeys(names, 0)
    try:
        with open(path, "rb") as file:
            for line in file:
                name, _, value = line.partition(b":")
                if name in found:
                    found[name] = int(value.split()[0]) << 10
    except OSError:
        return [0] * len(names)
    return [*found.values()]
