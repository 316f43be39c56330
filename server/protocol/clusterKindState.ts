/**
 * One watched kind. With several namespaces it is `loading` until all are loaded and `watching` while one of them is
 * watched; `problem` then says what is wrong in the others, or what is left out.
 */
export interface ClusterKindState {
  readonly group: string;
  readonly kind: string;
  readonly state: "loading" | "watching" | "interrupted" | "forbidden" | "failed";
  readonly problem?: string;
  readonly count: number;
  /** The only namespace it is watched in; absent when it is watched in all, or in several. */
  readonly namespace?: string;
  /** The namespaces it is watched in when these are several, but not all. */
  readonly namespaces?: readonly string[];
  /** Those of {@link namespaces} of which not everything is known now: a missing object may be there all the same. */
  readonly incomplete?: readonly string[];
}
