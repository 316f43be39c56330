import type { RepositoryIndex } from "./repositoryIndex.ts";

/** A value computed from the structure of a repository, kept until the structure changes. */
export function perStructure<T>(compute: (index: RepositoryIndex) => T): (index: RepositoryIndex) => T {
  const memory = new WeakMap<RepositoryIndex, { readonly revision: number; readonly value: T }>();
  return (index) => {
    const known = memory.get(index);
    if (known?.revision === index.structureRevision) return known.value;
    const value = compute(index);
    memory.set(index, { revision: index.structureRevision, value });
    return value;
  };
}

/** A value computed from one file alone, kept as long as its text stays the same. It should be small. */
export function perText<T>(
  compute: (uri: string, index: RepositoryIndex) => T,
): (uri: string, index: RepositoryIndex) => T {
  const memory = new WeakMap<object, { readonly value: T }>();
  return (uri, index) => {
    const stamp = index.stamp(uri);
    const known = stamp && memory.get(stamp);
    if (known) return known.value;
    const value = compute(uri, index);
    if (stamp) memory.set(stamp, { value });
    return value;
  };
}
